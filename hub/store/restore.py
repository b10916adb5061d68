"""Bring back the newest whole backup of a damaged database; the damaged file is kept aside."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hub.errors import RefusedError, StoreBusyError
from hub.store.migrate import backups_of, share, sync
from hub.store.trouble import disk_trouble

_PARTS: Final = ("", "-wal", "-shm")
"""The database and what SQLite keeps beside it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        path: The database.
        backup: What it was brought back from.
        damaged: Where the damaged file is now; None when there was none.
    """

    path: Path
    backup: Path
    damaged: Path | None


def is_whole(path: Path) -> bool:
    """True when SQLite finds nothing wrong with the file; slow for a large one."""
    try:
        name = f"file:{quote(str(path.absolute()))}?mode=ro"
        with closing(sqlite3.connect(name, uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error:
        return False
    return bool(found == ("ok",))


def restore(path: Path) -> Restored:
    """Put the newest whole backup in the place of a damaged database.

    No service may have the database open.  What was written after the backup stands only in
    the damaged file.

    Raises:
        RefusedError: The database is whole, or there is no whole backup.
        StoreBusyError: The disk cannot take it; nothing was changed.
    """
    if path.exists() and is_whole(path):
        raise RefusedError("migrate.is_whole", path=path)
    backup = next((copy for copy in reversed(backups_of(path)) if is_whole(copy)), None)
    if backup is None:
        raise RefusedError("migrate.no_backup", path=path)
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        shutil.copyfile(backup, unfinished)
        share(unfinished)
        sync(unfinished)
        damaged = _set_aside(path)
        unfinished.replace(path)
        sync(path.parent)
    except OSError as error:
        key = disk_trouble(path) or "store.device"
        raise StoreBusyError(key, path=path, detail=error) from error
    return Restored(path, backup, damaged)


def _set_aside(path: Path) -> Path | None:
    """Move the damaged file and its companions away, under a number of their own."""
    taken = {int(p.suffix[1:]) for p in path.parent.glob(f"{path.name}.damaged.*") if _number(p)}
    target = path.with_name(f"{path.name}.damaged.{max(taken, default=0) + 1}")
    was_there = path.exists()
    for part in reversed(_PARTS):  # the database itself last: until then it can be done again
        source = path.with_name(path.name + part)
        if source.exists():
            source.rename(target.with_name(f"{path.name}{part}.damaged{target.suffix}"))
    return target if was_there else None


def _number(path: Path) -> bool:
    return path.suffix[1:].isdigit()
