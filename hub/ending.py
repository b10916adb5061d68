"""SIGTERM and SIGINT wake a loop and end it."""

from __future__ import annotations

import selectors
import signal
import socket
from types import FrameType


class Ending:
    """Asks a loop to end."""

    def __init__(self) -> None:
        self._out, self._in = socket.socketpair()
        self._out.setblocking(False)
        self.is_asked = False

    def watch(self, selector: selectors.BaseSelector) -> None:
        """Put the signals into a selector."""
        selector.register(self._in, selectors.EVENT_READ, lambda: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def close(self) -> None:
        """Give both ends back."""
        self._out.close()
        self._in.close()

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_asked = True
        self._out.send(b"!")
