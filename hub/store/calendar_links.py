"""Secret read-only addresses of the calendar for calendar programs: one a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.domain.person import PersonId
from hub.store.database import Database
from hub.store.facts_json import to_instant, to_text
from hub.tokens import digest, new_token


@dataclass(frozen=True, slots=True)
class Link:
    """An address that somebody's calendar programs ask.

    Attributes:
        person: Whose it is.
        made_at: When it was made, aware UTC.
        used_at: When it was last asked, to the day, aware UTC; None = never.
    """

    person: PersonId
    made_at: datetime
    used_at: datetime | None


def give_link(conn: Database, person: PersonId, at: datetime) -> str:
    """The secret of a new address; the one before is no good any more."""
    secret = new_token()
    with conn.transaction():
        revoke_links(conn, person, at)
        conn.run(
            "INSERT INTO calendar_link (token, person, made_at) VALUES (?, ?, ?)",
            (digest(secret), person, to_text(at)),
        )
    return secret


def link_of(conn: Database, person: PersonId) -> Link | None:
    """The address of a person, without its secret."""
    row = conn.row(
        "SELECT person, made_at, used_at FROM calendar_link"
        " WHERE person = ? AND revoked_at IS NULL",
        (person,),
    )
    return None if row is None else _link(*row)


def link_by(conn: Database, secret: str) -> Link | None:
    """The address that has a secret, unless it was revoked."""
    row = conn.row(
        "SELECT person, made_at, used_at FROM calendar_link WHERE token = ? AND revoked_at IS NULL",
        (digest(secret),),
    )
    return None if row is None else _link(*row)


def note_use(conn: Database, secret: str, at: datetime) -> None:
    """An address was asked: one write a day, not one a request."""
    day = to_text(at.replace(hour=0, minute=0, second=0, microsecond=0))
    conn.run(
        "UPDATE calendar_link SET used_at = ? WHERE token = ? AND used_at IS NOT ?",
        (day, digest(secret), day),
    )


def revoke_links(conn: Database, person: PersonId, at: datetime) -> int:
    """Shut the addresses of a person; how many there were."""
    return conn.run(
        "UPDATE calendar_link SET revoked_at = ? WHERE person = ? AND revoked_at IS NULL",
        (to_text(at), person),
    )


def _link(person: str, made_at: str, used_at: str | None) -> Link:
    used = None if used_at is None else to_instant(used_at)
    return Link(PersonId(person), to_instant(made_at), used)
