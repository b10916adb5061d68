"""Asks the kernel which links the hub has, and where its routes lead."""

from __future__ import annotations

import fcntl
import logging
import socket
import struct
from pathlib import Path
from typing import Final

from hub.clock import Clock
from wifi.way import Route, default_gateway, interface_to, routes_4, routes_6

TABLES: Final = Path("/proc/self/net")
"""As ``/proc/net``, which a unit that sees no other process does not have."""
FRESH_S: Final = 1.0
"""An answer so old still counts as now."""
_GET_FLAGS: Final = 0x8913  # SIOCGIFFLAGS
_RUNNING: Final = 0x1 | 0x40  # IFF_UP, IFF_RUNNING
_ASKED: Final = struct.Struct("16sH14x")
_LOGGER: Final = logging.getLogger("wifi")


class Links:
    """What the kernel says, asked once a second at most.

    Args:
        clock: The clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._read_at = float("-inf")
        self._routes: list[Route] = []

    def leads_to(self, address: str) -> bool:
        """Whether there is a way to an address, and its interface has a link."""
        name = interface_to(self._fresh(), address)
        return name is not None and is_running(name)

    def gateway(self) -> str:
        """Who leads out of the village's network; "" = nobody."""
        return default_gateway(self._fresh())

    def _fresh(self) -> list[Route]:
        now = self._clock.monotonic()
        if now - self._read_at >= FRESH_S:
            self._read_at = now
            self._routes = [*routes_4(_read("route")), *routes_6(_read("ipv6_route"))]
        return self._routes


def is_running(interface: str) -> bool:
    """Whether an interface is on and has a link."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        try:
            told = fcntl.ioctl(any_socket, _GET_FLAGS, _ASKED.pack(interface.encode()[:15], 0))
        except OSError:
            return False
    flags: int = _ASKED.unpack(told)[1]
    return flags & _RUNNING == _RUNNING


def _read(table: str) -> str:
    try:
        return (TABLES / table).read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        _LOGGER.debug("%s: %s", table, error)
        return ""
