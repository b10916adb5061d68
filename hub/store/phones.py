"""Paired phones: their cookies, their PINs, and what is open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hub.domain.person import Person, PersonId, Phone, PhoneId, Role
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

SEEN_EVERY: Final = timedelta(hours=1)
"""How exactly it is written down when a phone was last used: the card should last."""

_PHONE: Final = (
    "SELECT phone.id, person.id, person.name, person.role, phone.name, paired_at, seen_at,"
    " revoked_at, traits, pin, wrong, locked_until, token, confirmed, renewed_at"
    " FROM phone JOIN person ON person.id = phone.person"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A phone with what is known only to whoever lets it in.

    Attributes:
        phone: The phone.
        traits: Hash of what browser and system it has.
        pin: Hash of its PIN.
        wrong: Wrong PINs in a row.
        locked_until: No PIN is looked at before, or None.
        token: Hash of its cookie.
        is_confirmed: Its newest cookie has come back.
        renewed_at: When it got its newest cookie, or None for its first.
    """

    phone: Phone
    traits: str
    pin: str
    wrong: int
    locked_until: datetime | None
    token: str
    is_confirmed: bool
    renewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A phone that was opened by its PIN.

    Attributes:
        phone: Which.
        address: Where it was opened from.
        opened_at: When, aware UTC.
        used_at: Last used, to some minutes, aware UTC.
    """

    phone: PhoneId
    address: str
    opened_at: datetime
    used_at: datetime


def phones(conn: Database) -> tuple[Phone, ...]:
    """Every paired phone that was not revoked, by its person's name."""
    found = conn.rows(f"{_PHONE} WHERE revoked_at IS NULL ORDER BY person.name, paired_at")
    return tuple(_kept(row).phone for row in found)


def had_phone(conn: Database, roles: Collection[Role]) -> bool:
    """True when anybody of these roles has, or ever had, a paired phone."""
    found = conn.rows("SELECT DISTINCT role FROM phone JOIN person ON person.id = phone.person")
    return any(Role(row[0]) in roles for row in found)


def phone_of_token(conn: Database, token: str) -> Kept | None:
    """The phone of a cookie's hash, its newest or the one before; also a revoked one."""
    row = conn.row(f"{_PHONE} WHERE token = ? OR old_token = ?", (token, token))
    return None if row is None else _kept(row)


def phone_of_id(conn: Database, identity: PhoneId) -> Kept | None:
    """A phone by its id; also a revoked one."""
    row = conn.row(f"{_PHONE} WHERE phone.id = ?", (identity,))
    return None if row is None else _kept(row)


def add_phone(conn: Database, kept: Kept) -> None:
    """Pair a phone."""
    phone = kept.phone
    conn.run(
        "INSERT INTO phone (id, person, name, traits, token, confirmed, pin, paired_at, seen_at)"
        " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)",
        (
            phone.id,
            phone.person.id,
            phone.name,
            kept.traits,
            kept.token,
            kept.pin,
            to_text(phone.paired_at),
            to_text(phone.seen_at),
        ),
    )


def renew_token(conn: Database, identity: PhoneId, token: str, at: datetime) -> None:
    """Give a phone another cookie; the one before stays known until it was confirmed."""
    conn.run(
        "UPDATE phone SET old_token = CASE WHEN confirmed THEN token ELSE old_token END,"
        " token = ?, confirmed = 0, renewed_at = ? WHERE id = ?",
        (token, to_text(at), identity),
    )


def pair_again(conn: Database, kept: Kept) -> None:
    """The phone comes back without its cookie: it gets another, and the one before is nobody's."""
    conn.run(
        "UPDATE phone SET token = ?, old_token = NULL, confirmed = 1, renewed_at = ?,"
        " traits = ?, name = ?, seen_at = ? WHERE id = ? AND revoked_at IS NULL",
        (
            kept.token,
            None if kept.renewed_at is None else to_text(kept.renewed_at),
            kept.traits,
            kept.phone.name,
            to_text(kept.phone.seen_at),
            kept.phone.id,
        ),
    )


def confirm_token(conn: Database, identity: PhoneId) -> None:
    """Its newest cookie has come back, so the one before is nobody's any more."""
    conn.run("UPDATE phone SET confirmed = 1 WHERE id = ? AND confirmed = 0", (identity,))


def revoke(conn: Database, identity: PhoneId, at: datetime) -> bool:
    """Shut a phone out, at once; True when it was not already."""
    with conn.transaction():
        conn.run("DELETE FROM opening WHERE phone = ?", (identity,))
        changed = conn.run(
            "UPDATE phone SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
            (to_text(at), identity),
        )
    return changed == 1


def set_wrong(conn: Database, identity: PhoneId, wrong: int, until: datetime | None) -> None:
    """How many wrong PINs it had in a row, and until when none is looked at."""
    told = None if until is None else to_text(until)
    conn.run("UPDATE phone SET wrong = ?, locked_until = ? WHERE id = ?", (wrong, told, identity))


def add_opening(conn: Database, token: str, opening: Opening) -> None:
    """A phone was opened; what was open before is closed."""
    with conn.transaction():
        conn.run("DELETE FROM opening WHERE phone = ?", (opening.phone,))
        conn.run(
            "INSERT INTO opening (token, phone, address, opened_at, used_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                token,
                opening.phone,
                opening.address,
                to_text(opening.opened_at),
                to_text(opening.used_at),
            ),
        )


def opening_of(conn: Database, token: str) -> Opening | None:
    """What a cookie's hash opened."""
    row = conn.row(
        "SELECT phone, address, opened_at, used_at FROM opening WHERE token = ?", (token,)
    )
    if row is None:
        return None
    return Opening(PhoneId(row[0]), str(row[1]), to_instant(row[2]), to_instant(row[3]))


def opening_of_phone(conn: Database, identity: PhoneId) -> tuple[str, Opening] | None:
    """What is open of a phone, with its hash; None while it is closed."""
    row = conn.row("SELECT token FROM opening WHERE phone = ?", (identity,))
    found = None if row is None else opening_of(conn, str(row[0]))
    return None if row is None or found is None else (str(row[0]), found)


def use_opening(conn: Database, token: str, at: datetime) -> None:
    """It is still in use."""
    conn.run("UPDATE opening SET used_at = ? WHERE token = ?", (to_text(at), token))


def close_openings(conn: Database, identity: PhoneId) -> None:
    """Close a phone: the PIN is asked for next time."""
    conn.run("DELETE FROM opening WHERE phone = ?", (identity,))


def note_seen(conn: Database, phone: Phone, at: datetime) -> None:
    """Write down that a phone was used, but not every time."""
    if at - phone.seen_at >= SEEN_EVERY:
        conn.run("UPDATE phone SET seen_at = ? WHERE id = ?", (to_text(at), phone.id))


def _kept(row: Row) -> Kept:
    person = Person(PersonId(row[1]), str(row[2]), Role(row[3]))
    revoked = None if row[7] is None else to_instant(row[7])
    phone = Phone(
        PhoneId(row[0]), person, str(row[4]), to_instant(row[5]), to_instant(row[6]), revoked
    )
    locked = None if row[11] is None else to_instant(row[11])
    renewed = None if row[14] is None else to_instant(row[14])
    traits, pin, wrong, token = str(row[8]), str(row[9]), int(row[10]), str(row[12])
    return Kept(phone, traits, pin, wrong, locked, token, bool(row[13]), renewed)
