"""What waitress refuses by itself is told in the words of the hub."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from waitress import wasyncore
from waitress.server import create_server

from hub.words import say
from web.serving.strict_channel import be_strict

MOST = 1 << 20


@pytest.fixture
def port() -> Iterator[int]:
    """A server that takes a megabyte."""
    found: dict[int, Any] = {}
    is_over = threading.Event()

    def app(_: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    server = create_server(app, found, host="127.0.0.1", port=0, max_request_body_size=MOST)
    be_strict(list(found.values()))

    def turn() -> None:
        while not is_over.is_set():
            wasyncore.loop(timeout=0.05, use_poll=True, map=found, count=1)

    thread = threading.Thread(target=turn)
    thread.start()
    yield int(server.effective_port)
    is_over.set()
    thread.join(10)
    server.close()
    server.task_dispatcher.shutdown()
    wasyncore.close_all(found, ignore_all=True)


def posted(port: int, size: int, accept: str) -> tuple[int, str, str]:
    """Status, type and text of the answer to a form; only its head is sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", "/upload")
    connection.putheader("Content-Length", str(size))
    connection.putheader("Accept", accept)
    connection.endheaders()
    answer = connection.getresponse()
    told = answer.status, answer.headers["Content-Type"], answer.read().decode()
    connection.close()
    return told


def test_a_form_larger_than_the_server_takes_is_told_in_both_languages(port: int) -> None:
    status, kind, text = posted(port, 2 * MOST, "text/html,*/*;q=0.8")

    assert status == 413
    assert kind.startswith("text/html")
    assert say("error.http_413", "vi") in text
    assert say("error.http_413", "en") in text
    assert "waitress" not in text.lower()


def test_a_program_is_told_in_plain_words(port: int) -> None:
    status, kind, _ = posted(port, 2 * MOST, "application/json")

    assert status == 413
    assert kind.startswith("text/plain")
