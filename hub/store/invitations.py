"""Invitations: codes and links that let a first, another or a lost phone in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from hub.domain.person import Person
from hub.store import phones, tickets
from hub.store.database import Database
from hub.store.people import Deed, note
from hub.store.tickets import Sort, Ticket
from hub.tokens import RECOVERY_LETTERS, SETUP_LETTERS, digest, new_code, new_token

PAIRS_WITHIN: Final = timedelta(minutes=15)
"""A pairing ticket is good for so long."""


def give_ticket(
    people: Database, person: Person, by: str, now: datetime, within: timedelta = PAIRS_WITHIN
) -> str:
    """A secret that pairs one phone with a person, once and soon."""
    secret = new_token()
    tickets.add_ticket(people, Ticket(digest(secret), Sort.PAIR, person.id, by, now, now + within))
    note(people, Deed(now, by, "audit.ticket", {"name": person.name}))
    return secret


def setup_code(people: Database, now: datetime) -> str | None:
    """A new setup code while nobody has a phone; None when somebody has."""
    if phones.phones(people):
        tickets.forget_tickets(people, Sort.SETUP)
        return None
    code = new_code(SETUP_LETTERS)
    tickets.add_ticket(people, Ticket(digest(code), Sort.SETUP, None, "hub", now, None))
    return code


def recovery_code(people: Database, by: str, now: datetime) -> str:
    """A new code to print; the one before is no good any more."""
    code = new_code(RECOVERY_LETTERS)
    tickets.add_ticket(people, Ticket(digest(code), Sort.RECOVERY, None, by, now, None))
    note(people, Deed(now, by, "audit.recovery", {}))
    return code
