"""What the playout and the relay's child say to each other.

The playout connects to a socket, sends one line of JSON, and with it the writing end of a pipe.
Samples (mono, 16 bit, the hub's rate) come through the pipe, straight from the decoder; lines of
JSON that say how it goes come back on the socket.  Whoever closes the socket ends it.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from hub.domain.ids import ProgrammeId
from hub.errors import HubError, RefusedError

LINE_BYTES: Final = 4096
ASK_S: Final = 5.0
"""Whoever connects says within this what it wants."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the playout wants.

    Attributes:
        programme: Whose stream; never an address, the child looks that up by itself.
        attempt: How often it was tried before: the alternates take turns.
        output: Open file for the samples.
    """

    programme: ProgrammeId
    attempt: int
    output: int


def receive(connection: socket.socket) -> Asked:
    """Read what is wanted.

    Raises:
        RefusedError: ``relay.bad_request``.
    """
    connection.settimeout(ASK_S)
    data, files = b"", list[int]()
    try:
        while b"\n" not in data and len(data) <= LINE_BYTES:
            more, found, _, _ = socket.recv_fds(connection, LINE_BYTES, 1)
            data, files = data + more, files + list(found)
            if not more:
                break
        told = json.loads(data.partition(b"\n")[0])
        return Asked(ProgrammeId(str(told["programme"])), max(0, int(told["attempt"])), files[0])
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        for file in files:
            os.close(file)
        raise RefusedError("relay.bad_request") from error


class Teller:
    """Says on the socket how it goes; a playout that has gone hears nothing more.

    Args:
        connection: The socket.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def tell(self, **facts: object) -> None:
        """One line."""
        line = json.dumps(facts, ensure_ascii=False, default=str) + "\n"
        with suppress(OSError):
            self._connection.sendall(line.encode())

    def trouble(self, error: HubError) -> None:
        """Why it ends."""
        values: Mapping[str, Any] = {name: str(value) for name, value in error.values.items()}
        final = isinstance(error, RefusedError)
        self.tell(state="over", key=error.key, values=values, final=final)
