"""The sessions of one zone on one local day (pure)."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import Final

from hub.domain.rules import OperatingRules
from hub.domain.timeline import Reason

NO_TIME: Final = timedelta(0)
TOUCH: Final = timedelta(seconds=1)
"""Cues nearer than this belong together whatever the rules call a gap."""
Spot = tuple[int, int]
"""Which sessions a cue joins: positions, from, to but without."""


class SessionDay:
    """Sessions by start; they are further apart than a gap.

    A session is kept as the planned start of its first cue and the end of its reach: the planned
    end of its last cue, and a gap.

    Args:
        rules: The rules of the zone on that day.

    Attributes:
        too_long: Why a cue that no session has room for is not there.
        too_many: Why a cue that would be one session too many is not there.
    """

    __slots__ = ("_cap", "_gap", "_late", "_most", "_reaches", "_starts", "too_long", "too_many")

    def __init__(self, rules: OperatingRules) -> None:
        self._cap = timedelta(seconds=rules.session_cap_s)
        self._gap = max(TOUCH, timedelta(seconds=rules.session_gap_s))
        self._most = rules.sessions_a_day
        self._starts: list[datetime] = []
        self._reaches: list[datetime] = []
        self._late: dict[datetime, timedelta] = {}
        minutes = f"{rules.session_cap_s / 60:g}"
        self.too_long = Reason.of("because.session_cap", minutes=minutes)
        self.too_many = Reason.of("because.sessions_a_day", count=self._most)

    def clear(self) -> None:
        """Forget every cue."""
        self._starts.clear()
        self._reaches.clear()
        self._late.clear()

    def near(self, start: datetime, end: datetime) -> Spot:
        """The sessions that a cue joins."""
        starts = self._starts
        first = last = bisect_right(starts, start)
        if first and start < self._reaches[first - 1]:
            first -= 1
        reach = end + self._gap
        while last < len(starts) and starts[last] < reach:
            last += 1
        return first, last

    def whole(self, start: datetime, end: datetime) -> Spot | None:
        """The sessions that a cue joins, or None when there is no room for the whole of it."""
        first, last = self.near(start, end)
        if first < last:
            limit = min(start, self._starts[first]) + self._cap
            has_room = self._reaches[last - 1] <= limit + self._gap
        else:
            limit = start + self._cap
            has_room = len(self._starts) < self._most
        return (first, last) if has_room and start < limit and end <= limit else None

    def room(self, start: datetime, end: datetime) -> datetime | Reason:
        """By when a cue must be over, or why it may not be at all."""
        starts, reaches, gap = self._starts, self._reaches, self._gap
        at = bisect_right(starts, start)
        first, is_new = start, True
        if at and start < reaches[at - 1]:
            first, is_new = starts[at - 1], False
        limit = first + self._cap
        while at < len(starts) and starts[at] < min(end, limit) + gap:
            if reaches[at] > limit + gap:
                limit = min(limit, starts[at] - gap)
                break
            is_new = False
            at += 1
        if is_new and len(starts) >= self._most:
            return self.too_many
        return limit if limit > start else self.too_long

    def is_free(self, spot: Spot) -> bool:
        """True when a cue would not be one session too many."""
        first, last = spot
        return len(self._starts) - (last - first) < self._most

    def take(self, start: datetime, end: datetime, spot: Spot) -> None:
        """Put a cue into a session: a new one, or one or several that it joins."""
        starts, reaches = self._starts, self._reaches
        first, last = spot
        reach = end + self._gap
        if first == last:
            starts.insert(first, start)
            reaches.insert(first, reach)
        else:
            starts[first:last] = [min(start, starts[first])]
            reaches[first:last] = [max(reach, reaches[last - 1])]

    def begin_late(self, start: datetime, late: timedelta) -> None:
        """A cue that was planned for `start` begins later: its session ends later as well."""
        session = self._holding(start)
        self._late[session] = max(self._late.get(session, NO_TIME), late)

    def late(self, start: datetime) -> timedelta:
        """How late the session of a cue that was planned for `start` is."""
        return self._late.get(self._holding(start), NO_TIME)

    def limit(self, start: datetime) -> datetime:
        """When the session of a cue that was planned for `start` has to be over.

        It may not grow into the next one either.
        """
        at = bisect_right(self._starts, start)
        limit = self._starts[at - 1] + self._cap
        if at < len(self._starts):
            limit = min(limit, self._starts[at] - self._gap)
        return limit + self.late(start)

    def _holding(self, start: datetime) -> datetime:
        """The start of the session of a cue that was planned for `start`."""
        return self._starts[bisect_right(self._starts, start) - 1]
