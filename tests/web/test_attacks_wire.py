"""Attacks below the pages, on a real process: smuggled requests, floods, names, sizes."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest

from tests.service.pages import serving, with_pages
from tests.service.village import SmallHub
from tests.web.burglar import Browser, paired, raw

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallHub]:
    made = with_pages(SmallHub(tmp_path_factory.mktemp("hub")))
    with serving(made):
        yield made


@pytest.fixture(scope="module")
def head(hub: SmallHub) -> Browser:
    return paired(hub, "Hoa")


HOST = b"Host: 127.0.0.1\r\n"
SMUGGLED = b"GET /static/smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
MALFORMED = {
    "two lengths": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde" + SMUGGLED,
    "length and chunks": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks in disguise": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\nabcde" + SMUGGLED,
    "chunks twice": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a plus in the length": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Content-Length: +5\r\n\r\nabcde" + SMUGGLED,
    "an underscore in the length": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Content-Length: 1_0\r\n\r\nabcdeabcde" + SMUGGLED,
    "a negative length": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Content-Length: -1\r\n\r\n" + SMUGGLED,
    "space before the colon": b"POST /door HTTP/1.1\r\n" + HOST
    + b"Content-Length : 5\r\n\r\nabcde" + SMUGGLED,
    "a folded header": b"GET /alive HTTP/1.1\r\n" + HOST + b"X-A: b\r\n c: d\r\n\r\n" + SMUGGLED,
    "a bare line feed": b"GET /alive HTTP/1.1\n" + HOST + b"X: y\n\n" + SMUGGLED,
    "a null": b"GET /alive HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n" + SMUGGLED,
}  # fmt: skip


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_what_two_servers_could_read_in_two_ways_is_refused(hub: SmallHub, sent: bytes) -> None:
    heard = raw(hub, sent)

    assert heard.count(b"HTTP/1.") <= 1, heard[:2000]
    assert heard.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4", b"HTTP/1.1 5", b"<reset>")) or not heard


def test_two_names_of_the_host_are_refused(hub: SmallHub) -> None:
    heard = raw(hub, b"GET /door HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n")

    assert b" 400 " in heard.split(b"\r\n")[0]


NO_NAMES = ["a" * 64, "a" * 3000, "a..b", ".", "a." * 200]
"""Encoding these fails."""


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.nip.io", "hub.local.evil", "", *NO_NAMES]
)
@pytest.mark.parametrize("path", ["/", "/door", "/api/v1/state", "/kiosk/", "/alive"])
def test_a_name_that_was_rebound_to_the_hub_gets_nothing(
    hub: SmallHub, head: Browser, host: str, path: str
) -> None:
    assert head.get(path, Host=host).status == 400


def test_an_absolute_address_does_not_get_around_the_host(hub: SmallHub) -> None:
    heard = raw(hub, b"GET http://evil.example/door HTTP/1.1\r\nHost: evil.example\r\n\r\n")

    assert b" 400 " in heard.split(b"\r\n")[0]


def test_what_callers_say_of_where_they_come_from_is_not_believed(head: Browser) -> None:
    copy = head.copied("127.0.0.66")

    answer = copy.get("/", X_Forwarded_For="127.0.0.9", X_Hub_Client="127.0.0.9")

    assert (answer.status, answer.header("Location")[:4]) == (303, "/pin")


def test_huge_headers_are_refused(hub: SmallHub) -> None:
    heard = raw(hub, b"GET /alive HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 70_000 + b"\r\n\r\n")

    assert heard.startswith((b"HTTP/1.0 431", b"HTTP/1.1 431")), heard[:100]


def test_a_body_without_end_is_refused_before_it_is_read(hub: SmallHub) -> None:
    heard = raw(
        hub,
        b"POST /door HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999\r\n\r\n" + b"a" * 9000,
    )

    assert heard.startswith((b"HTTP/1.1 413", b"HTTP/1.0 413")), heard[:100]


@pytest.mark.parametrize("path", ["/door", "/api/v1/orders/stop", "/orders/stop"])
def test_a_form_larger_than_forms_are_is_refused(head: Browser, path: str) -> None:
    answer = head.ask("POST", path, b"a=" + b"b" * 100_000)

    assert answer.status in {400, 403, 413, 415}


def test_packed_bodies_are_not_unpacked(head: Browser) -> None:
    bomb = gzip.compress(b'{"id": "' + b"a" * 20_000_000 + b'"}')
    head.get("/more")

    answer = head.ask(
        "POST",
        "/api/v1/orders/stop",
        bomb,
        Content_Type="application/json",
        Content_Encoding="gzip",
        X_Hub_Mark=head.mark,
    )

    assert answer.status == 400


@pytest.mark.parametrize(
    "bomb",
    [b"[" * 60_000, b'{"a":' * 12_000, b'{"id":"x","zones":[' + b'"a",' * 15_000 + b'"a"]}',
     b'{"id": ' + b"9" * 60_000 + b"}", json.dumps({f"k{n}": n for n in range(5000)}).encode()],
    ids=["arrays", "objects", "zones", "digits", "keys"],
)  # fmt: skip
def test_bombs_of_json_are_refused(head: Browser, bomb: bytes) -> None:
    head.get("/more")

    answer = head.ask(
        "POST",
        "/api/v1/orders/stop",
        bomb,
        Content_Type="application/json",
        X_Hub_Mark=head.mark,
    )

    assert answer.status in {400, 413, 422}


def test_thousands_of_fields_in_a_form_are_refused(head: Browser) -> None:
    head.get("/more")
    fields = {f"f{number}": "x" for number in range(3000)}

    assert head.post("/compose", fields).status in {400, 413, 422}


def test_stop_answers_while_two_hundred_connections_say_nothing(
    hub: SmallHub, head: Browser
) -> None:
    where = ("127.0.0.1", hub.config.web.port)
    with ExitStack() as stack:
        slow = []
        for number in range(200):
            made = socket.create_connection(where, 10, source_address=("127.0.0.55", 0))
            stack.callback(made.close)
            if number % 3 == 0:
                made.sendall(b"POST /orders/stop HTTP/1.1\r\nHost: 127.0.0.1\r\nX-a: ")
            elif number % 3 == 1:
                made.sendall(b"POST /door HTTP/1.1\r\n" + HOST + b"Content-Length: 60000\r\n\r\nx")
            slow.append(made)

        assert head.stop().status == 200


def test_stop_answers_while_many_addresses_say_nothing(hub: SmallHub, head: Browser) -> None:
    where = ("127.0.0.1", hub.config.web.port)
    with ExitStack() as stack:
        for number in range(200):
            source = (f"127.0.1.{number + 1}", 0)
            made = socket.create_connection(where, 10, source_address=source)
            stack.callback(made.close)
            made.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-slow: ")

        assert head.stop().status == 200


def test_a_paired_phone_keeps_fifty_connections_and_asks_on_all_of_them(
    hub: SmallHub, head: Browser
) -> None:
    port = hub.config.web.port
    told = {"User-Agent": head.agent, "Host": f"127.0.0.1:{port}"}
    told["Cookie"] = "; ".join(f"{name}={value}" for name, value in head.cookies.items())
    kept = [HTTPConnection("127.0.0.1", port, 30, source_address=(head.address, 0))
            for _ in range(50)]  # fmt: skip
    statuses = []

    for _ in range(8):
        for connection in kept:
            connection.request("GET", "/", None, told)
            answer = connection.getresponse()
            answer.read()
            statuses.append((answer.status, answer.will_close))
    for connection in kept:
        connection.close()

    assert set(statuses) == {(200, False)}
