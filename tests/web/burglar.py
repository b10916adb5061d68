"""A burglar on the village's network: raw bytes, and browsers that are not what they say."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from hub.clock import SystemClock
from hub.domain.person import Person, PersonId, Role
from hub.store.connect import open_people
from hub.store.invitations import give_ticket
from hub.store.people import add_person
from hub.store.permits import Service
from hub.tokens import new_id
from tests.forms import mark_in
from tests.service.village import SmallHub

PIN = "274913"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) Chrome/156.0.0.0 Mobile Safari/537.36"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Browser:
    """Keeps cookies; asks from an address of its own on the loopback."""

    hub: SmallHub
    address: str = "127.0.0.9"
    agent: str = ANDROID
    cookies: dict[str, str] = field(default_factory=dict)
    mark: str = ""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        port = self.hub.config.web.port
        connection = HTTPConnection("127.0.0.1", port, 30, source_address=(self.address, 0))
        told = {"User-Agent": self.agent, "Host": f"127.0.0.1:{port}"}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, told)
            return self._seen(connection.getresponse())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
        body = urlencode({"mark": self.mark, **(fields or {})}).encode()
        around = {"Content_Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", path, body, **around)

    def stop(self, **headers: str) -> Answer:
        self.get("/more")
        return self.post("/orders/stop", {"order": "web-0123456789abcdef"}, **headers)

    def copied(self, address: str = "127.0.0.66", agent: str = ANDROID) -> Browser:
        """Whoever has copied every cookie."""
        return Browser(self.hub, address, agent, dict(self.cookies))

    def _seen(self, response: HTTPResponse) -> Answer:
        text = response.read().decode("utf-8", "replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.mark = mark_in(text) or self.mark
        return Answer(response.status, response.getheaders(), text)


def paired(hub: SmallHub, name: str, role: Role = Role.HEAD, address: str = "127.0.0.9") -> Browser:
    """The open phone of somebody new."""
    now = SystemClock().now()
    person = Person(PersonId(new_id()), name, role)
    with open_people(hub.config.data_dir, Service.CLI) as people:
        add_person(people, person, now)
        secret = give_ticket(people, person, "test", now)
    made = Browser(hub, address)
    made.get(f"/pair/{secret}")
    answer = made.post("/pair", {"secret": secret, "pin": PIN, "again": PIN})
    assert answer.status == 303, answer.text
    return made


def raw(hub: SmallHub, sent: bytes, address: str = "127.0.0.77") -> bytes:
    """Everything that comes back until the hub closes or says nothing for a second."""
    where = ("127.0.0.1", hub.config.web.port)
    with socket.create_connection(where, 10, source_address=(address, 0)) as made:
        made.settimeout(1.5)
        made.sendall(sent)
        heard = b""
        try:
            while chunk := made.recv(65536):
                heard += chunk
        except TimeoutError:
            pass
        except ConnectionResetError:
            heard += b"<reset>"
    return heard
