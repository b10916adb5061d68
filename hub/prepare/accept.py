"""Takes in a programme's file: prepared, unless it is already exactly what would come out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.errors import MediaError
from hub.media.intake import Taken, take_in
from hub.media.wav import inspect
from hub.prepare.ffmpeg import OURS, Ffmpeg, Part, Stage, Surroundings
from hub.prepare.look import Look, Seen
from hub.prepare.loudness import is_good, measuring
from hub.prepare.originals import FOLDER, keep_original
from hub.prepare.probe import probe
from hub.prepare.report import PAUSE_S, Report
from hub.prepare.transcode import Wish, prepare
from hub.prepare.upload import opened

WIDTH: Final = 2
LOOK_RATE: Final = 16_000
"""Enough to look at levels."""
WHOLE: Final = Part(Stage.MEASURING, 0.0, 0.1)


def look(path: Path, wish: Wish, clock: Clock) -> None:
    """See, before anything is done, whether a file can be prepared at all.

    Raises:
        MediaError: It cannot.
    """
    with opened(path, wish.preparing.most_mib) as upload:
        probe(upload, clock, wish.most_s)


def accept(
    path: Path, data_dir: Path, media_dir: Path, wish: Wish, around: Surroundings
) -> tuple[Taken, Report | None]:
    """Put a file into the media folder, ready to be played; its original is kept.

    Args:
        path: The file that was brought.
        data_dir: The hub's folder, for the original.
        media_dir: The media folder.
        wish: How it is to be.
        around: What to work with.

    Returns:
        The prepared file, and what was found and done; None = it needed nothing.

    Raises:
        MediaError: It is refused, or cannot be prepared now.
    """
    if is_prepared(path, wish, around):
        return take_in(path, media_dir, wish.rate), None
    taken, report = prepare(path, media_dir, wish, around)
    most_mib = wish.preparing.originals_mib
    if most_mib * (1 << 20) >= path.stat().st_size:
        keep_original(path, data_dir / FOLDER, most_mib)
    return taken, report


def is_prepared(path: Path, wish: Wish, around: Surroundings) -> bool:
    """It has the playout's format, the loudness, no peak that stands out and no dead air in it.

    Raises:
        MediaError: It cannot be read.
    """
    try:
        facts = inspect(path)
    except MediaError:
        return False
    if (facts.channels, facts.width, facts.rate) != (1, WIDTH, wish.rate):
        return False
    look = Look(LOOK_RATE, 1)
    with opened(path, wish.preparing.most_mib) as upload:
        ffmpeg = Ffmpeg(upload.name, around)
        done = ffmpeg.run(
            [*OURS, "-f", "wav"],
            upload.fd,
            f"{measuring(true_peak=True)},aresample={LOOK_RATE}",
            ["-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"],
            part=WHOLE,
            length_s=facts.length_s,
            taken=look.take,
        )
        measured = ffmpeg.summary(done)
    target_lufs, peak_dbtp = wish.preparing.target_lufs, wish.preparing.peak_dbtp
    if not (measured.is_real and is_good(measured, target_lufs, peak_dbtp)):
        return False
    return not (wish.shorten and _has_dead_air(look.seen()))


def _has_dead_air(seen: Seen) -> bool:
    """Somebody turns a page in it; pauses that may be set for our own readings are shorter."""
    return seen.is_speech and any(end - start >= PAUSE_S for start, end in seen.quiets)
