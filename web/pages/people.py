"""People: who may work the hub, their phones, pairing, and who did what."""

from __future__ import annotations

import io
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from hub.domain.person import Person, PersonId, Phone, PhoneId, Right, Role
from hub.errors import RefusedError
from hub.logbook.deeds import deed_lines, told
from hub.store.invitations import give_ticket, recovery_code
from hub.store.passkeys import phones_with_passkeys
from hub.store.people import Deed, add_person, deeds_before, let_go, note, person_of, persons
from hub.store.phones import phone_of_id, phones, revoke
from hub.store.tickets import use_ticket
from hub.tokens import digest, new_id
from web.entry.confirming import ask_again
from web.entry.guard import caller, needs, person, to
from web.entry.meeting import named_address, plain_address
from web.entry.on_screen import Invitation
from web.entry.standing import (
    LEADERS,
    check_may_give,
    check_may_recover,
    check_may_shut_out,
    roles_to_give,
)
from web.language import language, tell
from web.parts import parts, people

pages = Blueprint("people", __name__, url_prefix="/people")

DEEDS_SHOWN: Final = 30
FARTHEST: Final = 2**53 - 1


@pages.get("")
@needs(Right.PEOPLE)
def overview() -> str:
    """Everybody, with their phones."""
    return _page("")


def _shut_out() -> Phone | None:
    """The phone that somebody has just shut out."""
    kept = phone_of_id(people(), PhoneId(request.args.get("out", "")))
    return kept.phone if kept is not None and kept.phone.revoked_at is not None else None


def _page(problem: str) -> str:
    """The page: with what was entered, when a form of it was sent."""
    paired = phones(people())
    found = [
        (one, [phone for phone in paired if phone.person.id == one.id]) for one in persons(people())
    ]
    roles = roles_to_give(people(), person())
    return render_template(
        "people.html",
        people=found,
        shut_out=_shut_out(),
        roles=roles,
        may_recover=person().role in LEADERS,
        with_passkeys=phones_with_passkeys(people()),
        problem=problem,
        given=request.form,
    )


@pages.post("")
@needs(Right.PEOPLE)
def add() -> Response:
    """Add somebody, and show the code for their phone."""
    name = " ".join(request.form.get("name", "").split())
    try:
        role = Role(request.form.get("role", ""))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    check_may_give(people(), person(), role)
    newcomer = Person(PersonId(new_id()), name, role)
    add_person(people(), newcomer, parts().clock.now())
    _write_down("audit.person_added", name=name)
    return _code(newcomer)


@pages.post("/<identity>/pair")
@needs(Right.PEOPLE, is_entry=True)
def pair(identity: str) -> Response:
    """A code for another phone of somebody."""
    newcomer = _person(identity)
    check_may_give(people(), person(), newcomer.role)
    return _code(newcomer)


@pages.post("/<identity>/remove")
@needs(Right.PEOPLE)
def remove(identity: str) -> Response:
    """Somebody leaves; their phones are shut out."""
    leaving = _person(identity)
    if leaving.id == person().id:
        raise RefusedError("people.not_yourself")
    check_may_give(people(), person(), leaving.role)
    let_go(people(), leaving.id, parts().clock.now())
    _write_down("audit.person_removed", name=leaving.name)
    return to("people.overview")


@pages.post("/phones/<identity>/revoke")
@needs(Right.PEOPLE)
def shut_out(identity: str) -> Response:
    """Shut a phone out, at once."""
    kept = phone_of_id(people(), PhoneId(identity))
    if kept is None:
        raise RefusedError("people.no_phone")
    check_may_shut_out(people(), person(), kept.phone)
    if revoke(people(), kept.phone.id, parts().clock.now()):
        _write_down("audit.revoked", name=kept.phone.person.name, phone=kept.phone.name)
    return to("people.overview", out=kept.phone.id)


