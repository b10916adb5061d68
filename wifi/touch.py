"""Probes by TCP: a connection that is made or refused shows that somebody is there."""

from __future__ import annotations

import errno
import selectors
import socket
from ipaddress import ip_address
from typing import Final

from wifi.echo import sockaddr
from wifi.method import Cancel, Told

USUAL_PORT: Final = 80
"""Where most access points show their settings."""
ALIVE: Final = frozenset({0, errno.ECONNREFUSED, errno.ECONNRESET})
"""What only the target itself can have answered."""


class Touch:
    """Asks by opening a TCP connection, and closes it at once.

    Args:
        selector: The caller's.
    """

    def __init__(self, selector: selectors.BaseSelector) -> None:
        self._selector = selector

    def ask(self, address: str, port: int, told: Told) -> Cancel:
        """Begin a connection; none where the machine has no such sockets."""
        made = stream(address)
        if made is None:
            return lambda: None
        self._selector.register(made, selectors.EVENT_WRITE, lambda: ready())  # noqa: PLW0108 - made below
        is_open = True

        def cancel() -> None:
            nonlocal is_open
            if is_open:
                is_open = False
                self._selector.unregister(made)
                made.close()

        def ready() -> None:
            found = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            cancel()
            if found in ALIVE:
                told()

        found = _begun(made, address, port or USUAL_PORT)
        if found != errno.EINPROGRESS:  # settled at once: a neighbour that is gone, or refused
            cancel()
            if found in ALIVE:
                told()
        return cancel


def stream(address: str) -> socket.socket | None:
    """A TCP socket for an address, or None: a kernel may have no IPv6."""
    family = socket.AF_INET if ip_address(address).version == 4 else socket.AF_INET6
    try:
        made = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        return None
    made.setblocking(False)
    return made


def _begun(made: socket.socket, address: str, port: int) -> int:
    """What the begin of a connection came to, as an error number."""
    try:
        return made.connect_ex(sockaddr(address, port))
    except OSError as error:
        return error.errno or errno.EHOSTUNREACH
