"""Automatic gain: brings a voice near or far from the microphone to one loudness (pure).

Quick in the first words, which most short talks consist of; then slow, so that sentences keep
their life.  It listens only while somebody speaks, so that a pause does not turn the noise up;
bounded, so that a loudspeaker far away is not made a voice.
"""

from __future__ import annotations

import audioop
from math import log10
from typing import Final

from broadcast.audio.level import dbfs

TARGET_LUFS: Final = -14.5
"""Of speech; the limiter takes a good decibel of that, and -16 LUFS is how loud media are."""
WEIGHT_S: Final = 1 / 6_000
WEIGHT: Final = 0.226
"""Each sample less this share of the one `WEIGHT_S` before: 4 dB more at 3 kHz than below 500 Hz,
much as the ear's weighting in ITU-R BS.1770; for voices, whispering too, within 0.2 dB of it."""
WEIGHT_DB: Final = 7.4
"""From the level of half such a difference to loudness."""
LEAST_DB: Final = -15.0
MOST_DB: Final = 18.0
UP_DB_S: Final = 4.0
DOWN_DB_S: Final = 12.0
QUICK_DB_S: Final = 60.0
"""Up and down in the first `QUICK_S` of speech."""
QUICK_S: Final = 1.0
SURE_S: Final = 0.15
"""Until so much has been heard, what it starts with counts too: a word may begin softly."""
CALM_DB: Final = 1.5
"""Not worth a change; a change that has begun goes on until nothing is missing."""
AVERAGE_S: Final = 1.0


class AutoGain:
    """A gain that follows the loudness of speech.

    Args:
        start_db: Gain for the first word, dB: what this voice needed last time.
    """

    def __init__(self, start_db: float = 0.0) -> None:
        self.gain_db = _bounded(start_db)
        self._start_db = self.gain_db
        self._power = 0.0
        self._heard_s = 0.0
        self._is_changing = False

    @property
    def is_sure(self) -> bool:
        """Enough was heard to know this voice."""
        return self._heard_s >= QUICK_S

    def hear(self, lufs: float, length_s: float, *, speaks: bool) -> float:
        """Judge a frame; the gain at its end, dB.

        Args:
            lufs: Loudness of the frame (`loudness`), before any gain.
            length_s: Its length.
            speaks: Somebody speaks.
        """
        if not speaks:
            return self.gain_db
        self._heard_s += length_s
        share = min(1.0, length_s / min(AVERAGE_S, self._heard_s))
        self._power += (_power(lufs) - self._power) * share
        wanted_db = _bounded(TARGET_LUFS - 10 * log10(self._power))
        if self.is_sure:
            self._follow(wanted_db - self.gain_db, length_s)
        else:
            sure = min(1.0, self._heard_s / SURE_S)
            off_db = self._start_db + (wanted_db - self._start_db) * sure - self.gain_db
            most_db = QUICK_DB_S * length_s
            self.gain_db += max(-most_db, min(most_db, off_db))
        return self.gain_db

    def _follow(self, off_db: float, length_s: float) -> None:
        """Change slowly what is worth it."""
        self._is_changing = self._is_changing or abs(off_db) > CALM_DB
        if self._is_changing:
            change_db = max(-DOWN_DB_S * length_s, min(UP_DB_S * length_s, off_db))
            self.gain_db += change_db
            self._is_changing = change_db != off_db


def loudness(pcm: bytes, rate: int) -> float:
    """About how loud a frame is for the ear, LUFS; -112.6 for nothing.

    Args:
        pcm: Samples, 16 bit, mono.
        rate: Samples a second.
    """
    shift = 2 * round(rate * WEIGHT_S)
    halved = audioop.mul(pcm, 2, 0.5)  # a difference of two must not be cut off
    before = audioop.mul(halved[:-shift], 2, -WEIGHT)
    weighted = audioop.rms(audioop.add(halved[shift:], before, 2), 2)
    return dbfs(weighted) + WEIGHT_DB


def _bounded(gain_db: float) -> float:
    return max(LEAST_DB, min(MOST_DB, gain_db))


def _power(level_dbfs: float) -> float:
    return float(10 ** (level_dbfs / 10))
