"""What is to be begun next, and when to look again at what cannot be decided yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from hub.domain.ids import ZoneId
from hub.domain.timeline import Cue
from hub.domain.zone import Zone

LEAD: Final = timedelta(seconds=2)
"""A cue is armed this long before its amplifiers have to go on."""
HARDLY: Final = timedelta(milliseconds=10)


class Agenda:
    """Cues to come, by the moment at which they are armed.

    Args:
        zones: Every zone, for its warm-up.
    """

    def __init__(self, zones: Mapping[ZoneId, Zone]) -> None:
        self._zones = zones
        self._look_at: datetime | None = None
        self._before: dict[frozenset[ZoneId], timedelta] = {}
        self.pending: list[Cue] = []

    def renew(self, cues: Iterable[Cue]) -> None:
        """Forget everything before; of these cues those that have a start are to come."""
        self._look_at = None
        self._before.clear()
        self.pending = sorted([cue for cue in cues if cue.start is not None], key=self.arm_at)

    def arm_at(self, cue: Cue) -> datetime:
        """When the lines of a cue may be wanted: its start less the warm-up and a lead."""
        before = self._before.get(cue.zones)
        if before is None:
            before = self._before[cue.zones] = self._lead(cue.zones)
        return (cue.start or cue.planned_start) - before

    def pop_due(self, now: datetime) -> Cue | None:
        """The next cue that is to be armed by now."""
        if self.pending and self.arm_at(self.pending[0]) <= now:
            return self.pending.pop(0)
        return None

    def look_again(self, at: datetime, now: datetime) -> None:
        """Plan again at `at`, unless that is over."""
        after = at + HARDLY
        if after > now:
            self._look_at = after if self._look_at is None else min(after, self._look_at)

    def is_time_to_look(self, now: datetime) -> bool:
        """Something can be decided now."""
        return self._look_at is not None and now >= self._look_at

    def instants(self) -> list[datetime]:
        """When something is to be done, at the latest."""
        found = [self.arm_at(cue) for cue in self.pending[:1]]
        return found if self._look_at is None else [*found, self._look_at]

    def _lead(self, zones: frozenset[ZoneId]) -> timedelta:
        longest_s = max((self._zones[zone].warm_up_s for zone in zones), default=0.0)
        return timedelta(seconds=longest_s) + LEAD
