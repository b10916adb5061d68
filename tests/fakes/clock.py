"""A clock that moves only when asked to wait or told to jump."""

from __future__ import annotations

import selectors
from datetime import UTC, datetime, timedelta

from hub.clock import Ready


class FakeClock:
    """`wait` returns at once and moves both clocks to the deadline."""

    def __init__(self, start: datetime) -> None:
        self._wall = start.astimezone(UTC)
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._wall

    def wall_s(self) -> float:
        return self._wall.timestamp()

    def monotonic(self) -> float:
        return self._monotonic

    def wait(self, until: float, wake: selectors.BaseSelector) -> Ready:
        ready = wake.select(0)
        if not ready:
            self.pass_time(max(0.0, until - self._monotonic))
        return ready

    def pass_time(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self._monotonic += seconds
        self._wall += timedelta(seconds=seconds)

    def step_wall(self, seconds: float) -> None:
        """Step the wall clock alone, as NTP or a person does."""
        self._wall += timedelta(seconds=seconds)
