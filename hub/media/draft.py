"""A file that comes into a folder complete and durable, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from hub.errors import MediaError

SPARED_BYTES: Final = 1 << 20
"""What a new file leaves free: the as-run log must still be written."""

STALE_S: Final = 3600
"""A draft that nobody has written to for so long was left by a power failure."""

PREFIX: Final = ".draft-"
MODE: Final = 0o644
"""The playout is another user, and reads."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Draft:
    """A file under way; it is gone when the block ends without `keep`.

    Args:
        folder: Where it will be; made when it is missing.
        size: How many bytes it will have.

    Raises:
        MediaError: ``media.disk_full`` or ``media.unwritable``.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self._size = size
        with self._writing():
            folder.mkdir(parents=True, exist_ok=True)
            disk = os.statvfs(folder)
            if disk.f_bavail * disk.f_frsize < size + SPARED_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            handle, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
        self._path = Path(name)
        self._file: BinaryIO = os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Add to the file."""
        with self._writing():
            self._file.write(data)

    @property
    def file(self) -> BinaryIO:
        """The file itself, for a program that writes into it."""
        return self._file

    @property
    def path(self) -> Path:
        """Where it is while it is under way."""
        return self._path

    def keep(self, name: str) -> None:
        """Give the file its name; it is on the disk when this returns."""
        with self._writing():
            self._file.flush()
            os.fchmod(self._file.fileno(), MODE)
            os.fsync(self._file.fileno())
            self._path.rename(self._folder / name)
            self._sweep()
            _sync(self._folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                size = -(-self._size // 1_000_000)
                raise MediaError("media.disk_full", folder=self._folder, size=size) from error
            told = error.strerror
            raise MediaError("media.unwritable", folder=self._folder, error=told) from error

    def _sweep(self) -> None:
        """Remove drafts that a power failure left; the disk's own clock tells their age."""
        sweep(self._folder, os.fstat(self._file.fileno()).st_mtime)


def sweep(folder: Path, now_s: float, stale_s: float = STALE_S) -> None:
    """Remove drafts that nobody has written to for `stale_s` seconds."""
    for old in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if now_s - old.stat().st_mtime > stale_s:
                old.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
