"""Keeps a foreign station as loud as our speech: slowly, in bounds, not in pauses (pure)."""

from __future__ import annotations

import audioop
from math import log10
from typing import Final

from hub.media.loudness import FULL_SCALE, block_power, lufs

TARGET_LUFS: Final = -16.0
"""That of prepared media."""
MOST_DB: Final = 12.0
"""More would lift the noise of a station that is hardly there, or press one down to nothing."""
PEAK: Final = FULL_SCALE * 10 ** (-1.5 / 20)
"""No sample is louder."""
GATE_LUFS: Final = -50.0
"""Under this nobody speaks: the gain stays where it is."""
PAUSE_LU: Final = 15.0
"""So far under what is usual of this station it is a pause, too."""
MEMORY_S: Final = 10.0
"""Over so much sound it is judged how loud the station is."""
UP_DB_S: Final = 1.0
DOWN_DB_S: Final = 3.0
RECOVER_DB_S: Final = 12.0
"""How quickly the gain comes back after a peak was held down."""
STEPS: Final = 5
"""A change of gain is spread over so many parts of a block: no step can be heard."""


class Rider:
    """The hand on the fader.

    Args:
        rate: Samples a second.
    """

    def __init__(self, rate: int) -> None:
        self.gain_db = 0.0
        self._rate = rate
        self._mean = 0.0
        self._heard_s = 0.0
        self._held_db = 0.0
        self._last_db: float | None = None

    @property
    def heard_lufs(self) -> float:
        """How loud the station has been lately, before the gain; without its pauses."""
        return lufs(self._mean)

    def ride(self, samples: bytes) -> bytes:
        """The next block with its gain; blocks of about 0.1 s."""
        if not samples:
            return samples
        length_s = len(samples) / 2 / self._rate
        self._judge(block_power(samples, self._rate), length_s)
        wanted_db = self.gain_db - self._hold(audioop.max(samples, 2), length_s)
        return self._apply(samples, wanted_db)

    def _judge(self, power: float, length_s: float) -> None:
        level = lufs(power)
        if level < GATE_LUFS or (self._heard_s and level < self.heard_lufs - PAUSE_LU):
            return
        first = self._heard_s == 0.0
        self._heard_s += length_s
        share = max(length_s / self._heard_s, length_s / MEMORY_S)
        self._mean += share * (power - self._mean)
        aim = max(-MOST_DB, min(MOST_DB, TARGET_LUFS - self.heard_lufs))
        change = max(-DOWN_DB_S * length_s, min(UP_DB_S * length_s, aim - self.gain_db))
        self.gain_db = aim if first else self.gain_db + change

    def _hold(self, peak: int, length_s: float) -> float:
        """How far the gain has to be held back for the peaks, dB."""
        over_db = 20 * log10(peak / PEAK) + self.gain_db if peak else -MOST_DB
        self._held_db = max(0.0, over_db, self._held_db - RECOVER_DB_S * length_s)
        return self._held_db

    def _apply(self, samples: bytes, wanted_db: float) -> bytes:
        """From the last gain to this one in steps; a peak is not waited for."""
        from_db = wanted_db if self._last_db is None else self._last_db
        self._last_db = wanted_db
        if self._held_db > 0 and from_db > wanted_db:
            from_db = wanted_db
        part = -(-len(samples) // 2 // STEPS) * 2
        steps = [from_db + (wanted_db - from_db) * (number + 1) / STEPS for number in range(STEPS)]
        return b"".join(
            audioop.mul(samples[number * part : (number + 1) * part], 2, 10 ** (gain_db / 20))
            for number, gain_db in enumerate(steps)
        )
