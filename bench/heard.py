"""Which sound belongs to which start, and what is said of it (pure)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.figures import Summary, summary
from bench.recording import Chunk, Recording
from bench.sounds import breaks, sounds, stretch
from bench.tones import Tone

EARLY_S = 0.3
"""A sound may begin this long before its start and still belong to it."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start of one system: everything needed to compute its figures again.

    Attributes:
        due_s: When it was to start, POSIX seconds.
        told_ms: How late the bench told it (0 for what starts by itself).
        error_ms: Onset minus due; None when nothing was heard.
        stamp_ms: The same by the stamp of one period alone.
        frames: Samples heard.
        breaks: Places where the tone was broken.
    """

    due_s: float
    told_ms: float = 0.0
    error_ms: float | None = None
    stamp_ms: float | None = None
    frames: int = 0
    breaks: int = 0


@dataclass(frozen=True, slots=True)
class StartFigures:
    """What is said of one system.

    Attributes:
        error: Start errors, ms; None when nothing was heard.
        starts: Starts that were due.
        whole: Starts at which the whole item was heard, unbroken.
        length_s: Shortest length heard, seconds.
        share: Samples heard of all samples due, percent.
    """

    error: Summary | None
    starts: int
    whole: int
    length_s: float
    share: float


def heard(
    recording: Recording,
    chunks: Sequence[Chunk],
    item: Tone,
    *,
    due: Sequence[float],
    within_s: float,
    told_ms: Mapping[float, float],
) -> list[Start]:
    """Match the sounds of one port with the starts that were due.

    Args:
        recording: For its clock.
        chunks: The port's sound.
        item: What was to be heard.
        due: Wall-clock times of the starts, in order.
        within_s: How late a sound may be and still belong to a start.
        told_ms: How late the system was told, by due time.
    """
    found = sounds(chunks, recording.rate)
    onsets = [recording.wall_s(sound.first) for sound in found]
    answer: list[Start] = []
    for due_s in due:
        place = bisect_left(onsets, due_s - EARLY_S)
        if place == len(found) or onsets[place] > due_s + within_s:
            answer.append(Start(due_s, told_ms.get(due_s, 0.0)))
            continue
        sound = found[place]
        answer.append(
            Start(
                due_s,
                told_ms.get(due_s, 0.0),
                (onsets[place] - due_s) * 1000,
                (recording.stamped_s(sound.first) - due_s) * 1000,
                sound.frames,
                breaks(stretch(chunks, sound.first, sound.last), item.period),
            )
        )
    return answer


def start_figures(starts: Sequence[Start], item: Tone) -> StartFigures:
    """Sum up the starts of one system."""
    slack = item.period // 8
    """The tone's own zero crossings: its first and last samples are under the threshold."""
    heard_ones = [start for start in starts if start.error_ms is not None]
    whole = sum(1 for s in heard_ones if abs(s.frames - item.frames) <= slack and not s.breaks)
    frames = sum(min(s.frames + slack, item.frames) for s in heard_ones)
    return StartFigures(
        error=summary([s.error_ms for s in heard_ones if s.error_ms is not None]),
        starts=len(starts),
        whole=whole,
        length_s=min((s.frames / 48_000 for s in heard_ones), default=0.0),
        share=100 * frames / max(1, len(starts) * item.frames),
    )
