"""Stations over https: trusted by the machine's own authorities, or not heard."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hub.certificates.making import Signer, new_authority, new_leaf, pem_of
from hub.clock import SystemClock
from hub.domain.relay import Host
from hub.errors import LinkError
from hub.relay.station import Stream, open_stream
from tests.relay.servers import Say, Server, head, serving

pytestmark = pytest.mark.service

SOUND = bytes(range(256)) * 8_192
"""2 MiB: many records of TLS."""


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signer:
    """An authority that this machine believes."""
    made = new_authority("Đài", ("radio.test",), ("127.0.0.0/8",), datetime.now(UTC))
    path = tmp_path / "authorities.pem"
    path.write_bytes(made.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return made


def tls(folder: Path, signer: Signer | None, address: str = "127.0.0.1") -> ssl.SSLContext:
    leaf = new_leaf(signer, ("radio.test",), (address,), datetime.now(UTC))
    path = folder / "leaf.pem"
    path.write_bytes(pem_of(leaf.key, leaf.certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def answer(_: str, say: Say) -> None:
    say(head("audio/mpeg"))
    say(SOUND)


def opened(server: Server) -> Stream:
    return open_stream(server.url(), (Host("127.0.0.1"),), SystemClock(), lambda _: None)


def test_a_trusted_station_is_heard_whole(authority: Signer, tmp_path: Path) -> None:
    with serving(answer, tls(tmp_path, authority)) as server:
        assert b"".join(opened(server).chunks) == SOUND


@pytest.mark.parametrize("sort", ["its own word", "another address"])
def test_a_station_that_nobody_vouches_for_is_not_heard(
    authority: Signer, tmp_path: Path, sort: str
) -> None:
    signer, address = {
        "its own word": (None, "127.0.0.1"),
        "another address": (authority, "127.0.0.2"),
    }[sort]

    context = tls(tmp_path, signer, address)
    with serving(answer, context) as server, pytest.raises(LinkError) as caught:
        opened(server)

    assert caught.value.key == "relay.unreachable"
    assert server.asked == []
