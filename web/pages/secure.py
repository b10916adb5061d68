"""https on this phone: which rung of the ladder it stands on, and how to climb, with pictures."""

from __future__ import annotations

import socket
from typing import Final

from flask import Blueprint, Response, abort, render_template, request

from hub.certificates.places import places_of
from hub.certificates.told import read_told
from hub.interfaces import ANYWHERE
from web.entry.guard import anybody
from web.entry.secure_way import Way, grouped, is_covered
from web.parts import parts

pages = Blueprint("secure", __name__, url_prefix="/secure")

LOCAL: Final = "127.0.0.1"
ANSWER_S: Final = 0.2
CERTIFICATE: Final = "application/x-x509-ca-cert"
"""By this type phones know that it can be installed."""


@pages.get("")
@anybody()
def how() -> str:
    """The page; for phones that are not paired, too: they come to it first."""
    told, here = read_told(places_of(parts().config).told), way()
    authority = told.authority
    return render_template(
        "secure.html",
        level=here.level(told),
        safer=here.safer(told) + "secure",
        here=here.name,
        authority=authority,
        groups=grouped(authority.fingerprint) if authority is not None else [],
        is_covered=is_covered(told, here.name),
        supplied=told.supplied,
        agent=_system(),
    )


@pages.get("/hub.crt")
@anybody()
def certificate() -> Response:
    """The authority's certificate; public, no key."""
    try:
        content = places_of(parts().config).download.read_bytes()
    except OSError:
        abort(404)
    named = {"Content-Disposition": 'inline; filename="village-hub.crt"'}
    return Response(content, mimetype=CERTIFICATE, headers=named)


def way() -> Way:
    """How this request came."""
    port = parts().config.network.https_port
    is_up = request.is_secure or (port > 0 and _answers(port))
    return Way(request.host, request.is_secure, is_up, port)


def _answers(port: int) -> bool:
    host = parts().config.web.host
    try:
        with socket.create_connection((LOCAL if host in ANYWHERE else host, port), ANSWER_S):
            return True
    except OSError:
        return False


def _system() -> str:
    agent = request.headers.get("User-Agent", "")
    return "iphone" if "iPhone" in agent or "iPad" in agent else "android"
