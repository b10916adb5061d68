"""Speak live: where and with which PIN, then a button to hold; frames come in small posts."""

from __future__ import annotations

import ipaddress
import logging
from typing import Final, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    render_template,
    request,
    url_for,
)

from hub.clock import Clock
from hub.config import Config
from hub.domain.bulletin import Kind
from hub.domain.ids import ZoneId
from hub.domain.person import Phone, Right
from hub.errors import HubError, RefusedError, StoreError
from hub.live_wire import RATES, SOCKET, decode_frames
from hub.store.people import Deed, note
from hub.words import say
from web.entry.confirming import ask_again
from web.entry.guard import caller, needs, person, to
from web.entry.limits import STEADY, at_rate
from web.language import tell
from web.live.desk import LiveDesk, Permit
from web.live.talk import PhoneTalk
from web.orders import new_order
from web.parts import parts, people
from web.present import live as present_live
from web.present import moment as present

pages = Blueprint("live", __name__, url_prefix="/live")

DESK: Final = "village-hub-live"
MOST_BODY: Final = 32 * 1024
"""Frames of a third of a second at the highest rate: a phone that was cut off leaves out more."""
PATIENCE_S: Final = 0.3
LOGGER: Final = logging.getLogger("web")


def set_up(app: Flask, clock: Clock, config: Config) -> None:
    """Make the desk where talks are kept."""
    app.extensions[DESK] = LiveDesk(config.run_dir / SOCKET, clock, config.live.limit_s)


@pages.get("")
@needs(Right.LIVE)
def choose() -> str:
    """Where, what kind, and the PIN again."""
    return _form("")


@pages.post("")
@needs(Right.LIVE, is_entry=True)
def allow() -> tuple[str, int] | Response:
    """Let this phone speak for a while."""
    try:
        zones, kind = _zones(), _kind()
        ask_again()
    except RefusedError as error:
        return _form(tell(error.key, **error.values)), 422
    desk().allow(_phone().id, Permit(person().name, zones, kind))
    return to("live.talk")


@pages.get("/talk")
@needs(Right.LIVE)
def talk() -> str | Response:
    """The button."""
    permit = desk().permit_of(_phone().id)
    if permit is None:
        return to("live.choose")
    return render_template(
        "live_talk.html", where=_where(permit), kind=permit.kind, order=new_order()
    )


@pages.post("/begin")
@needs(Right.LIVE)
def begin() -> tuple[Response, int]:
    """The button went down: ask for the air."""
    try:
        rate = request.form.get("rate", 0, int)
        if rate not in RATES:
            raise RefusedError("live.codec", rates=", ".join(map(str, RATES)))
        made = desk().begin(_phone().id, rate)
    except HubError as error:
        return jsonify(present_live.refused(tell(error.key, **error.values))), 409
    _write_down()
    return jsonify({"to": url_for("live.frames", identity=made.id), **_standing(made)}), 200


@pages.post("/frames/<identity>")
@needs(Right.LIVE)
@at_rate(STEADY)
def frames(identity: str) -> tuple[Response, int]:
    """What the microphone heard; the answer is how the talk stands."""
    try:
        if (request.content_length or 0) > MOST_BODY:
            raise RefusedError("live.frame", bytes=request.content_length, most=MOST_BODY)  # noqa: TRY301
        made = desk().talk_of(_phone().id, identity)
        made.pass_on(decode_frames(request.get_data(cache=False)), parts().clock.monotonic())
    except RefusedError as error:
        return jsonify(present_live.refused(tell(error.key, **error.values))), 409
    return jsonify(_standing(made)), 200


def desk() -> LiveDesk:
    """Where talks are kept."""
    return cast("LiveDesk", current_app.extensions[DESK])


def _standing(made: PhoneTalk) -> dict[str, str]:
    return present_live.shown(made.standing, parts().clock.monotonic(), tell)


def _form(problem: str) -> str:
    return render_template(
        "live.html",
        problem=problem,
        given=request.form,
        zones=parts().config.zones.values(),
        ticked=request.form.getlist("zone") or list(parts().config.zones),
        has_microphone=request.is_secure or _is_here(request.host),
    )


def _is_here(host: str) -> bool:
    """Browsers give the microphone over https, and to pages of the machine itself."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


def _zones() -> frozenset[ZoneId]:
    known = frozenset(parts().config.zones)
    ticked = frozenset(ZoneId(zone) for zone in request.form.getlist("zone"))
    if not ticked:
        raise RefusedError("compose.no_zone")
    if not ticked <= known:
        raise RefusedError("compose.zone_gone")
    return frozenset() if ticked == known else ticked


def _kind() -> Kind:
    try:
        return Kind(request.form.get("kind", Kind.ROUTINE))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error


def _where(permit: Permit) -> str:
    zones = present.Zones.of(parts().config.zones)
    return zones.say(sorted(permit.zones or parts().config.zones), tell)


def _phone() -> Phone:
    found = caller()
    assert found is not None
    return found.phone


def _write_down() -> None:
    """After the playout was asked: the log never delays a voice."""
    permit = desk().permit_of(_phone().id)
    values = {"zones": _where(permit) if permit is not None else ""}
    deed = Deed(parts().clock.now(), person().name, "audit.talked", values)
    try:
        with people().patience(PATIENCE_S):
            note(people(), deed, _phone().id)
    except StoreError as error:  # the as-run log has the talk, too
        LOGGER.warning("%s", say(error.key, "en", **error.values))
