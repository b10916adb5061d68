"""Lets phones in: cookies, PINs, codes, tickets; the rules, over ``people.db``."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from hub.domain.person import Person, PersonId, Phone, PhoneId, Role
from hub.errors import RefusedError, StoreBusyError
from hub.store import phones, tickets
from hub.store.database import Database
from hub.store.people import Deed, add_person, note, person_of
from hub.store.phones import Kept, Opening
from hub.store.tickets import Ticket
from hub.tokens import digest, new_id, new_token
from web.entry.backoff import FREE, locked_until, wait_s
from web.entry.opened import Openings
from web.entry.pins import Pins

USED_EVERY: Final = timedelta(minutes=5)
"""How exactly its use is written down."""
PATIENCE_S: Final = 0.1
GRACE: Final = timedelta(seconds=60)
"""Requests that were already on their way may still carry the cookie before."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as far as the cookies tell.

    Attributes:
        phone: The paired phone.
        is_open: Its PIN was given, from where it is now.
    """

    phone: Phone
    is_open: bool

    @property
    def person(self) -> Person:
        """Whose phone it is."""
        return self.phone.person


@dataclass(frozen=True, slots=True)
class Door:
    """Everything that is decided at the door.

    Attributes:
        people: ``people.db``.
        pins: Makes and checks PINs.
        now: The moment of the request, aware UTC.
        traits: Hash of what browser and system asks.
        address: Where from.
        browser: What the browser says of itself, its version too.
        now_s: Monotonic seconds at that moment.
        system: What the system's clock shows when that is surely wrong; the command line dates
            its tickets by it.
        openings: How long what is open has been open.
        is_lost: Whether nobody knows the time.
    """

    people: Database
    pins: Pins
    now: datetime
    traits: str
    address: str
    browser: str = ""
    now_s: float = 0.0
    system: datetime | None = None
    openings: Openings = field(default_factory=Openings)
    is_lost: Callable[[], bool] = lambda: False

    def recognise(self, cookie: str, opened: str) -> Caller | None:
        """The caller, or None; a copied cookie shuts its phone out."""
        kept = phones.phone_of_token(self.people, digest(cookie)) if cookie else None
        if kept is None or kept.phone.revoked_at is not None or kept.traits != self.traits:
            return None
        if kept.token != digest(cookie):
            if kept.is_confirmed and self.now - (kept.renewed_at or kept.phone.paired_at) > GRACE:
                self._shut_out(kept.phone)
                return None
        elif not kept.is_confirmed or self.now - kept.phone.seen_at >= phones.SEEN_EVERY:
            self._note_use(kept)
        return Caller(kept.phone, self._is_open(kept.phone.id, opened))

    def open(self, phone: Phone, pin: str) -> tuple[str, str]:
        """Open a phone by its PIN: new cookies for the phone and for what is open.

        Raises:
            RefusedError: The PIN is wrong, or too many were.
        """
        self.check_pin(phone, pin)
        return self.opened(phone, "audit.opened")

    def opened(self, phone: Phone, deed: str) -> tuple[str, str]:
        """Open a phone that has shown whose it is: new cookies, and a line in the audit log."""
        cookie, opened = new_token(), new_token()
        with self.people.transaction():
            phones.renew_token(self.people, phone.id, digest(cookie), self.now)
            self._keep_open(phone.id, opened)
            self.note(phone, deed)
        return cookie, opened

    def back(self, phone: Phone, phone_name: str) -> tuple[str, str]:
        """Let a paired phone in again that lost its cookie; its PIN stays the one it had.

        Raises:
            RefusedError: ``passkey.unknown``: it was shut out meanwhile.
        """
        cookie, opened = new_token(), new_token()
        with self.people.transaction():
            kept = phones.phone_of_id(self.people, phone.id)
            if kept is None or kept.phone.revoked_at is not None:
                raise RefusedError("passkey.unknown")
            here = replace(phone, name=phone_name, seen_at=self.now)
            again = replace(
                kept, phone=here, traits=self.traits, token=digest(cookie), renewed_at=self.now
            )
            phones.pair_again(self.people, again)
            self._keep_open(phone.id, opened)
            self.note(here, "audit.paired.passkey", name=phone_name)
        return cookie, opened

    def note(self, phone: Phone, deed: str, **values: str) -> None:
        """Add a line to the audit log: what somebody did with their phone."""
        self._note(phone.person.name, deed, phone.id, **values)

    def check_pin(self, phone: Phone, pin: str) -> None:
        """Check a PIN; counted before it is looked at, so that many at once gain nothing.

        Raises:
            RefusedError: ``enter.wrong_pin``, ``enter.locked``.
        """
        with self.people.transaction():
            kept = phones.phone_of_id(self.people, phone.id)
            assert kept is not None
            waits_s = wait_s(kept.locked_until, self.now)
            if waits_s:
                raise RefusedError("enter.locked", seconds=waits_s)
            wrong = kept.wrong + 1
            phones.set_wrong(self.people, phone.id, wrong, locked_until(wrong, self.now))
        if not self.pins.is_right(pin, kept.pin):
            self._note(phone.person.name, "audit.wrong_pin", phone.id, count=str(wrong))
            waits_s = wait_s(locked_until(wrong, self.now), self.now)
            if waits_s:
                raise RefusedError("enter.locked", seconds=waits_s)
            raise RefusedError("enter.wrong_pin", left=FREE - wrong)
        phones.set_wrong(self.people, phone.id, 0, None)

    def ticket_of_code(self, code: str) -> Ticket:
        """The ticket of a code that was typed by hand; wrong ones are counted by address.

        One neighbour who tries codes locks nobody else out.

        Raises:
            RefusedError: There is none, or too many were wrong.
        """
        with self.people.transaction():
            what = f"{tickets.CODES} {place_of(self.address)}"
            wrong, until = tickets.guesses(self.people, what)
            waits_s = wait_s(until, self.now)
            if waits_s:
                raise RefusedError("enter.locked", seconds=waits_s)
            ticket = tickets.ticket_of(self.people, digest(code), self.now, self.system)
            if ticket is None:
                until = locked_until(wrong + 1, self.now)
                tickets.set_guesses(self.people, wrong + 1, until, what)
                tickets.forget_guesses(self.people, self.now)
            elif wrong:
                tickets.set_guesses(self.people, 0, None, what)
        if ticket is None:
            raise RefusedError("enter.wrong_code")
        return ticket

    def pair(self, ticket: Ticket, who: Newcomer, pin: str) -> tuple[str, str]:
        """Pair this phone: cookies for it and for what is open.

        Raises:
            RefusedError: The ticket was used, the PIN is none, the name is taken.
        """
        kept_pin = self.pins.hash(pin)
        cookie, opened, identity = new_token(), new_token(), PhoneId(new_id())
        with self.people.transaction():
            if not tickets.use_ticket(self.people, ticket.token, self.now, self.system):
                raise RefusedError("enter.used_ticket")
            tickets.forget_tickets(self.people, tickets.Sort.SETUP)  # the hub is set up
            person = _person(self, ticket, who)
            phone = Phone(identity, person, who.phone_name, self.now, self.now)
            phones.add_phone(
                self.people,
                Kept(phone, self.traits, kept_pin, 0, None, digest(cookie), is_confirmed=True),
            )
            self._keep_open(identity, opened)
            self._note(person.name, f"audit.paired.{ticket.sort}", identity, name=who.phone_name)
        return cookie, opened

    def _keep_open(self, phone: PhoneId, opened: str) -> None:
        key = self._key(opened)
        phones.add_opening(self.people, key, Opening(phone, self.address, self.now, self.now))
        self.openings.begin(key, self.now_s)

    def _is_open(self, phone: PhoneId, cookie: str) -> bool:
        key = self._key(cookie)
        opening = phones.opening_of(self.people, key) if cookie else None
        if opening is None or opening.phone != phone or not self.is_good(key, opening):
            return False
        self.openings.use(key, self.now_s)
        if abs(self.now - opening.used_at) > USED_EVERY:
            phones.use_opening(self.people, key, self.now)
        return True

    def is_good(self, key: str, opening: Opening) -> bool:
        """Whether something is still open, for whoever asks from where it was opened."""
        if opening.address != self.address:
            return False
        return self.openings.is_open(key, opening, self.now, self.now_s, self.is_lost)

    def _key(self, opened: str) -> str:
        """What is kept of the cookie that opens: it opens nothing in another browser.

        A browser that was updated meanwhile is another one, which costs its owner the PIN.
        """
        return digest(f"{opened} {self.browser}")

    def _note_use(self, kept: Kept) -> None:
        """Its newest cookie has come back, and it is used; a busy card does not keep it out."""
        with suppress(StoreBusyError), self.people.patience(PATIENCE_S):
            phones.confirm_token(self.people, kept.phone.id)
            phones.note_seen(self.people, kept.phone, self.now)

    def _shut_out(self, phone: Phone) -> None:
        with self.people.transaction():
            phones.revoke(self.people, phone.id, self.now)
            self._note(phone.person.name, "audit.copied_cookie", phone.id, name=phone.name)

    def _note(self, who: str, key: str, phone: str | None = None, **values: str) -> None:
        note(self.people, Deed(self.now, who, key, values), phone)


def place_of(address: str) -> str:
    """What counts as one address: of IPv6 the network, as each device there has many."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who a phone is paired for.

    Attributes:
        name: The person's name, when the ticket does not say whose it is.
        role: The person's role, likewise.
        phone_name: What kind of phone it is.
    """

    name: str
    role: Role
    phone_name: str


def _person(door: Door, ticket: Ticket, who: Newcomer) -> Person:
    if ticket.person is not None:
        person = person_of(door.people, ticket.person)
        if person is None:
            raise RefusedError("enter.used_ticket")
        return person
    person = Person(PersonId(new_id()), who.name, who.role)
    add_person(door.people, person, door.now)
    return person
