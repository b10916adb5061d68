"""Looks at a sound, 20 ms at a time: levels, clipping, silence, channels, speech or music.

Pure: samples in (16 bit, one or two channels), facts out.  `audioop` does the arithmetic.
"""

from __future__ import annotations

import audioop
import itertools
import math
from array import array
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FRAMES_A_S: Final = 50
FULL: Final = 32767
WIDTH: Final = 2

CANCELLED: Final = 10 ** (-5.0 / 10)
"""Both channels together this much below the louder one: they cancel, or one is empty.  Two
that have nothing in common lose 3 dB by being averaged."""

FLOOR_DB: Final = -75.0
"""Nothing under this is sound."""
BELOW_DB: Final = 40.0
"""This far under the sound it is silence: soft speech lies 30 dB under a loud voice."""
OVER_NOISE_DB: Final = 8.0
LEAST_BELOW_DB: Final = 32.0
"""Steady noise is silence too, but nothing louder than this far under the sound."""
MARGIN_S: Final = 0.2
"""Silence that is left before and after the sound."""
RUN: Final = 2
"""Frames in a row that make a beginning: a single one is a click."""

LONG_S: Final = 1.8
"""A longer silence is not one that speech makes between two sentences."""

NEAR_FULL: Final = 0.5
"""Under half of full scale nothing is called clipped."""
FLAT: Final = 5
"""Equal samples at the top of a wave that has been cut off under full scale."""

DIP: Final = 0.5
"""A frame under half the mean of its second is a dip (Scheirer and Slaney 1997)."""
SPEECH_DIPS: Final = 0.30
"""Speech dips between syllables and words; music rarely does."""


