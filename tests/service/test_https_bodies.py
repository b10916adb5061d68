"""Long bodies through real nginx: a link that breaks in the middle, and more than the hub takes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse

import pytest

from hub.certificates.server_config import LARGEST_MIB
from tests.service.https_hub import Hub, standing
from tests.service.test_uploads import PIECE, Phone

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]

WHOLE = 5 << 20


class SecurePhone(Phone):
    """The same phone, by https."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        super().__init__(hub.config, "Cô Mai")

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, str]:
        with closing(self.hub.call()) as line:
            line.request(method, path, body, self.around(headers or {}))
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        for told in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, text

    def cut_off(self, path: str, body: bytes, offset: int) -> None:
        """Send half a piece, and then the link is gone without a farewell."""
        with closing(self.hub.call()) as line:
            line.putrequest("PATCH", path)
            for name, value in self.around(self.piece(offset)).items():
                line.putheader(name, value)
            line.putheader("Content-Length", str(len(body)))
            line.endheaders()
            line.send(body[: len(body) // 2])
            line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with standing(tmp_path_factory.mktemp("https")) as made:
        yield made


def test_a_link_that_breaks_behind_nginx_loses_nothing_that_was_acknowledged(hub: Hub) -> None:
    phone = SecurePhone(hub)
    path = phone.begin(WHOLE)
    for at in range(0, 3 * PIECE, PIECE):
        assert phone.give(path, bytes(PIECE), at) == 204

    phone.cut_off(path, bytes(PIECE), 3 * PIECE)
    come = phone.come(path)

    assert 3 * PIECE <= come < 4 * PIECE
    assert phone.give(path, bytes(PIECE), come) == 204
    assert phone.come(path) == come + PIECE


def test_more_than_the_hub_takes_is_told_in_both_languages(hub: Hub) -> None:
    with closing(hub.call()) as line:
        line.putrequest("POST", "/door")
        line.putheader("Content-Length", str((LARGEST_MIB + 1) << 20))
        line.endheaders()
        answer = line.getresponse()
        text = answer.read().decode()

    assert answer.status == 413
    assert "Tệp lớn quá" in text
    assert "too large" in text
    assert "nginx" not in text.lower()
