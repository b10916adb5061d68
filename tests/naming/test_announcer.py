"""Names in a real network of one machine: zeroconf's own questions get our answers."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from hub.clock import SystemClock
from hub.naming.announcer import Announcer, Identity

pytestmark = pytest.mark.service

LOOP = "127.0.0.1"


def identity(*names: str) -> Identity:
    return Identity("Thôn Thử", names, [("_http._tcp.local.", 8080), ("_https._tcp.local.", 8443)])


@pytest.fixture
def announced() -> Iterator[Callable[..., Announcer]]:
    made: list[Announcer] = []

    def announce(*names: str, own: tuple[str, ...] = (LOOP,)) -> Announcer:
        each = Announcer(identity(*names), [LOOP], lambda a: a in own, SystemClock())
        made.append(each)
        each.begin()
        return each

    yield announce
    for each in made:
        each.close()


@pytest.fixture
def phone() -> Iterator[Zeroconf]:
    found = Zeroconf(interfaces=[LOOP], ip_version=IPVersion.V4Only)
    yield found
    found.close()


def pretend(name: str, address: str, phone: Zeroconf) -> None:
    """Somebody else in the network who goes by a name."""
    info = ServiceInfo(
        "_test._tcp.local.",
        "Khác._test._tcp.local.",
        1,
        addresses=[socket.inet_aton(address)],
        server=f"{name}.",
    )
    phone.register_service(info)


def until(told: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as nothing:
        while time.monotonic() < end:
            if told():
                return True
            nothing.select(0.1)
    return False


def test_a_phone_finds_address_and_ports_by_the_name(
    announced: Callable[..., Announcer], phone: Zeroconf
) -> None:
    assert announced("hub-a.local").name == "hub-a.local"

    found = phone.get_service_info("_https._tcp.local.", "Thôn Thử._https._tcp.local.", 10_000)

    assert found is not None
    assert (found.server, found.port) == ("hub-a.local.", 8443)
    assert found.parsed_addresses() == [LOOP]


def test_a_name_that_somebody_has_is_left_to_them(
    announced: Callable[..., Announcer], phone: Zeroconf
) -> None:
    pretend("hub-b.local", "127.0.0.9", phone)

    assert announced("hub-b.local", "thon-thu.local").name == "thon-thu.local"


def test_its_own_address_under_the_name_is_no_stranger(
    announced: Callable[..., Announcer], phone: Zeroconf
) -> None:
    pretend("hub-c.local", "127.0.0.9", phone)

    assert announced("hub-c.local", own=(LOOP, "127.0.0.9")).name == "hub-c.local"


def test_who_comes_later_with_a_greater_address_gets_the_name(
    announced: Callable[..., Announcer], phone: Zeroconf
) -> None:
    hub = announced("hub-d.local", "thon-thu.local")
    pretend("hub-d.local", "127.0.0.9", phone)

    assert until(lambda: hub.turn() == "thon-thu.local")


def test_who_comes_later_with_a_smaller_address_does_not(
    announced: Callable[..., Announcer], phone: Zeroconf
) -> None:
    hub = announced("hub-e.local", "thon-thu.local")
    pretend("hub-e.local", "127.0.0.0", phone)

    assert not until(lambda: hub.turn() != "hub-e.local", 2)


def test_without_a_free_name_nothing_is_announced(
    announced: Callable[..., Announcer], phone: Zeroconf
) -> None:
    pretend("hub-f.local", "127.0.0.9", phone)

    assert announced("hub-f.local").name is None
