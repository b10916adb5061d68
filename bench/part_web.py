"""Part "web": the pages of a running hub: memory, home at fifty requests a second, streams."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.context import Context
from bench.figures import summary
from bench.report import Part
from bench.usage import look
from hub.clock import SystemClock
from hub.config import load
from hub.domain.person import Person, PersonId, Role
from hub.store.connect import open_people
from hub.store.invitations import give_ticket
from hub.store.people import add_person
from hub.store.permits import Service
from hub.tokens import new_id
from scripts.shown_hub import PIN, ShownHub, running_hub
from tests.forms import mark_of

NAME = "web"
PHONES = 5
RATE = 50
SECONDS = 12
WARM_UP_S = 2
"""Asked likewise before, and told apart: the services that share the machine are just starting."""
STREAMS = 50
SETTLE_S = 3.0
IDLE_PSS_MIB = 45.0
HOME_P99_MS = 30.0
STREAMS_MIB = 10.0
FAR = timedelta(days=3650)
"""The hub runs at another time: its tickets must not be over yet."""


class Caller:
    """A paired phone, at an address of its own."""

    def __init__(self, hub: ShownHub, number: int) -> None:
        self._where = urlsplit(hub.address).netloc
        self._source = (f"127.0.0.{number + 2}", 0)
        self._cookies: dict[str, str] = {}
        self._connection = HTTPConnection(self._where, timeout=10, source_address=self._source)

    def ask(self, path: str, **fields: str) -> str:
        """Get a page, or post a form."""
        body = urlencode(fields) if fields else None
        headers = {"Cookie": self.cookies, "Host": self._where}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request("POST" if body else "GET", path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status >= 400:
            raise AssertionError(f"{path}: {answer.status}")
        return text

    @property
    def cookies(self) -> str:
        """All cookies as one line."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def pair(self, secret: str) -> None:
        """Become a paired, open phone."""
        mark = mark_of(self.ask(f"/pair/{secret}"))
        self.ask("/pair", mark=mark, secret=secret, pin=PIN, again=PIN)

    def stream(self) -> socket.socket:
        """An open event stream."""
        host, _, port = self._where.partition(":")
        made = socket.create_connection((host, int(port)), source_address=self._source)
        lines = (
            "GET /events?number=-1 HTTP/1.1",
            f"Host: {self._where}",
            f"Cookie: {self.cookies}",
        )
        made.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return made


def measure(context: Context) -> Part:
    """Start the example village and ask its pages."""
    part = Part(NAME)
    with running_hub(context.folder) as hub:
        callers = paired(hub, context.folder)
        pid = process_of(context.folder)
        time.sleep(SETTLE_S)
        part.say("pages", "PSS idle", look(pid).pss_mib, "MiB", bar=IDLE_PSS_MIB)
        home(part, callers, 2 if context.quick else SECONDS)
        streams(part, callers, pid)
    return part


def home(part: Part, callers: list[Caller], seconds: int) -> None:
    """The first page, fifty times a second, by five phones in turn."""
    took_ms: list[float] = []
    first = time.perf_counter()
    for number in range(RATE * (WARM_UP_S + seconds)):
        time.sleep(max(0.0, first + number / RATE - time.perf_counter()))
        began = time.perf_counter()
        text = callers[number % PHONES].ask("/")
        took_ms.append((time.perf_counter() - began) * 1000)
        assert "stop__button" in text
    early, found = summary(took_ms[: RATE * WARM_UP_S]), summary(took_ms[RATE * WARM_UP_S :])
    assert early is not None
    assert found is not None
    part.raw["home_ms"] = took_ms
    note = f"n = {found.count}, {RATE} a second, with the way to the client"
    part.say("home", "p99", found.p99, "ms", bar=HOME_P99_MS, note=note)
    part.say("home", f"p99 of the first {WARM_UP_S} s", early.p99, "ms", note=f"n = {early.count}")
    part.say("home", "median", found.median, "ms")


def streams(part: Part, callers: list[Caller], pid: int) -> None:
    """Fifty open event streams."""
    before = look(pid).pss_mib
    with ExitStack() as stack:
        for number in range(STREAMS):
            made = stack.enter_context(callers[number % PHONES].stream())
            assert made.recv(4096).startswith(b"HTTP/1.1 200")
        time.sleep(SETTLE_S)
        more = look(pid).pss_mib - before
        part.say(f"{STREAMS} open streams", "PSS", more, "MiB", bar=STREAMS_MIB)
        began = time.perf_counter()
        callers[0].ask("/")
        took_ms = (time.perf_counter() - began) * 1000
        part.say(f"{STREAMS} open streams", "home meanwhile", took_ms, "ms")


def paired(hub: ShownHub, folder: Path) -> list[Caller]:
    """Five phones."""
    config = load(next(folder.glob("examples/*/village.toml")))
    callers = [Caller(hub, number) for number in range(PHONES)]
    for number, caller in enumerate(callers):
        person = Person(PersonId(new_id()), f"Người {number}", Role.HEAD)
        with open_people(config.data_dir, Service.CLI) as people:
            now = SystemClock().now() + FAR
            add_person(people, person, now)
            secret = give_ticket(people, person, "bench", now)
        caller.pair(secret)
    return callers


def process_of(folder: Path) -> int:
    """The web service of this hub."""
    for home_ in Path("/proc").glob("[0-9]*"):
        try:
            words = (home_ / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if "web" in words and any(str(folder) in word for word in words):
            return int(home_.name)
    raise AssertionError("the web service does not run")
