"""Links that break while a form is sent: reset in its middle, behind it, or before its answer."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from tests.forms import hidden
from tests.service.test_uploads import Phone, Village
from tests.service.village import START_S, wait_for

HALF: Final = "half of the form has come"
WHOLE: Final = "the form has come, and nobody waits for the answer"
ANSWERED: Final = "the answer has come, and nobody reads it"
CUTS: Final = (HALF, WHOLE, ANSWERED)
RESET: Final = b"\1\0\0\0\0\0\0\0"
"""SO_LINGER of nothing: closing sends RST, as a phone does that loses its network."""
FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_S: Final = 30.0


@contextmanager
def standing(
    folder: Path, *services: str, made: Callable[[Path], Village] = Village
) -> Iterator[Village]:
    """A village that stands as long as the tests of one file: pages and these services."""
    found = made(folder)
    try:
        for service in services:
            found.start(service)
        found.start_web()
        wait_for(found.hub.is_up, START_S)
        yield found
    finally:
        found.end()


def body_of(page: str, action: str, **fields: str | list[str]) -> bytes:
    """What a browser sends for the form of a page."""
    return urlencode({**hidden(page, action), **fields}, doseq=True).encode()


def cut(
    phone: Phone, path: str, body: bytes, when: str, headers: dict[str, str] | None = None
) -> None:
    """Send something, and lose the link."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    told = phone.around(headers or FORM)
    lines += [f"{name}: {value}" for name, value in told.items()]
    sent = body[: len(body) // 2] if when == HALF else body
    with socket.create_connection(("127.0.0.1", phone.port)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + sent)
        if when == ANSWERED:
            assert select.select([line], [], [], PATIENCE_S)[0]
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
