"""Waits until a service has news, so that nobody has to ask it often."""

from __future__ import annotations

import selectors
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.varlink.wire import encode

_CHUNK: Final = 64 * 1024


class Hints:
    """A method asked with `more`: each answer only says that there is something to ask about.

    A service that is away, old or full gives no hints, and the wait is as long as it was: who
    uses this asks now and then all the same.

    Args:
        path: The service's socket.
        method: What is asked with `more`.
        clock: The clock.
    """

    def __init__(self, path: Path, method: str, clock: Clock) -> None:
        self._path = path
        self._request = encode({"method": method, "more": True})
        self._clock = clock
        self._line: socket.socket | None = None

    def wait(self, seconds: float) -> None:
        """Until there is news, and no longer than `seconds`; the work of one thread."""
        until = self._clock.monotonic() + seconds
        self._line = self._line or self._asked()
        with selectors.DefaultSelector() as selector:
            if self._line is not None:
                selector.register(self._line, selectors.EVENT_READ)
                if not self._clock.wait(until, selector) or self._has_news(self._line):
                    return
                selector.unregister(self._line)
                self.close()  # it has gone: not asked again before the time is over
            self._clock.wait(until, selector)

    def close(self) -> None:
        """Give the socket back."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _asked(self) -> socket.socket | None:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.setblocking(False)
        try:
            line.connect(str(self._path))
            line.sendall(self._request)
        except (OSError, ValueError):
            line.close()
            return None
        return line

    @staticmethod
    def _has_news(line: socket.socket) -> bool:
        """Read all that has come; False = the service has gone."""
        with suppress(BlockingIOError):
            while True:
                try:
                    if not line.recv(_CHUNK):
                        return False
                except ConnectionResetError:
                    return False
        return True
