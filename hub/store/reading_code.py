"""The code that opens the party cell's documents, kept as its hash."""

from __future__ import annotations

from datetime import datetime

from hub.store.database import Database
from hub.store.facts_json import to_text


def reading_code(conn: Database) -> str:
    """The hash of the code; "" while there is none."""
    row = conn.row("SELECT hash FROM reading_code WHERE id = 1")
    return "" if row is None else str(row[0])


def put_reading_code(conn: Database, hashed: str, at: datetime) -> None:
    """Another code, or "" for none.

    Args:
        conn: ``content.db``.
        hashed: Its hash.
        at: Now, aware UTC.
    """
    if not hashed:
        conn.run("DELETE FROM reading_code")
        return
    conn.run(
        "INSERT INTO reading_code (id, hash, at) VALUES (1, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, at = excluded.at",
        (hashed, to_text(at)),
    )
