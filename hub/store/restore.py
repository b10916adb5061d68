"""Bring back the newest whole backup of a damaged database; the damaged file is kept aside."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from hub.errors import RefusedError, StoreBusyError, StoreError
from hub.store.migrate import backups_of, share, sync
from hub.store.opening import Opened, open_file, open_frozen
from hub.store.trouble import disk_trouble, translated

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


def is_damaged(path: Path) -> bool:
    """True when a database cannot be trusted; slow for a large one.

    That it cannot be looked at (a full disk, another user's file) is no damage.  That it is
    empty or gone is, when there are backups: something was in it once.

    Raises:
        StoreError: It cannot be looked at.
    """
    if not path.exists():
        return bool(backups_of(path))
    version = _version_if_whole(path, partial(open_file, path, is_full_sync=True))
    return version is None or (version == 0 and bool(backups_of(path)))


def _is_good(backup: Path) -> bool:
    return bool(_version_if_whole(backup, partial(open_frozen, backup)))


def _version_if_whole(path: Path, opener: Callable[[], Opened]) -> int | None:
    try:
        with translated(path), closing(opener()) as opened:
            found = opened.connection.execute("PRAGMA quick_check(1)").fetchone()
            version = opened.connection.execute("PRAGMA user_version").fetchone()
    except StoreError as error:
        if error.key == "store.corrupt":
            return None
        raise
    return int(version[0]) if found == ("ok",) else None


def restore(path: Path) -> Restored:
    """Put the newest whole backup in the place of a damaged database.

    No service may have the database open.  What was written after the backup stands only in
    the damaged file.

    Raises:
        RefusedError: The database is whole, or there is no whole backup.
        StoreBusyError: The disk cannot take it; nothing was changed.
    """
    if path.exists() and not is_damaged(path):
        raise RefusedError("migrate.is_whole", path=path)
    backup = next((copy for copy in reversed(backups_of(path)) if _is_good(copy)), None)
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
