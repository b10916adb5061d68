"""Passkeys of phones: public keys, and how often their authenticators have signed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from hub.domain.passkey import Passkey, PasskeyId
from hub.domain.person import PersonId, PhoneId
from hub.errors import RefusedError
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text
from hub.store.phones import phone_of_id

MOST_PASSKEYS: Final = 4
"""Of one phone: it has one finger or face, under one or two names of the hub."""

_PASSKEY: Final = (
    "SELECT passkey.id, passkey.phone, site, key, counter, made_at, used_at FROM passkey"
    " JOIN phone ON phone.id = passkey.phone JOIN person ON person.id = phone.person"
    " WHERE revoked_at IS NULL AND gone_at IS NULL"
)
"""A passkey of a phone that was shut out, or of somebody who left, is never even seen."""


def passkeys_of_phone(conn: Database, phone: PhoneId, site: str) -> tuple[Passkey, ...]:
    """What opens a phone under a name of the hub, oldest first."""
    found = conn.rows(
        f"{_PASSKEY} AND passkey.phone = ? AND site = ? ORDER BY made_at", (phone, site)
    )
    return tuple(_passkey(conn, row) for row in found)


def passkeys_of_person(conn: Database, person: PersonId) -> tuple[Passkey, ...]:
    """What opens any phone of somebody, oldest first."""
    found = conn.rows(f"{_PASSKEY} AND person.id = ? ORDER BY made_at", (person,))
    return tuple(_passkey(conn, row) for row in found)


def phones_with_passkeys(conn: Database) -> frozenset[PhoneId]:
    """Every phone that has one."""
    return frozenset(PhoneId(row[1]) for row in conn.rows(_PASSKEY))


def passkey_of_id(conn: Database, identity: PasskeyId) -> Passkey | None:
    """A passkey by its credential id."""
    row = conn.row(f"{_PASSKEY} AND passkey.id = ?", (identity,))
    return None if row is None else _passkey(conn, row)


def add_passkey(conn: Database, passkey: Passkey) -> None:
    """Keep a passkey.

    Raises:
        RefusedError: ``passkey.known``, ``passkey.too_many``.
    """
    with conn.transaction():
        if conn.row("SELECT 1 FROM passkey WHERE id = ?", (passkey.id,)) is not None:
            raise RefusedError("passkey.known")
        there = conn.rows("SELECT 1 FROM passkey WHERE phone = ?", (passkey.phone.id,))
        if len(there) >= MOST_PASSKEYS:
            raise RefusedError("passkey.too_many", most=MOST_PASSKEYS)
        conn.run(
            "INSERT INTO passkey (id, phone, site, key, counter, made_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                passkey.id,
                passkey.phone.id,
                passkey.site,
                passkey.key,
                passkey.counter,
                to_text(passkey.made_at),
            ),
        )


def use_passkey(conn: Database, passkey: Passkey, counter: int, at: datetime) -> bool:
    """Write down that it signed; False when it did meanwhile, or is no good any more."""
    changed = conn.run(
        "UPDATE passkey SET counter = ?, used_at = ? WHERE id = ? AND counter = ?"
        " AND phone IN (SELECT phone.id FROM phone JOIN person ON person.id = person"
        " WHERE revoked_at IS NULL AND gone_at IS NULL)",
        (counter, to_text(at), passkey.id, passkey.counter),
    )
    return changed == 1


def remove_passkey(conn: Database, identity: PasskeyId) -> None:
    """Forget a passkey: it opens nothing any more."""
    conn.run("DELETE FROM passkey WHERE id = ?", (identity,))


def _passkey(conn: Database, row: Row) -> Passkey:
    kept = phone_of_id(conn, PhoneId(row[1]))
    assert kept is not None
    used = None if row[6] is None else to_instant(row[6])
    made = to_instant(row[5])
    return Passkey(PasskeyId(row[0]), kept.phone, row[2], row[3], int(row[4]), made, used)
