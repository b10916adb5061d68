"""Samples that arrive while they are played: a live voice, a relayed station.

One thread pushes, the card's callback takes.  Neither waits for the other: there is no lock,
and every counter has one thread that writes it.
"""

from __future__ import annotations

from collections import deque
from typing import Final, Protocol

from broadcast.audio.wav import BYTES_A_SAMPLE

_NOTHING: Final = memoryview(b"")


class Inflow(Protocol):
    """Where a voice takes its samples from when its clips are over."""

    @property
    def is_over(self) -> bool:
        """Nothing more will come; what has come may still be there to be taken."""
        ...

    def take(self, frames: int) -> bytes:
        """At most `frames` samples that have arrived; empty when there are none.

        Called on the card's callback thread: returns at once and raises nothing.
        """
        ...


class PcmBuffer:
    """A jitter buffer between two threads (`Inflow`).

    It gives nothing until `target_s` have come together, at first and whenever it has run dry;
    over `limit_s` the oldest are dropped.  Samples are mono, 16 bit, at the sink's rate.

    Args:
        rate: Samples a second.
        target_s: Stock it begins with, seconds; 0 = gives at once.
        limit_s: Largest stock, seconds; at least `target_s`.
    """

    def __init__(self, rate: int, target_s: float, limit_s: float) -> None:
        if not 0 <= target_s <= limit_s:
            raise ValueError(f"a stock of {target_s} s does not fit a limit of {limit_s} s")
        self.dropped = 0
        """Samples dropped because the stock was full."""
        self.starved = 0
        """Times it ran dry before it was over."""
        self._rate = rate
        self._target = round(target_s * rate)
        self._limit = round(limit_s * rate)
        self._chunks: deque[bytes] = deque()
        self._pushed = 0
        self._taken = 0
        self._is_over = False
        self._is_filling = True
        self._head = _NOTHING

    @property
    def is_over(self) -> bool:
        """`end` was called."""
        return self._is_over

    @property
    def fill(self) -> int:
        """Samples in stock."""
        return max(0, self._pushed - self._taken - self.dropped)

    @property
    def fill_s(self) -> float:
        """Seconds in stock."""
        return self.fill / self._rate

    def push(self, data: bytes) -> None:
        """Put samples in; half a sample at the end is left out.  Only by one thread."""
        data = data[: len(data) // BYTES_A_SAMPLE * BYTES_A_SAMPLE]
        if not data or self._is_over:
            return
        self._pushed += len(data) // BYTES_A_SAMPLE  # before it can be taken
        self._chunks.append(data)
        while self.fill > self._limit:
            try:
                oldest = self._chunks.popleft()
            except IndexError:
                return  # the other thread has just taken it
            self.dropped += len(oldest) // BYTES_A_SAMPLE

    def end(self) -> None:
        """Nothing more will be pushed; what is there is still played."""
        self._is_over = True

    def take(self, frames: int) -> bytes:
        """At most `frames` samples; only by one thread."""
        if self._is_filling:
            if self.fill < self._target and not self._is_over:
                return b""
            self._is_filling = self.fill == 0
        parts, missing = [], frames * BYTES_A_SAMPLE
        while missing > 0:
            if not self._head:
                try:
                    self._head = memoryview(self._chunks.popleft())
                except IndexError:
                    self._run_dry()
                    break
            part, self._head = self._head[:missing], self._head[missing:]
            parts.append(part)
            missing -= len(part)
        taken = b"".join(parts)
        self._taken += len(taken) // BYTES_A_SAMPLE
        return taken

    def _run_dry(self) -> None:
        if not self._is_filling and not self._is_over:
            self._is_filling = True
            self.starved += 1
