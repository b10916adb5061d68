"""The test items: tones that begin at full slope, as prepared media (mono, 16 bit) or stereo."""

from __future__ import annotations

import math
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

RATE = 48_000


@dataclass(frozen=True, slots=True)
class Tone:
    """A tone that repeats exactly after a whole number of samples.

    Attributes:
        hertz: Frequency; divides 48,000.
        length_s: Length, seconds.
        level: Peak, of 1.0.
    """

    hertz: int
    length_s: float = 1.0
    level: float = 0.5

    @property
    def period(self) -> int:
        """Samples after which it repeats."""
        return RATE // self.hertz

    @property
    def frames(self) -> int:
        """Length in samples."""
        return round(self.length_s * RATE)


ITEM = Tone(1000)
"""What every system plays, once a start."""


def write(tone: Tone, path: Path, channels: int = 1) -> Path:
    """Write a tone as WAV; answers the path."""
    wheel = [
        round(32_767 * tone.level * math.sin(2 * math.pi * n / tone.period))
        for n in range(tone.period)
    ]
    turn = array("h", [value for value in wheel for _ in range(channels)])
    turns = -(-tone.frames // tone.period)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((turn * turns)[: tone.frames * channels].tobytes())
    return path
