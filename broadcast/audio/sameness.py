"""Whether a file is still the one whose hash was found: facts that change when it does."""

from __future__ import annotations

import errno
import os
import stat
from io import FileIO
from pathlib import Path

Facts = tuple[int, int, int, int]
"""Size, times of change of what is in it and of anything about it, and inode.  The first of the
times can be set back by whoever changed the file, the second cannot."""


def facts_at(path: Path) -> Facts | None:
    """Facts of a plain file; None = there is none."""
    try:
        return _facts(path.stat())
    except OSError:
        return None


def facts_in(file: FileIO) -> Facts | None:
    """Facts of an open file."""
    return _facts(os.fstat(file.fileno()))


def opened(path: Path) -> FileIO:
    """A plain file to read from; a pipe or a device, which might keep a reader for ever, is none.

    Raises:
        OSError: It cannot be opened, or is no plain file.
    """
    file = FileIO(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    if facts_in(file) is None:
        file.close()
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return file


def _facts(found: os.stat_result) -> Facts | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
