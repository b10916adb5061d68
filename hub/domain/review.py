"""Emergencies that were given, and who looked at them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.domain.facts import AsRun
from hub.domain.ids import CueId, ZoneId
from hub.domain.order import Order


@dataclass(frozen=True, slots=True)
class Review:
    """One signature.

    Attributes:
        reviewer: The name of whoever looked at it; never who gave it.
        at: When, aware UTC.
        remark: What they have to say; "" = nothing.
    """

    reviewer: str
    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency that was given, whatever became of it.

    Attributes:
        cue: Its name in the log book.
        fact: Its row of the as-run log, or its order while it has none.
        seen: Hash of that row; "" while it has none.
        review: Who looked at it, or None.
    """

    cue: CueId
    fact: AsRun | Order
    seen: str
    review: Review | None = None

    @property
    def by(self) -> str:
        """Who gave it: the order, the talk, or the place in the calendar."""
        if isinstance(self.fact, Order):
            return self.fact.by
        return self.fact.author if self.fact.order is not None else self.fact.approver

    @property
    def at(self) -> datetime:
        """When it was heard, or should have been, aware UTC."""
        if isinstance(self.fact, Order):
            return self.fact.at
        return self.fact.started or self.fact.planned_start

    @property
    def zones(self) -> tuple[ZoneId, ...]:
        """Where; empty = everywhere."""
        return tuple(sorted(self.fact.zones))
