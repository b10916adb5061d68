"""Keeps what people brought as it was, named by its hash: a prepared file can be made anew."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.errors import MediaError
from hub.media.draft import PREFIX, Draft
from hub.prepare.upload import BLOCK, MIB, opened

FOLDER: Final = "originals"
"""Beside the store."""


def keep_original(path: Path, folder: Path, most_mib: int, *, follow: bool = True) -> str:
    """Copy a file into the folder; the oldest give way when it holds more than `most_mib`.

    Returns:
        Its hash, which is its name there.

    Raises:
        MediaError: It cannot be read, or the disk cannot take it.
    """
    with opened(path, most_mib, follow=follow) as upload:
        name = upload.sha256()
        if (folder / name).is_file():
            with suppress(OSError):
                os.utime(folder / name)
            return name
        make_room(folder, most_mib * MIB - upload.size)
        digest, at = hashlib.sha256(), 0
        with Draft(folder, upload.size) as draft:
            while block := os.pread(upload.fd, BLOCK, at):
                digest.update(block)
                draft.write(block)
                at += len(block)
            if digest.hexdigest() != name:  # somebody writes into it
                raise MediaError("prepare.broken", path=upload.name)
            draft.keep(name)
    return name


def make_room(folder: Path, most_bytes: int) -> None:
    """Remove the originals that were brought or used longest ago until the rest fits."""
    found = [(path.stat().st_mtime, path.stat().st_size, path) for path in _kept(folder)]
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= max(0, most_bytes):
            return
        with suppress(OSError):
            path.unlink()
            total -= size


def _kept(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [p for p in folder.iterdir() if p.is_file() and not p.name.startswith(PREFIX)]
