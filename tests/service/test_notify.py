"""sd_notify over real sockets, as systemd listens."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.notify import Notifier

pytestmark = pytest.mark.service


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest) -> Iterator[tuple[socket.socket, str]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener,
    ):
        path = str(Path(folder) / "notify")
        named = path if request.param == "path" else "@" + path
        listener.bind(named.replace("@", "\0"))
        listener.settimeout(2)
        yield listener, named


def test_systemd_hears_each_message(systemd: tuple[socket.socket, str]) -> None:
    listener, named = systemd
    with closing(Notifier({"NOTIFY_SOCKET": named})) as notifier:
        notifier.ready("next 17:00 Bản tin xã")
        notifier.alive()
        notifier.status("on air:\nBản tin xã")
        notifier.stopping()

    assert listener.recv(500).decode() == "READY=1\nSTATUS=next 17:00 Bản tin xã"
    assert listener.recv(500) == b"WATCHDOG=1"
    assert listener.recv(500).decode() == "STATUS=on air: Bản tin xã"
    assert listener.recv(500) == b"STOPPING=1"


def test_the_same_status_is_sent_once(systemd: tuple[socket.socket, str]) -> None:
    listener, named = systemd
    with closing(Notifier({"NOTIFY_SOCKET": named})) as notifier:
        notifier.status("waiting")
        notifier.status("waiting")
        notifier.alive()

    assert listener.recv(500) == b"STATUS=waiting"
    assert listener.recv(500) == b"WATCHDOG=1"


def test_a_socket_that_went_away_is_no_trouble(tmp_path: Path) -> None:
    with closing(Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")})) as notifier:
        notifier.ready()


def test_a_listener_that_does_not_read_holds_nothing_up(
    systemd: tuple[socket.socket, str],
) -> None:
    _, named = systemd
    with closing(Notifier({"NOTIFY_SOCKET": named})) as notifier:
        for _ in range(5000):
            notifier.alive()


def test_without_systemd_nothing_happens() -> None:
    notifier = Notifier({})

    notifier.ready("x")

    assert notifier.watchdog_s() is None


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "10000000"}, 10.0),
        ({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": str(os.getpid())}, 10.0),
        ({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "²"}, None),
    ],
)
def test_the_watchdog_interval_is_read(environment: dict[str, str], seconds: float | None) -> None:
    assert Notifier(environment).watchdog_s() == seconds
