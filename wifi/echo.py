"""Probes by ICMP echo: all targets through one socket for each IP version.

The socket is one that needs no rights where the machine allows it (``ping_group_range``), else a
raw one, for which the unit gives ``CAP_NET_RAW``.
"""

from __future__ import annotations

import selectors
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from hub.clock import Clock
from wifi.echo_form import REPLY_4, REPLY_6, TOKEN_BYTES, answered, request
from wifi.method import Cancel, Told

RENEW_S: Final = 60.0
"""A socket without rights has one identity: firewalls that block a repeated one see another."""
_ICMP_FILTER: Final = 1
_SOL_RAW: Final = 255
_LONGEST: Final = 512
_AT_ONCE: Final = 64
"""Packets that are read before others get their turn."""


@dataclass(slots=True)
class _Line:
    """An open socket."""

    socket: socket.socket
    version: int
    is_raw: bool
    opened: float
    waiting: dict[bytes, tuple[str, Told]] = field(default_factory=dict)


class Echo:
    """Asks by ICMP echo.

    Args:
        selector: The caller's.
        clock: The clock.
        random_bytes: So many random bytes.
    """

    def __init__(
        self, selector: selectors.BaseSelector, clock: Clock, random_bytes: Callable[[int], bytes]
    ) -> None:
        self._selector = selector
        self._clock = clock
        self._random = random_bytes
        self._number = int.from_bytes(random_bytes(2))
        self._lines: dict[int, _Line] = {}
        self.is_allowed = True

    def ask(self, address: str, _port: int, told: Told) -> Cancel:
        """Send one request; nothing is sent where the machine allows no such socket."""
        target = ip_address(address)
        line = self._line(target.version)
        if line is None:
            return _nothing
        token = self._random(TOKEN_BYTES)
        self._number = (self._number + 1) & 0xFFFF
        packet = request(target.version, self._number, self._number, token)
        line.waiting[token] = (address, told)
        with suppress(OSError):  # no route, no neighbour: it does not answer
            line.socket.sendto(packet, sockaddr(address, 0))

        def cancel() -> None:
            line.waiting.pop(token, None)

        return cancel

    def close(self) -> None:
        """Give the sockets back."""
        for line in self._lines.values():
            self._shut(line)
        self._lines.clear()

    def _line(self, version: int) -> _Line | None:
        line, now = self._lines.get(version), self._clock.monotonic()
        if line is not None and not line.waiting and now - line.opened >= RENEW_S:
            self._shut(self._lines.pop(version))
            line = None
        return line or self._open(version, now)

    def _open(self, version: int, now: float) -> _Line | None:
        opened = open_socket(version)
        self.is_allowed = opened is not None
        if opened is None:
            return None
        made, is_raw = opened
        line = self._lines[version] = _Line(made, version, is_raw, now)
        self._selector.register(made, selectors.EVENT_READ, lambda: self._hear(line))
        return line

    def _shut(self, line: _Line) -> None:
        self._selector.unregister(line.socket)
        line.socket.close()

    @staticmethod
    def _hear(line: _Line) -> None:
        for _ in range(_AT_ONCE):
            try:
                packet, source = line.socket.recvfrom(_LONGEST)
            except OSError:  # nothing more, or an error that belongs to no request
                return
            token = answered(packet, line.version, has_ip_head=line.is_raw and line.version == 4)
            address, told = line.waiting.get(token or b"", ("", _nothing))
            if address and source[0].partition("%")[0] == address.partition("%")[0]:
                line.waiting.pop(token or b"")
                told()


def open_socket(version: int) -> tuple[socket.socket, bool] | None:
    """A socket for echoes and whether it is raw, or None where neither kind is allowed."""
    family = socket.AF_INET if version == 4 else socket.AF_INET6
    protocol = socket.IPPROTO_ICMP if version == 4 else socket.IPPROTO_ICMPV6
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            made = socket.socket(family, kind, protocol)
        except OSError:
            continue
        made.setblocking(False)
        if kind is socket.SOCK_RAW:
            _only_replies(made, version)
        return made, kind is socket.SOCK_RAW
    return None


def sockaddr(address: str, port: int) -> tuple[str, int] | tuple[str, int, int, int]:
    """A numeric address as sockets have it.

    Raises:
        OSError: The interface that it names is not there.
    """
    target = ip_address(address)
    if target.version == 4:
        return (address, port)
    plain, _, scope = address.partition("%")
    number = int(scope) if scope.isdigit() else socket.if_nametoindex(scope) if scope else 0
    return (plain, port, 0, number)


def _only_replies(made: socket.socket, version: int) -> None:
    """A raw socket hears every ICMP packet of the machine: the kernel drops what is no reply."""
    with suppress(OSError):
        if version == 4:
            made.setsockopt(_SOL_RAW, _ICMP_FILTER, struct.pack("=I", ~(1 << REPLY_4) & 0xFFFFFFFF))
        else:
            passes = [0xFFFFFFFF] * 8
            passes[REPLY_6 >> 5] &= ~(1 << (REPLY_6 & 31))
            made.setsockopt(socket.IPPROTO_ICMPV6, _ICMP_FILTER, struct.pack("=8I", *passes))


def _nothing() -> None:
    """Nobody waits."""
