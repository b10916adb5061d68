"""Phones that open by finger or face: the rules, over ``people.db`` (docs/adr/0039)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.domain.passkey import Passkey, PasskeyId
from hub.domain.person import Phone
from hub.errors import RefusedError
from hub.store.database import Database
from hub.store.passkeys import (
    add_passkey,
    passkey_of_id,
    passkeys_of_phone,
    remove_passkey,
    use_passkey,
)
from web.entry import webauthn
from web.entry.challenges import Asked, Challenges, Purpose
from web.entry.entering import Caller, Door
from web.entry.webauthn import Site


@dataclass(frozen=True, slots=True)
class Passkeys:
    """What is decided about passkeys, for one request.

    Attributes:
        door: What is decided at the door.
        challenges: Those that wait for an answer.
        site: Where the page stands: a passkey made under another name is no good here.
        holder: Which browser and phone: the mark of its forms.
        now_s: Monotonic seconds.
    """

    door: Door
    challenges: Challenges
    site: Site
    holder: str
    now_s: float

    def to_make(self, phone: Phone) -> dict[str, Any]:
        """What the browser is asked, for a new passkey of this phone."""
        asked, user = self._give(Purpose.ADD), f"{phone.person.name} · {self.site.village}"
        return webauthn.creation(self.site, asked, (phone.id, user), self._known(phone))

    def add(self, phone: Phone, told: str) -> None:
        """Keep the passkey that the browser made.

        Raises:
            RefusedError: It was not asked for, is not of this page, or there are too many.
        """
        made = webauthn.made(self.site, self._take(Purpose.ADD), told)
        now = self.door.now
        passkey = Passkey(made.id, phone, self.site.name, made.key, made.counter, now)
        with self._people.transaction():
            add_passkey(self._people, passkey)
            self.door.note(phone, "audit.passkey_added", name=self.site.name)

    def to_sign(self, caller: Caller | None) -> dict[str, Any]:
        """What the browser is asked: to open this phone, to be sure again, or to come back.

        Raises:
            RefusedError: ``passkey.none``: this phone has none under this name.
        """
        if caller is None:
            return webauthn.request(self.site, self._give(Purpose.PAIR), ())
        known = self._known(caller.phone)
        if not known:
            raise RefusedError("passkey.none")
        purpose = Purpose.AGAIN if caller.is_open else Purpose.OPEN
        return webauthn.request(self.site, self._give(purpose), known)

    def open(self, phone: Phone, told: str) -> tuple[str, str]:
        """Open a phone: new cookies.

        Raises:
            RefusedError: The answer is not this phone's, or not for this.
        """
        self._check(Purpose.OPEN, told, phone)
        return self.door.opened(phone, "audit.opened_passkey")

    def check_again(self, phone: Phone, told: str) -> None:
        """The second question.

        Raises:
            RefusedError: The answer is not this phone's, or not for this.
        """
        self._check(Purpose.AGAIN, told, phone)

    def back(self, told: str, phone_name: str) -> tuple[str, str]:
        """Let a phone in again that lost its cookie: the one the passkey belongs to.

        Raises:
            RefusedError: No paired phone has this passkey, or the answer is not for this.
        """
        return self.door.back(self._check(Purpose.PAIR, told, None), phone_name)

    def _check(self, purpose: Purpose, told: str, phone: Phone | None) -> Phone:
        """The phone of an answer that is right; for a `phone` that is known, no other."""
        challenge = self._take(purpose)
        claimed = webauthn.claim(told)
        passkey = passkey_of_id(self._people, claimed.id)
        if passkey is None or passkey.site != self.site.name:
            raise RefusedError("passkey.unknown")
        whose = claimed.user or (phone.id if phone is not None else "")
        if whose != passkey.phone.id or (phone is not None and whose != phone.id):
            raise RefusedError("passkey.unknown")
        try:
            counter = webauthn.count(self.site, challenge, claimed, passkey.key)
        except RefusedError:
            self.door.note(passkey.phone, "audit.wrong_passkey")
            raise
        self._use(passkey, counter)
        return passkey.phone

    def _use(self, passkey: Passkey, counter: int) -> None:
        """A count that did not grow comes from a copy: neither is good any more."""
        if not passkey.is_newer(counter):
            with self._people.transaction():
                remove_passkey(self._people, passkey.id)
                self.door.note(passkey.phone, "audit.copied_passkey", name=passkey.phone.name)
            raise RefusedError("passkey.copied")
        if not use_passkey(self._people, passkey, counter, self.door.now):
            raise RefusedError("passkey.unknown")

    def _known(self, phone: Phone) -> tuple[PasskeyId, ...]:
        found = passkeys_of_phone(self._people, phone.id, self.site.name)
        return tuple(one.id for one in found)

    def _give(self, purpose: Purpose) -> bytes:
        return self.challenges.give(self._asked(purpose), self.now_s)

    def _take(self, purpose: Purpose) -> bytes:
        found = self.challenges.take(self._asked(purpose), self.now_s)
        if found is None:
            raise RefusedError("passkey.stale")
        return found

    def _asked(self, purpose: Purpose) -> Asked:
        return Asked(purpose, self.holder, self.site.name)

    @property
    def _people(self) -> Database:
        return self.door.people
