"""The section ``[wifi]`` of the configuration: how access points and the internet are watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hub.domain.lan_address import lan_address
from hub.errors import RefusedError
from hub.toml_table import Table

MOST_CHECKS: Final = 4
"""Two unrelated ones tell what can be told."""
LONGEST_BODY: Final = 200


@dataclass(frozen=True, slots=True)
class Beyond:
    """A page of the internet whose answer is known.

    Attributes:
        host: Whose page.
        port: TCP port.
        path: Its path, with what follows it.
        status: HTTP status that it answers with.
        body: What stands in it, without blanks at its ends; "" = nothing.
    """

    host: str
    port: int
    path: str
    status: int = 204
    body: str = ""


@dataclass(frozen=True, slots=True)
class Wifi:
    """How access points and the internet are watched.

    Attributes:
        interval_s: Each point is looked at so often.
        again_s: ... and so often while it is in doubt.
        settle_s: It must be silent, or answer again, for so long until that is believed.
        gateway: The router, behind which the points are; "" = the default route's.
        internet: Pages that are asked whether there is internet; none = nobody looks.
        internet_s: They are asked so often.
    """

    interval_s: float = 30.0
    again_s: float = 5.0
    settle_s: float = 15.0
    gateway: str = ""
    internet: tuple[Beyond, ...] = ()
    internet_s: float = 60.0


def wifi_of(table: Table) -> Wifi:
    """The section ``[wifi]``."""
    standard = Wifi()
    gateway = table.text("gateway", "")
    try:
        gateway = lan_address(gateway)
    except RefusedError:
        table.problem("config.bad_gateway", value=gateway[:60])
    wifi = Wifi(
        interval_s=table.number("interval_s", standard.interval_s, 1.0, 600.0),
        again_s=table.number("again_s", standard.again_s, 0.2, 60.0),
        settle_s=table.number("settle_s", standard.settle_s, 0.5, 300.0),
        gateway=gateway,
        internet=_internet(table),
        internet_s=table.number("internet_s", standard.internet_s, 1.0, 3600.0),
    )
    if wifi.again_s > wifi.interval_s:
        table.problem("config.wifi_order")
    table.done()
    return wifi


def _internet(table: Table) -> tuple[Beyond, ...]:
    tables = table.tables("internet")
    if len(tables) > MOST_CHECKS:
        table.problem("config.many_checks", most=MOST_CHECKS)
    found = tuple(one for one in map(_beyond, tables) if one is not None)
    if len(found) > 1 and len({one.host for one in found}) < len(found):
        table.problem("config.same_check")
    return found


def _beyond(table: Table) -> Beyond | None:
    url = table.text("url", "")
    status = table.integer("status", 204, 200, 299)
    body = table.text("body", "").strip()
    table.done()
    try:
        parts = urlsplit(url)
        port = parts.port or 80
    except ValueError:
        parts, port = urlsplit(""), 0
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme != "http" or not parts.hostname or not is_plain or "@" in parts.netloc:
        table.problem("config.bad_check", value=url[:60])
        return None
    if len(body) > LONGEST_BODY:
        table.problem("config.long_body", most=LONGEST_BODY)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Beyond(parts.hostname, port, path, status, body)
