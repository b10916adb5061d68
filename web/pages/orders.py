"""Orders: stop, hold, resume.  The answer says what is known, and no more."""

from __future__ import annotations

import logging
from typing import Any, Final

from flask import Blueprint, render_template, request

from hub.domain.person import Right
from hub.errors import ControlError, HubError, LinkError, StoreError
from hub.store.people import Deed, note
from hub.words import say
from web.entry.guard import caller, needs, person
from web.language import tell
from web.orders import new_order, order_name
from web.parts import parts, people
from web.present import moment as present

pages = Blueprint("orders", __name__, url_prefix="/orders")

GIVE: Final = "vn.hub.Broadcast.Give"
PATIENCE_S: Final = 0.3
"""A person waits for the answer: a busy card does not keep them."""
LOGGER: Final = logging.getLogger("web")


@pages.post("/stop")
@needs(Right.STOP, is_open=False)
def stop() -> tuple[str, int]:
    """Silence, at once, everywhere; a paired phone may without its PIN."""
    return _give("stop")


@pages.post("/hold")
@needs(Right.HOLD)
def hold() -> tuple[str, int]:
    """Nothing new but emergencies."""
    return _give("hold")


@pages.post("/resume")
@needs(Right.HOLD)
def resume() -> tuple[str, int]:
    """Lift stop and hold."""
    return _give("resume")


def _give(verb: str) -> tuple[str, int]:
    """Ask first, write down afterwards: nothing may delay a stop."""
    # stop always stops: also from the page that stopped before, and from one that is damaged
    name = new_order() if verb == "stop" else order_name(request.form.get("order", ""))
    try:
        answer = parts().ask(GIVE, {"id": name, "verb": verb, "by": person().name})
    except (ControlError, LinkError) as error:
        _write_down(verb, "audit.order_unconfirmed")
        return _page("unsure", f"order_answer.{verb}_unsure", error), 502
    _write_down(verb, "audit.order")
    parts().board.refresh()
    if answer["unconfirmed"]:
        return _unsure(verb, answer["unconfirmed"]), 502
    return _done(verb, answer), 200


def _done(verb: str, answer: dict[str, Any]) -> str:
    text = tell(f"order_answer.{verb}", since=present.stopped(answer["since"]))
    return _render("done", text, "")


def _unsure(verb: str, unconfirmed: list[str]) -> str:
    """Somewhere it is not known whether it was done: say where."""
    zones = present.Zones.of(parts().config.zones).say(unconfirmed, tell)
    why = tell("order_answer.which", zones=zones) if verb == "stop" else zones
    return _render("unsure", tell(f"order_answer.{verb}_unsure"), why)


def _page(tone: str, key: str, error: HubError) -> str:
    why = tell(error.key, **error.values)
    return _render(tone, tell(key), why)


def _render(tone: str, text: str, why: str) -> str:
    is_part = request.headers.get("HX-Request") == "true"
    template = "_answer.html" if is_part else "answer.html"
    return render_template(template, tone=tone, text=text, why=why, renewed=new_order)


def _write_down(verb: str, key: str) -> None:
    found = caller()
    assert found is not None
    deed = Deed(parts().clock.now(), found.person.name, key, {"verb": verb})
    try:
        with people().patience(PATIENCE_S):
            note(people(), deed, found.phone.id)
    except StoreError as error:  # the as-run log has the order, too
        LOGGER.warning("%s", say(error.key, "en", **error.values))
