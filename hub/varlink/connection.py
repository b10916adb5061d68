"""One client of a service: what came of it, and what it has not read yet.  Never waits."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Callable
from typing import Final

from hub.varlink.service import Service
from hub.varlink.wire import REQUEST_LIMIT, Frames, Message, WireError

MESSAGES_A_TURN: Final = 8
"""Requests of one client that are answered before the others have their turn."""

_CHUNK: Final = 64 * 1024
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Connection:
    """A client's socket in the caller's select loop.

    Args:
        connection: The socket.
        service: Answers its requests.
        selector: Where it is registered, with `turn` as its data.
        drop: Called when the client is gone or sends what is no message.
        monotonic: Seconds that never jump.
    """

    def __init__(
        self,
        connection: socket.socket,
        service: Service,
        selector: selectors.BaseSelector,
        drop: Callable[[Connection], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._connection = connection
        self._service = service
        self._selector = selector
        self._drop = drop
        self._monotonic = monotonic
        self._frames = Frames(REQUEST_LIMIT)
        self._out = bytearray()
        self._is_open = True
        self._more: Message | None = None
        self._is_behind = False
        self._events = _READ
        self.heard_at = monotonic()
        connection.settimeout(0.0)
        selector.register(connection, _READ, self.turn)

    @property
    def is_owing(self) -> bool:
        """True while it owes the rest of a message or has not read its answer."""
        return bool(self._out) or not self._frames.is_empty

    def turn(self) -> None:
        """The socket is ready: read, answer, write, as far as it goes without waiting."""
        if not self._is_open:
            return  # dropped by an earlier call of the same round
        try:
            self._send()
            if not self._out and not self._frames.has_whole:
                self._receive()
            self._answer()
            self._catch_up()
        except WireError:
            self._drop(self)
            return
        waits = bool(self._out) or self._frames.has_whole
        self._watch(_WRITE if waits else _READ)

    def tell(self) -> None:
        """There is news: answer again what it asked with `more`, once it has read what was sent."""
        if self._more is not None:
            self._is_behind = True
            self.turn()

    def close(self) -> None:
        """Give the socket back."""
        self._is_open = False
        self._selector.unregister(self._connection)
        self._connection.close()

    def _receive(self) -> None:
        try:
            data = self._connection.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError as error:
            raise WireError("the client is gone") from error
        if not data:
            raise WireError("the client is gone")
        self.heard_at = self._monotonic()
        self._frames.feed(data)

    def _answer(self) -> None:
        """Answer what has come whole; a client must read before it may ask again."""
        for _ in range(MESSAGES_A_TURN):
            request = None if self._out else self._frames.next()
            if request is None:
                return
            self._more = request if self._service.goes_on(request) else None
            self._is_behind = False
            self._out += self._service.answer(request) or b""
            self._send()

    def _catch_up(self) -> None:
        """What has changed since its last answer, as it is now: never a queue of what was."""
        if self._more is not None and self._is_behind and not self._out:
            self._is_behind = False
            self._out += self._service.answer(self._more) or b""
            self._send()

    def _send(self) -> None:
        if not self._out:
            return
        try:
            sent = self._connection.send(self._out)
        except BlockingIOError:
            return
        except OSError as error:
            raise WireError("the client is gone") from error
        del self._out[:sent]
        self.heard_at = self._monotonic()

    def _watch(self, events: int) -> None:
        if events != self._events:
            self._events = events
            self._selector.modify(self._connection, events, self.turn)
