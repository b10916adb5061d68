"""Tickets: each lets one phone in, once; and the count of codes that were wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hub.domain.person import PersonId
from hub.store.database import Database
from hub.store.facts_json import to_instant, to_text

CODES: Final = "codes"
"""What is counted: codes typed by hand; an address follows."""
MOST_GUESSERS: Final = 256
"""Addresses whose wrong codes are remembered; those that need not wait are forgotten first."""

BACK: Final = timedelta(minutes=1)
"""A time server sets a clock back by so much without anybody's doubt."""


class Sort(StrEnum):
    """What a ticket is for."""

    SETUP = "setup"
    """The first phone of a new hub."""
    PAIR = "pair"
    """A phone of a person who is known."""
    RECOVERY = "recovery"
    """Printed and kept at the commune, for when every phone is lost."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket.

    Attributes:
        token: Hash of its code.
        sort: What it is for.
        person: Whose phone it lets in; None = whoever holds it says who they are.
        given_by: Who made it.
        made_at: When, aware UTC.
        expires_at: No good from then on; None = good until it is used.
    """

    token: str
    sort: Sort
    person: PersonId | None
    given_by: str
    made_at: datetime
    expires_at: datetime | None


def add_ticket(conn: Database, ticket: Ticket) -> None:
    """Keep a ticket; another setup or recovery ticket gives way to it."""
    with conn.transaction():
        if ticket.sort is not Sort.PAIR:
            conn.run("DELETE FROM ticket WHERE sort = ? AND used_at IS NULL", (ticket.sort,))
        conn.run(
            "INSERT INTO ticket (token, sort, person, given_by, made_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                ticket.token,
                ticket.sort,
                ticket.person,
                ticket.given_by,
                to_text(ticket.made_at),
                None if ticket.expires_at is None else to_text(ticket.expires_at),
            ),
        )


_GOOD: Final = (
    "used_at IS NULL AND (expires_at IS NULL OR (made_at <= ? AND ? < expires_at)"
    " OR (made_at <= ? AND ? < expires_at))"
)
"""A clock that went back gives no ticket a longer life."""


def ticket_of(
    conn: Database, token: str, now: datetime, system: datetime | None = None
) -> Ticket | None:
    """The ticket of a code's hash while it is good.

    Args:
        conn: ``people.db``.
        token: The hash.
        now: Aware UTC.
        system: What the system's clock shows, when that is another moment: the command line has
            made some by it.
    """
    row = conn.row(
        "SELECT token, sort, person, given_by, made_at, expires_at FROM ticket"  # noqa: S608 - our own words
        f" WHERE token = ? AND {_GOOD}",
        (token, *_moments(now, system)),
    )
    if row is None:
        return None
    person = None if row[2] is None else PersonId(row[2])
    ends = None if row[5] is None else to_instant(row[5])
    return Ticket(row[0], Sort(row[1]), person, str(row[3]), to_instant(row[4]), ends)


def use_ticket(conn: Database, token: str, now: datetime, system: datetime | None = None) -> bool:
    """Use a ticket up; False when somebody was faster, or it is no good any more."""
    return (
        conn.run(
            f"UPDATE ticket SET used_at = ? WHERE token = ? AND {_GOOD}",  # noqa: S608 - our own words
            (to_text(now), token, *_moments(now, system)),
        )
        == 1
    )


def _moments(now: datetime, system: datetime | None) -> tuple[str, str, str, str]:
    other = system or now
    return to_text(now + BACK), to_text(now), to_text(other + BACK), to_text(other)


def forget_tickets(conn: Database, sort: Sort) -> None:
    """Throw away the unused tickets of a sort."""
    conn.run("DELETE FROM ticket WHERE sort = ? AND used_at IS NULL", (sort,))


def guesses(conn: Database, what: str = CODES) -> tuple[int, datetime | None]:
    """Wrong codes in a row, and until when none is looked at."""
    row = conn.row("SELECT wrong, locked_until FROM guess WHERE what = ?", (what,))
    if row is None:
        return 0, None
    return int(row[0]), None if row[1] is None else to_instant(row[1])


def set_guesses(conn: Database, wrong: int, until: datetime | None, what: str = CODES) -> None:
    """How many codes in a row were wrong."""
    conn.run(
        "INSERT INTO guess (what, wrong, locked_until) VALUES (?, ?, ?) ON CONFLICT (what)"
        " DO UPDATE SET wrong = excluded.wrong, locked_until = excluded.locked_until",
        (what, wrong, None if until is None else to_text(until)),
    )


def forget_guesses(conn: Database, now: datetime) -> None:
    """Forget addresses that typed wrong codes, when there are too many: the locked ones last."""
    conn.run(
        "DELETE FROM guess WHERE what IN (SELECT what FROM guess WHERE what LIKE ?"
        " ORDER BY locked_until > ? DESC, wrong DESC LIMIT -1 OFFSET ?)",
        (f"{CODES} %", to_text(now), MOST_GUESSERS),
    )
