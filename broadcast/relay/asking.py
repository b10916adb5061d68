"""The playout's side of a relay: asks the service for a station, takes samples and news."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from hub.domain.ids import ProgrammeId
from hub.errors import LinkError

CONNECT_S: Final = 2.0
READ_BYTES: Final = 64 * 1024
LINE_BYTES: Final = 16 * 1024
"""More than this without the end of a line is no news of ours."""


class Call:
    """One call to the relay service: news on a socket, samples in a pipe.

    Args:
        path: The service's socket.
        programme: Whose station.
        attempt: How often it was tried before.

    Raises:
        LinkError: The service does not answer.
    """

    def __init__(self, path: Path, programme: ProgrammeId, attempt: int) -> None:
        self._rest = b""
        self.news = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.samples, theirs = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        os.set_blocking(theirs, True)
        line = json.dumps({"programme": programme, "attempt": attempt}) + "\n"
        try:
            self.news.settimeout(CONNECT_S)
            self.news.connect(str(path))
            socket.send_fds(self.news, [line.encode()], [theirs])
            self.news.settimeout(0.0)
        except OSError as error:
            self.close()
            raise LinkError("relay.no_service", path=path) from error
        finally:
            os.close(theirs)

    def take(self) -> bytes | None:
        """Samples that have come; None = no more will come."""
        try:
            return os.read(self.samples, READ_BYTES) or None
        except BlockingIOError:
            return b""

    def hear(self) -> list[dict[str, Any]] | None:
        """News that has come; None = the service has hung up."""
        try:
            data = self.news.recv(READ_BYTES)
        except BlockingIOError:
            return []
        except OSError:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LINE_BYTES:
            return None
        return [told for told in map(_told, lines) if told] if data else None

    def close(self) -> None:
        """Hang up: the service ends what it began."""
        self.news.close()
        with suppress(OSError):
            os.close(self.samples)


def _told(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
