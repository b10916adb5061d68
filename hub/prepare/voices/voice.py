"""What a voice is, and in what manner it speaks (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from hub.domain.sequence import REPEAT_PAUSE_S
from hub.errors import RefusedError

SLOWEST: Final = 0.6
FASTEST: Final = 1.5
LONGEST_PAUSE_S: Final = 2.0
"""A longer one would be dead air to the playout, which answers it with the fallback programme."""
MOST_REPEATS: Final = 5

MOST_LETTERS: Final = 30_000
"""About 35 minutes of speech: more than an ordinary session may last."""


class Engine(StrEnum):
    """Which program speaks."""

    ESPEAK = "espeak-ng"
    """From Debian: always there, instant, robotic."""
    PIPER = "piper"
    """Better voices from files that the operator installs; a program apart (GPL)."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice.

    Attributes:
        id: Its name in commands and in the store.
        name: What people call it.
        language: BCP-47 code of what it speaks.
        engine: Which program speaks.
        rate: Samples a second that the engine makes, before anything is converted.
        model: What the engine knows it by: a voice of espeak-ng, or the path of a Piper file.
    """

    id: str
    name: str
    language: str
    engine: Engine
    rate: int
    model: str

    @property
    def file(self) -> Path:
        """The file of a Piper voice."""
        return Path(self.model)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is spoken.

    The pauses are longer than in a room: horns that are heard one after the other, and the
    echo of hills, need the time.

    Attributes:
        speed: 1.0 = about 200 syllables a minute; 0.6 to 1.5.
        sentence_s: Pause after a sentence, seconds, 0 to 2.
        list_s: Pause after one thing of a list, seconds, 0 to 2.
        paragraph_s: Pause after a paragraph, seconds, 0 to 2.
        repeats: How often the whole is said, 1 to 5.
        repeat_s: Pause before it is said again, seconds, 0 to 2.
    """

    speed: float = 1.0
    sentence_s: float = 0.5
    list_s: float = 0.7
    paragraph_s: float = 1.0
    repeats: int = 1
    repeat_s: float = REPEAT_PAUSE_S


DEFAULT_MANNER: Final = Manner()
KEPT: Final = ("speed", "sentence_s", "list_s", "paragraph_s")
"""What of a manner a village chooses once; repetitions are chosen with each bulletin."""


def manner_of(told: Mapping[str, float]) -> Manner:
    """A manner as the store or a job keeps it; what is not told is as a new hub has it.

    Pauses were once allowed to be longer: such a one is as long as it may be.

    Raises:
        RefusedError: As `checked`.
    """
    speed, *pauses = (float(told.get(name, getattr(DEFAULT_MANNER, name))) for name in KEPT)
    sentence_s, list_s, paragraph_s = (min(pause, LONGEST_PAUSE_S) for pause in pauses)
    return checked(Manner(speed, sentence_s, list_s, paragraph_s))


def checked(manner: Manner) -> Manner:
    """The same manner, when every number is in its range.

    Raises:
        RefusedError: ``speech.speed``, ``speech.pause`` or ``speech.repeats``.
    """
    if not SLOWEST <= manner.speed <= FASTEST:
        raise RefusedError("speech.speed", speed=manner.speed, slowest=SLOWEST, fastest=FASTEST)
    pauses = (manner.sentence_s, manner.list_s, manner.paragraph_s, manner.repeat_s)
    for pause in pauses:
        if not 0 <= pause <= LONGEST_PAUSE_S:
            raise RefusedError("speech.pause", pause=pause, longest=round(LONGEST_PAUSE_S))
    if not 1 <= manner.repeats <= MOST_REPEATS:
        raise RefusedError("speech.repeats", repeats=manner.repeats, most=MOST_REPEATS)
    return manner
