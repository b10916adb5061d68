"""Bells and signals made by arithmetic: chimes, gong, iron, time pips, sirens (pure).

Every one begins and ends at nothing, so that it may be repeated without a click, and is as
loud as speech; sirens are louder on purpose.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Final

from broadcast.audio.level import FULL_SCALE, factor
from broadcast.audio.loudness import integrated_lufs
from broadcast.audio.strokes import BELL, GONG, IRON, Stroke, struck
from broadcast.audio.tones import A4, C5, CLOSING, D5, G4, OPENING

SPEECH_LUFS: Final = -16.0
"""What prepared speech has, too: nobody turns the amplifier between chime and word."""
SIREN_LUFS: Final = -12.0
"""A siren has to be heard indoors and over rain; 4 LU more is what peaks still leave room for,
and less than would make people turn the amplifier down for good."""
PEAK_DBFS: Final = -2.0
"""Under -1.5 dBTP between the samples, too: nothing here lies near half the rate."""
MOST_S: Final = 600.0
"""Longest signal that is made: it stands in memory."""

RISE_S: Final = 0.05
FALL_S: Final = 0.3
"""How a siren comes and goes."""
PIP_RAMP_S: Final = 0.005
PIP_HZ: Final = 1000.0
SHORT_PIP_S: Final = 0.1
LONG_PIP_S: Final = 0.5
PIPS: Final = 6
"""Five short ones and a long one: its beginning is the full hour."""
GLIDE_S: Final = 0.02
"""From one note of the two-tone siren to the other."""
OVERTONES: Final = (1.0, 0.45, 0.3, 0.16, 0.1)
"""Of a siren: what small horns carry best lies over the fundamental."""
TURN: Final = 2048
"""Steps in which one turn of a siren's wave is written down."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A sound that the project makes itself.

    Attributes:
        length_s: Its length when nobody asks for another.
        lufs: Integrated loudness it is brought to, as far as its peaks allow.
        make: Length in seconds and rate in, samples out; any scale.
        is_endless: It sounds as long as one likes; others are repeated.
    """

    length_s: float
    lufs: float
    make: Callable[[float, int], array[float]]
    is_endless: bool = False


def render(signal: Signal, rate: int, length_s: float | None = None) -> array[int]:
    """Samples of a signal, mono, 16 bit.

    Args:
        signal: Which.
        rate: Samples a second.
        length_s: As long as this, up to `MOST_S`; what is not endless is repeated and not
            broken off in the middle.  None = its own length.
    """
    whole = signal.length_s if length_s is None else min(length_s, MOST_S)
    sound = signal.make(whole if signal.is_endless else signal.length_s, rate)
    scale = _scale(sound, rate, signal.lufs)
    samples = array("h", (round(value * scale) for value in sound))
    if signal.is_endless:
        return samples
    return samples * max(1, ceil(whole / signal.length_s - 0.01))


def _scale(sound: array[float], rate: int, lufs: float) -> float:
    """From `sound` to 16 bit samples of this loudness that do not reach the peak."""
    peak = max(map(abs, sound))
    full = FULL_SCALE * factor(PEAK_DBFS) / peak
    some = sound[: 10 * rate]
    loudness = integrated_lufs([round(value * full) for value in some], rate)
    return full * min(1.0, factor(lufs - loudness))


def _bell(notes: Sequence[tuple[float, float]], length_s: float, kind: Stroke = BELL) -> Signal:
    return Signal(length_s, SPEECH_LUFS, lambda s, rate: struck(notes, s, rate, kind))


def _pips(length_s: float, rate: int) -> array[float]:
    sound = array("d", bytes(8 * round(length_s * rate)))
    for number in range(PIPS):
        frames = round((LONG_PIP_S if number == PIPS - 1 else SHORT_PIP_S) * rate)
        begin = number * rate
        for index in range(frames):
            sound[begin + index] = sin(2 * pi * PIP_HZ * index / rate)
        _ramps(sound, begin, begin + frames, round(PIP_RAMP_S * rate), round(PIP_RAMP_S * rate))
    return sound


def _siren(cycle_s: float, pitch: Callable[[float], float]) -> Signal:
    """A siren whose pitch in Hz is a function of 0 to 1, a cycle.

    Its pitch is corrected by less than a turn a cycle, so that cycles join without a step.
    """

    def make(length_s: float, rate: int) -> array[float]:
        frames = round(cycle_s * rate)
        turns = [pitch(index / frames) / rate for index in range(frames)]
        whole = sum(turns)
        right = max(1.0, round(whole)) / whole
        wave, cycle, phase = _wave(), array("d", bytes(8 * frames)), 0.0
        for index, turn in enumerate(turns):
            cycle[index] = wave[int(phase * TURN) % TURN]
            phase += turn * right
        total = max(1, round(length_s * rate))
        sound = (cycle * ceil(total / frames))[:total]
        _ramps(sound, 0, total, round(RISE_S * rate), round(FALL_S * rate))
        return sound

    return Signal(30.0, SIREN_LUFS, make, is_endless=True)


def _wave() -> array[float]:
    """One turn of a siren; the overtones' phases keep the crest low."""
    return array(
        "d",
        (
            sum(
                strength * sin(2 * pi * number * step / TURN + 1.3 * number * (number - 1))
                for number, strength in enumerate(OVERTONES, 1)
            )
            for step in range(TURN)
        ),
    )


def _ramps(sound: array[float], begin: int, end: int, rise: int, fall: int) -> None:
    rise, fall = min(rise, (end - begin) // 2), min(fall, (end - begin) // 2)
    for index in range(rise):
        sound[begin + index] *= 0.5 - 0.5 * cos(pi * index / rise)
    for index in range(fall):
        sound[end - 1 - index] *= 0.5 - 0.5 * cos(pi * index / fall)


def _swing(low: float, high: float) -> Callable[[float], float]:
    """Up and down between two pitches, even to the ear."""
    return lambda part: low * (high / low) ** (0.5 - 0.5 * cos(2 * pi * part))


def _hi_lo(low: float, high: float, glide: float) -> Callable[[float], float]:
    """Half a cycle each, joined by a short glide; `glide` is its part of a cycle."""

    def pitch(part: float) -> float:
        if part < 0.5:
            return high - (high - low) * min(1.0, part / glide)
        return low + (high - low) * min(1.0, (part - 0.5) / glide)

    return pitch


SIGNALS: Final[Mapping[str, Signal]] = {
    "opening": _bell(OPENING, 4.4),
    "closing": _bell(CLOSING, 4.4),
    "opening-short": _bell(((0.0, G4), (0.4, C5)), 3.0),
    "closing-short": _bell(((0.0, C5), (0.4, G4)), 3.0),
    "ding-dong": _bell(((0.0, D5), (0.7, A4)), 3.5),
    "gong": _bell(((0.0, 208.0),), 6.0, GONG),
    "iron": _bell(tuple((0.8 * number, 620.0) for number in range(8)), 8.0, IRON),
    "pips": Signal(6.0, SPEECH_LUFS, _pips),
    "siren-steady": _siren(1.0, lambda _: 480.0),
    "siren-wail": _siren(5.0, _swing(400.0, 1000.0)),
    "siren-yelp": _siren(1 / 3, _swing(600.0, 1200.0)),
    "siren-hi-lo": _siren(1.0, _hi_lo(440.0, 587.0, GLIDE_S)),
}
"""Every signal by its name."""
