"""Who asks for the screen's pulse is answered by the hub, by something else, or by nobody."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import hub.checkup.pulse
from hub.checkup.pulse import PATIENCE_S, Pulse, ask


@contextmanager
def answering(told: bytes) -> Iterator[int]:
    """A port where one request is answered with these bytes; b"" = taken and never answered."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        held: list[socket.socket] = []

        def serve() -> None:
            line, _ = door.accept()
            held.append(line)
            line.recv(4096)
            if told:
                line.sendall(told)
                line.close()

        serving = threading.Thread(target=serve)
        serving.start()
        yield door.getsockname()[1]
        serving.join()
        for line in held:
            line.close()


def document(text: str, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode()


@pytest.mark.parametrize(
    ("told", "pulse"),
    [
        (document('{"age_s": 1.5, "lit": false}'), Pulse(1.5, is_lit=False)),
        (document('{"age_s": null, "lit": true}'), Pulse(None)),
        (document('{"age_s": 1.5, "lit": true}', "500 Broken"), None),
        (document('{"age_s": "x", "lit": true}'), None),
        (document('{"age_s": [], "lit": true}'), None),
        (document("null"), None),
        (document("[1]"), None),
        (document("<html>"), None),
        (b"220 mail ready\r\n", None),
    ],
)
def test_only_the_hub_tells_a_pulse(
    told: bytes, pulse: Pulse | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub.checkup.pulse, "PATIENCE_S", 30.0)  # on a slow machine, too

    with answering(told) as port:
        assert ask(port) == pulse


def test_whoever_takes_a_call_and_says_nothing_is_nobody() -> None:
    with answering(b"") as port:
        began_s = time.monotonic()

        assert ask(port) is None
        assert time.monotonic() - began_s < 10 * PATIENCE_S
