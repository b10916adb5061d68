"""Open a database file as well as the disk allows: to write, else to read.

A village must hear its calendar although the card went read-only or ran full, so the
ladder goes down to a private copy before it gives up.  ``immutable=1`` leaves out what
still stands in the write-ahead log (the newest orders!), so it is only used without one.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hub.errors import StoreBusyError, StoreError
from hub.store.trouble import FAULTS, translate

BUSY_TIMEOUT_MS: Final = 5000
WAL_LIMIT_BYTES: Final = 4 * 1024 * 1024
CACHE_KIB: Final = 512

_CANNOT_SHARE: Final = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)
"""Primary codes that say: the file is there, but its shared memory cannot be made."""


class Access(StrEnum):
    """How a file could be opened."""

    WRITE = "write"
    READ = "read"
    FROZEN = "frozen"
    """Without shared memory; there was no write-ahead log."""
    COPY = "copy"
    """A private copy with its write-ahead log."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file.

    Attributes:
        connection: SQLite's own.
        access: How it was opened.
        copy: Folder of the private copy, removed when the connection is closed.
        file: The file and its number on the disk, to see whether another took its place.
    """

    connection: sqlite3.Connection
    access: Access
    copy: tempfile.TemporaryDirectory[str] | None = None
    file: tuple[Path, int] | None = None

    def is_in_place(self) -> bool:
        """True while the path still leads to the file that is open."""
        if self.file is None:
            return False
        path, number = self.file
        try:
            return path.stat().st_ino == number
        except OSError:
            return False

    def close(self) -> None:
        """Close the connection and remove the copy."""
        self.connection.close()
        if self.copy is not None:
            self.copy.cleanup()


def open_file(path: Path, *, is_full_sync: bool, scratch: Path | None = None) -> Opened:
    """Open an existing database.

    Args:
        path: The file.
        is_full_sync: Every commit is on the disk when it returns.
        scratch: Where a private copy may be put; None = the system's folder for such.

    Raises:
        StoreError: ``store.missing``, ``store.corrupt``, or nothing on the ladder held.
        StoreBusyError: The disk does not let it be opened now.
    """
    if not _is_there(path):
        raise StoreError("store.missing", path=path)
    try:
        return _open_shared(path, is_full_sync=is_full_sync)
    except FAULTS as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in _CANNOT_SHARE:
            raise translate(error, path) from error
        return _open_alone(path, scratch, error)


def open_frozen(path: Path) -> Opened:
    """Open a file that nobody writes, such as a backup, without a trace.

    Raises:
        sqlite3.Error: It cannot be opened or read.
    """
    return _checked(Opened(_connect(path, "mode=ro&immutable=1"), Access.FROZEN))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError as error:
        raise StoreError("store.no_access", path=path) from error
    except OSError as error:
        raise StoreBusyError("store.device", path=path, detail=error) from error


def _open_shared(path: Path, *, is_full_sync: bool) -> Opened:
    connection = _connect(path, "mode=rw")
    try:
        number = path.stat().st_ino
        _set_up(connection)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if _is_read_only(connection, version):
            return Opened(connection, Access.READ)
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
        connection.execute(f"PRAGMA journal_size_limit={WAL_LIMIT_BYTES}").fetchone()
        connection.execute(f"PRAGMA synchronous={'FULL' if is_full_sync else 'NORMAL'}")
    except FAULTS:
        connection.close()
        raise
    return Opened(connection, Access.WRITE, file=(path, number))


def _open_alone(path: Path, scratch: Path | None, why: Exception) -> Opened:
    """Without shared memory: as it lies when no log is waiting, else from a copy."""
    try:
        if not _has_log(path):
            return open_frozen(path)
        folder = tempfile.TemporaryDirectory(prefix="hub-store-", dir=scratch)
        copy = Path(folder.name) / path.name
        shutil.copyfile(path, copy)
        shutil.copyfile(_log_of(path), _log_of(copy))
        return _checked(Opened(_connect(copy, "mode=rw"), Access.COPY, folder))
    except (OSError, *FAULTS) as error:
        raise translate(why, path) from error


def _checked(opened: Opened) -> Opened:
    """An open file in which something could be read, and nothing can be written."""
    try:
        _set_up(opened.connection)
        opened.connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        opened.connection.execute("PRAGMA query_only=ON")
    except FAULTS:
        opened.close()
        raise
    return opened


def _connect(path: Path, options: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?{options}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_TIMEOUT_MS / 1000,
        check_same_thread=False,  # handed on between threads, never shared: hub/store/spares.py
    )


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA recursive_triggers=ON")  # REPLACE may not remove a row unseen
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def _is_read_only(connection: sqlite3.Connection, version: int) -> bool:
    """Try a write and take it back; that the file is locked shows that it can be written."""
    connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version={version}")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            return True
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL}:
            raise
    finally:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    return False


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _has_log(path: Path) -> bool:
    try:
        return _log_of(path).stat().st_size > 0
    except FileNotFoundError:
        return False
