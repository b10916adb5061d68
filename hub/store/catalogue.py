"""The commune's own catalogue of procedures: the file as it came, replaced as a whole."""

from __future__ import annotations

from datetime import datetime

from hub.domain.catalogue import StoredCatalogue
from hub.errors import RefusedError
from hub.store.database import Database
from hub.store.facts_json import to_instant, to_text
from hub.store.hashing import sha256


def stored_catalogue(conn: Database) -> StoredCatalogue | None:
    """The imported catalogue; None = the shipped one is shown."""
    row = conn.row(
        "SELECT name, version, sha256, document, imported_at FROM catalogue WHERE id = 1"
    )
    if row is None:
        return None
    name, version, digest, document, at = row
    return StoredCatalogue(str(name), int(version), str(digest), bytes(document), to_instant(at))


def catalogue_mark(conn: Database) -> str:
    """A text that changes with the catalogue: cheaper to ask for than the whole."""
    row = conn.row("SELECT sha256 FROM catalogue WHERE id = 1")
    return "" if row is None else str(row[0])


def put_catalogue(
    conn: Database, name: str, version: int, document: bytes, at: datetime, *, is_forced: bool
) -> None:
    """Put a checked catalogue in the place of the one before.

    Args:
        conn: ``content.db``.
        name: The catalogue's identity.
        version: Its edition.
        document: The file, read without a mistake by `hub.content`.
        at: Now, aware UTC.
        is_forced: An older edition, or the same with other contents, may take the place.

    Raises:
        RefusedError: ``content.older``.
    """
    digest = sha256(document).hexdigest()
    with conn.transaction():
        before = stored_catalogue(conn)
        if before is not None and not is_forced and _is_older(before, name, version, digest):
            raise RefusedError("content.older", version=version, stored=before.version)
        conn.run(
            "INSERT INTO catalogue (id, name, version, sha256, document, imported_at)"
            " VALUES (1, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            " version = excluded.version, sha256 = excluded.sha256,"
            " document = excluded.document, imported_at = excluded.imported_at",
            (name, version, digest, document, to_text(at)),
        )


def remove_catalogue(conn: Database) -> bool:
    """Go back to the shipped catalogue; whether there was another."""
    return conn.run("DELETE FROM catalogue WHERE id = 1") > 0


def _is_older(before: StoredCatalogue, name: str, version: int, digest: str) -> bool:
    """Whether another file of the same catalogue would take the place of a newer edition."""
    is_other_file = before.name == name and before.sha256 != digest
    return is_other_file and version <= before.version
