"""The doors of the pages: straight from the network, or over the socket that only nginx can open.

Who calls and by which scheme is believed from nginx alone: rate limits, open phones and secure
cookies hang on it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any, Final

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
"""A WSGI application."""

CLIENT: Final = "HTTP_X_HUB_CLIENT"
"""Set by nginx (hub/certificates/server_config.py); waitress itself drops ``X-Forwarded-*``."""
LONGEST_NAME: Final = 253
"""Letters of a host's name."""
LONGEST_LABEL: Final = 64
"""Its labels are shorter."""
TOLD: Final = (
    CLIENT,
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_BY",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)
"""What callers say of where they come from."""


def open_door(app: Wsgi) -> Wsgi:
    """For whoever comes straight: what they say of themselves is not even read."""

    def plain(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        _forget(environ)
        environ["REMOTE_ADDR"] = address_of(environ.get("REMOTE_ADDR", "")) or ""
        return app(environ, start)

    return plain


def https_door(app: Wsgi) -> Wsgi:
    """For what nginx hands on: it says who calls, and that it was https."""

    def handed(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        client = address_of(environ.get(CLIENT, ""))
        if client is None:
            start("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"no client\n"]
        _forget(environ)
        environ["REMOTE_ADDR"] = client
        environ["wsgi.url_scheme"] = "https"
        return app(environ, start)

    return handed


def named_door(app: Wsgi) -> Wsgi:
    """Turns away a Host that can be no name (RFC 1035, 2.3.4) before anything looks it up.

    Encoding such a name fails outside of what answers with a page: it would be our mistake, 500.
    """

    def read(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").partition(":")[0]
        labels = host.removesuffix(".").split(".") if host else []
        if len(host) > LONGEST_NAME or any(not 0 < len(one) < LONGEST_LABEL for one in labels):
            start("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"no such host\n"]
        return app(environ, start)

    return read


def address_of(text: str) -> str | None:
    """An address in its one spelling; IPv4 that came in by an IPv6 socket is IPv4."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def _forget(environ: dict[str, Any]) -> None:
    for name in TOLD:
        environ.pop(name, None)
