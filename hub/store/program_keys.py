"""Keys of programs in ``people.db``: only their hashes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from hub.domain.person import Person, PersonId, Right, Role
from hub.domain.program_key import KeyId, ProgramKey, signature_of
from hub.errors import RefusedError
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text
from hub.store.people import LONGEST_NAME, is_readable

MOST_KEYS: Final = 20
"""Keys at once; a village has two or three programs."""
USED_EVERY: Final = timedelta(hours=1)
"""How exactly its use is written down: the card should last."""

_KEY: Final = (
    "SELECT program_key.id, program_key.name, rights, person.id, person.name, person.role,"
    " made_at, used_at, used_from FROM program_key JOIN person ON person.id = maker"
    " WHERE revoked_at IS NULL AND gone_at IS NULL"
)


def program_keys(conn: Database) -> tuple[ProgramKey, ...]:
    """Every key that is good, by name."""
    return tuple(map(_key, conn.rows(f"{_KEY} ORDER BY program_key.name")))


def key_of_token(conn: Database, token: str) -> ProgramKey | None:
    """The key of a hash, unless it was revoked or its maker has left."""
    row = conn.row(f"{_KEY} AND token = ?", (token,))
    return None if row is None else _key(row)


def makers_of(conn: Database, signature: str) -> frozenset[str]:
    """Names of whoever made keys that stand so in logs, also keys that are no good any more."""
    found = conn.rows(
        "SELECT program_key.name, person.name FROM program_key JOIN person ON person.id = maker"
    )
    return frozenset(who for name, who in found if signature_of(name) == signature)


def add_key(conn: Database, key: ProgramKey, token: str) -> None:
    """Keep a key under its hash.

    Raises:
        RefusedError: The name is empty, too long or taken, or there are too many keys.
    """
    if not 0 < len(key.name) <= LONGEST_NAME or not is_readable(key.name):
        raise RefusedError("people.bad_name", most=LONGEST_NAME)
    with conn.transaction():
        conn.run(
            "UPDATE program_key SET revoked_at = ? WHERE revoked_at IS NULL AND maker IN"
            " (SELECT id FROM person WHERE gone_at IS NOT NULL)",
            (to_text(key.made_at),),
        )
        there = program_keys(conn)
        if any(other.name == key.name for other in there):
            raise RefusedError("keys.name_taken", name=key.name)
        if len(there) >= MOST_KEYS:
            raise RefusedError("keys.too_many", most=MOST_KEYS)
        conn.run(
            "INSERT INTO program_key (id, token, name, rights, maker, made_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                key.id,
                token,
                key.name,
                json.dumps(sorted(key.rights)),
                key.maker.id,
                to_text(key.made_at),
            ),
        )


def revoke_key(conn: Database, identity: KeyId, at: datetime) -> bool:
    """Make a key no good, at once; True when it was good."""
    return (
        conn.run(
            "UPDATE program_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
            (to_text(at), identity),
        )
        == 1
    )


def note_use(conn: Database, key: ProgramKey, address: str, at: datetime) -> None:
    """Write down that a key was used, but not every time."""
    is_recent = key.used_at is not None and abs(at - key.used_at) < USED_EVERY
    if is_recent and key.used_from == address:
        return
    conn.run(
        "UPDATE program_key SET used_at = ?, used_from = ? WHERE id = ?",
        (to_text(at), address, key.id),
    )


def _key(row: Row) -> ProgramKey:
    known = {str(right) for right in Right}
    return ProgramKey(
        KeyId(row[0]),
        str(row[1]),
        frozenset(Right(name) for name in json.loads(row[2]) if name in known),
        Person(PersonId(row[3]), str(row[4]), Role(row[5])),
        to_instant(row[6]),
        None if row[7] is None else to_instant(row[7]),
        str(row[8] or ""),
    )
