"""Automatic gain: brings a voice near or far from the microphone to one loudness (pure).

Slow, so that sentences keep their life; it listens only while somebody speaks, so that a pause
does not turn the noise up; bounded, so that a loudspeaker far away is not made a voice.
"""

from __future__ import annotations

from math import log10
from typing import Final

TARGET_DBFS: Final = -18.0
"""Mean level of speech; with the limiter's ceiling that is about -16 LUFS."""
LEAST_DB: Final = -15.0
MOST_DB: Final = 18.0
UP_DB_S: Final = 4.0
DOWN_DB_S: Final = 12.0
CALM_DB: Final = 1.5
"""Not worth a change."""
AVERAGE_S: Final = 1.0


class AutoGain:
    """A gain that follows the level of speech."""

    def __init__(self) -> None:
        self.gain_db = 0.0
        self._power = _power(TARGET_DBFS)

    def hear(self, level_dbfs: float, length_s: float, *, speaks: bool) -> float:
        """Judge a frame; the gain at its end, dB.

        Args:
            level_dbfs: Mean level of the frame, before any gain.
            length_s: Its length.
            speaks: Somebody speaks.
        """
        if not speaks:
            return self.gain_db
        share = min(1.0, length_s / AVERAGE_S)
        self._power += (_power(level_dbfs) - self._power) * share
        off_db = TARGET_DBFS - 10 * log10(self._power) - self.gain_db
        if abs(off_db) > CALM_DB:
            change = max(-DOWN_DB_S * length_s, min(UP_DB_S * length_s, off_db))
            self.gain_db = max(LEAST_DB, min(MOST_DB, self.gain_db + change))
        return self.gain_db


def _power(level_dbfs: float) -> float:
    return float(10 ** (level_dbfs / 10))
