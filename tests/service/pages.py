"""The pages of a small hub, as processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from tests.ports import free_port
from tests.service.village import SmallHub, ended, wait_for


def with_pages(hub: SmallHub) -> SmallHub:
    """The hub, with a port for its pages."""
    with hub.path.open("a", encoding="utf-8") as file:
        file.write(f'\n[web]\nhost = "127.0.0.1"\nport = {free_port()}\n')
    return hub


def get(hub: SmallHub, path: str) -> tuple[int, str]:
    """Status and body of a page."""
    connection = HTTPConnection("127.0.0.1", hub.config.web.port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def is_up(hub: SmallHub) -> bool:
    """The pages answer."""
    try:
        return get(hub, "/alive")[0] == 200
    except OSError:
        return False


@contextmanager
def serving(hub: SmallHub) -> Iterator[SmallHub]:
    """Playout and pages run for the length of a `with` block."""
    processes = [hub.start("broadcast"), hub.start("web")]
    try:
        wait_for(lambda: is_up(hub) and hub.is_up(), 60)
        yield hub
    finally:
        for process in processes:
            ended(process)
