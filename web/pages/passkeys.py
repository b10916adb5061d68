"""Passkeys: finger or face instead of the PIN; a person's own, added and removed."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from hub.certificates.places import places_of
from hub.certificates.told import read_told
from hub.domain.passkey import PasskeyId
from hub.domain.person import Right
from hub.errors import RefusedError
from hub.store.passkeys import passkeys_of_person, remove_passkey
from web.entry.confirming import given, passkeys, site_name
from web.entry.guard import anybody, caller, door, needs, person, to
from web.entry.secure_way import named_way
from web.language import tell
from web.parts import parts, people

pages = Blueprint("passkeys", __name__, url_prefix="/passkeys")

REFUSED: Final = 403


@pages.get("")
@needs(Right.SEE)
def overview() -> str:
    """Those of this person, and the form for this phone; or where it would be possible."""
    return _page("")


@pages.post("/begin")
@needs(Right.SEE, is_entry=True)
def begin() -> tuple[Response, int]:
    """What the browser makes a passkey from; the PIN is asked for again."""
    found = caller()
    assert found is not None
    try:
        door().check_pin(found.phone, request.form.get("pin", ""))
        return jsonify(passkeys().to_make(found.phone)), 200
    except RefusedError as error:
        return _refused(error)


@pages.post("")
@needs(Right.SEE, is_entry=True)
def add() -> Response:
    """The browser made one."""
    found = caller()
    assert found is not None
    try:
        passkeys().add(found.phone, given())
    except RefusedError as error:
        return make_response(_page(tell(error.key, **error.values)), REFUSED)
    return to("passkeys.overview")


@pages.post("/remove")
@needs(Right.SEE)
def remove() -> Response:
    """Forget one: it opens nothing any more."""
    identity, found = PasskeyId(request.form.get("id", "")), caller()
    assert found is not None
    mine = (one for one in passkeys_of_person(people(), person().id) if one.id == identity)
    passkey = next(mine, None)
    if passkey is None:
        raise RefusedError("passkey.unknown")
    with people().transaction():
        remove_passkey(people(), passkey.id)
        door().note(found.phone, "audit.passkey_removed", name=passkey.phone.name)
    return to("passkeys.overview")


@pages.post("/ask")
@anybody(is_entry=True)
def ask() -> tuple[Response, int]:
    """What the browser signs: to open a phone, to be sure again, or to come back."""
    try:
        return jsonify(passkeys().to_sign(caller())), 200
    except RefusedError as error:
        return _refused(error)


def _refused(error: RefusedError) -> tuple[Response, int]:
    told: dict[str, Any] = {"problem": tell(error.key, **error.values)}
    return jsonify(told), REFUSED


def _page(problem: str) -> str:
    told = read_told(places_of(parts().config).told)
    return render_template(
        "passkeys.html",
        passkeys=passkeys_of_person(people(), person().id),
        site=site_name(),
        named=named_way(told, parts().config.network.https_port),
        problem=problem,
    )
