"""The sessions of one zone on one local day (pure)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hub.domain.rules import OperatingRules
from hub.domain.timeline import Reason

NO_TIME: Final = timedelta(0)
TOUCH: Final = timedelta(seconds=1)
"""Cues nearer than this belong together whatever the rules call a gap."""


@dataclass(slots=True)
class _Session:
    """Cues that belong together: planned start of the first, planned end of the last.

    `late` is how much later than planned one of them really began.
    """

    start: datetime
    end: datetime
    late: timedelta = NO_TIME


class SessionDay:
    """Sessions by start; they are further apart than a gap.

    Args:
        rules: The rules of the zone on that day.

    Attributes:
        too_long: Why a cue that no session has room for is not there.
        too_many: Why a cue that would be one session too many is not there.
    """

    __slots__ = ("_cap", "_gap", "_most", "_sessions", "_starts", "too_long", "too_many")

    def __init__(self, rules: OperatingRules) -> None:
        self._cap = timedelta(seconds=rules.session_cap_s)
        self._gap = max(TOUCH, timedelta(seconds=rules.session_gap_s))
        self._most = rules.sessions_a_day
        self._starts: list[datetime] = []
        self._sessions: list[_Session] = []
        minutes = f"{rules.session_cap_s / 60:g}"
        self.too_long = Reason.of("because.session_cap", minutes=minutes)
        self.too_many = Reason.of("because.sessions_a_day", count=self._most)

    def room(self, start: datetime, end: datetime) -> datetime | Reason:
        """By when a cue must be over, or why it may not be at all."""
        starts, sessions = self._starts, self._sessions
        at = len(starts) if not starts or start >= starts[-1] else bisect_right(starts, start)
        first, is_new = start, True
        if at and start - sessions[at - 1].end < self._gap:
            first, is_new = starts[at - 1], False
        limit = first + self._cap
        while at < len(starts) and starts[at] - min(end, limit) < self._gap:
            if sessions[at].end - first > self._cap:
                limit = min(limit, starts[at] - self._gap)
                break
            is_new = False
            at += 1
        if is_new and len(sessions) >= self._most:
            return self.too_many
        return limit if limit > start else self.too_long

    def is_free(self, start: datetime, end: datetime) -> bool:
        """True when a cue would not be one session too many."""
        if len(self._sessions) < self._most:
            return True
        first, last = self._near(start, end)
        return len(self._sessions) - (last - first) < self._most

    def take(self, start: datetime, end: datetime) -> None:
        """Put a cue into a session: a new one, or one or several that it joins."""
        starts, sessions = self._starts, self._sessions
        if not starts or start - sessions[-1].end >= self._gap:
            starts.append(start)
            sessions.append(_Session(start, end))
        elif start >= starts[-1]:
            sessions[-1].end = max(sessions[-1].end, end)
        else:
            first, last = self._near(start, end)
            if first < last:
                start = min(start, starts[first])
                end = max(end, sessions[last - 1].end)
            starts[first:last] = [start]
            sessions[first:last] = [_Session(start, end)]

    def begin_late(self, start: datetime, late: timedelta) -> None:
        """A cue that was planned for `start` begins later: its session ends later as well."""
        session = self._holding(start)
        session.late = max(session.late, late)

    def late(self, start: datetime) -> timedelta:
        """How late the session of a cue that was planned for `start` is."""
        return self._holding(start).late

    def limit(self, start: datetime) -> datetime:
        """When the session of a cue that was planned for `start` has to be over.

        It may not grow into the next one either.
        """
        at = bisect_right(self._starts, start)
        session = self._sessions[at - 1]
        limit = session.start + self._cap
        if at < len(self._starts):
            limit = min(limit, self._starts[at] - self._gap)
        return limit + session.late

    def _holding(self, start: datetime) -> _Session:
        return self._sessions[bisect_right(self._starts, start) - 1]

    def _near(self, start: datetime, end: datetime) -> tuple[int, int]:
        """The positions of the sessions that a cue joins: from, to but without."""
        first = last = bisect_right(self._starts, start)
        if first and start - self._sessions[first - 1].end < self._gap:
            first -= 1
        while last < len(self._starts) and self._starts[last] - end < self._gap:
            last += 1
        return first, last
