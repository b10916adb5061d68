"""Clears media that no programme uses any more from the media folder."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

GRACE_S: Final = 24 * 3600
"""A replaced file stays so long: a cue that is already under way may still open it."""

_PREPARED: Final = re.compile(r"[0-9a-f]{64}\.wav")


def set_aside(media_dir: Path, media: str, now_s: float) -> None:
    """Note that a file has been out of use since `now_s` (POSIX seconds)."""
    with suppress(OSError):
        os.utime(media_dir / media, (now_s, now_s))


def tidy(media_dir: Path, used: Collection[str], now_s: float, grace_s: float = GRACE_S) -> int:
    """Remove prepared files that are out of use.

    Args:
        media_dir: The media folder; files with names that are no hash are left alone.
        used: Files of all programmes, relative to the folder.
        now_s: The wall clock, POSIX seconds.
        grace_s: How long a file stays after it was taken in or set aside, seconds.

    Returns:
        How many were removed.
    """
    removed = 0
    for path in media_dir.glob("*.wav"):
        if path.name in used or not _PREPARED.fullmatch(path.name):
            continue
        with suppress(OSError):
            if now_s - path.stat().st_mtime >= grace_s:
                path.unlink()
                removed += 1
    return removed
