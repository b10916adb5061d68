"""Lets a new voice say a test sentence, and judges whether that can be speech."""

from __future__ import annotations

import audioop
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.errors import MediaError
from hub.media.wav import open_wav

SENTENCE: Final = "Kính thưa bà con, đây là câu đọc thử của giọng mới."
"""Twelve syllables, with the six tones."""
SHORTEST_S: Final = 1.2
LONGEST_S: Final = 20.0
QUIETEST_DBFS: Final = -45.0
WIDTH: Final = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """What was heard of the test sentence.

    Attributes:
        length_s: Seconds.
        level_dbfs: Mean level, dBFS.
    """

    length_s: float
    level_dbfs: float


def measure(path: Path) -> Trial:
    """Length and level of a mono file of 16 bit.

    Raises:
        MediaError: It is none.
    """
    with open_wav(path) as (file, facts):
        if (facts.channels, facts.width) != (1, WIDTH):
            raise MediaError("media.broken", path=path.name)
        samples = file.read(facts.frames * WIDTH)
    level = audioop.rms(samples, WIDTH) / 32_768
    return Trial(facts.length_s, round(20 * math.log10(max(level, 1e-6)), 1))


def judge(trial: Trial, voice: str) -> Trial:
    """The same trial, when it can be speech.

    Raises:
        MediaError: ``voice.length`` or ``voice.silent``.
    """
    if not SHORTEST_S <= trial.length_s <= LONGEST_S:
        limits = {"shortest": SHORTEST_S, "longest": LONGEST_S}
        raise MediaError("voice.length", voice=voice, length=f"{trial.length_s:.1f}", **limits)
    if trial.level_dbfs < QUIETEST_DBFS:
        raise MediaError("voice.silent", voice=voice, level=trial.level_dbfs)
    return trial
