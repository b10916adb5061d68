"""Asks pages of the internet whose answer is known: all at once, and no longer than a limit."""

from __future__ import annotations

import errno
import selectors
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from hub.wifi_section import Beyond
from wifi.answer import MOST_BYTES, Found, found_of, question, reply_of
from wifi.echo import sockaddr
from wifi.touch import stream

ROUND_S: Final = 8.0
"""A page that has not answered by then does not."""
NAME_S: Final = 0.2
"""How soon it is seen that a name was found."""


@dataclass(slots=True)
class _Call:
    """One page that is being asked."""

    page: Beyond
    selector: selectors.BaseSelector
    line: socket.socket | None = None
    heard: bytearray = field(default_factory=bytearray)
    found: Found | None = None

    def begin(self, address: str) -> None:
        self.line = stream(address)
        if self.line is None:
            self.end(Found.NOTHING)
            return
        self.selector.register(self.line, selectors.EVENT_WRITE, self._ask)
        try:
            code = self.line.connect_ex(sockaddr(address, self.page.port))
        except OSError:
            code = errno.EHOSTUNREACH
        if code not in {0, errno.EINPROGRESS}:
            self.end(Found.NOTHING)

    def end(self, found: Found) -> None:
        """It is known, or nobody waits any more."""
        if self.found is None:
            self.found = found
        if self.line is not None:
            self.selector.unregister(self.line)
            self.line.close()
            self.line = None

    def _ask(self) -> None:
        if self.line is None:
            return
        try:
            self.line.sendall(question(self.page))  # some hundred bytes into an empty buffer
        except OSError:
            self.end(Found.NOTHING)
            return
        self.selector.modify(self.line, selectors.EVENT_READ, self._hear)

    def _hear(self) -> None:
        if self.line is None:
            return
        try:
            data = self.line.recv(MOST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self.heard += data
        is_over = not data or len(self.heard) > MOST_BYTES
        reply = reply_of(bytes(self.heard), is_over=is_over)
        if is_over or (reply is not None and reply.is_whole):
            self.end(found_of(self.page, reply))


class Round:
    """Asks every page once.

    Args:
        pages: Which.
        selector: The caller's.
        address_of: The address of a host, or None as long as none is known.
        now: Monotonic seconds.
    """

    def __init__(
        self,
        pages: tuple[Beyond, ...],
        selector: selectors.BaseSelector,
        address_of: Callable[[str], str | None],
        now: float,
    ) -> None:
        self._calls = [_Call(page, selector) for page in pages]
        self._address_of = address_of
        self._over = now + ROUND_S
        self._begin()

    def turn(self, now: float) -> float | None:
        """Go on; when to come again at the latest, or None when all is known."""
        self._begin()
        if now >= self._over:
            self.close()
        if all(call.found is not None for call in self._calls):
            return None
        is_named = all(call.line is not None or call.found is not None for call in self._calls)
        return self._over if is_named else min(self._over, now + NAME_S)

    @property
    def found(self) -> list[Found]:
        """What was found, when all is known."""
        return [call.found for call in self._calls if call.found is not None]

    def close(self) -> None:
        """Wait no more."""
        for call in self._calls:
            call.end(Found.NOTHING)

    def _begin(self) -> None:
        for call in self._calls:
            if call.line is None and call.found is None:
                address = self._address_of(call.page.host)
                if address is not None:
                    call.begin(address)
