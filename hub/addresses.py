"""Under which address a phone finds the pages of this hub."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Final

from hub.config import Config
from hub.interfaces import ANYWHERE

_ELSEWHERE: Final = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737): only asked which way it would go; nothing is sent."""
HTTP_PORT: Final = 80


def own_address() -> str:
    """This machine's address in the village's network; its own loop when there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(_ELSEWHERE)
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def pages_address(config: Config, port: int | None = None, host: str = "") -> str:
    """Where the pages are: the number, which works on every phone, unlike ``hub.local``.

    Args:
        config: The configuration.
        port: Where they really listen, when that is known.
        host: A name instead of the number.
    """
    bound = config.web.host
    shown = host or (own_address() if bound in ANYWHERE else bound)
    given = config.web.port if port is None else port
    return f"http://{shown}" + ("" if given == HTTP_PORT else f":{given}") + "/"
