"""A gain that moves: from one level to another without a click, block by block (pure).

The reader has applied the gain a voice began with; this is what has been added since.
"""

from __future__ import annotations

import audioop
from typing import Final

UNITY: Final = 1.0
STEP: Final = 24
"""Samples with one gain while it moves: half a millisecond at 48 kHz."""
MOST_DB: Final = 60.0
"""A voice is never turned by more than this: gains are -60 to 0."""


class MovingGain:
    """Goes from where it is to where it was told to go, evenly in decibels.

    Args:
        rate: Samples a second.
    """

    __slots__ = ("_aim_db", "_db", "_rate", "_speed_db")

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._db = 0.0
        self._aim_db = 0.0
        self._speed_db = 0.0
        """Decibels a sample."""

    @property
    def is_still(self) -> bool:
        """It changes nothing and is on its way nowhere."""
        return self._db == 0.0 == self._aim_db

    def go(self, aim_db: float, ramp_s: float) -> None:
        """Move to `aim_db` over `ramp_s` seconds; 0 = at once."""
        self._aim_db = max(-MOST_DB, min(MOST_DB, aim_db))
        frames = round(ramp_s * self._rate)
        if frames <= 0:
            self._db = self._aim_db
        else:
            self._speed_db = abs(self._aim_db - self._db) / frames

    def apply(self, samples: memoryview) -> memoryview:
        """The next samples of the voice; it moves on with them.  Too loud is clipped."""
        if self.is_still or not samples:
            return samples
        parts = []
        while samples and self._db != self._aim_db:
            part = samples[: STEP * 2]
            self._db = _nearer(self._db, self._aim_db, self._speed_db * len(part) / 2)
            parts.append(_times(part, self._db))
            samples = samples[STEP * 2 :]
        if samples:
            parts.append(_times(samples, self._db))
        return memoryview(parts[0] if len(parts) == 1 else b"".join(parts))


def _nearer(value: float, aim: float, step: float) -> float:
    return aim if abs(aim - value) <= step else value + (step if aim > value else -step)


def _times(samples: memoryview, gain_db: float) -> bytes:
    return audioop.mul(samples, 2, 10.0 ** (gain_db / 20.0))
