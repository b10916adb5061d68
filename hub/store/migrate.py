"""Bring a database to the newest schema: forward only, one transaction a step, backup first."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hub.errors import StoreBusyError, StoreError
from hub.store.opening import BUSY_TIMEOUT_MS, open_file
from hub.store.steps import CONTENT_DB, FOLDERS, HUB_DB, Step, shipped
from hub.store.trouble import FAULTS, disk_trouble, translate, translated

BACKUPS_KEPT: Final = 3
BACKUP_FOLDER: Final = "backup"

_BACKUP: Final = re.compile(r"-(\d{6})-v\d{4}\.db$")
_NOTED: Final = """
CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, works_with INTEGER NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done to one database.

    Attributes:
        path: The database.
        before: Its schema version before; 0 = it is new.
        after: Its schema version now.
        backup: The copy made before, or None when nothing had to be done or it was new.
    """

    path: Path
    before: int
    after: int
    backup: Path | None


def migrate_all(data_dir: Path) -> tuple[Migrated, ...]:
    """Bring every database of the store to the newest schema; make those that are missing.

    Raises:
        StoreError: Damaged, or newer than this program.
        StoreBusyError: The disk cannot take it.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        key = disk_trouble(data_dir) or "store.cannot_make"
        raise StoreBusyError(key, path=data_dir, detail=error) from error
    return tuple(migrate(data_dir / name, shipped(name)) for name in FOLDERS)


def migrate(path: Path, steps: Sequence[Step]) -> Migrated:
    """Bring one database to the last of `steps`.

    Raises:
        StoreError: Damaged, newer than this program, or a step has a mistake.
        StoreBusyError: The disk cannot take it; the file has its old version.
    """
    before = _version_of(path)
    if before > len(steps):
        _refuse_unless_understood(path, before, len(steps))
    if before >= len(steps):
        return Migrated(path, before, before, None)
    backup = back_up(path) if before else None
    if not before:
        _make(path)
    with translated(path), closing(_connect(path, "mode=rwc")) as connection:
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=OFF")
        for step in steps[before:]:
            _take(connection, step, path)
    return Migrated(path, before, len(steps), backup)


def _make(path: Path) -> None:
    """An empty file, for all who share its folder."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666))
        share(path)
    except OSError as error:
        key = disk_trouble(path) or "store.cannot_make"
        raise StoreBusyError(key, path=path, detail=error) from error


def share(path: Path) -> None:
    """In a shared folder (set-group-id) the group may write the file.

    SQLite itself lets nobody but the owner write, and gives the files beside it the same mode.
    """
    if path.parent.stat().st_mode & stat.S_ISGID:
        with suppress(PermissionError):  # somebody else's: theirs to share
            path.chmod(0o660)


def back_up(path: Path, kept: int = BACKUPS_KEPT) -> Path:
    """Copy a database as it is now into the backup folder beside it; the oldest give way.

    Returns:
        The copy: complete or not there at all, whatever happens meanwhile.

    Raises:
        StoreBusyError: The disk cannot take it.
    """
    folder = path.parent / BACKUP_FOLDER
    try:
        folder.mkdir(exist_ok=True)
        older = backups_of(path)
        number = _number(older[-1]) + 1 if older else 1
        target = folder / f"{path.stem}-{number:06d}-v{_version_of(path):04d}.db"
        unfinished = folder / f"{path.stem}.unfinished"
        unfinished.unlink(missing_ok=True)
        with translated(path), closing(_connect(path, "mode=rw")) as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        sync(unfinished)
        unfinished.rename(target)
        sync(folder)
    except OSError as error:
        key = disk_trouble(path) or "store.device"
        raise StoreBusyError(key, path=folder, detail=error) from error
    for old in [*older, target][:-kept]:
        with suppress(OSError):
            old.unlink()
    return target


def _take(connection: sqlite3.Connection, step: Step, path: Path) -> None:
    """One step and its number, together or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) < step.number:  # else another process was faster
            _change(connection, step, path)
        connection.execute("COMMIT")
    except BaseException:
        connection.set_authorizer(None)
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        raise


def _change(connection: sqlite3.Connection, step: Step, path: Path) -> None:
    connection.set_authorizer(_no_transaction)
    for statement in statements(step.sql):
        connection.execute(statement)
    connection.set_authorizer(None)
    connection.execute(_NOTED)
    row = (step.number, step.name, step.works_with)
    connection.execute("INSERT OR REPLACE INTO migration VALUES (?, ?, ?)", row)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise StoreError("store.step_breaks_links", path=path, step=step.name)
    connection.execute(f"PRAGMA user_version={step.number}")


def statements(sql: str) -> list[str]:
    """A script in single statements; triggers keep their inner semicolons."""
    found: list[str] = []
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    if pending.strip():
        found.append(pending)
    return found


def _no_transaction(action: int, *_: object) -> int:
    """A step may not end the transaction it stands in."""
    forbidden = {sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
    return sqlite3.SQLITE_DENY if action in forbidden else sqlite3.SQLITE_OK


def _refuse_unless_understood(path: Path, found: int, known: int) -> None:
    with translated(path), closing(_connect(path, "mode=ro")) as connection:
        row = None
        with suppress(sqlite3.OperationalError):
            question = "SELECT works_with FROM migration WHERE number = ?"
            row = connection.execute(question, (found,)).fetchone()
    if row is None or row[0] > known:
        raise StoreError("store.too_new", path=path, found=found, known=known)


def _version_of(path: Path) -> int:
    """The schema version of a file that may be missing or on a read-only disk."""
    try:
        opened = open_file(path, is_full_sync=True)
    except StoreError as error:
        if error.key == "store.missing":
            return 0
        raise
    with translated(path), closing(opened):
        return _version(opened.connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _connect(path: Path, options: str) -> sqlite3.Connection:
    name = f"file:{quote(str(path.absolute()))}?{options}"
    timeout = BUSY_TIMEOUT_MS / 1000
    try:
        return sqlite3.connect(name, uri=True, isolation_level=None, timeout=timeout)
    except FAULTS as error:
        raise translate(error, path) from error


def back_up_village(data_dir: Path) -> None:
    """Copy what is the village's own; `people.db` is not for every service to read.

    Raises:
        StoreBusyError: The disk cannot take it.
    """
    for name in (HUB_DB, CONTENT_DB):
        if (data_dir / name).is_file():
            back_up(data_dir / name)


def backups_of(path: Path) -> list[Path]:
    """The backups of a database, oldest first."""
    found = (path.parent / BACKUP_FOLDER).glob(f"{path.stem}-*.db")
    return sorted((p for p in found if _BACKUP.search(p.name)), key=_number)


def _number(backup: Path) -> int:
    found = _BACKUP.search(backup.name)
    return int(found[1]) if found else 0


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
