"""The last stretch of a live voice: a jitter buffer that begins and ends without a click."""

from __future__ import annotations

from array import array
from typing import Final

from broadcast.audio.fade import fade_out, faded
from broadcast.audio.inflow import PcmBuffer
from broadcast.live.arrivals import LEAST_S, MOST_S

EDGE_S: Final = 0.004
"""Fade where sound begins or breaks off."""
FORSAKEN_S: Final = 0.1
"""With so much more in stock than it needs a bus waits no longer for one that begins before it."""
LIMIT_S: Final = 0.4
"""With more in stock than this, the delay apart, the oldest are dropped: the card stood still."""


class LiveBuffer(PcmBuffer):
    """Samples of one talk for one bus (`Inflow`).

    What comes before the voice is heard (amplifiers warm up, the chime sounds) is not kept:
    nobody wants to hear it late.

    Args:
        rate: Samples a second.
        delay_s: How much later than on the talk's first bus it is heard on this one, so that
            neighbouring zones do not echo.
    """

    def __init__(self, rate: int, delay_s: float = 0.0) -> None:
        super().__init__(rate, LEAST_S + delay_s, LIMIT_S + delay_s)
        self.delay_s = delay_s
        self.waited = 0
        """Samples the card asked for before it began."""
        self.has_begun = False
        self._first: LiveBuffer | None = None
        self._is_awaited = False
        self.is_wanted = False
        """The card has asked for samples: what is pushed is heard."""
        fall = fade_out(round(rate * EDGE_S))
        self._fall = fall
        self._rise = array("f", reversed(fall))
        self._risen = 0
        self._is_sounding = False

    def follow(self, first: LiveBuffer) -> None:
        """Begin as many samples after its card asked as the talk's first bus did.

        Their cards ask the delay apart (`broadcast.audio.kin`).  Each by its own stock, one of two
        neighbouring zones would begin a frame later when frames come unevenly, and echo.
        """
        if first is not self and not first.has_begun:
            self._first = first

    def aim(self, target_s: float) -> None:
        """Begin with another stock from now on, `LEAST_S` to `MOST_S`."""
        stock_s = min(MOST_S, max(LEAST_S, target_s))
        self._target = round((stock_s + self.delay_s) * self._rate)

    def await_turn(self) -> None:
        """The talk's first bus is heard: what comes from now on is for this one too, later."""
        self._is_awaited = self.delay_s > 0

    def push(self, data: bytes) -> None:
        if self.is_wanted or self._is_awaited:
            super().push(data)

    def take(self, frames: int) -> bytes:
        self.is_wanted = True
        if self.has_begun:
            return self._edged(frames)
        silent = min(frames, self._silent())
        data = self._edged(frames - silent) if silent < frames else b""
        self.has_begun = bool(data)
        if not data:
            self.waited += frames
            return b""
        return bytes(2 * silent) + data

    def _silent(self) -> int:
        """How many samples from now on it begins at the earliest."""
        first = self._first
        if first is None:
            return 0
        if first.has_begun:
            self._is_filling = False  # what was enough for the first is enough here
            return max(0, first.waited - self.waited)
        is_forsaken = self.is_over or self.fill >= self._target + round(self._rate * FORSAKEN_S)
        return 0 if is_forsaken else self._limit

    def _edged(self, frames: int) -> bytes:
        data = super().take(frames)
        if data and not self._is_sounding:
            self._risen = 0
        left = self._rise[self._risen : self._risen + len(data) // 2]
        if left:
            data = faded(memoryview(data)[: len(left) * 2], left) + data[len(left) * 2 :]
            self._risen += len(left)
        self._is_sounding = len(data) == frames * 2 and self.fill > 0
        if data and not self._is_sounding:
            edge = min(len(self._fall), len(data) // 2)
            data = data[: len(data) - edge * 2] + faded(
                memoryview(data)[len(data) - edge * 2 :], self._fall[-edge:]
            )
        return data
