"""Whether a station is there: it sounds, and has done so long enough to be believed (pure)."""

from __future__ import annotations

from typing import Final

SILENCE_DBFS: Final = -60.0
"""Under this it is silent, as for every other voice."""
SILENT_S: Final = 2.0
"""Silent for so long, it is away."""
SOUNDING_S: Final = 2.0
"""It is back after so much sound, and so much of it is in stock by then."""
PAUSE_S: Final = 1.0
"""A shorter silence belongs to the sound around it."""


class Presence:
    """What is heard of a station decides whether it is there."""

    def __init__(self) -> None:
        self.is_there = False
        self._silent_s = 0.0
        self._sounding_s = 0.0

    def hear(self, level_dbfs: float, length_s: float) -> bool:
        """Take a block.

        Args:
            level_dbfs: Its mean level, as the station sent it.
            length_s: Its length.

        Returns:
            True when `is_there` has changed.
        """
        was = self.is_there
        if level_dbfs >= SILENCE_DBFS:
            self._silent_s = 0.0
            self._sounding_s += length_s
        else:
            self._silent_s += length_s
            if self._silent_s >= PAUSE_S:
                self._sounding_s = 0.0
        if was:
            self.is_there = self._silent_s < SILENT_S
        else:
            self.is_there = self._sounding_s >= SOUNDING_S
        return was is not self.is_there

    @property
    def is_worth_keeping(self) -> bool:
        """What comes now may be the beginning of its return."""
        return self._sounding_s > 0

    def lose(self) -> None:
        """The connection is gone and nothing is left in stock: it has to prove itself again."""
        self.is_there = False
        self._silent_s = self._sounding_s = 0.0
