"""Getting in: the door, the PIN, codes, pairing; and going out."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from hub.domain.person import Right, Role
from hub.errors import RefusedError
from hub.store import tickets
from hub.store.people import person_of
from hub.store.phones import close_openings
from hub.store.tickets import Sort, Ticket
from hub.tokens import as_typed, digest
from web.entry import safety
from web.entry.confirming import given, passkeys
from web.entry.entering import Newcomer
from web.entry.guard import (
    anybody,
    caller,
    check_codes,
    check_entries,
    door,
    let_in,
    needs,
    phone_name,
    to,
)
from web.language import COOKIE, tell
from web.lived import system_time
from web.orders import new_order
from web.parts import parts, people

pages = Blueprint("enter", __name__)

SHORTEST_SECRET = 40
"""Letters of a secret that nobody guesses; what is shorter is a code for people."""


@pages.get("/door", endpoint="door")
@anybody()
def door_page() -> Response:
    """For phones that are not paired."""
    if caller() is not None:
        return to("home.home")
    return make_response(render_template("door.html", problem="", lost=""), 401)


@pages.post("/door")
@anybody(is_entry=True)
def code() -> Response:
    """A code was typed: from the terminal, or from the paper at the commune."""
    typed = as_typed(request.form.get("code", ""))
    try:
        check_codes()
        ticket = door().ticket_of_code(typed)
    except RefusedError as error:
        problem = tell(error.key, **error.values)
        return make_response(render_template("door.html", problem=problem, lost=""), 403)
    return _pairing(ticket, typed, "")


@pages.post("/back")
@anybody(is_entry=True)
def back() -> Response:
    """A phone that lost its cookie comes back by its passkey."""
    try:
        cookies = passkeys().back(given(), phone_name())
    except RefusedError as error:
        problem = tell(error.key, **error.values)
        return make_response(render_template("door.html", problem="", lost=problem), 403)
    safety.renew_seal()
    return let_in(to("home.home"), cookies)


@pages.get("/pair/<secret>")
@anybody(is_entry=True)
def pair_page(secret: str) -> Response:
    """A pairing link was opened; nothing is used up by looking."""
    return _pairing(_ticket(secret), secret, "")


@pages.post("/pair")
@anybody(is_entry=True)
def pair() -> Response:
    """Pair this phone."""
    secret = request.form.get("secret", "")
    ticket = _ticket(secret)
    try:
        if request.form.get("pin", "") != request.form.get("again", ""):
            raise RefusedError("enter.pins_differ")  # noqa: TRY301 - shown beside the fields
        cookies = door().pair(ticket, _newcomer(), request.form.get("pin", ""))
    except RefusedError as error:
        if error.key == "enter.used_ticket":
            raise
        return _pairing(ticket, secret, tell(error.key, **error.values))
    safety.renew_seal()
    return let_in(to("home.home"), cookies)


@pages.get("/pin")
@needs(Right.SEE, is_open=False)
def pin() -> Response:
    """The phone is paired: only its PIN is missing."""
    return _pin_page("", 200)


@pages.post("/pin")
@needs(Right.SEE, is_open=False, is_entry=True)
def open_phone() -> Response:
    """Open the phone."""
    found = caller()
    assert found is not None
    try:
        if given():
            cookies = passkeys().open(found.phone, given())
        else:
            cookies = door().open(found.phone, request.form.get("pin", ""))
    except RefusedError as error:
        return _pin_page(tell(error.key, **error.values), 403)
    return let_in(
        make_response("", 303, {"Location": _inside(request.form.get("next", "/"))}), cookies
    )


@pages.post("/close")
@needs(Right.SEE, is_open=False)
def close() -> Response:
    """Close the phone: the PIN is asked for next time."""
    found = caller()
    assert found is not None
    close_openings(people(), found.phone.id)
    return to("enter.pin")


@pages.post("/look")
@anybody()
def look() -> Response:
    """Language and colours of this phone."""
    answer = make_response("", 303, {"Location": _inside(request.form.get("next", "/"))})
    for name, field, choices in (
        (COOKIE, "language", ("vi", "en")),
        ("hub_colours", "colours", ("auto", "light", "dark", "sun")),
    ):
        chosen = request.form.get(field, "")
        if chosen in choices:
            safety.set_cookie(answer, name, chosen, safety.YEAR_S)
    return answer


def _ticket(secret: str) -> Ticket:
    """The ticket of a link; a code in the place of its secret is counted as one that was typed."""
    if len(secret) < SHORTEST_SECRET:
        if request.method in safety.SAFE_METHODS:
            check_entries()
        check_codes()
        return door().ticket_of_code(as_typed(secret))
    now, system = parts().clock.now(), system_time()
    ticket = tickets.ticket_of(people(), digest(secret[:200]), now, system)
    if ticket is None:
        raise RefusedError("enter.used_ticket")
    return ticket


def _newcomer() -> Newcomer:
    try:
        role = Role(request.form.get("role", Role.HEAD))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    name = " ".join(request.form.get("name", "").split())
    return Newcomer(name, role, phone_name())


def _pairing(ticket: Ticket, secret: str, trouble: str) -> Response:
    person = person_of(people(), ticket.person) if ticket.person is not None else None
    page = render_template(
        "pair.html",
        ticket=ticket,
        is_known=person is not None,
        is_recovery=ticket.sort is Sort.RECOVERY,
        person=person,
        secret=secret,
        problem=trouble,
        name=request.form.get("name", ""),
        roles=(Role.HEAD, Role.OFFICER, Role.IT),
    )
    return make_response(page, 422 if trouble else 200)


def _pin_page(trouble: str, status: int) -> Response:
    found = caller()
    assert found is not None
    following = request.values.get("next", "/")
    page = render_template(
        "pin.html", who=found, problem=trouble, next=_inside(following), order=new_order()
    )
    return make_response(page, status)


def _inside(address: str) -> str:
    """An address on these pages; anything else is the first page."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address else "/"
