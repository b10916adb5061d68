"""What happens in a village's network, and what the service says of it; run in a network alone.

Usage: scenes.py SCENE FOLDER; prints JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hub.control import ControlClient
from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.errors import HubError
from hub.store.cards import put_card
from hub.store.connect import open_content
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from tests.wifi.net import PREFIX, Net, run

FAST = "interval_s = 1.0\nagain_s = 0.2\nsettle_s = 1.0\ninternet_s = 1.0\n"
PAGES = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        what = open(sys.argv[1]).read()
        if what == "right" and self.path == "/204":
            self.send_response(204)
            self.end_headers()
            return
        body = b"alive\\n" if what == "right" else b"<html>Please sign in</html>"
        self.send_response(200 if what != "moved" else 302)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.HTTPServer((sys.argv[2], 8081), Page).serve_forever()
"""


class Scene:
    """A network, a store with cards, and the real service."""

    def __init__(self, folder: Path, stack: ExitStack, more: str = "", points: int = 3) -> None:
        self.net = Net(stack, points)
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir()
        migrate_all(self.data)
        self.config = folder / "village.toml"
        self.config.write_text(
            f'[hub]\ndata_dir = "data"\nrun_dir = "run"\n[wifi]\n{FAST}{more}', "utf-8"
        )
        self.stack = stack
        self.told: dict[str, list[str]] = {}

    def card(self, name: str, address: str, port: int = 0) -> None:
        point = WifiPoint(WifiPointId(name), f"Điểm {name}", "Thôn", address=address, port=port)
        with open_content(self.data, Service.CLI) as store:
            put_card(store, point, datetime.now(UTC))

    def start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "wifi", "--config", str(self.config)],
            stderr=(self.folder / "log").open("wb"),
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.terminate)
        return process

    def state(self) -> dict[str, Any]:
        """What the service says, noted down."""
        try:
            client = ControlClient(self.folder / "run/wifi.sock")
            found: dict[str, Any] = client.call("vn.hub.Wifi.State")["state"]
        except HubError:
            return {}
        gateway = found["gateway"] or {"state": "none"}
        rows = {**found["points"], "gateway": gateway, "internet": found["internet"]}
        for name, one in rows.items():
            said = self.told.setdefault(name, [])
            if not said or said[-1] != one["state"]:
                said.append(one["state"])
        return found

    def states(self) -> dict[str, str]:
        return {name: one["state"] for name, one in self.state().get("points", {}).items()}

    def until(self, wanted: Callable[[], bool], seconds: float = 30.0) -> float:
        """How long that took."""
        began = time.monotonic()
        while not wanted():
            if time.monotonic() - began > seconds:
                raise TimeoutError(json.dumps([self.told, self.state()]))
            time.sleep(0.05)
        return time.monotonic() - began

    def during(self, seconds: float) -> None:
        """Note down what it says meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.state()
            time.sleep(0.05)

    def all_up(self, count: int) -> bool:
        return list(self.states().values()) == ["up"] * count

    def are(self, state: str) -> bool:
        return set(self.states().values()) == {state}

    def is_in(self, name: str, state: str) -> bool:
        return self.states().get(name) == state

    def named(self, part: str, state: str) -> bool:
        found = self.state().get(part) or {}
        return bool(found.get("state") == state)


def points(scene: Scene) -> None:
    """Three points by IPv4 and one of them by IPv6, too."""
    for number in (1, 2, 3):
        scene.card(f"ap{number}", f"{PREFIX}.{10 + number}")
    scene.card("six", "fd77::11")


def one_goes(scene: Scene) -> None:
    """A point's cable is pulled and put in again; a card comes, another goes."""
    points(scene)
    scene.start()
    scene.until(lambda: scene.all_up(4))
    scene.net.cut("ap2")
    scene.until(lambda: scene.is_in("ap2", "down"))
    scene.net.mend("ap2")
    scene.until(lambda: scene.is_in("ap2", "up"))


