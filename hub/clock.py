"""The one place that reads the system's clocks.

Wall time (aware UTC) decides what is due; monotonic time decides how long to wait.
Everything else gets a `Clock` through its constructor, so that tests and the
simulation can move time by hand.
"""

from __future__ import annotations

import selectors
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

Ready = list[tuple[selectors.SelectorKey, int]]


class Clock(Protocol):
    """Wall time, monotonic time and the only way to wait."""

    def now(self) -> datetime:
        """The wall clock: aware, UTC."""
        ...

    def wall_s(self) -> float:
        """The wall clock as POSIX seconds; cheap enough for the audio callback."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump; only differences mean anything."""
        ...

    def wait(self, until: float, wake: selectors.BaseSelector) -> Ready:
        """Wait until monotonic time `until` (s) or until a file in `wake` is ready.

        Returns what is ready; an empty list when the time is up.
        """
        ...


class SystemClock:
    """The real clock, optionally shifted (for `village-hub run --at`).

    Args:
        offset: Added to the wall clock.  Monotonic time is never shifted.
    """

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self._offset_s = offset.total_seconds()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.wall_s(), tz=UTC)

    def wall_s(self) -> float:
        return time.time() + self._offset_s

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, until: float, wake: selectors.BaseSelector) -> Ready:
        return wake.select(max(0.0, until - time.monotonic()))
