"""Writes pieces of a file so that they are on the disk when it says so."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from hub.errors import RefusedError, StoreBusyError

BLOCK: Final = 64 << 10


class ChecksumError(Exception):
    """What came is not what was sent."""


def _blocks(body: BinaryIO) -> Iterator[bytes]:
    while block := body.read(BLOCK):
        yield block


def take(file: BinaryIO, body: BinaryIO, most: int, checksum: tuple[str, bytes] | None) -> None:
    """Write a piece behind what is there.

    Raises:
        RefusedError: ``upload.too_long``: the file would be longer than was promised.
        ChecksumError: The piece was damaged.
    """
    digest = hashlib.new(checksum[0], usedforsecurity=False) if checksum else None
    for block in _blocks(body):
        if file.tell() + len(block) > most:
            raise RefusedError("upload.too_long")
        file.write(block)
        if digest is not None:
            digest.update(block)
    if checksum is not None and digest is not None and digest.digest() != checksum[1]:
        raise ChecksumError


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Tell what the disk says in our own words.

    Raises:
        RefusedError: ``upload.no_room``.
        StoreBusyError: Anything else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise RefusedError("upload.no_room", size="?") from error
        raise StoreBusyError("store.device", path=folder, detail=error) from error


def write_new(path: Path, content: bytes) -> None:
    """A new file, on the disk when this returns; its folder's entry is not yet (`sync`)."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Names that were given or changed in a folder are on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
