"""The code for a new phone on the screen in the house: by its own door alone, while it is good."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, jsonify

from hub.addresses import pages_address
from hub.names import announced_name
from hub.store.phones import phones
from hub.store.tickets import ticket_of
from hub.tokens import digest
from web.entry.guard import anybody
from web.entry.limits import STEADY, at_rate
from web.entry.on_screen import Invitation
from web.kiosk.drawing import Drawn, draw
from web.kiosk.place import is_screen, only_screen
from web.lived import system_time
from web.parts import parts, people

pages = Blueprint("pairing", __name__, url_prefix="/kiosk/pairing")
MARK_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the screen.

    Attributes:
        drawn: The code for a camera.
        name: Whose phone it lets in; "" = the first of this hub.
        code: What can be typed instead; "" = nothing.
        address: Where the pages are.
        named: The same by name; "" = the hub has none in its network.
    """

    drawn: Drawn
    name: str
    code: str
    address: str
    named: str


@pages.get("")
@anybody()
@at_rate(STEADY)
@only_screen
def state() -> Response:
    """Which code is shown, told by a mark that says nothing of it; "" = none."""
    found = _good()
    return jsonify({"showing": digest(found.secret)[:MARK_LETTERS] if found is not None else ""})


def shown() -> Shown | None:
    """The code to show, or None: elsewhere, when it was used, when its time is over."""
    found = _good() if is_screen() else None
    if found is None:
        return None
    config = parts().config
    address = found.address or pages_address(config, parts().on_screen.port)
    name = announced_name(config)
    named = pages_address(config, parts().on_screen.port, host=name) if name is not None else ""
    drawn = draw(f"{address}pair/{found.secret}", address)
    return Shown(drawn, found.name, found.secret if found.is_first else "", address, named)


def set_up(app: Flask) -> None:
    """Let the first page show it."""
    app.jinja_env.globals.update(pairing_shown=shown)


def _good() -> Invitation | None:
    """The invitation while it lets a phone in; the store decides, not the memory."""
    on_screen = parts().on_screen
    found = on_screen.now
    if found is None:
        return None
    now, system = parts().clock.now(), system_time()
    is_over = ticket_of(people(), digest(found.secret), now, system) is None
    if is_over or (found.is_first and phones(people())):
        on_screen.drop(found)
        return None
    return found
