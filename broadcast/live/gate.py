"""The gate: what is too quiet to be speech is not sent to the horns (pure).

It opens at once, stays open over the pauses between words, and opens wider than it closes, so
that a level between the two does not make it flutter.
"""

from __future__ import annotations

from typing import Final

OPEN_DBFS: Final = -42.0
CLOSE_DBFS: Final = -50.0
NOISE_DB: Final = 9.0
"""Opens this far over the noise of the place, when that is loud."""
HIGHEST_DBFS: Final = -28.0
"""No noise of a place makes it open later than this."""
HOLD_S: Final = 0.4
FADE_S: Final = 0.06
NOISE_UP_DB_S: Final = 3.0
"""How fast the noise is believed to grow; it is believed at once to have become less."""


class Gate:
    """Open or shut, by the level of each frame."""

    def __init__(self) -> None:
        self.is_open = False
        self.gain = 0.0
        """The gain it wants at the end of the frame, 0 to 1."""
        self._noise_dbfs = -80.0
        self._quiet_s = 0.0

    @property
    def hears(self) -> bool:
        """It is open, and not only held over a pause."""
        return self.is_open and not self._quiet_s

    def hear(self, level_dbfs: float, length_s: float) -> float:
        """Judge a frame; the gain at its end.

        Args:
            level_dbfs: Mean level of the frame.
            length_s: Its length.
        """
        self._learn(level_dbfs, length_s)
        opens = min(HIGHEST_DBFS, max(OPEN_DBFS, self._noise_dbfs + NOISE_DB))
        closes = opens - (OPEN_DBFS - CLOSE_DBFS)
        if level_dbfs >= (closes if self.is_open else opens):
            self.is_open, self._quiet_s = True, 0.0
        elif self.is_open:
            self._quiet_s += length_s
            self.is_open = self._quiet_s < HOLD_S
        if self.is_open:
            self.gain = 1.0
        else:
            self.gain = max(0.0, self.gain - length_s / FADE_S)
        return self.gain

    def _learn(self, level_dbfs: float, length_s: float) -> None:
        """The noise of a place is what is heard in the quietest moments."""
        if level_dbfs < self._noise_dbfs:
            self._noise_dbfs = max(-80.0, level_dbfs)
        else:
            self._noise_dbfs += min(NOISE_UP_DB_S * length_s, level_dbfs - self._noise_dbfs)