@pages.post("/recovery")
@needs(Right.PEOPLE, is_entry=True)
def recovery() -> Response | tuple[str, int]:
    """A new code to print and keep at the commune; the PIN is asked for again."""
    found = caller()
    assert found is not None
    check_may_recover(found.person)
    try:
        ask_again()
    except RefusedError as error:
        return _page(tell(error.key, **error.values)), 422
    made = recovery_code(people(), found.person.name, parts().clock.now())
    return make_response(render_template("recovery.html", code=made))


@pages.get("/deeds")
@needs(Right.PEOPLE)
def deeds() -> str:
    """Who did what, newest first, a page at a time."""
    found = deeds_before(people(), _before(), DEEDS_SHOWN + 1)
    page = found[:DEEDS_SHOWN]
    return render_template(
        "deeds.html",
        deeds=[(deed, told(deed, tell)) for _, deed in page],
        older=page[-1][0] if len(found) > DEEDS_SHOWN else 0,
        is_first=not _before(),
    )


@pages.get("/deeds.csv")
@needs(Right.PEOPLE)
def deeds_table() -> Response:
    """Every line of it as a table, newest first."""
    config = parts().config
    made = deed_lines(people(), config.timezone, language())
    headers = {"Content-Disposition": 'attachment; filename="ai-da-lam-gi.csv"'}
    return Response(made, mimetype="text/csv", headers=headers)


def _before() -> int:
    """The number that a link names; whatever is none is the newest page."""
    return max(0, min(request.args.get("before", 0, int), FARTHEST))


def _person(identity: str) -> Person:
    found = person_of(people(), PersonId(identity))
    if found is None:
        raise RefusedError("people.no_person")
    return found


@pages.post("/<identity>/screen")
@needs(Right.PEOPLE, is_entry=True)
def show_on_screen(identity: str) -> Response:
    """A code for a phone of somebody, on the screen in the house."""
    newcomer = _person(identity)
    check_may_give(people(), person(), newcomer.role)
    if not parts().config.kiosk.port:
        raise RefusedError("screen_pair.no_screen")
    secret = give_ticket(people(), newcomer, person().name, parts().clock.now())
    _take_back(parts().on_screen.show(Invitation(secret, plain_address(), newcomer.name)))
    return _on_screen(tell("screen_pair.shown", name=newcomer.name), is_shown=True)


@pages.post("/screen/hide")
@needs(Right.PEOPLE)
def hide_on_screen() -> Response:
    """Take the code off the screen; it is no good any more."""
    found = parts().on_screen.now
    if found is not None and not found.is_first:
        _take_back(parts().on_screen.show(None))
    return _on_screen(tell("screen_pair.hidden"), is_shown=False)


def _take_back(before: Invitation | None) -> None:
    """What is not shown any more lets nobody in; the setup code is in the terminal, too."""
    if before is not None and not before.is_first:
        use_ticket(people(), digest(before.secret), parts().clock.now())


def _on_screen(text: str, *, is_shown: bool) -> Response:
    return make_response(render_template("on_screen.html", text=text, is_shown=is_shown))


def _code(newcomer: Person) -> Response:
    """The page with the code that a phone photographs."""
    secret = give_ticket(people(), newcomer, person().name, parts().clock.now())
    address = f"{plain_address()}pair/{secret}"
    return make_response(
        render_template(
            "code.html",
            person=newcomer,
            address=address,
            picture=_picture(address),
            named=named_address(),
            has_screen=bool(parts().config.kiosk.port),
        )
    )


def _picture(text: str) -> str:
    """A code as SVG: black on white whatever the colours of the page, quiet zone of four."""
    import segno  # noqa: PLC0415  # 1 MiB, not before somebody is invited

    out = io.BytesIO()
    made = segno.make(text, error="m", micro=False)
    made.save(out, kind="svg", xmldecl=False, svgns=False, border=4, light="#fff", omitsize=True)
    return out.getvalue().decode()


def _write_down(key: str, **values: str) -> None:
    found = caller()
    assert found is not None
    note(people(), Deed(parts().clock.now(), found.person.name, key, values), found.phone.id)
