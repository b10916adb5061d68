"""A client of the playout's control socket, independent of the hub's own (Varlink form)."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

INTERFACE = "vn.hub.Broadcast"
ANSWER_WITHIN_S = 5.0

Document = dict[str, Any]  # a JSON object of the hub's


class RefusedError(OSError):
    """The hub refused; the text is its answer."""


class Control:
    """One connection.

    Args:
        path: The socket.
    """

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(ANSWER_WITHIN_S)
        self._socket.connect(str(path))
        self._rest = b""

    def call(self, method: str, **parameters: object) -> Document:
        """Call a method; answers its parameters.

        Raises:
            OSError: No answer, or a refusal.
        """
        message = {"method": f"{INTERFACE}.{method}", "parameters": parameters}
        self._socket.sendall(json.dumps(message).encode() + b"\0")
        while b"\0" not in self._rest:
            more = self._socket.recv(65_536)
            if not more:
                raise ConnectionError("the hub closed the connection")
            self._rest += more
        text, _, self._rest = self._rest.partition(b"\0")
        answer: Document = json.loads(text)
        if "error" in answer:
            raise RefusedError(f"{method}: {answer}")
        found: Document = answer.get("parameters", {})
        return found

    def give(self, order: str, verb: str, **more: object) -> tuple[float, float]:
        """Give an order; answers when it was sent (wall clock) and the wait for the answer, s.

        Raises:
            OSError: No answer, or a refusal.
        """
        sent_s, began = time.time(), time.perf_counter()
        self.call("Give", id=order, verb=verb, zones=[], by="bench", **more)
        return sent_s, time.perf_counter() - began

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


def ask(path: Path, method: str, **parameters: object) -> Document:
    """One call on a connection of its own.

    Raises:
        OSError: No server, no answer, or a refusal.
    """
    connection = Control(path)
    try:
        return connection.call(method, **parameters)
    finally:
        connection.close()
