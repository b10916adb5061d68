"""A hub's pages in a folder, with a playout that answers what the test wants."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.config import parse
from hub.domain.person import Person, PersonId, Role
from hub.errors import HubError
from hub.store.connect import open_hub, open_people
from hub.store.database import Database
from hub.store.invitations import give_ticket, setup_code
from hub.store.people import add_person
from hub.store.permits import Service
from hub.tokens import new_id
from tests.fakes.clock import FakeClock
from tests.forms import mark_in
from tests.web.jobs import HubJobs
from tests.web.made_once import share_addresses, share_templates
from web.app import create_app
from web.board import Board
from web.entry.limits import Buckets
from web.entry.pins import Pins
from web.lived import lived_clock
from web.parts import NAME, Parts
from web.points import Points
from web.static_files import StaticFiles

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
PIN = "274913"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) Chrome/156.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
HOST = "http://192.168.1.9:8080"
VILLAGE: dict[str, Any] = {
    "hub": {"name": "Thôn Thử", "assume_clock": True},
    "cards": [{"name": "main", "device": "null"}],
    "zones": [{"id": "xom-1", "name": "Xóm 1"}, {"id": "xom-2", "name": "Xóm 2"}],
}


@cache
def static() -> StaticFiles:
    """Packed once for all tests."""
    return StaticFiles()


def quiet_state(**more: Any) -> dict[str, Any]:
    """What a playout says of itself when nothing sounds."""
    zone = {"on_air": False, "line": "off", "halt": None}
    zones = {"xom-1": {"name": "Xóm 1", **zone}, "xom-2": {"name": "Xóm 2", **zone}}
    now = "2026-12-01T10:00:00+07:00"
    return {
        "now": now, "clock": "ntp", "on_air": [], "next": None, "zones": zones,
        "cards": {"main": {"is_open": True, "xruns": 0}}, "waiting": 0, **more,
    }  # fmt: skip


def quiet_points(**points: Any) -> dict[str, Any]:
    """What the watch of access points says of these and of nothing else."""
    internet = {"state": "not_looked", "looked_s": None}
    return {"points": points, "gateway": None, "internet": internet, "echo": True}


@dataclass
class Playout:
    """Answers, and remembers what it was asked; told to, it fails."""

    state: dict[str, Any] = field(default_factory=quiet_state)
    error: HubError | None = None
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    cues: list[dict[str, Any]] = field(default_factory=list)
    coming: list[dict[str, Any]] = field(default_factory=list)
    planner: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    def ask(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        self.asked.append((method, dict(parameters)))
        if self.error is not None:
            raise self.error
        if method.endswith("Preview"):
            if self.planner is not None:
                return self.planner(dict(parameters))
            return {"cues": self.cues, "coming": self.coming}
        since = "2026-12-01T10:42:03.120000+07:00"
        states = {"stop": "stopped", "hold": "held", "resume": "resumed", "play": "playing"}
        state = states.get(str(parameters.get("verb")), "")
        zones = ["xom-1", "xom-2"]
        return {"state": state, "since": since, "unconfirmed": self.unconfirmed, "zones": zones}

    def tell(self) -> dict[str, Any]:
        if self.error is not None:
            raise self.error
        return self.state


class Site:
    """The pages, and people with phones."""

    def __init__(self, folder: Path, new_store: Path) -> None:
        shutil.copytree(new_store, folder, dirs_exist_ok=True)
        self.clock = FakeClock(NOW)
        self.playout = Playout()
        self.folder = folder
        self._hub: HubJobs | None = None
        self.points: dict[str, Any] = quiet_points()
        self.app = self.start()

    @property
    def hub(self) -> HubJobs:
        """The hub service."""
        assert self._hub is not None
        return self._hub

    def close(self) -> None:
        """End the threads that prepare sound, and close what waits for the next request."""
        if self._hub is not None:
            self._hub.close()
            self.parts.spares.close()

    def start(self) -> Any:
        """The application, as after a start of the service."""
        share_addresses()
        hub = {"clock": "ntp", "troubles": []}
        hub_section = {**VILLAGE["hub"], "data_dir": str(self.folder), "run_dir": "run"}
        config = parse({**VILLAGE, "hub": hub_section}, self.folder)
        self.close()
        self._hub = HubJobs(config, self.clock)
        self.parts = Parts(
            config=config,
            clock=lived_clock(config, self.clock),
            open_store=partial(open_hub, self.folder, Service.WEB),
            open_people=self.people,
            ask=self.playout.ask,
            board=Board(self.playout.tell, lambda: hub, self.clock),
            static=static(),
            pins=Pins(memory_kib=64),
            buckets=Buckets(self.clock, factor=100),
            ask_hub=self.hub.ask,
            points=Points(lambda: self.points, self.clock),
        )
        self.app = create_app(self.parts)
        share_templates(self.app)
        self.parts = self.app.extensions[NAME]
        self.parts.points.refresh()
        return self.app

    def people(self) -> Database:
        return open_people(self.folder, Service.WEB)

    def setup_code(self) -> str | None:
        with self.people() as people:
            return setup_code(people, self.clock.now())

    def person(self, name: str, role: Role) -> Person:
        person = Person(PersonId(new_id()), name, role)
        with self.people() as people:
            add_person(people, person, self.clock.now())
        return person

    def visitor(self, agent: str = ANDROID, address: str = "192.168.1.20") -> Visitor:
        return Visitor(self, agent, address)

    def phone(self, role: Role = Role.HEAD, name: str = "", agent: str = ANDROID) -> Visitor:
        """The paired, open phone of somebody new."""
        person = self.person(name or f"Người {role}", role)
        with self.people() as people:
            secret = give_ticket(people, person, "test", self.clock.now())
        visitor = self.visitor(agent)
        visitor.get(f"/pair/{secret}")
        answer = visitor.post("/pair", secret=secret, pin=PIN, again=PIN)
        assert answer.status_code == 303, answer.text
        return visitor


class Visitor:
    """A browser: keeps cookies, fills forms with the mark of the page it saw last."""

    def __init__(self, site: Site, agent: str, address: str) -> None:
        self.client: FlaskClient = site.app.test_client()
        self.agent = agent
        self.address = address
        self.mark = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._seen(self.client.get(path, **self._around(more)))

    def post(self, path: str, **fields: str) -> TestResponse:
        if not self.mark and self.get("/more").status_code != 200:
            self.get("/door")
        data = {"mark": self.mark, **fields}
        answer = self.client.post(path, data=data, **self._around({}))
        self.mark = ""
        return self._seen(answer)

    def finished(self, address: str) -> str:
        """Wait until a sound is done; the address of the draft or page that comes of it."""
        end = time.monotonic() + 50
        while "hx-trigger" in (answer := self.get(address)).text:
            assert time.monotonic() < end, "the sound is not done"
            time.sleep(0.05)
        return answer.location or address

    def api(self, method: str, path: str, body: Any = None) -> TestResponse:
        """Call the API as a page's script does."""
        if not self.mark and self.get("/more").status_code != 200:
            self.get("/door")
        around = self._around({"headers": {"X-Hub-Mark": self.mark}})
        return self.client.open(path, method=method, json=body or {}, **around)

    def order(self, verb: str, **more: str) -> TestResponse:
        return self.post(f"/orders/{verb}", order="web-0123456789abcdef", **more)

    def cookie(self, name: str) -> str:
        found = self.client.get_cookie(name, domain="192.168.1.9")
        return found.value if found is not None else ""

    def set_cookie(self, name: str, value: str) -> None:
        self.client.set_cookie(name, value, domain="192.168.1.9")

    def copy_to(self, other: Visitor) -> None:
        """Steal every cookie."""
        for name in ("hub_phone", "hub_open", "hub_seal"):
            other.set_cookie(name, self.cookie(name))

    def is_in(self) -> bool:
        return self.get("/").status_code == 200

    def _around(self, more: dict[str, Any]) -> dict[str, Any]:
        headers = {"User-Agent": self.agent, **more.pop("headers", {})}
        around = {"REMOTE_ADDR": self.address}
        return {"base_url": HOST, "headers": headers, "environ_overrides": around, **more}

    def _seen(self, answer: TestResponse) -> TestResponse:
        text = answer.text if answer.mimetype == "text/html" else ""
        self.mark = mark_in(text) or self.mark
        return answer
