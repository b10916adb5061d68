"""A phone that calls the hub by https under its name, with a finger sensor."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from hub.certificates.places import places_of
from hub.certificates.told import Leaf, Told, to_json
from hub.domain.person import Person, Role
from hub.store.invitations import give_ticket
from tests.web.authenticator import Authenticator
from tests.web.site import ANDROID, NOW, PIN, Site, Visitor

NAME = "hub.local"
LEAF = Leaf("authority", (NAME,), ("192.168.1.9",), NOW, NOW + timedelta(days=90), "AA:BB", "CC")


def certify(site: Site, *names: str) -> None:
    """Tell the pages which names the hub's certificate carries."""
    place = places_of(site.parts.config).told
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(to_json(Told(serving=replace(LEAF, names=names or (NAME,)))))


class NamedPhone(Visitor):
    """A phone by https under a name.

    Args:
        site: The hub.
        base: Scheme, host and port by which it calls.
        address: Where it is.
    """

    def __init__(
        self, site: Site, base: str = f"https://{NAME}", address: str = "192.168.1.21"
    ) -> None:
        super().__init__(site, ANDROID, address)
        self.site = site
        self.base = base
        self.finger = Authenticator(origin=base)

    def _around(self, more: dict[str, Any]) -> dict[str, Any]:
        return {**super()._around(more), "base_url": self.base}

    def pair(self, person: Person) -> NamedPhone:
        """Let it in."""
        with self.site.people() as people:
            secret = give_ticket(people, person, "test", self.site.clock.now())
        self.get(f"/pair/{secret}")
        answer = self.post("/pair", secret=secret, pin=PIN, again=PIN)
        assert answer.status_code == 303, answer.text
        return self

    def asked(self, path: str, **fields: str) -> TestResponse:
        """As the script of the page asks: the mark stays good."""
        if not self.mark and self.get("/more").status_code != 200:
            self.get("/door")
        around = self._around({"headers": {"X-Hub-Mark": self.mark}})
        return self.client.post(path, data=fields, **around)

    def to_make(self) -> dict[str, Any]:
        answer = self.asked("/passkeys/begin", pin=PIN)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = json.loads(answer.text)
        return found

    def to_sign(self) -> dict[str, Any]:
        answer = self.asked("/passkeys/ask")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = json.loads(answer.text)
        return found

    def add(self, **lies: Any) -> TestResponse:
        return self.post("/passkeys", passkey=self.finger.make(self.to_make(), **lies))

    def touch(self, path: str = "/pin", **lies: Any) -> TestResponse:
        """Ask what to sign, sign it, send the form."""
        return self.post(path, passkey=self.finger.sign(self.to_sign(), **lies))

    def lose_cookies(self) -> None:
        self.client = self.site.app.test_client()
        self.mark = ""


def with_passkey(site: Site, role: Role = Role.HEAD, name: str = "Hoa") -> NamedPhone:
    """Somebody's phone that opens by finger."""
    certify(site)
    phone = NamedPhone(site).pair(site.person(name, role))
    answer = phone.add()
    assert answer.status_code == 303, answer.text
    return phone
