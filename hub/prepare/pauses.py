"""Shortens the long silences inside recorded speech: a page turned, a word looked for.

On the air they would be taken for dead air, and the fallback would come on in the middle of the
notice.  They are looked for behind the filters for the horns: a hum that those take away sounds
in the recording and is silence on the air.  What is cut out is silence at both ends of the cut,
and the two ends are faded into each other.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hub.errors import MediaError
from hub.prepare.ffmpeg import FLOAT, OURS, Ffmpeg, Part, Stage
from hub.prepare.look import LONG_S, Look, Seen
from hub.prepare.loudness import Plan

KEPT_S: Final = 1.2
"""What is left of a long silence: as much as between two paragraphs."""
JOIN_S: Final = 0.02
"""How long both ends of a cut are faded into each other."""
RATE: Final = 16_000
"""Enough to look at levels."""
BLOCK: Final = 1 << 20

LOOKING: Final = Part(Stage.MEASURING, 0.45, 0.05)


@dataclass(frozen=True, slots=True)
class Pauses:
    """The silences in a sound, as they have become.

    Attributes:
        longest_s: The longest one that is left, seconds; where some were shortened, the most it is.
        silent: Share of the sound that is silence, 0 to 1.
        shortened: How many were shortened.
    """

    longest_s: float
    silent: float
    shortened: int = 0

    @classmethod
    def left_alone(cls, seen: Seen) -> Pauses:
        """As they were."""
        return cls(seen.pause_s, seen.silent)


def shorten(ffmpeg: Ffmpeg, plan: Plan, path: Path, rate: int) -> tuple[Plan, Pauses]:
    """Shorten the long silences of a sound under way, in its file.

    Args:
        ffmpeg: Runs it.
        plan: What is done to the sound.
        path: The shaped sound: mono, 32 bit floating point, without a header.
        rate: Its samples a second.

    Returns:
        The plan, which knows how much has gone, and the silences.

    Raises:
        MediaError: The sound cannot be looked at.
    """
    seen = _look(ffmpeg, plan, path, rate)
    found = cuts(seen.quiets, rate)
    if not found:
        return plan, Pauses.left_alone(seen)
    try:
        take_out(path, found, round(JOIN_S * rate))
    except OSError as error:
        raise MediaError("prepare.broken", path=ffmpeg.name) from error
    gone_s = sum(end - start for start, end in found) / rate
    sound_s = max(KEPT_S, _between_edges(seen) - gone_s)
    return replace(plan, shortened_s=plan.shortened_s + gone_s), Pauses(
        longest_s=min(seen.pause_s, LONG_S),
        silent=max(0.0, seen.silent * _between_edges(seen) - gone_s) / sound_s,
        shortened=len(found),
    )


def cuts(quiets: Iterable[tuple[float, float]], rate: int) -> list[tuple[int, int]]:
    """What is taken out of long silences, in samples: their middles.

    Args:
        quiets: Where they begin and end, seconds.
        rate: Samples a second.
    """
    edge_s = KEPT_S / 2
    return [(round((a + edge_s) * rate), round((b - edge_s) * rate)) for a, b in quiets]


def take_out(path: Path, stretches: Iterable[tuple[int, int]], join: int) -> None:
    """Take stretches out of a file of floating point samples.

    Args:
        path: The file.
        stretches: First sample of each, and the one after its last; in order, apart from each
            other and from the beginning by more than `join`.
        join: Samples over which both ends of a cut are faded into each other.
    """
    fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        size = os.fstat(fd).st_size
        at = source = 0
        for start, end in stretches:
            at = _move(fd, source * FLOAT, start * FLOAT, at)
            _join(fd, at - join * FLOAT, (end - join) * FLOAT, join)
            source = end
        os.ftruncate(fd, _move(fd, source * FLOAT, size, at))
    finally:
        os.close(fd)


def _move(fd: int, start: int, end: int, to: int) -> int:
    """Bring bytes forward; where they end now."""
    while start < end and (block := os.pread(fd, min(BLOCK, end - start), start)):
        if start != to:
            os.pwrite(fd, block, to)
        start, to = start + len(block), to + len(block)
    return to


def _join(fd: int, left: int, right: int, length: int) -> None:
    """Fade what lies at `left` into what lies at `right`, and write it at `left`."""
    out, into = (array("f", os.pread(fd, length * FLOAT, at)) for at in (left, right))
    pairs = enumerate(zip(out, into, strict=True), 1)
    mixed = array("f", (a + (b - a) * n / (length + 1) for n, (a, b) in pairs))
    os.pwrite(fd, mixed.tobytes(), left)


def _between_edges(seen: Seen) -> float:
    """Seconds from the first sound to the last."""
    return max(0.0, seen.end_s - seen.start_s)


def _look(ffmpeg: Ffmpeg, plan: Plan, path: Path, rate: int) -> Seen:
    look = Look(min(rate, RATE), 1)
    with path.open("rb") as file:
        done = ffmpeg.run(
            [*OURS, "-f", "f32le", "-ar", str(rate), "-ac", "1"],
            file.fileno(),
            f"aresample={min(rate, RATE)}",
            ["-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"],
            part=LOOKING,
            length_s=plan.length_s,
            taken=look.take,
        )
    if not done.is_good:
        raise ffmpeg.failure(done)
    return look.seen()
