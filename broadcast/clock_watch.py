"""Notices that the wall clock was stepped, and keeps what the planner has to know of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from broadcast.situation import Gap
from hub.clock import Clock

STEP_S: Final = 0.2
"""A change of the wall clock against the monotonic one within one turn that is no slew, seconds."""
TRIES: Final = 5
KEEP: Final = timedelta(days=2)
"""How long a gap can explain a missed cue."""


class ClockWatch:
    """Compares wall and monotonic time on every turn.

    Args:
        clock: The clock.

    Attributes:
        now: The wall clock at the last look; what is decided by it knows of every step before it.
        gaps: What keeps cues from being heard, oldest first.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.now = clock.now()
        self._offset = self._measure()
        self.gaps: tuple[Gap, ...] = ()

    def step_s(self) -> float:
        """How far the wall clock was stepped since the last call, seconds; 0.0 for none.

        A slew (NTP corrects by at most 0.5 ms a second) is followed silently.
        """
        offset = self._measure()
        change = offset - self._offset
        self._offset = offset
        return change if abs(change) >= STEP_S else 0.0

    def note_gap(self, first: datetime, last: datetime, cause: str) -> None:
        """Remember a stretch in which nothing could play."""
        kept = tuple(gap for gap in self.gaps if gap.last > last - KEEP)
        if last > first:
            self.gaps = (*kept, Gap(first, last, cause))

    def _measure(self) -> float:
        """Wall time less monotonic time; measured again when the process was held up between."""
        for _ in range(TRIES):
            before = self._clock.monotonic()
            wall = self._clock.wall_s()
            after = self._clock.monotonic()
            if after - before < STEP_S / 10:
                break
        self.now = datetime.fromtimestamp(wall, tz=UTC)
        return wall - (before + after) / 2
