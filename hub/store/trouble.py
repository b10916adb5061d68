"""What SQLite's error codes mean to the hub: wait and try again, or end."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hub.errors import StoreBusyError, StoreError

FULL_BELOW_BYTES: Final = 128 * 1024
"""Less free space than this is a full disk: a commit and its shared memory need about so much."""

_LATER: Final = {
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_IOERR: "store.device",
    sqlite3.SQLITE_CANTOPEN: "store.device",
    sqlite3.SQLITE_NOLFS: "store.full",
}
_NEVER: Final = {
    sqlite3.SQLITE_CORRUPT: "store.corrupt",
    sqlite3.SQLITE_NOTADB: "store.corrupt",
    sqlite3.SQLITE_AUTH: "store.not_permitted",
    sqlite3.SQLITE_CONSTRAINT: "store.row_refused",
}
_ASK_THE_DISK: Final = frozenset({"store.read_only", "store.device"})


FAULTS: Final = (sqlite3.Error, UnicodeDecodeError)
"""What a question to SQLite raises; the other one when a name in a damaged schema is no text."""


def translate(error: Exception, path: Path, refused: str = "") -> StoreError:
    """The hub's error for one of SQLite's.

    Args:
        error: What SQLite raised, one of `FAULTS`.
        path: The database file.
        refused: The table that the `Guard` refused, if it did.
    """
    if isinstance(error, UnicodeDecodeError):
        return StoreError("store.corrupt", path=path, detail="UTF-8")
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StoreError("store.failed", path=path, detail=error)
    primary = code & 0xFF
    later = _LATER.get(primary)
    if primary == sqlite3.SQLITE_CANTOPEN and _is_barred(path):
        return StoreError("store.no_access", path=path)
    if later is not None:
        told = disk_trouble(path) if later in _ASK_THE_DISK else None
        return StoreBusyError(told or later, path=path, detail=error)
    key = _NEVER.get(primary, "store.failed")
    if key == "store.not_permitted":
        return StoreError(key, path=path, table=refused)
    return StoreError(key, path=path, detail=error)


def disk_trouble(path: Path) -> str | None:
    """The key of what is wrong with the disk under `path`, or None when nothing shows."""
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return None
    if disk.f_flag & os.ST_RDONLY:
        return "store.read_only"
    if disk.f_bavail * disk.f_frsize < FULL_BELOW_BYTES:
        return "store.full"
    return None


def _is_barred(path: Path) -> bool:
    """True when the file is there and this user may not read it."""
    try:
        return path.exists() and not os.access(path, os.R_OK)
    except OSError:
        return True


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors leave this block as the hub's."""
    try:
        yield
    except FAULTS as error:
        raise translate(error, path) from error
