"""Players that take in some seconds of sound and then wait keep nobody else out."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest

from tests.service.pages import get, is_up, with_pages
from tests.service.village import SmallHub, ended, wait_for
from tests.web.burglar import Browser, paired
from web.__main__ import EXIT_BROKEN
from web.serving.jam import JAMMED_S
from web.serving.server import THREADS

pytestmark = [pytest.mark.service, pytest.mark.timeout(240)]

LONG = 48 << 20
"""Bytes of a long sound: more than waitress keeps for one who does not take them."""
SMALL = 4096
PATIENCE_S = 60.0
BEGUN = b"HTTP/1.1 2"


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> SmallHub:
    return with_pages(SmallHub(tmp_path_factory.mktemp("hub")))


@pytest.fixture
def pages(hub: SmallHub) -> Iterator[subprocess.Popen[bytes]]:
    process = hub.start("web")
    try:
        wait_for(lambda: is_up(hub), PATIENCE_S)
        yield process
    finally:
        if process.poll() is None:
            ended(process)


def long_sound(hub: SmallHub) -> str:
    """The address of a bulletin that is as long as a relayed programme."""
    name = hub.tone("dai", 1.0)
    os.truncate(hub.config.media_dir / f"{name}.wav", LONG)
    return f"/compose/{name}/sound"


def asked(stack: ExitStack, head: Browser, path: str, told: str = "", times: int = 1) -> bytes:
    """Somebody who asks for a sound and takes in only how the answer begins."""
    port = head.hub.config.web.port
    made = stack.enter_context(socket.socket())
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    made.settimeout(PATIENCE_S)
    made.bind((head.address, 0))
    made.connect(("127.0.0.1", port))
    cookies = "; ".join(f"{name}={value}" for name, value in head.cookies.items())
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {cookies}"]
    lines += [f"User-Agent: {head.agent}", *([told] if told else []), "", ""]
    made.sendall("\r\n".join(lines).encode() * times)
    return made.recv(len(BEGUN))


def fetched(head: Browser, path: str, told: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a range."""
    line = HTTPConnection("127.0.0.1", head.hub.config.web.port, 30, (head.address, 0))
    cookies = "; ".join(f"{name}={value}" for name, value in head.cookies.items())
    line.request("GET", path, headers={"Range": told, "Cookie": cookies, "User-Agent": head.agent})
    answer = line.getresponse()
    try:
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        line.close()


@pytest.mark.parametrize("told", ["", "Range: bytes=0-", "Range: bytes=1000000-"])
def test_players_that_wait_keep_nobody_else_out(
    hub: SmallHub, pages: subprocess.Popen[bytes], told: str
) -> None:
    path, head = long_sound(hub), paired(hub, "Hoa")

    with ExitStack() as stack:
        for _ in range(2 * THREADS):
            assert asked(stack, head, path, told) == BEGUN

        assert [get(hub, "/alive")[0] for _ in range(THREADS)] == [200] * THREADS
        assert head.get("/more").status == 200
    assert pages.poll() is None


@pytest.mark.parametrize(
    ("told", "status"),
    [("bytes=0-99", 206), ("bytes=50-", 206), ("bytes=-100", 206), ("bytes=99999999-", 416)],
)
def test_a_range_is_what_was_asked_for(
    hub: SmallHub, pages: subprocess.Popen[bytes], told: str, status: int
) -> None:
    name, head = hub.tone("ngan", 0.1), paired(hub, "Hoa")
    whole = (hub.config.media_dir / f"{name}.wav").read_bytes()
    begin, _, end = told.removeprefix("bytes=").partition("-")
    part = slice(int(begin), int(end) + 1 if end else None) if begin else slice(-int(end), None)

    code, headers, body = fetched(head, f"/compose/{name}/sound", told)

    assert code == status
    if status == 206:
        assert body == whole[part]
        assert headers["Content-Length"] == str(len(whole[part]))
        assert headers["Content-Range"].endswith(f"/{len(whole)}")


def test_pages_whose_every_thread_is_stuck_are_ended_to_be_started_again(
    hub: SmallHub, pages: subprocess.Popen[bytes]
) -> None:
    path, head = long_sound(hub), paired(hub, "Hoa")

    with ExitStack() as stack:
        for _ in range(THREADS):  # the second answer waits for room, on its thread
            assert asked(stack, head, path, times=2) == BEGUN
        next_one = stack.enter_context(socket.create_connection(("127.0.0.1", hub.config.web.port)))
        next_one.sendall(b"GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

        assert pages.wait(JAMMED_S + PATIENCE_S) == EXIT_BROKEN
