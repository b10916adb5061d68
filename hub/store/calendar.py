"""The calendar in the store: slots, programmes, operating rules, and their common revision."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.left_out import LeftOut, Unread
from hub.domain.programme import Programme
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot
from hub.errors import RefusedError
from hub.store.calendar_json import dump_rules, load_slot
from hub.store.database import Database, Row
from hub.store.programme_rows import ProgrammeReader, renditions_of
from hub.store.rereading import Rereading
from hub.store.rules_reading import read_rules
from hub.store.slot_versions import keep_past, put_version

_LAST_REVISION: Final = 1 << 62


def revision(conn: Database) -> int:
    """A number that changes with every change of slots, programmes or rules."""
    row = conn.row("SELECT value FROM calendar_revision WHERE id = 1")
    return row[0] if row is not None and isinstance(row[0], int) else 0


def slots(conn: Database) -> tuple[Slot, ...]:
    """Every slot, by id."""
    return SlotReader(conn).slots()


class SlotReader:
    """Reads the slots whenever the calendar has changed: mostly it is one of them.

    A row of which no slot can be made is passed over, whatever is wrong with it: a bit that
    tipped on the card, or a newer program's row, must not silence the others (docs/adr/0047).

    Args:
        conn: The store.
    """

    def __init__(self, conn: Database) -> None:
        self._conn = conn
        self._rows = Rereading[Slot | LeftOut](_slot)
        self.left_out: tuple[LeftOut, ...] = ()
        """Rows of the last reading that are no slots."""

    def slots(self) -> tuple[Slot, ...]:
        """Every slot, by id; one that has not changed is the same object as the last time."""
        rows = self._conn.rows("SELECT id, title, body FROM slot ORDER BY id")
        found = self._rows.values(rows)
        self.left_out = tuple(one for one in found if isinstance(one, LeftOut))
        return tuple(one for one in found if isinstance(one, Slot))


def put_slots(
    conn: Database, found: Iterable[Slot], by: str = "", at: datetime | None = None
) -> None:
    """Store slots, each in the place of the one with its id; what that was is kept.

    Args:
        conn: The store.
        found: The slots; those that are the same already have no new version.
        by: Who changes them.
        at: When, aware UTC.

    Raises:
        StoreBusyError: The disk cannot take it now; nothing was changed.
    """
    with conn.transaction():
        for slot in found:
            if put_version(conn, slot, by, at):
                conn.run("DELETE FROM slot_programme WHERE slot = ?", (slot.id,))
                conn.run_many(
                    "INSERT INTO slot_programme (slot, programme) VALUES (?, ?)",
                    [(slot.id, name) for name in sorted(slot.programmes_named())],
                )
        _touch(conn)


def remove_slots(conn: Database, ids: Iterable[SlotId]) -> int:
    """Remove slots; how many were there.  What they were is kept."""
    with conn.transaction():
        removed = 0
        for key in ids:
            keep_past(conn, key)
            conn.run("DELETE FROM slot_programme WHERE slot = ?", (key,))
            removed += conn.run("DELETE FROM slot WHERE id = ?", (key,))
        _touch(conn)
    return removed


def replace_all(
    conn: Database, found: Iterable[Slot], by: str = "", at: datetime | None = None
) -> None:
    """Store these slots and no others."""
    kept = tuple(found)
    with conn.transaction():
        there = {SlotId(row[0]) for row in conn.rows("SELECT id FROM slot")}
        remove_slots(conn, sorted(there - {slot.id for slot in kept}))
        put_slots(conn, kept, by, at)


def programmes(conn: Database) -> dict[ProgrammeId, Programme]:
    """Every programme that can be read, by id."""
    return ProgrammeReader(conn).programmes()


def put_programme(conn: Database, programme: Programme) -> None:
    """Store a programme in the place of the one with its id."""
    with conn.transaction():
        conn.run(
            "INSERT INTO programme (id, title, kind, level, source, media, frames, rate, sha256,"
            " author, approver, language, renditions)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title, kind = excluded.kind,"
            " level = excluded.level, source = excluded.source, media = excluded.media,"
            " frames = excluded.frames, rate = excluded.rate, sha256 = excluded.sha256,"
            " author = excluded.author, approver = excluded.approver,"
            " language = excluded.language, renditions = excluded.renditions",
            _row(programme),
        )
        conn.run("DELETE FROM programme_stream WHERE programme = ?", (programme.id,))
        conn.run_many(
            "INSERT INTO programme_stream (programme, place, address) VALUES (?, ?, ?)",
            [(programme.id, place, each) for place, each in enumerate(programme.streams, 1)],
        )
        _touch(conn)


def remove_programme(conn: Database, programme: ProgrammeId) -> bool:
    """Remove a programme; True when it was there.

    Raises:
        RefusedError: A slot uses it, or it is a recording of a bulletin.
    """
    with conn.transaction():
        user = conn.row("SELECT slot FROM slot_programme WHERE programme = ?", (programme,))
        if user is not None:
            raise RefusedError("programme.in_use", programme=programme, slot=user[0])
        for bulletin, renditions in conn.rows(
            "SELECT id, renditions FROM programme WHERE renditions <> '[]' AND id <> ?",
            (programme,),
        ):
            if programme in _known_renditions(renditions):
                raise RefusedError("programme.rendition", programme=programme, bulletin=bulletin)
        removed = conn.run("DELETE FROM programme WHERE id = ?", (programme,))
        _touch(conn)
    return removed > 0


def rule_book(conn: Database) -> RuleBook:
    """The operating rules; what a hub starts with when nobody has set any."""
    return RulesReader(conn).book()


class RulesReader:
    """Reads the operating rules whenever the calendar has changed, and remembers them.

    Args:
        conn: The store.
    """

    def __init__(self, conn: Database) -> None:
        self._conn = conn
        self._last = RuleBook()
        self.unread: tuple[Unread, ...] = ()
        """What could not be read at the last reading; what was read before holds."""

    def book(self) -> RuleBook:
        """The rules that hold; what a hub starts with when nobody has set any."""
        row = self._conn.row("SELECT body FROM rulebook WHERE id = 1")
        if row is None:
            self._last, self.unread = RuleBook(), ()
        else:
            self._last, self.unread = read_rules(row[0], self._last)
        return self._last


def put_rule_book(conn: Database, book: RuleBook) -> None:
    """Store the operating rules in the place of all before."""
    with conn.transaction():
        conn.run(
            "INSERT INTO rulebook (id, body) VALUES (1, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (dump_rules(book),),
        )
        _touch(conn)


def _touch(conn: Database) -> None:
    """Count the change; a counter that is gone or damaged begins again."""
    conn.run(
        "INSERT INTO calendar_revision (id, value) VALUES (1, 1) ON CONFLICT (id) DO UPDATE"
        " SET value = iif(typeof(value) = 'integer' AND value BETWEEN 0 AND ?, value + 1, 1)",
        (_LAST_REVISION,),
    )


def _row(programme: Programme) -> Row:
    return (
        programme.id,
        programme.title,
        programme.kind,
        programme.level,
        programme.source,
        programme.media,
        programme.frames,
        programme.rate,
        programme.sha256,
        programme.author,
        programme.approver,
        programme.language,
        json.dumps(programme.renditions),
    )


def _known_renditions(text: object) -> tuple[ProgrammeId, ...]:
    try:
        return renditions_of(text)
    except (TypeError, ValueError):
        return ()  # of a damaged row


def _slot(row: Row) -> Slot | LeftOut:
    try:
        return load_slot(*row)
    except Exception as error:  # noqa: BLE001  # a row may be wrong in any way
        return LeftOut.because(SlotId(str(row[0])), str(row[1]), error)
