"""Chimes made by arithmetic: opening, closing, and what is heard against dead air.

Bells: each note is a few decaying partials.  The fallback is a ring: what sounds on past its
end sounds on at its beginning, so that the loop has no seam.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Final

from broadcast.audio.level import FULL_SCALE, factor
from broadcast.audio.sink import Clip
from broadcast.audio.strokes import BELL, FADE_S, fade_end, note
from broadcast.audio.wav import check_wav
from broadcast.audio.wavfile import wav_header
from hub.errors import MediaError

LEVEL_DBFS: Final = -16.0
"""Mean level while it sounds."""
PEAK_DBFS: Final = -1.0
SOUNDING: Final = 0.05
"""Part of the largest sample from which on a stretch counts as sounding."""

D4, F4, G4, A4, C5, D5 = 293.66, 349.23, 392.00, 440.00, 523.25, 587.33

Note = tuple[float, float]
"""When, in seconds, and its frequency."""
OPENING: Final[Sequence[Note]] = ((0.0, D4), (0.55, G4), (1.1, A4), (1.65, D5))
CLOSING: Final[Sequence[Note]] = ((0.0, D5), (0.55, A4), (1.1, G4), (1.65, D4))
FALLBACK: Final[Sequence[Note]] = (
    *((0.0, G4), (1.0, A4), (2.0, C5), (3.0, A4), (4.0, G4)),
    *((5.0, F4), (6.0, G4), (7.0, D4), (8.0, F4), (9.0, G4)),
)
CHIME_S: Final = 4.4
FALLBACK_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Tones:
    """The built-in sounds, whole.

    Attributes:
        opening: Rising chime before a cue.
        closing: Falling chime after it.
        fallback: Soft chime to be looped.
    """

    opening: Clip
    closing: Clip
    fallback: Clip


def make_tones(folder: Path, rate: int) -> Tones:
    """The built-in sounds as files in a folder; those that are there already are kept.

    Args:
        folder: Made when missing.
        rate: Samples a second.

    Raises:
        MediaError: They cannot be written.
    """
    return Tones(
        opening=_file(folder / f"opening-{rate}.wav", OPENING, CHIME_S, rate),
        closing=_file(folder / f"closing-{rate}.wav", CLOSING, CHIME_S, rate),
        fallback=_file(folder / f"fallback-{rate}.wav", FALLBACK, FALLBACK_S, rate, ring=True),
    )


def bells(notes: Sequence[Note], length_s: float, rate: int, *, ring: bool) -> array[int]:
    """Samples of some notes; with `ring` what is left at the end is heard at the beginning."""
    frames = round(length_s * rate)
    sound = array("d", bytes(8 * frames))
    for at_s, frequency in notes:
        begin = round(at_s * rate)
        for index, sample in enumerate(note(frequency, rate, BELL), begin):
            if index < frames:
                sound[index] += sample
            elif ring:
                sound[index - frames] += sample
    if not ring:
        fade_end(sound, round(FADE_S * rate))
    scale = _scale(sound)
    return array("h", (round(sample * scale) for sample in sound))


def _scale(sound: array[float]) -> float:
    peak = max(map(abs, sound))
    loud = [sample for sample in sound if abs(sample) > SOUNDING * peak]
    mean = sqrt(sum(sample * sample for sample in loud) / len(loud))
    return min(
        FULL_SCALE * factor(LEVEL_DBFS) / mean,
        FULL_SCALE * factor(PEAK_DBFS) / peak,
    )


def _file(
    path: Path, notes: Sequence[Note], length_s: float, rate: int, *, ring: bool = False
) -> Clip:
    frames = round(length_s * rate)
    try:
        if check_wav(path, rate).frames == frames:
            return Clip(path, frames)
    except MediaError:
        pass  # not there yet, or cut off by a power failure: made anew
    samples = bells(notes, length_s, rate, ring=ring).tobytes()
    partly = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partly.write_bytes(wav_header(len(samples), rate, 1) + samples)
        partly.replace(path)
    except OSError as error:
        raise MediaError("audio.unwritable", path=path, error=error.strerror) from error
    return Clip(path, frames)


if __name__ == "__main__":
    make_tones(Path(sys.argv[1]), int(sys.argv[2]))