class Mix(StrEnum):
    """What becomes of the channels."""

    MONO = "mono"
    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sound is like, after its channels have been put together.

    Attributes:
        length_s: Seconds.
        mix: What becomes of its channels.
        peak_dbfs: Highest sample, dBFS.
        level_dbfs: Mean level of the sound in it, silence left out, dBFS.
        clipped: Share of the sound in which it is clipped, 0 to 1.
        silent: Share of it that is silence, between first and last sound, 0 to 1.
        pause_s: Longest silence in it, seconds.
        start_s: Where it is cut at the front, seconds.
        end_s: Where it is cut at the end, seconds.
        is_speech: It sounds like speech; music and noise do not.
        quiets: Where silences longer than `LONG_S` begin and end, seconds; a click ends none.
    """

    length_s: float
    mix: Mix
    peak_dbfs: float
    level_dbfs: float
    clipped: float
    silent: float
    pause_s: float
    start_s: float
    end_s: float
    is_speech: bool
    quiets: tuple[tuple[float, float], ...] = ()

    @property
    def is_silence(self) -> bool:
        """There is nothing to be heard."""
        return self.peak_dbfs < FLOOR_DB + 6 or self.level_dbfs <= FLOOR_DB


def decibels(amplitude: float) -> float:
    """An amplitude, 0 to 32768, in dBFS; -120 for nothing."""
    return 20 * math.log10(max(amplitude, 0.0328) / 32768)


class Look:
    """Takes a sound piece by piece.

    Args:
        rate: Samples a second.
        channels: 1 or 2.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._channels = channels
        self._frame = max(1, rate // FRAMES_A_S)
        self._rest = b""
        self._levels = {name: array("f") for name in (Mix.BOTH, Mix.LEFT, Mix.RIGHT)}
        self._clips = bytearray()
        self._peak = 0
        self._samples = 0

    def take(self, data: bytes) -> None:
        """The next piece; of any length."""
        data = self._rest + data
        size = self._frame * self._channels * WIDTH
        whole = len(data) // size * size
        for at in range(0, whole, size):
            self._add(data[at : at + size])
        self._rest = data[whole:]

    def seen(self) -> Seen:
        """What it was like."""
        size = self._channels * WIDTH
        last = self._rest[: len(self._rest) // size * size]
        if last:
            self._add(last)
            self._rest = b""
        mix = self._mix()
        levels = self._levels[Mix.BOTH if mix is Mix.MONO else mix]
        return _judge(
            levels,
            self._clips,
            mix=mix,
            peak=self._peak,
            length_s=self._samples / self._rate,
            step_s=self.step_s,
        )

    @property
    def step_s(self) -> float:
        """Length of a frame, seconds."""
        return self._frame / self._rate

    def _add(self, frame: bytes) -> None:
        self._samples += len(frame) // (WIDTH * self._channels)
        if self._channels == 1:
            self._levels[Mix.BOTH].append(_level(frame))
            self._clips.append(self._is_clipped(frame))
            return
        left, right = (audioop.tomono(frame, WIDTH, *w) for w in ((1, 0), (0, 1)))
        both = audioop.tomono(frame, WIDTH, 0.5, 0.5)
        for name, part in ((Mix.BOTH, both), (Mix.LEFT, left), (Mix.RIGHT, right)):
            self._levels[name].append(_level(part))
        clipped = [self._is_clipped(part) for part in (left, right)]
        self._clips.append(any(clipped))

    def _is_clipped(self, frame: bytes) -> bool:
        peak = audioop.max(frame, WIDTH)
        self._peak = max(self._peak, peak)
        if peak < NEAR_FULL * FULL:
            return False
        low, high = audioop.minmax(frame, WIDTH)
        if b"\xff\x7f" * 3 in frame or b"\x00\x80" * 3 in frame:
            return True
        tops = (value.to_bytes(2, "little", signed=True) * FLAT for value in (low, high))
        return peak > 0.9 * self._peak and any(top in frame for top in tops)

    def _mix(self) -> Mix:
        if self._channels == 1:
            return Mix.MONO
        powers = {name: sum(x * x for x in levels) for name, levels in self._levels.items()}
        louder = max(Mix.LEFT, Mix.RIGHT, key=lambda name: powers[name])
        return Mix.BOTH if powers[Mix.BOTH] > CANCELLED * powers[louder] else louder


def _level(frame: bytes) -> float:
    """RMS without a steady offset, which is no sound."""
    rms, offset = audioop.rms(frame, WIDTH), audioop.avg(frame, WIDTH)
    return math.sqrt(max(0, rms * rms - offset * offset))


def _judge(
    levels: array[float], clips: bytearray, *, mix: Mix, peak: int, length_s: float, step_s: float
) -> Seen:
    decibel = [decibels(level) for level in levels]
    ordered = sorted(decibel) or [-120.0]
    threshold = _threshold(ordered)
    loud = [value > threshold for value in decibel]
    sounding = [level for level, is_loud in zip(levels, loud, strict=True) if is_loud]
    power = sum(x * x for x in sounding) / max(1, len(sounding))
    first, last = _edges(loud)
    return Seen(
        length_s=length_s,
        mix=mix,
        peak_dbfs=decibels(peak),
        level_dbfs=decibels(math.sqrt(power)),
        clipped=sum(clips) / max(1, len(sounding)),
        silent=1 - sum(loud[first:last]) / max(1, last - first),
        pause_s=_longest(loud[first:last]) * step_s,
        start_s=max(0.0, first * step_s - MARGIN_S),
        end_s=min(length_s, last * step_s + MARGIN_S),
        is_speech=_dips(levels, loud) >= SPEECH_DIPS,
        quiets=_quiets(loud, first, last, step_s),
    )


def _threshold(ordered: list[float]) -> float:
    """Under which level a frame is silence, dBFS.

    Args:
        ordered: Levels of all frames, the softest first.
    """
    sound = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    noise = ordered[int(0.05 * len(ordered))]
    threshold = max(sound - BELOW_DB, min(noise + OVER_NOISE_DB, sound - LEAST_BELOW_DB))
    return max(FLOOR_DB, threshold)


def _edges(loud: list[bool]) -> tuple[int, int]:
    """First frame of the sound, and the one after its last."""
    runs = [n for n in range(len(loud) - RUN + 1) if all(loud[n : n + RUN])]
    return (runs[0], runs[-1] + RUN) if runs else (0, len(loud))


def _longest(loud: list[bool]) -> int:
    longest = run = 0
    for is_loud in loud:
        run = 0 if is_loud else run + 1
        longest = max(longest, run)
    return longest


def _quiets(
    loud: list[bool], first: int, last: int, step_s: float
) -> tuple[tuple[float, float], ...]:
    """Where long silences between first and last sound begin and end, seconds."""
    sounds = [
        n
        for n in range(first, last)
        if loud[n] and (loud[max(first, n - 1) : n] == [True] or loud[n + 1 : n + 2] == [True])
    ]
    found = ((a + 1, b) for a, b in itertools.pairwise(sounds))
    return tuple((a * step_s, b * step_s) for a, b in found if (b - a) * step_s > LONG_S)


def _dips(levels: array[float], loud: list[bool]) -> float:
    """Share of frames under half the mean of their second, in seconds that hold sound."""
    dips = total = 0
    for at in range(0, len(levels), FRAMES_A_S):
        second = levels[at : at + FRAMES_A_S]
        if sum(loud[at : at + FRAMES_A_S]) * 4 < len(second):
            continue
        mean = sum(second) / len(second)
        dips += sum(level < DIP * mean for level in second)
        total += len(second)
    return dips / total if total else 0.0