def gateway_goes(scene: Scene) -> None:
    """The router is away, and all points with it; one of them does not come back."""
    points(scene)
    scene.start()
    scene.until(lambda: scene.all_up(4) and scene.named("gateway", "up"))
    scene.net.cut("uplink")
    scene.until(lambda: scene.are("unreachable"))
    scene.during(4.0)
    scene.net.cut("ap3")
    scene.net.mend("uplink")
    scene.until(lambda: scene.is_in("ap3", "down") and scene.is_in("ap1", "up"))


def hub_goes(scene: Scene) -> None:
    """The hub's own cable is pulled."""
    points(scene)
    scene.start()
    scene.until(lambda: scene.all_up(4))
    scene.net.cut("hub")
    scene.until(lambda: scene.are("unknown"))
    scene.during(6.0)
    scene.net.mend("hub")
    scene.until(lambda: scene.all_up(4))


def comes_and_goes(scene: Scene) -> None:
    """A point that flaps, and at the same time the others that do not."""
    points(scene)
    scene.start()
    scene.until(lambda: scene.all_up(4))
    for _ in range(4):
        scene.net.cut("ap1")
        scene.during(5.0)
        scene.net.mend("ap1")
        scene.during(2.0)


def answers_no_ping(scene: Scene) -> None:
    """One that drops pings and serves, one that drops pings and refuses, and one that is gone."""
    for name in ("ap1", "ap2"):
        scene.net.ignore_pings(name)
    scene.card("ap1", f"{PREFIX}.11", 8081)
    scene.card("ap2", f"{PREFIX}.12")
    scene.card("ap3", f"{PREFIX}.13")
    scene.net.cut("ap3")
    server = scene.net.boxes["ap1"].start(PAGES, str(scene.folder / "what"), f"{PREFIX}.11")
    scene.stack.callback(server.wait)
    scene.stack.callback(server.kill)
    scene.start()
    scene.until(lambda: scene.states() == {"ap1": "up", "ap2": "up", "ap3": "down"})


def cards_change(scene: Scene) -> None:
    """A point is entered, and moves to where nobody is, while the service runs."""
    scene.start()
    scene.until(lambda: bool(scene.state()))
    scene.card("ap1", f"{PREFIX}.11")
    scene.until(lambda: scene.is_in("ap1", "up"))
    scene.card("ap1", f"{PREFIX}.99")
    scene.until(lambda: scene.is_in("ap1", "down"))


def internet(scene: Scene) -> None:
    """The page answers, a portal stands in its place, it has moved, nobody answers."""
    what = scene.folder / "what"
    what.write_text("right")
    run("ip", "address", "add", "10.77.0.3/24", "dev", "hub")
    server = scene.net.boxes["router"].start(PAGES, str(what), f"{PREFIX}.1")
    scene.stack.callback(server.wait)
    scene.stack.callback(server.kill)
    scene.start()
    scene.until(lambda: scene.named("internet", "yes"))
    what.write_text("portal")
    scene.until(lambda: scene.named("internet", "portal"))
    what.write_text("right")
    scene.until(lambda: scene.named("internet", "yes"))
    what.write_text("moved")
    scene.until(lambda: scene.named("internet", "portal"))
    server.kill()
    scene.until(lambda: scene.named("internet", "no"))


CHECKS = f"""
[[wifi.internet]]
url = "http://{PREFIX}.1:8081/204"
[[wifi.internet]]
url = "http://[fd77::2]:8081/none"
"""
SCENES: dict[str, tuple[Callable[[Scene], None], str, int]] = {
    "one_goes": (one_goes, "", 3),
    "gateway_goes": (gateway_goes, "", 3),
    "hub_goes": (hub_goes, "", 3),
    "comes_and_goes": (comes_and_goes, "", 3),
    "answers_no_ping": (answers_no_ping, "", 3),
    "cards_change": (cards_change, "", 1),
    "internet": (internet, CHECKS, 1),
}


def main() -> None:
    """Play a scene."""
    play, more, count = SCENES[sys.argv[1]]
    with ExitStack() as stack:
        scene = Scene(Path(sys.argv[2]), stack, more, count)
        play(scene)
    print(json.dumps(scene.told))


if __name__ == "__main__":
    main()
