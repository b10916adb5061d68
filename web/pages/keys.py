"""Keys with which programs call the API: made, shown once, revoked."""

from __future__ import annotations

import unicodedata
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from hub.domain.person import Right
from hub.domain.program_key import KeyId, ProgramKey
from hub.errors import RefusedError
from hub.store.people import Deed, note
from hub.store.program_keys import add_key, program_keys, revoke_key
from hub.tokens import digest, new_id, new_token
from web.entry.confirming import ask_again
from web.entry.guard import caller, needs, person, to
from web.language import tell
from web.parts import parts, people

pages = Blueprint("keys", __name__, url_prefix="/people/keys")

SIGN: Final = "vhk_"
"""How every key begins, so that one that was put where it does not belong is found."""
RIGHTS: Final = (
    Right.SEE,
    Right.STOP,
    Right.HOLD,
    Right.PLAY,
    Right.CALENDAR,
    Right.PEOPLE,
)
"""What operations of the API ask for."""


@pages.get("")
@needs(Right.PEOPLE)
def overview() -> str:
    """Every key, and the form for a new one."""
    return _page("", "", frozenset({Right.SEE}))


@pages.post("")
@needs(Right.PEOPLE, is_entry=True)
def make() -> Response:
    """A new key, shown this once; the PIN is asked for again."""
    name = " ".join(unicodedata.normalize("NFC", request.form.get("name", "")).split())
    asked = set(request.form.getlist("right"))
    rights = frozenset(right for right in RIGHTS if right in asked)
    try:
        secret = _made(name, rights)
    except RefusedError as error:
        return make_response(_page(tell(error.key, **error.values), name, rights), 422)
    return make_response(render_template("key.html", name=name, secret=secret))


@pages.post("/<identity>/revoke")
@needs(Right.PEOPLE)
def end(identity: str) -> Response:
    """Make a key no good, at once."""
    found = next((one for one in program_keys(people()) if one.id == identity), None)
    if found is None:
        raise RefusedError("keys.no_key")
    if revoke_key(people(), KeyId(identity), parts().clock.now()):
        _write_down("audit.key_revoked", found.name)
    return to("keys.overview")


def _made(name: str, rights: frozenset[Right]) -> str:
    found = caller()
    assert found is not None
    if not rights:
        raise RefusedError("keys.no_rights")
    if not all(found.person.may(right) for right in rights):
        raise RefusedError("keys.not_more_than_you")
    ask_again()
    secret = SIGN + new_token()
    key = ProgramKey(KeyId(new_id()), name, rights, found.person, parts().clock.now())
    add_key(people(), key, digest(secret))
    _write_down("audit.key_made", name)
    return secret


def _page(problem: str, name: str, ticked: frozenset[Right]) -> str:
    return render_template(
        "keys.html",
        keys=program_keys(people()),
        rights=RIGHTS,
        mine=[right for right in RIGHTS if person().may(right)],
        problem=problem,
        name=name,
        ticked=ticked,
    )


def _write_down(key: str, name: str) -> None:
    found = caller()
    assert found is not None
    deed = Deed(parts().clock.now(), found.person.name, key, {"name": name})
    note(people(), deed, found.phone.id)
