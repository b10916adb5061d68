"""Open the store: ``hub.db`` for what must survive, ``samples.db`` for what may be lost.

``people.db`` holds who may get in, apart from what every service reads (docs/adr/0014),
``content.db`` what the touchscreen shows and what people tell it (docs/adr/0025).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from hub.errors import StoreError
from hub.store.database import Database
from hub.store.opening import open_file
from hub.store.permits import Guard, Service
from hub.store.steps import CONTENT_DB, HUB_DB, PEOPLE_DB, SAMPLES_DB, shipped

OLDEST: Final = {HUB_DB: 9, SAMPLES_DB: 1, PEOPLE_DB: 3, CONTENT_DB: 4}
"""The oldest schema with which this program works."""


def open_hub(data_dir: Path, service: Service, scratch: Path | None = None) -> Database:
    """Open ``hub.db``: every commit is on the disk when it returns.

    On a read-only or full disk it opens to read; see `Database.is_read_only`.

    Args:
        data_dir: Folder of the store.
        service: Who opens it; other services' tables can then not be written.
        scratch: Where a private copy may be put when there is no other way to read
            (the run folder); None = the system's folder for such.

    Raises:
        StoreError: Missing, damaged, or of another version; end and say so.
        StoreBusyError: It cannot be opened now.
    """
    return _open(data_dir / HUB_DB, service, scratch, is_full_sync=True)


def open_samples(data_dir: Path, service: Service, scratch: Path | None = None) -> Database:
    """Open ``samples.db``: the last seconds may be lost; otherwise as `open_hub`."""
    return _open(data_dir / SAMPLES_DB, service, scratch, is_full_sync=False)


def open_people(data_dir: Path, service: Service, scratch: Path | None = None) -> Database:
    """Open ``people.db``: every commit is on the disk when it returns; otherwise as `open_hub`."""
    return _open(data_dir / PEOPLE_DB, service, scratch, is_full_sync=True)


def open_content(data_dir: Path, service: Service, scratch: Path | None = None) -> Database:
    """Open ``content.db``, what the screen shows and people tell it; otherwise as `open_hub`."""
    return _open(data_dir / CONTENT_DB, service, scratch, is_full_sync=True)


def _open(path: Path, service: Service, scratch: Path | None, *, is_full_sync: bool) -> Database:
    opener = partial(open_file, path, is_full_sync=is_full_sync, scratch=scratch)
    database = Database(path, opener, Guard(service))
    try:
        check_version(database)
    except StoreError:
        database.close()
        raise
    return database


def check_version(database: Database) -> None:
    """Refuse a schema that this program does not understand.

    A newer one is accepted when its migration says that it works with this program.

    Raises:
        StoreError: ``store.not_migrated``, ``store.too_old`` or ``store.too_new``.
    """
    name = database.path.name
    found, known = database.user_version(), len(shipped(name))
    told = {"path": database.path, "found": found}
    if found == 0:
        raise StoreError("store.not_migrated", **told)
    if found < OLDEST[name]:
        raise StoreError("store.too_old", oldest=OLDEST[name], **told)
    if found > known and works_with(database, found) > known:
        raise StoreError("store.too_new", known=known, **told)


def works_with(database: Database, version: int) -> int:
    """The oldest program that works with this schema version, as the file itself says."""
    if database.row("SELECT 1 FROM sqlite_schema WHERE name = 'migration'") is None:
        return version
    row = database.row("SELECT works_with FROM migration WHERE number = ?", (version,))
    return int(row[0]) if row else version
