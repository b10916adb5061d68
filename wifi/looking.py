"""One look at a target: pings, and beside them TCP when the first ping is not answered at once."""

from __future__ import annotations

from typing import Final

from wifi.judge import Look
from wifi.method import Cancel, Method

LOOK_S: Final = 1.5
"""Whoever has not answered by then does not; in one network an answer takes milliseconds."""
STEPS: Final = (("echo", 0.0), ("echo", 0.5), ("touch", 0.5), ("echo", 1.0))
"""A packet may be lost, and some devices answer no ping: what is asked how long after the begin."""


class Looking:
    """A look that is under way.

    Args:
        address: Numeric.
        port: TCP port; 0 = the usual one.
        methods: The kinds of probes by name.
        now: Monotonic seconds.
    """

    def __init__(self, address: str, port: int, methods: dict[str, Method], now: float) -> None:
        self.address = address
        self._port = port
        self._methods = methods
        self._began = now
        self._steps = list(STEPS)
        self._cancels: list[Cancel] = []
        self._is_answered = False

    def turn(self, now: float) -> Look | None:
        """Ask what is due; the look when it is over."""
        while self._steps and now >= self._began + self._steps[0][1] and not self._is_answered:
            kind, _ = self._steps.pop(0)
            self._cancels.append(self._methods[kind].ask(self.address, self._port, self._answer))
        if not self._is_answered and now < self._began + LOOK_S:
            return None
        self.close()
        return Look(self._began, now, self._is_answered)

    @property
    def due(self) -> float:
        """When to come again at the latest, monotonic seconds."""
        after_s = self._steps[0][1] if self._steps else LOOK_S
        return self._began + after_s

    def close(self) -> None:
        """Wait no more."""
        for cancel in self._cancels:
            cancel()
        self._cancels.clear()

    def _answer(self) -> None:
        self._is_answered = True
