"""Under which address another phone finds the pages: the number, which every phone understands."""

from __future__ import annotations

import ipaddress

from flask import request

from hub.addresses import own_address
from hub.interfaces import ANYWHERE
from hub.names import announced_name
from web.entry.secure_way import HTTP_PORT, base, name_of
from web.parts import parts


def plain_address() -> str:
    """Where a new phone begins: by number and plain http, the first rung, without a warning.

    Names ending in ``.local`` fail on many Android phones, and a first https page would warn.
    """
    web = parts().config.web
    if request.is_secure:
        return base("http", _number(), web.port)
    given = request.host[len(name_of(request.host)) :].removeprefix(":")
    return base("http", _number(), int(given or HTTP_PORT))


def named_address() -> str:
    """The same by the name that the hub told the network; "" while it has none."""
    name = announced_name(parts().config)
    return plain_address().replace(f"//{_number()}", f"//{name}", 1) if name is not None else ""


def _number() -> str:
    host = parts().config.web.host
    if host not in ANYWHERE:
        return host
    asked = name_of(request.host)
    try:
        found = ipaddress.ip_address(asked.strip("[]"))
    except ValueError:
        return own_address()
    return own_address() if found.is_loopback else asked
