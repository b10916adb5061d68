"""When an order was heard: the first emergency sample, the last sample after a stop (pure)."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.recording import Chunk, Recording
from bench.sounds import FULL_SCALE, sounds, stretch

BENT = FULL_SCALE * 12 // 1000
"""Second difference of samples: three times what the bench's routine programme has (1 kHz), half
of what its emergency has (3 kHz). Both are prepared, so neither is louder than the other."""
WITHIN_S = 0.35
"""Whatever is later than this was not the answer to the order."""
_FADED_S = 0.05
"""The programme has faded this long after the emergency began; its frequency is counted then."""
_CHECKED_S = 0.02


@dataclass(frozen=True, slots=True)
class Trial:
    """One emergency given while a programme is on air, and one stop given afterwards.

    Attributes:
        played_s: Wall clock when the emergency was ordered.
        stopped_s: Wall clock when the stop was ordered.
        play_answer_ms: Wait for the answer to the emergency.
        stop_answer_ms: Wait for the answer to the stop.
    """

    played_s: float
    stopped_s: float
    play_answer_ms: float
    stop_answer_ms: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What was heard of one trial.

    Attributes:
        trial: The trial.
        heard_ms: Order to the first emergency sample; None when it was not heard.
        hertz: Frequency of what was heard then.
        silent_ms: Stop to the last audible sample; None when it did not fall silent.
        line_off_ms: Stop to the line's going off; None when it stayed on.
    """

    trial: Trial
    heard_ms: float | None
    hertz: float
    silent_ms: float | None
    line_off_ms: float | None

    @property
    def is_line_first(self) -> bool:
        """The line went off before the sound ended."""
        if self.line_off_ms is None or self.silent_ms is None:
            return False
        return self.line_off_ms <= self.silent_ms


def answers(
    recording: Recording,
    chunks: Sequence[Chunk],
    trials: Sequence[Trial],
    line_changes: Sequence[tuple[float, bool]],
) -> list[Answered]:
    """Find in a recording what became of each trial.

    Args:
        recording: For its clock.
        chunks: The port's sound.
        trials: In order.
        line_changes: Wall clock of each change of the line, and whether it was on afterwards.
    """
    high = [sound.first for sound in sounds(bends(chunks), recording.rate, threshold=BENT)]
    high_s = [recording.wall_s(first) for first in high]
    ends = [recording.wall_s(sound.last) for sound in sounds(chunks, recording.rate)]
    offs = [wall_s for wall_s, is_on in line_changes if not is_on]
    found: list[Answered] = []
    faded, checked = round(_FADED_S * recording.rate), round(_CHECKED_S * recording.rate)
    for trial in trials:
        place = bisect_left(high_s, trial.played_s)
        heard = _after(high_s, trial.played_s)
        tone: Sequence[int] = ()
        if heard is not None:
            first = high[place] + faded
            tone = stretch(chunks, first, first + checked)
        found.append(
            Answered(
                trial,
                heard,
                hertz(tone, recording.rate),
                _after(ends, trial.stopped_s),
                _after(offs, trial.stopped_s),
            )
        )
    return found


def bends(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The second difference of each chunk: what is high stands out, however loud the low is."""
    return [
        (
            base + 1,
            array(
                "i",
                (
                    after - 2 * here + before
                    for before, here, after in zip(samples, samples[1:], samples[2:], strict=False)
                ),
            ),
        )
        for base, samples in chunks
        if len(samples) > 2
    ]


def hertz(samples: Sequence[int], rate: int) -> float:
    """The frequency of a tone, from its zero crossings; 0 when there is none."""
    signs = [sample > 0 for sample in samples if sample]
    turns = sum(1 for before, after in pairwise(signs) if before != after)
    return turns * rate / (2 * len(samples)) if samples else 0.0


def _after(moments: Sequence[float], wall_s: float) -> float | None:
    """How long after `wall_s` the next of `moments` came, ms; None when it is too late."""
    place = bisect_right(moments, wall_s)
    if place == len(moments) or moments[place] > wall_s + WITHIN_S:
        return None
    return (moments[place] - wall_s) * 1000
