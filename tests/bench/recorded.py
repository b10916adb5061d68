"""Tones as the recorder would have heard them."""

from __future__ import annotations

import math
from array import array

RATE = 48_000
BLOCK = 256


def tone(frames: int, level: float = 0.5, hertz: int = 1000) -> array[int]:
    """A tone that begins at full slope."""
    wave = (level * math.sin(2 * math.pi * hertz * n / RATE) for n in range(frames))
    return array("h", [round(32_767 * value) for value in wave])


def recorded(samples: array[int], at: int) -> list[tuple[int, array[int]]]:
    """The samples from count `at` on, in periods as the recorder keeps them."""
    padded = array("h", bytes(2 * (at % BLOCK))) + samples
    first = at - at % BLOCK
    return [(first + n, padded[n : n + BLOCK]) for n in range(0, len(padded), BLOCK)]
