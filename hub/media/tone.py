"""The tone with which a loudspeaker is tried out: three seconds, soft at both ends."""

from __future__ import annotations

import hashlib
from array import array
from math import pi, sin
from pathlib import Path
from typing import Final

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.media.draft import Draft
from hub.media.intake import wav_head

TONE: Final = ProgrammeId("thu-loa")
SECONDS: Final = 3.0
HERTZ: Final = 880.0
"""Well within what a horn carries, and no frequency of a siren or of time pips."""
LEVEL: Final = 0.25
"""Of full scale, peak: about as loud as prepared speech (-15 LUFS)."""
EDGE_S: Final = 0.05


def tone_programme(media_dir: Path, rate: int, title: str, by: str) -> Programme:
    """The tone as an approved programme; its file is there when this returns.

    Raises:
        MediaError: The folder cannot take it.
    """
    data = samples(rate).tobytes()
    whole = wav_head(len(data) // 2, rate) + data
    digest = hashlib.sha256(whole).hexdigest()
    name = f"{digest}.wav"
    if not (media_dir / name).exists():
        with Draft(media_dir, len(whole)) as draft:
            draft.write(whole)
            draft.keep(name)
    return Programme(
        TONE,
        title,
        Kind.ROUTINE,
        Level.COMMUNE,
        Source.FILE,
        name,
        len(data) // 2,
        rate,
        digest,
        by,
        by,
    )


def samples(rate: int) -> array[int]:
    """The tone, mono, 16 bit."""
    frames, edge = round(SECONDS * rate), EDGE_S * rate
    return array(
        "h",
        (
            round(
                32767 * LEVEL * min(1.0, i / edge, (frames - 1 - i) / edge)
                * sin(2 * pi * HERTZ * i / rate)
            )
            for i in range(frames)
        ),
    )  # fmt: skip
