"""Probes by TCP, and pages, on a machine that cannot even begin to ask."""

from __future__ import annotations

import errno
import selectors
import socket
from collections.abc import Iterator

import pytest

from hub.wifi_section import Beyond
from wifi.answer import Found
from wifi.pages import Round
from wifi.touch import Touch

PAGE = Beyond("b.example", 80, "/ok", 204, "")


@pytest.fixture
def selector(monkeypatch: pytest.MonkeyPatch) -> Iterator[selectors.BaseSelector]:
    """The service's, on a kernel without IPv6."""
    usual = socket.socket

    def refusing(family: int = -1, *more: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")
        return usual(family, *more)

    with selectors.DefaultSelector() as made:
        monkeypatch.setattr(socket, "socket", refusing)
        yield made


def test_without_ipv6_a_point_that_has_such_an_address_does_not_answer(
    selector: selectors.BaseSelector,
) -> None:
    told: list[str] = []

    cancel = Touch(selector).ask("fe80::1%eth0", 0, lambda: told.append("answered"))
    cancel()

    assert told == []
    assert not selector.get_map()


def test_without_ipv6_a_page_that_has_such_an_address_is_not_there(
    selector: selectors.BaseSelector,
) -> None:
    asked = Round((PAGE,), selector, lambda _: "2001:db8::9", 0.0)

    assert asked.turn(0.0) is None
    assert asked.found == [Found.NOTHING]
    assert not selector.get_map()
