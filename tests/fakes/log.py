"""An as-run log in memory: one row a cue, like the real one."""

from __future__ import annotations

from datetime import datetime

from hub.domain.facts import AsRun, Fact, Incident
from hub.domain.ids import CueId
from hub.domain.order import Order


class MemoryLog:
    """Keeps facts in the order they were written."""

    def __init__(self) -> None:
        self.rows: dict[CueId, AsRun] = {}
        self.incidents: list[Incident] = []
        self.orders: list[Order] = []
        self.on_air: dict[CueId, tuple[AsRun, datetime, int]] = {}

    def write(self, fact: Fact) -> None:
        if isinstance(fact, AsRun):
            assert fact.cue not in self.rows, f"{fact.cue} is logged twice"
            self.rows[fact.cue] = fact
            self.on_air.pop(fact.cue, None)
        elif isinstance(fact, Incident):
            self.incidents.append(fact)
        else:
            self.orders.append(fact)

    def mark_on_air(self, fact: AsRun, since: datetime, interruptions: int) -> None:
        self.on_air[fact.cue] = (fact, since, interruptions)

    def done(self, first: datetime, last: datetime) -> frozenset[CueId]:
        return frozenset(key for key, row in self.rows.items() if first <= row.planned_start < last)
