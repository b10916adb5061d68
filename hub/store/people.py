"""People and what they did, in the file that only the web service and the command line open."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hub.domain.person import Person, PersonId, Role
from hub.errors import RefusedError
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

LONGEST_NAME: Final = 60
"""Letters of a name."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the audit log.

    Attributes:
        at: When, aware UTC.
        who: The person's name as it was then.
        key: Sentence of the catalogue.
        values: What fills it.
    """

    at: datetime
    who: str
    key: str
    values: Mapping[str, str]


def persons(conn: Database) -> tuple[Person, ...]:
    """Everybody who may work the hub, by name."""
    found = conn.rows("SELECT id, name, role FROM person WHERE gone_at IS NULL ORDER BY name")
    return tuple(map(_person, found))


def person_of(conn: Database, identity: PersonId) -> Person | None:
    """One person, unless they left."""
    row = conn.row(
        "SELECT id, name, role FROM person WHERE id = ? AND gone_at IS NULL", (identity,)
    )
    return None if row is None else _person(row)


def person_named(conn: Database, name: str) -> Person | None:
    """The person of this name."""
    row = conn.row("SELECT id, name, role FROM person WHERE name = ? AND gone_at IS NULL", (name,))
    return None if row is None else _person(row)


def add_person(conn: Database, person: Person, at: datetime) -> None:
    """Add somebody.

    Raises:
        RefusedError: The name is empty, too long, not in Latin letters, or somebody has it.
    """
    name = unicodedata.normalize("NFC", person.name)
    if not 0 < len(name) <= LONGEST_NAME or not is_readable(name):
        raise RefusedError("people.bad_name", most=LONGEST_NAME)
    with conn.transaction():
        if person_named(conn, name) is not None:
            raise RefusedError("people.name_taken", name=name)
        conn.run(
            "INSERT INTO person (id, name, role, added_at) VALUES (?, ?, ?, ?)",
            (person.id, name, person.role, to_text(at)),
        )


def is_readable(name: str) -> bool:
    """True when a name looks like itself alone: nothing unseen, no letters that only look Latin.

    It stands in the log book, where nobody shall sign with letters that look like another's name.
    """
    return name.isprintable() and all(
        unicodedata.name(letter, "").startswith("LATIN ")
        for letter in name
        if letter.isalpha() or unicodedata.category(letter).startswith("M")
    )


def let_go(conn: Database, identity: PersonId, at: datetime) -> None:
    """Somebody leaves: their phones are shut out with them."""
    with conn.transaction():
        conn.run(
            "UPDATE phone SET revoked_at = ? WHERE person = ? AND revoked_at IS NULL",
            (to_text(at), identity),
        )
        conn.run(
            "UPDATE person SET gone_at = ? WHERE id = ? AND gone_at IS NULL",
            (to_text(at), identity),
        )


def note(conn: Database, deed: Deed, phone: str | None = None) -> None:
    """Add a line to the audit log."""
    conn.run(
        "INSERT INTO audit (at, who, phone, deed, detail) VALUES (?, ?, ?, ?, ?)",
        (
            to_text(deed.at),
            deed.who,
            phone,
            deed.key,
            json.dumps(dict(deed.values), ensure_ascii=False, sort_keys=True),
        ),
    )


def newest_deed(conn: Database) -> int:
    """Number of the newest line of the audit log; changes with whatever people do."""
    row = conn.row("SELECT max(seq) FROM audit")
    return int(row[0] or 0) if row is not None else 0


def newest_deed_at(conn: Database) -> datetime | None:
    """The latest moment in the audit log; None = it is empty."""
    row = conn.row("SELECT max(at) FROM audit")
    return None if row is None or row[0] is None else to_instant(row[0])


def newest_deeds(conn: Database, count: int) -> tuple[Deed, ...]:
    """The newest lines of the audit log, newest first."""
    found = conn.rows("SELECT at, who, deed, detail FROM audit ORDER BY seq DESC LIMIT ?", (count,))
    return tuple(map(_deed, found))


def deeds_before(conn: Database, before: int, count: int) -> tuple[tuple[int, Deed], ...]:
    """Lines of the audit log with their numbers, newest first.

    Args:
        conn: ``people.db``.
        before: Only those with a smaller number; 0 = from the newest on.
        count: At most so many.
    """
    found = conn.rows(
        "SELECT seq, at, who, deed, detail FROM audit WHERE ? = 0 OR seq < ?"
        " ORDER BY seq DESC LIMIT ?",
        (before, before, count),
    )
    return tuple((int(row[0]), _deed(row[1:])) for row in found)


def _deed(row: Row) -> Deed:
    at, who, key, text = row
    return Deed(to_instant(at), who, key, json.loads(text))


def _person(row: Row) -> Person:
    return Person(PersonId(row[0]), str(row[1]), Role(row[2]))
