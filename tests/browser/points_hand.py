"""Stands in for the watch of access points: answers on its socket what a test wants."""

from __future__ import annotations

import selectors
import socket
import threading
from pathlib import Path
from typing import Any

from hub.clock import SystemClock
from hub.control import ControlServer
from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.store.cards import put_card
from hub.store.connect import open_content
from hub.store.permits import Service
from wifi.service import INTERFACE, SOCKET

STATES = ("up", "up", "down", "unstable", "unreachable", "unknown")
NAMES = ("Nhà văn hóa", "Sân trường Tiểu học", "Trạm y tế", "Nhà ông Sơn", "Xóm Đồi", "Chợ")


class Hand:
    """The socket and what it says.

    Args:
        run_dir: Where sockets are.
    """

    def __init__(self, run_dir: Path) -> None:
        self._path = run_dir / SOCKET
        self._clock = SystemClock()
        self.states: dict[str, str] = {}
        self.internet = "yes"
        self.since_s = 2400.0
        self._rope: socket.socket | None = None
        self._thread = threading.Thread()

    def open(self) -> None:
        """Be there."""
        if self._rope is None:
            bell, self._rope = socket.socketpair()
            self._thread = threading.Thread(target=self._run, args=(bell,), daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Be away."""
        if self._rope is not None:
            self._rope.close()
            self._rope = None
            self._thread.join(10)

    def _run(self, bell: socket.socket) -> None:
        server = ControlServer(self._path, INTERFACE, {"State": self._state}, clock=self._clock)
        with bell, selectors.DefaultSelector() as selector:
            selector.register(bell, selectors.EVENT_READ, None)
            server.register(selector)
            while all(key.fileobj is not bell for key in self._turn(selector)):
                pass
            server.close()

    @staticmethod
    def _turn(selector: selectors.BaseSelector) -> list[selectors.SelectorKey]:
        ready = [key for key, _ in selector.select(5)]
        for key in ready:
            if key.data is not None:
                key.data()
        return ready

    def _state(self, _: dict[str, Any]) -> dict[str, Any]:
        now_s = self._clock.monotonic()
        points = {
            name: {
                "place": name, "host": "h", "state": state,
                "since_s": now_s - self.since_s, "looked_s": now_s - 7,
            }
            for name, state in self.states.items()
        }  # fmt: skip
        internet = {"state": self.internet, "looked_s": now_s}
        return {
            "state": {
                "now_s": now_s, "points": points, "gateway": None, "internet": internet,
                "echo": True,
            }
        }  # fmt: skip


def enter(data_dir: Path, count: int) -> None:
    """So many points with addresses, and one without."""
    clock = SystemClock()
    with open_content(data_dir, Service.WEB) as store:
        for number in range(count):
            point = WifiPoint(
                WifiPointId(f"ap{number}"), NAMES[number], "Thon Yen Minh",
                address=f"10.77.0.{11 + number}",
            )  # fmt: skip
            put_card(store, point, clock.now(), number)
        put_card(store, WifiPoint(WifiPointId("new"), "Nhà mới", "Moi"), clock.now(), count)
