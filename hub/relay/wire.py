"""A connection to an allowed host: the name looked up, every address checked, time limited."""

from __future__ import annotations

import selectors
import socket
import ssl
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

from hub.clock import Clock
from hub.domain.relay import Host
from hub.errors import LinkError
from hub.relay.address import Address, check_host, check_ip

T = TypeVar("T")
CONNECT_S: Final = 8.0
CHUNK: Final = 16 * 1024
ADDRESSES: Final = 4
"""So many of a name's addresses are tried."""


class Wire:
    """An open connection.

    Args:
        connected: The socket.
        host: Who is at the other end, for messages.
        clock: Measures the time.
    """

    def __init__(self, connected: socket.socket, host: str, clock: Clock) -> None:
        self._socket = connected
        self._host = host
        self._clock = clock
        self._socket.settimeout(0.0)

    def send(self, data: bytes, until: float) -> None:
        """Send all of it before the monotonic time `until`.

        Raises:
            LinkError: It was not taken.
        """
        left = memoryview(data)
        while left:
            send = partial(self._socket.send, left)
            left = left[self._tried(send, selectors.EVENT_WRITE, until) :]

    def read(self, until: float, most: int = CHUNK) -> bytes:
        """What comes next; empty at the end.

        Raises:
            LinkError: Nothing came before the monotonic time `until`, or it broke.
        """
        return self._tried(lambda: self._socket.recv(most), selectors.EVENT_READ, until)

    def _tried(self, attempt: Callable[[], T], blocked: int, until: float) -> T:
        """Try until it works; TLS may have to read in order to write, and the other way round."""
        while self._clock.monotonic() < until:
            try:
                return attempt()
            except ssl.SSLWantReadError:
                self._wait(selectors.EVENT_READ, until)
            except BlockingIOError:
                self._wait(blocked, until)
            except ssl.SSLWantWriteError:
                self._wait(selectors.EVENT_WRITE, until)
            except OSError as error:
                raise self._lost(error) from error
        raise LinkError("relay.stalled", host=self._host)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._socket.close()

    def _wait(self, event: int, until: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, event)
            self._clock.wait(until, selector)

    def _lost(self, error: OSError) -> LinkError:
        return LinkError("relay.broke_off", host=self._host, error=_told(error))


def dial(address: Address, hosts: Collection[Host], clock: Clock) -> Wire:
    """Connect to a host of the allow list.

    The name is looked up once, and the connection goes to the very address that was checked:
    a name server that changes its mind in between changes nothing.

    Raises:
        RefusedError: The host, or every address of it, may not be asked.
        LinkError: It cannot be reached.
    """
    check_host(address, hosts)
    failed: OSError | None = None
    for family, ip in _looked_up(address)[:ADDRESSES]:
        check_ip(address, ip, hosts)
        try:
            return Wire(_connected(address, family, ip), address.host, clock)
        except OSError as error:
            failed = error
    told = _told(failed) if failed is not None else "-"
    raise LinkError("relay.unreachable", host=address.host, error=told) from failed


def _looked_up(address: Address) -> list[tuple[socket.AddressFamily, str]]:
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LinkError("relay.no_such_host", host=address.host) from error
    return list(dict.fromkeys((family, str(where[0])) for family, _, _, _, where in found))


def _connected(address: Address, family: socket.AddressFamily, ip: str) -> socket.socket:
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(CONNECT_S)
        plain.connect((ip, address.port))
        if address.scheme == "http":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=address.host)
    except OSError:
        plain.close()
        raise


def _told(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return getattr(error, "verify_message", "") or error.reason or "TLS"
    return error.strerror or type(error).__name__
