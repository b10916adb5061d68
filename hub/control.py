"""The control socket: what one service asks of another, and what the command line asks of both.

One Unix socket a service, in Varlink form (JSON objects, each ended by a NUL byte).  The
server never waits: it works inside the caller's own select loop, and a client that is slow,
silent, greedy or killed costs it nothing but its place.
"""

from __future__ import annotations

import errno
import grp
import os
import pwd
import selectors
import socket
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from hub.clock import Clock, SystemClock
from hub.errors import ControlError
from hub.varlink.connection import Connection
from hub.varlink.families import from_reply
from hub.varlink.listen import listen, send_away, uid_of
from hub.varlink.service import About, Handler, Service
from hub.varlink.wire import REPLY_LIMIT, Frames, WireError, encode

CLIENTS_LIMIT: Final = 32
"""Clients at once; the one that has been silent longest makes room for the next."""

SILENCE_S: Final = 30.0
"""A client that is slower than this with a message or with reading its answer is dropped."""

_QUEUE_S: Final = 0.01
_CHUNK: Final = 64 * 1024


SERVICE_USERS: Final = frozenset({"hub", "hub-broadcast", "hub-web"})
"""Users of an installed hub's services that may ask each other; those that parse foreign sound
or look into the network are in the same group, and may not."""
GROUP: Final = "hub"


def callers() -> frozenset[int]:
    """Users of this machine who may call an installed hub: services, people in its group."""
    members = {
        member for entry in grp.getgrall() if entry.gr_name == GROUP for member in entry.gr_mem
    }
    return frozenset(e.pw_uid for e in pwd.getpwall() if e.pw_name in SERVICE_USERS | members)


class ControlServer:
    """Answers on a Unix socket, inside the caller's select loop.

    Every file that it registers carries a callable without arguments as its `data`: the
    loop calls it when the file is ready.

    Args:
        path: The socket; one that a killed process left behind is replaced.
        interface: The Varlink interface text; parameters are checked by it.
        handlers: A function a method: parameters in, results out, refusing by `HubError`.
        allowed_uids: Users who may call besides root, the service's own, and `callers`.
        about: Who answers.
        clock: Tells who has been silent for how long.
        lasting: Methods that may be asked with `more`: `tell` answers them again.

    Raises:
        ControlError: ``control.taken``, ``control.cannot_listen``.
        ValueError: The text and the handlers do not match.
    """

    def __init__(
        self,
        path: Path,
        interface: str,
        handlers: Mapping[str, Handler],
        *,
        allowed_uids: Collection[int] = (),
        about: About | None = None,
        clock: Clock | None = None,
        lasting: Collection[str] = (),
    ) -> None:
        self._service = Service(interface, handlers, about or About(), lasting)
        self._clock = clock or SystemClock()
        self._allowed = {0, os.geteuid(), *callers(), *allowed_uids}
        self._path = path
        self._clients: list[Connection] = []
        self._selector: selectors.BaseSelector | None = None
        self._listener = listen(path)
        self._inode = path.stat().st_ino

    def register(self, selector: selectors.BaseSelector) -> None:
        """Put the socket, and each client's as it comes, into the caller's selector."""
        self._selector = selector
        selector.register(self._listener, selectors.EVENT_READ, self._accept)

    @property
    def clients(self) -> int:
        """How many are connected."""
        return len(self._clients)

    def tell(self) -> None:
        """There is news: whoever asked with `more` is answered again."""
        for client in list(self._clients):
            client.tell()

    def tidy(self) -> None:
        """Drop clients that owe half a message or do not read their answer."""
        before = self._clock.monotonic() - SILENCE_S
        for client in [c for c in self._clients if c.is_owing and c.heard_at < before]:
            self._drop(client)

    def close(self) -> None:
        """Drop everybody and remove the socket, unless another service has taken it over."""
        for client in list(self._clients):
            self._drop(client)
        if self._selector is not None:
            self._selector.unregister(self._listener)
            self._selector = None
        self._listener.close()
        with suppress(OSError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()

    def _accept(self) -> None:
        self.tidy()
        try:
            connection, _ = self._listener.accept()
        except OSError as error:
            if error.errno in {errno.EMFILE, errno.ENFILE} and self._clients:
                self._drop(self._longest_silent())
            return
        if self._selector is None or uid_of(connection) not in self._allowed:
            send_away(connection)
            return
        if len(self._clients) >= CLIENTS_LIMIT:
            self._drop(self._longest_silent())
        client = Connection(
            connection, self._service, self._selector, self._drop, self._clock.monotonic
        )
        self._clients.append(client)

    def _longest_silent(self) -> Connection:
        return min(self._clients, key=lambda client: client.heard_at)

    def _drop(self, client: Connection) -> None:
        if client in self._clients:
            self._clients.remove(client)
            client.close()


class ControlClient:
    """Asks a service; made anew for each question.

    Args:
        path: The service's socket.
        timeout_s: Seconds for the whole call.
        clock: Tells when they are over.
    """

    def __init__(self, path: Path, timeout_s: float = 0.5, clock: Clock | None = None) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._clock = clock or SystemClock()

    def call(self, method: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call a method and return its results.

        Raises:
            ControlError: ``control.not_running``: certainly nothing was done;
                ``control.no_answer``: nobody knows what was done; or the call has a mistake.
            HubError: What the service raised, of the same family, with key and values.
        """
        until = self._clock.monotonic() + self._timeout_s
        request = encode({"method": method, "parameters": dict(parameters or {})})
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            self._connect(connection, until)
            try:
                reply = self._exchange(connection, request, until)
            except (OSError, WireError) as error:
                raise self._no_answer() from error
        if "error" in reply:
            raise from_reply(reply, method)
        results = reply.get("parameters")
        return results if isinstance(results, dict) else {}

    def _connect(self, connection: socket.socket, until: float) -> None:
        while True:
            try:
                connection.settimeout(self._left(until))
                connection.connect(str(self._path))
            except BlockingIOError:  # its queue is full: it is there and busy
                with selectors.DefaultSelector() as nothing:
                    self._clock.wait(min(until, self._clock.monotonic() + _QUEUE_S), nothing)
                continue
            except PermissionError as error:
                raise ControlError("control.not_allowed", method=self._path.name) from error
            except (OSError, ValueError) as error:
                raise ControlError("control.not_running", path=self._path) from error
            return

    def _exchange(self, connection: socket.socket, request: bytes, until: float) -> dict[str, Any]:
        with suppress(BrokenPipeError, ConnectionResetError):  # it may have said why
            connection.settimeout(self._left(until))
            connection.sendall(request)
        frames = Frames(REPLY_LIMIT)
        while True:
            connection.settimeout(self._left(until))
            data = connection.recv(_CHUNK)
            if not data:
                raise self._no_answer()
            frames.feed(data)
            reply = frames.next()
            if reply is not None:
                return reply

    def _left(self, until: float) -> float:
        left = until - self._clock.monotonic()
        if left <= 0:
            raise self._no_answer()
        return left

    def _no_answer(self) -> ControlError:
        return ControlError("control.no_answer", path=self._path, seconds=self._timeout_s)
