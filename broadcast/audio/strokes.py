"""Something that is struck: a bell, a gong, a piece of iron, as decaying partials (pure)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, tanh
from typing import Final

FADE_S: Final = 0.2
"""What is left at the end of a sound fades out over this."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a struck thing sounds.

    Attributes:
        partials: Frequency and strength against the fundamental.
        decay_s: Until the fundamental has fallen by 60 dB; higher partials fall sooner.
        attack_s: Until it is there.
        drive: How far its strongest moments are pressed together, so that the rest can be as
            loud as speech without them reaching the peak; 0 = not at all.
    """

    partials: Sequence[tuple[float, float]]
    decay_s: float
    attack_s: float
    drive: float = 0.0


BELL: Final = Stroke(((1.0, 1.0), (2.0, 0.35), (3.0, 0.12), (4.2, 0.05)), 3.0, 0.012)
"""Without the stroke itself: calm."""
GONG: Final = Stroke(
    (
        *((1.0, 0.7), (1.47, 0.5), (2.0, 1.0), (2.43, 0.55), (2.98, 0.6)),
        *((3.61, 0.4), (4.17, 0.45), (5.33, 0.3), (6.79, 0.2), (8.2, 0.12)),
    ),
    12.0,
    0.06,
    2.6,
)
"""Its fundamental is too low for a horn; what one hears of it are the partials."""
IRON: Final = Stroke(
    ((1.0, 0.8), (1.52, 0.6), (2.31, 1.0), (2.76, 0.5), (3.43, 0.4), (4.1, 0.25)), 1.8, 0.003, 1.3
)
"""The beaten iron (kẻng) that has called villages together for as long as anyone remembers."""


def struck(
    notes: Sequence[tuple[float, float]], length_s: float, rate: int, stroke: Stroke
) -> array[float]:
    """Samples of strokes; any scale.

    Args:
        notes: When, in seconds, and the frequency of the fundamental.
        length_s: Of the whole.
        rate: Samples a second.
        stroke: What is struck.
    """
    frames = round(length_s * rate)
    sound = array("d", bytes(8 * frames))
    known: dict[float, array[float]] = {}
    for at_s, frequency in notes:
        begin = round(at_s * rate)
        if frequency not in known:
            known[frequency] = note(frequency, rate, stroke)
        for index, value in enumerate(known[frequency][: frames - begin], begin):
            sound[index] += value
    if stroke.drive:
        scale = stroke.drive / max(map(abs, sound))
        sound = array("d", (tanh(value * scale) for value in sound))
    fade_end(sound, round(FADE_S * rate))
    return sound


def note(frequency: float, rate: int, stroke: Stroke) -> array[float]:
    """One stroke until nothing is heard of it; any scale."""
    frames = round(1.1 * stroke.decay_s * rate)
    made = array("d", bytes(8 * frames))
    for ratio, strength in stroke.partials:
        turn = 2 * pi * frequency * ratio / rate
        if turn >= pi:
            continue  # past what the rate can carry
        keep = 0.001 ** (ratio / (stroke.decay_s * rate))
        # a decaying sine is what a resonator answers to one stroke
        ahead, behind = strength * sin(turn) * keep, 0.0
        double, square = 2 * keep * cos(turn), keep * keep
        for index in range(1, frames):
            made[index] += ahead
            ahead, behind = double * ahead - square * behind, ahead
    fade_end(made, round(FADE_S * rate))
    attack = round(stroke.attack_s * rate)
    for index in range(attack):
        made[index] *= 0.5 - 0.5 * cos(pi * index / attack)
    return made


def fade_end(sound: array[float], frames: int) -> None:
    """Fade the last samples out, the very last to nothing."""
    for index in range(1, min(frames, len(sound)) + 1):
        sound[-index] *= (index - 1) / frames
