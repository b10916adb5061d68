"""Another sampling rate: a windowed sinc in polyphase form, in the standard library alone.

Pure: samples in, samples out (mono, 32 bit).  `audioop` does the arithmetic on whole
stretches, so that Python itself only steps through the taps.  Output sample n lies at input
position ``n·M/L``; all output samples of one phase ``n mod L`` share their taps, and lie M
input samples apart.
"""

from __future__ import annotations

import audioop
import math
from array import array
from fractions import Fraction
from typing import Final

WIDTH: Final = 4
"""Bytes a sample."""

HEADROOM: Final = 2
"""The sum is made this much smaller and then raised, so that it cannot clip on its way."""

HALF_TAPS: Final = 6
"""Zero crossings of the sinc on each side."""

HALF_DOWN: Final = 0.45
"""Where the filter is half down, as part of the lower rate; 0.5 is where folding begins."""

MOST_PHASES: Final = 640
"""11,025 → 48,000 Hz needs them; odder rates take their last step in straight lines."""

_RatecvState = tuple[int, tuple[tuple[int, int], ...]] | None
"""What `audioop.ratecv` hands on from one stretch to the next."""


class Resampler:
    """One stream on its way from one rate to another.

    Args:
        rate: Samples a second that come in.
        wanted: Samples a second that go out.
    """

    def __init__(self, rate: int, wanted: int) -> None:
        self._up, self._down = up, down = _steps(rate, wanted)
        self._straight = None if rate * up == wanted * down else (rate * up, wanted * down)
        self._state: _RatecvState = None
        lower = min(1.0, wanted / rate)
        self._reach = math.ceil(HALF_TAPS / lower)
        self._taps = [_taps(n * down % up / up, lower, self._reach) for n in range(up)]
        self._held = array("i", bytes(WIDTH * (self._reach - 1)))

    def take(self, samples: bytes) -> bytes:
        """The output that these samples complete."""
        self._held.frombytes(samples)
        groups = (len(self._held) - 2 * self._reach) // self._down
        if groups <= 0:
            return b""
        found = array("i", bytes(WIDTH * groups * self._up))
        pairs = [self._pairs(n) for n in range(self._down)]
        for phase, taps in enumerate(self._taps):
            first = phase * self._down // self._up
            found[phase :: self._up] = array("i", self._sum(pairs, taps, first, groups))
        del self._held[: groups * self._down]
        return self._last_step(audioop.mul(found, WIDTH, HEADROOM))

    def rest(self) -> bytes:
        """What is still inside, as if silence followed: at least all that belongs to the sound."""
        return self.take(bytes(WIDTH * (3 * self._reach + 2 * self._down)))

    def _pairs(self, first: int) -> memoryview:
        """Every `down`-th sample beside the one that follows it, from `first` on."""
        ones, others = self._held[first :: self._down], self._held[first + 1 :: self._down]
        both = array("i", bytes(2 * WIDTH * len(others)))
        both[0::2], both[1::2] = ones[: len(others)], others
        return memoryview(both).cast("B")

    def _sum(self, pairs: list[memoryview], taps: list[float], first: int, groups: int) -> bytes:
        """The output of one phase: `audioop.tomono` weighs two neighbours at once."""
        total = b""
        for n in range(0, len(taps), 2):
            after, start = divmod(first + n, self._down)
            stretch = pairs[start][2 * WIDTH * after : 2 * WIDTH * (after + groups)]
            part = audioop.tomono(stretch, WIDTH, taps[n], taps[n + 1])
            total = audioop.add(total, part, WIDTH) if total else part
        return total

    def _last_step(self, samples: bytes) -> bytes:
        if self._straight is None:
            return samples
        found, self._state = audioop.ratecv(samples, WIDTH, 1, *self._straight, self._state)
        return found


def _steps(rate: int, wanted: int) -> tuple[int, int]:
    """By how much to go up and down: exactly, or to twice the wanted rate and more."""
    exact = Fraction(wanted, rate)
    if exact.numerator <= MOST_PHASES:
        return exact.numerator, exact.denominator
    if rate < 2 * wanted:
        return math.ceil(2 * wanted / rate), 1
    return 1, rate // (2 * wanted)


def _taps(part: float, lower: float, reach: int) -> list[float]:
    """The taps of one phase, from ``reach - 1`` samples before to `reach` samples after.

    Args:
        part: How far after an input sample the output sample lies, 0 to 1.
        lower: The lower of both rates as part of the incoming one.
        reach: Taps on each side.
    """
    found = [_tap(n - part, lower, reach) for n in range(1 - reach, reach + 1)]
    total = sum(found) * HEADROOM
    return [tap / total for tap in found]


def _tap(distance: float, lower: float, reach: int) -> float:
    """A sinc under a squared cosine."""
    if abs(distance) >= reach:
        return 0.0
    angle = 2.0 * math.pi * HALF_DOWN * lower * distance
    sinc = math.sin(angle) / angle if angle else 1.0
    return sinc * math.cos(0.5 * math.pi * distance / reach) ** 2
