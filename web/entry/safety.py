"""What every answer carries and every request must pass: hosts, headers, forged forms, sizes."""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Collection
from typing import Final

from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import BadRequest

from hub.errors import RefusedError
from hub.names import hub_names
from hub.tokens import new_token
from web.parts import parts

SEAL: Final = "hub_seal"
"""Cookie from which the marks of forms are made; another one after each pairing."""
FIELD: Final = "mark"
HEADER: Final = "X-Hub-Mark"
YEAR_S: Final = 365 * 24 * 3600
SECRETS: Final = frozenset({"hub_phone", "hub_open", "hub_reading", SEAL})
"""Cookies that let somebody in."""
LOCKED: Final = "__Host-"
"""Begins the names of cookies that were set over https: plain http neither sees nor sets them."""
MET: Final = "hub_https"
"""Cookie without a secret: this phone was let in over https, so plain http shows it the way."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT: Final = 64 * 1024
"""Bytes of a form; pages that take files raise it for themselves."""
PARTS_LIMIT: Final = 200

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
}


_HOST: Final = re.compile(r"(?:(?P<name>[a-z0-9.-]+)|\[(?P<v6>[0-9a-f:.]+)\])(?::\d{1,5})?")


def set_up(app: Flask) -> None:
    """Check what comes, mark what goes."""
    app.config.update(MAX_CONTENT_LENGTH=BODY_LIMIT, MAX_FORM_PARTS=PARTS_LIMIT)
    app.before_request(_check)
    app.after_request(_mark)
    app.jinja_env.globals.update(form_mark=form_mark)


def is_known_host(host: str, names: Collection[str]) -> bool:
    """True when a browser may call the hub so: by one of its names, or by any address.

    A page of another site can point its own *name* at the hub (DNS rebinding), never an address.
    """
    told = _HOST.fullmatch(host.lower())
    if told is None:
        return False
    name = told["name"] or told["v6"]
    if name in names or name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def form_mark() -> str:
    """What a form carries to show that this page made it, for this phone."""
    return _mark_of(_seal(), g.get("phone_id", ""))


def renew_seal() -> None:
    """Forms that were made before are no good any more: this phone was just let in."""
    g.seal, g.is_new_seal = new_token(), True


def _check() -> None:
    _check_host(request)


def check_form() -> None:
    """Refuse a write that no page of ours asked for.

    Raises:
        RefusedError: The mark is missing or another phone's.
    """
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise RefusedError("error.forged")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise RefusedError("error.forged")
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), form_mark().encode()):
        raise RefusedError("error.stale_mark")


def _mark(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if g.get("is_new_seal"):
        set_cookie(response, SEAL, g.seal, YEAR_S)
    return response


def set_cookie(response: Response, name: str, value: str, age_s: int | None) -> None:
    """A cookie that no script reads and no other site sends.

    Over https a secret one is given under a name of its own, and the plain one is taken back:
    from then on it is never sent in the clear.
    """
    is_locked = request.is_secure and name in SECRETS
    if is_locked and name in request.cookies:
        response.delete_cookie(name, httponly=True, samesite="Lax")
    response.set_cookie(
        LOCKED + name if is_locked else name,
        value,
        max_age=age_s,
        httponly=True,
        samesite="Lax",
        secure=is_locked,
    )


def cookie(name: str) -> str:
    """A secret cookie of this request, or nothing."""
    locked = request.cookies.get(LOCKED + name, "") if request.is_secure else ""
    return locked or request.cookies.get(name, "")


def _check_host(asked: Request) -> None:
    if not is_known_host(asked.headers.get("Host", ""), hub_names(parts().config)):
        raise BadRequest("host")


def _seal() -> str:
    if "seal" not in g:
        g.seal = cookie(SEAL)
        if len(g.seal) < len(new_token()):
            renew_seal()
    return str(g.seal)


def _mark_of(seal: str, phone: str) -> str:
    return hmac.new(seal.encode(), f"form {phone}".encode(), "sha256").hexdigest()
