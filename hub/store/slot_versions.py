"""Versions of slots: who changed which when, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hub.domain.ids import SlotId
from hub.domain.slot import Slot
from hub.store.calendar_json import dump_slot, load_slot
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

PAST_KEPT: Final = 40
"""Versions of one slot that are kept behind the newest."""


@dataclass(frozen=True, slots=True)
class Version:
    """A slot as somebody left it.

    Attributes:
        slot: The slot.
        revision: 1 for the first version; the greater is the newer.
        by: Who made it, or "".
        at: When, aware UTC, or None.
    """

    slot: Slot
    revision: int
    by: str
    at: datetime | None


def version_of(conn: Database, key: SlotId) -> Version | None:
    """A slot as it is now; None when it is not in the calendar."""
    row = conn.row(
        "SELECT id, title, body, revision, changed_by, changed_at FROM slot WHERE id = ?", (key,)
    )
    return None if row is None else _version(row)


def count_slots(conn: Database) -> int:
    """How many slots there are."""
    row = conn.row("SELECT count(*) FROM slot")
    return int(row[0]) if row is not None else 0


def versions_after(conn: Database, key: str, most: int) -> tuple[Version, ...]:
    """At most so many slots as they are now, by id, after an id."""
    rows = conn.rows(
        "SELECT id, title, body, revision, changed_by, changed_at FROM slot"
        " WHERE id > ? ORDER BY id LIMIT ?",
        (key, most),
    )
    return tuple(map(_version, rows))


def past_of(conn: Database, key: SlotId) -> tuple[Version, ...]:
    """What a slot was before, the newest first; also of one that is gone."""
    rows = conn.rows(
        "SELECT slot, title, body, revision, changed_by, changed_at FROM slot_past"
        " WHERE slot = ? ORDER BY revision DESC",
        (key,),
    )
    return tuple(map(_version, rows))


def put_version(conn: Database, slot: Slot, by: str, at: datetime | None) -> bool:
    """Store a slot as its newest version; False when it is the same already.

    Call it inside a transaction; `hub.store.calendar.put_slots` does.
    """
    body = dump_slot(slot)
    row = conn.row("SELECT title, body FROM slot WHERE id = ?", (slot.id,))
    if row == (slot.title, body):
        return False
    keep_past(conn, slot.id)
    revision = _newest_past(conn, slot.id) + 1
    conn.run(
        "INSERT INTO slot (id, title, body, revision, changed_by, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
        " body = excluded.body, revision = excluded.revision, changed_by = excluded.changed_by,"
        " changed_at = excluded.changed_at",
        (slot.id, slot.title, body, revision, by, None if at is None else to_text(at)),
    )
    return True


def keep_past(conn: Database, key: SlotId) -> None:
    """Keep what a slot is, before it is changed or removed."""
    conn.run(
        "INSERT OR IGNORE INTO slot_past (slot, revision, title, body, changed_by, changed_at)"
        " SELECT id, revision, title, body, changed_by, changed_at FROM slot WHERE id = ?",
        (key,),
    )
    oldest = _newest_past(conn, key) - PAST_KEPT
    conn.run("DELETE FROM slot_past WHERE slot = ? AND revision <= ?", (key, oldest))


def _newest_past(conn: Database, key: SlotId) -> int:
    row = conn.row("SELECT max(revision) FROM slot_past WHERE slot = ?", (key,))
    return int(row[0] or 0) if row is not None else 0


def _version(row: Row) -> Version:
    key, title, body, revision, by, at = row
    slot = load_slot(key, title, body)
    return Version(slot, int(revision), by, None if at is None else to_instant(at))
