"""Who calls the API: a paired phone by its cookies, or a program by its key."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final, cast

from flask import g, request

from hub.domain.person import Person, Right
from hub.domain.program_key import ProgramKey
from hub.errors import RefusedError, StoreBusyError
from hub.store.people import Deed, note
from hub.store.program_keys import key_of_token, note_use
from hub.tokens import digest
from web.api.problems import ApiRefusalError
from web.entry import safety
from web.entry.entering import Caller
from web.entry.guard import Need, caller
from web.parts import parts, people

KEY_SCHEME: Final = "bearer"
LONGEST_KEY: Final = 200
PATIENCE_S: Final = 0.1
"""A busy card does not keep a program waiting for its use to be written down."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who calls.

    Attributes:
        source: The phone, or the key.
    """

    source: Caller | ProgramKey

    @property
    def name(self) -> str:
        """How they stand in logs."""
        if isinstance(self.source, ProgramKey):
            return self.source.signature
        return self.source.person.name

    @property
    def person(self) -> Person:
        """Who answers for it: whose phone it is, or who made the key."""
        return self.source.maker if isinstance(self.source, ProgramKey) else self.source.person

    @property
    def holder(self) -> str:
        """Whose ids of orders these are: nobody can meet somebody else's."""
        return self.source.id if isinstance(self.source, ProgramKey) else self.source.phone.id

    @property
    def phone(self) -> Caller | None:
        """The phone; None when it is a program."""
        return None if isinstance(self.source, ProgramKey) else self.source

    def may(self, right: Right) -> bool:
        """Whether they may."""
        if isinstance(self.source, ProgramKey):
            return self.source.may(right)
        return self.source.person.may(right)


def asker() -> Asker:
    """Who calls, in operations that need a right."""
    return cast("Asker", g.asker)


def enter(need: Need) -> None:
    """Let in whoever may.

    Raises:
        ApiRefusalError: 401 without a phone or key that is known, 403 without its PIN.
        RefusedError: Another site asks, or the role or key does not allow it.
    """
    if need.right is None:
        return
    found = _found()
    phone = found.phone
    if phone is not None:
        if need.is_open and not phone.is_open:
            raise ApiRefusalError(403, "api.closed")
        safety.check_form()
    if not found.may(need.right):
        role = phone.person.role if phone is not None else "key"
        raise RefusedError("error.not_yours", role=role)
    g.asker = found


def write_down(key: str, **values: str) -> None:
    """Add a line to the audit log."""
    found = asker()
    phone = found.phone
    deed = Deed(parts().clock.now(), found.name, key, values)
    note(people(), deed, phone.phone.id if phone is not None else None)


def _found() -> Asker:
    told = request.headers.get("Authorization")
    if told is None:
        phone = caller()
        if phone is None:
            raise ApiRefusalError(401, "api.http_401")
        return Asker(phone)
    scheme, _, secret = told.partition(" ")
    key = key_of_token(people(), digest(secret.strip()[:LONGEST_KEY]))
    if scheme.lower() != KEY_SCHEME or key is None:
        raise ApiRefusalError(401, "api.http_401")
    with suppress(StoreBusyError), people().patience(PATIENCE_S):
        note_use(people(), key, request.remote_addr or "", parts().clock.now())
    return Asker(key)
