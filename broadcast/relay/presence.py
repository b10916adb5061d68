"""Whether a station is there: it sounds, and has done so long enough to be believed (pure)."""

from __future__ import annotations

from typing import Final, Protocol

SILENCE_DBFS: Final = -60.0
"""Under this it is silent, as for every other voice."""
SILENT_S: Final = 2.0
"""Silent for so long, it is away."""
SOUNDING_S: Final = 2.0
"""It is back after so much sound, and so much of it is in stock by then."""
SPEECH_DBFS: Final = -50.0
"""Under this it is the hiss of a line input, and nobody speaks."""
PAUSE_S: Final = 1.0
"""A shorter silence belongs to the sound around it."""


class Judge(Protocol):
    """Who says whether it is there."""

    is_there: bool
    silent_s: float

    def hear(self, level_dbfs: float, length_s: float) -> bool:
        """Take a block; True when `is_there` has changed."""
        ...

    @property
    def is_worth_keeping(self) -> bool:
        """What comes now may be the beginning of its return."""
        ...

    def lose(self) -> None:
        """The connection is gone and nothing is left in stock."""
        ...


class Presence:
    """What is heard of a station decides whether it is there."""

    def __init__(self) -> None:
        self.is_there = False
        self.silent_s = 0.0
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
            self.silent_s = 0.0
            self._sounding_s += length_s
        else:
            self.silent_s += length_s
            if self.silent_s >= PAUSE_S:
                self._sounding_s = 0.0
        if was:
            self.is_there = self.silent_s < SILENT_S
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
        self.silent_s = self._sounding_s = 0.0


class Meeting:
    """A meeting is there as soon as it sends anything, and until it breaks off.

    Nobody may speak for many minutes, and one word after that has to be heard.
    """

    def __init__(self) -> None:
        self.is_there = False
        self.silent_s = 0.0
        """For how long it has been silent."""

    def hear(self, level_dbfs: float, length_s: float) -> bool:
        """Take a block; see `Presence.hear`."""
        was, self.is_there = self.is_there, True
        self.silent_s = 0.0 if level_dbfs >= SPEECH_DBFS else self.silent_s + length_s
        return not was

    @property
    def is_worth_keeping(self) -> bool:
        """Every block is."""
        return True

    def lose(self) -> None:
        """The connection is gone."""
        self.is_there = False
        self.silent_s = 0.0
