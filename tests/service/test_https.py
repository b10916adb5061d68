"""https as phones meet it: real nginx, real certificates, the pages behind a socket."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.certificates.places import places_of
from tests.service.https_hub import Hub, answered, standing
from tests.service.village import wait_for

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with standing(tmp_path_factory.mktemp("https")) as made:
        yield made


@pytest.mark.timeout(120)
def test_a_phone_with_the_authority_reaches_the_pages_by_address_and_by_name(hub: Hub) -> None:
    for host in ("127.0.0.1", "hub.local", "thon-thu.local"):
        assert hub.get("/door", host)[0] == 401


@pytest.mark.timeout(120)
def test_cookies_that_let_in_are_locked_to_https(hub: Hub) -> None:
    _, cookies = hub.get("/door")

    seal = next(each for each in cookies if "hub_seal" in each)
    assert seal.startswith("__Host-hub_seal=")
    assert "Secure" in seal


@pytest.mark.timeout(120)
def test_over_plain_http_nobody_can_pretend_to_be_https(hub: Hub) -> None:
    forged = {"X_Forwarded_Proto": "https", "X_Hub_Client": "10.0.0.1", "Forwarded": "proto=https"}
    _, cookies = hub.plain("/door", **forged)

    assert cookies
    assert not any("__Host-" in each or "Secure" in each for each in cookies)


RAW = {
    "another name": b"GET /door HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a trailing dot": b"GET /door HTTP/1.1\r\nHost: hub.local.\r\n\r\n",
    "userinfo": b"GET /door HTTP/1.1\r\nHost: hub.local@evil.example\r\n\r\n",
    "a zone": b"GET /door HTTP/1.1\r\nHost: [fe80::1%25eth0]\r\n\r\n",
    "two hosts": b"GET /door HTTP/1.1\r\nHost: hub.local\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET /door HTTP/1.1\r\n\r\n",
    "no host in 1.0": b"GET /door HTTP/1.0\r\n\r\n",
    "an absolute address": b"GET http://evil.example/door HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "an absolute address with our host":
        b"GET http://evil.example/door HTTP/1.1\r\nHost: hub.local\r\n\r\n",
    "a forwarded host":
        b"GET /door HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: hub.local\r\n\r\n",
}  # fmt: skip
HARMLESS = {"an absolute address with our host"}
"""The page is made for hub.local all the same: no evil.example stands in it."""


def raw(hub: Hub, request: bytes, *, is_https: bool) -> bytes:
    port = hub.config.network.https_port if is_https else hub.config.web.port
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        wrap = hub.trusting().wrap_socket
        with wrap(plain, server_hostname="hub.local") if is_https else plain as made:
            made.sendall(request)
            return made.recv(65536)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("is_https", [True, False])
def test_no_trick_with_the_host_gets_a_page(hub: Hub, *, is_https: bool) -> None:
    for trick, request in RAW.items():
        answer = raw(hub, request, is_https=is_https)

        status = answer.split(b" ", 2)[1]
        assert status == b"400" or (trick in HARMLESS and status == b"401"), trick
        assert b"evil.example" not in answer, trick


@pytest.mark.timeout(120)
def test_an_upload_reaches_the_pages_while_it_is_still_sent(hub: Hub) -> None:
    """nginx keeps no copy of its own."""
    with closing(hub.call()) as connection:
        connection.putrequest("POST", "/door")
        connection.putheader("Content-Length", str(60 * 1024 * 1024))
        connection.endheaders()
        for _ in range(64):
            connection.send(b"x" * 65536)

        assert not [each for each in places_of(hub.config).run.rglob("*") if "body/" in str(each)]


@pytest.mark.timeout(120)
def test_a_new_certificate_is_shown_without_a_pause(hub: Hub) -> None:
    before = ssl.get_server_certificate(("127.0.0.1", hub.config.network.https_port))
    command = ["-m", "hub", "--config", str(hub.file), "certificate", "renew"]
    renewed = subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, cwd=hub.folder
    )

    assert renewed.stdout
    port = hub.config.network.https_port
    wait_for(lambda: ssl.get_server_certificate(("127.0.0.1", port)) != before, 20)
    assert hub.is_up()


@pytest.mark.timeout(120)
def test_plain_http_goes_on_without_https(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.start("web")
    try:
        wait_for(hub.is_plain_up, 30)
    finally:
        hub.end()


@pytest.mark.timeout(120)
def test_with_a_clock_that_nobody_set_no_certificate_is_made(tmp_path: Path) -> None:
    hub = Hub(tmp_path, assume="false")
    process = subprocess.run(
        ["faketime", "2026-11-01 07:00:00", sys.executable, "-m", "hub.certificates",
         "--config", str(hub.file)],
        check=False, capture_output=True, text=True, cwd=hub.folder,
    )  # fmt: skip

    assert process.returncode == 75, process.stderr
    assert "clock may be wrong" in process.stderr
    assert not places_of(hub.config).serving.exists()


@pytest.mark.timeout(120)
def test_a_clock_of_before_this_program_is_not_believed_even_if_told_to(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    command = [sys.executable, "-m", "hub.certificates", "--config", str(hub.file)]
    shifted = subprocess.run([*command, "--clock-offset-s", "-200000000"], check=False)

    assert shifted.returncode == 75
    assert not places_of(hub.config).serving.exists()


@pytest.mark.timeout(120)
def test_what_is_public_is_told_in_a_file_without_keys(hub: Hub) -> None:
    told = json.loads(places_of(hub.config).told.read_text("utf-8"))

    assert told["serving"]["addresses"] == ["127.0.0.1"]
    assert "PRIVATE" not in json.dumps(told)


@pytest.mark.timeout(120)
def test_what_a_stranger_says_of_where_he_comes_from_is_not_believed(hub: Hub) -> None:
    """The last test of this file: it empties the bucket of one address."""
    statuses = set()
    with closing(hub.call()) as connection:
        for number in range(1200):
            stranger = f"10.0.{number % 250}.1"
            told = {"X-Forwarded-For": stranger, "X-Hub-Client": stranger}
            connection.request("GET", "/alive", headers=told)
            statuses.add(answered(connection)[0])
            if 429 in statuses:
                break

    assert statuses == {200, 429}
