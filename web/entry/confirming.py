"""A phone shows whose it is: by its PIN, or by finger or face where passkeys are good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask, g, request

from hub.certificates.places import places_of
from hub.certificates.told import read_told
from hub.errors import RefusedError
from hub.store.passkeys import passkeys_of_phone
from web.entry import safety
from web.entry.guard import caller, door
from web.entry.secure_way import passkey_name
from web.parts import parts, people

if TYPE_CHECKING:
    from web.entry.passkeys import Passkeys

FIELD: Final = "passkey"
"""The field in which a form carries what the browser answered."""


def set_up(app: Flask) -> None:
    """Let templates offer a passkey where it is any good."""
    app.jinja_env.globals.update(passkey_site=site_name, has_passkey=has_passkey)


def site_name() -> str | None:
    """The name under which passkeys are good on this page, or None."""
    if not request.is_secure:
        return None
    if "passkey_site" not in g:
        told = read_told(places_of(parts().config).told)
        g.passkey_site = passkey_name(told, request.host, is_secure=True)
    found: str | None = g.passkey_site
    return found


def has_passkey() -> bool:
    """Whether the phone that asks has a passkey which is good on this page."""
    name, found = site_name(), caller()
    if name is None or found is None:
        return False
    return bool(passkeys_of_phone(people(), found.phone.id, name))


def given() -> str:
    """What the browser answered, or "" when the form brings a PIN."""
    return request.form.get(FIELD, "")


def ask_again() -> None:
    """The second question, before something that cannot be taken back.

    Raises:
        RefusedError: The PIN or the passkey is wrong.
    """
    found = caller()
    assert found is not None
    if given():
        passkeys().check_again(found.phone, given())
    else:
        door().check_pin(found.phone, request.form.get("pin", ""))


def passkeys() -> Passkeys:
    """What is decided about passkeys, for this request.

    Raises:
        RefusedError: ``passkey.not_here``: plain http, an address, or a name without certificate.
    """
    from web.entry.passkeys import Passkeys  # noqa: PLC0415  # 10 MiB that few need
    from web.entry.webauthn import Site  # noqa: PLC0415

    name, config = site_name(), parts().config
    if name is None:
        raise RefusedError("passkey.not_here")
    site = Site(name, f"{request.scheme}://{request.host}", config.name)
    now_s = parts().clock.monotonic()
    return Passkeys(door(), parts().challenges, site, safety.form_mark(), now_s)
