"""Opens a file that somebody brought: a plain file of a bearable size, or one clear refusal."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.errors import MediaError

MIB: Final = 1 << 20
BLOCK: Final = 1 << 20
LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Upload:
    """An open file.

    Attributes:
        name: Its name as a person may see it: no control characters, not endless.
        fd: The file; programs get it by this number and never by its name.
        size: Bytes.
    """

    name: str
    fd: int
    size: int

    @property
    def url(self) -> str:
        """How ffmpeg opens it: literally, seekable, and without its name's help."""
        return f"file:/proc/self/fd/{self.fd}"

    def sha256(self) -> str:
        """Hash of the whole file, 64 hexadecimal digits."""
        digest, at = hashlib.sha256(), 0
        while block := os.pread(self.fd, BLOCK, at):
            digest.update(block)
            at += len(block)
        return digest.hexdigest()


@contextmanager
def opened(path: Path, most_mib: int, *, follow: bool = True) -> Iterator[Upload]:
    """Open an upload to read.

    Args:
        path: The file; its name may be anything.
        most_mib: Largest file, MiB.
        follow: Whether a symbolic link is followed; not where another service put the file.

    Raises:
        MediaError: It is not there, no plain file, empty or too large.
    """
    name = shown(path)
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
        fd = os.open(path, flags | (0 if follow else os.O_NOFOLLOW))
    except ValueError as error:  # a name that no file can have
        raise MediaError("media.no_file", path=name) from error
    except OSError as error:
        raise _refusal(name, error) from error
    try:
        found = os.fstat(fd)
        if stat.S_ISDIR(found.st_mode):
            raise MediaError("prepare.folder", path=name)
        if not stat.S_ISREG(found.st_mode):
            raise MediaError("prepare.not_media", path=name)
        if found.st_size == 0:
            raise MediaError("media.empty", path=name)
        if found.st_size > most_mib * MIB:
            size = round(found.st_size / MIB)
            raise MediaError("prepare.too_big", path=name, size=size, most=most_mib)
        yield Upload(name, fd, found.st_size)
    finally:
        os.close(fd)


def shown(path: Path) -> str:
    """A file's name for a sentence; whatever cannot be printed is a question mark."""
    raw = os.fsencode(path.name or path).decode("utf-8", "replace")
    name = "".join(letter if letter.isprintable() else "?" for letter in raw)
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _refusal(name: str, error: OSError) -> MediaError:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return MediaError("media.no_file", path=name)
    if error.errno in {errno.EACCES, errno.EPERM}:
        return MediaError("media.no_access", path=name)
    if error.errno in {errno.ELOOP, errno.ENXIO, errno.ENODEV}:
        return MediaError("prepare.not_media", path=name)
    return MediaError("media.unreadable", path=name, error=error.strerror)
