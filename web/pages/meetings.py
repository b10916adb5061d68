"""A meeting by video on the phone: how its sound stands, and turning it on and off."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template, request

from hub.domain.goods import Meeting
from hub.domain.ids import OrderId, ProgrammeId, ZoneId
from hub.domain.person import Right
from hub.domain.programme import Programme
from hub.errors import ControlError, LinkError, RefusedError
from hub.store.calendar import programmes
from hub.store.cards import cards
from hub.store.orders import order_of as stored_order
from web.content.sound_sources import is_source
from web.entry.confirming import ask_again
from web.entry.guard import needs, person, to
from web.kiosk.lost_clock import latest
from web.language import language, speaker, tell
from web.lived import is_lost
from web.orders import new_order, order_name
from web.pages.orders import GIVE
from web.pages.writing_down import write_down_after
from web.parts import content, parts, store
from web.planning import approvers
from web.present import moment as present
from web.present.meeting_sound import (
    MeetingSound,
    how_long,
    meeting_sound,
    opens,
    order_of,
    orders_of,
)

pages = Blueprint("meetings", __name__, url_prefix="/meetings")

UNSURE: Final = 502


@pages.get("/<identity>")
@needs(Right.SEE)
def show(identity: str) -> str:
    """How its sound stands, and what a person may do about it."""
    return _page(meeting_of(identity))


@pages.get("/<identity>/now")
@needs(Right.SEE)
def now(identity: str) -> Response:
    """The part of the page that changes; with what can be done about it the whole page does."""
    meeting_of(identity)
    found = sound(identity)
    answer = make_response(render_template("_meeting_now.html", sound=found))
    if found.is_off is not (request.args.get("off") == "yes"):
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/<identity>/on")
@needs(Right.PLAY, is_entry=True)
def turn_on(identity: str) -> Response | tuple[str, int]:
    """Turn its sound on, in one zone; the same form is one order."""
    one = meeting_of(identity)
    try:
        name = order_of(order_name(request.form.get("order", "")), str(one.id))
        if stored_order(store(), OrderId(name)) is None and sound(identity, asked=True).is_off:
            _ask_for(one, name)
    except RefusedError as error:
        status = 409 if error.key.startswith("because.") else 422
        return _page(one, tell(error.key, **error.values)), status
    except (ControlError, LinkError):
        write_down_after("audit.meeting_unconfirmed", title=one.title)
        return _page(one, tell("meeting_page.on_unsure")), UNSURE
    return to("meetings.show", identity=identity)


@pages.post("/<identity>/off")
@needs(Right.STOP, is_open=False)
def turn_off(identity: str) -> Response | tuple[str, int]:
    """Turn its sound off; silence harms nobody, so no PIN is asked for."""
    one = meeting_of(identity)
    try:
        end_all(one, person().name)
    except (ControlError, LinkError):
        write_down_after("audit.meeting_unconfirmed", title=one.title)
        return _page(one, tell("meeting_page.off_unsure")), UNSURE
    write_down_after("audit.meeting_off", title=one.title)
    return to("meetings.show", identity=identity)


def end_all(one: Meeting, by: str) -> None:
    """End whatever plays a meeting; each press is an order of its own.

    Raises:
        ControlError: Nobody knows whether it was carried out.
    """
    playout = parts().board.refresh().playout
    if playout is None:
        raise ControlError("control.no_answer", path="broadcast.sock", seconds=0)
    for each in orders_of(str(one.id), playout):
        order = {"id": new_order(), "verb": "end", "by": by, "ends": each["order"]}
        parts().ask(GIVE, {**order, "title": one.title})
    parts().board.refresh()


def meeting_of(identity: str) -> Meeting:
    """The card of a meeting, or no page."""
    found = next((one for one in cards(content(), Meeting) if str(one.id) == identity), None)
    if found is None:
        abort(404)
    return found


def sound(identity: str, *, asked: bool = False) -> MeetingSound:
    """How its sound stands; asked now, or as it was within the last second."""
    board = parts().board
    news = board.refresh() if asked else board.look()
    zones = present.Zones.of(parts().config.zones)
    return meeting_sound(identity, news.playout, zones, speaker(language()))


def _ask_for(one: Meeting, name: str) -> None:
    """Ask the playout.

    Raises:
        RefusedError: It cannot be turned on now, or something was entered wrongly.
        ControlError: Nobody knows whether it was carried out.
    """
    source, zone, length = _source(one), _zone(), _length(one)
    approvers.check([source], source.kind, person().name)
    ask_again()
    told = {
        "id": name,
        "verb": "play",
        "by": person().name,
        "programme": source.id,
        "zones": [zone],
        "minutes": -(-length // timedelta(minutes=1)),
        "title": one.title,
    }
    parts().ask(GIVE, told)
    write_down_after("audit.meeting_on", title=one.title)
    parts().board.refresh()


def _source(one: Meeting) -> Programme:
    found = programmes(store()).get(ProgrammeId(one.sound))
    if found is None or not is_source(found):
        raise RefusedError("meeting_page.no_source")
    return found


def _zone() -> ZoneId:
    config = parts().config
    told = ZoneId(config.kiosk.zone or request.form.get("zone", ""))
    if told not in config.zones:
        raise RefusedError("order.meeting_zones")
    return told


def _length(one: Meeting) -> timedelta:
    found = how_long(one, latest(), is_lost=is_lost())
    if found is None:
        raise RefusedError("meeting_page.not_the_time")
    return found


def _page(one: Meeting, problem: str = "") -> str:
    config, spoken = parts().config, speaker(language())
    tz, house = config.timezone, config.kiosk.zone
    source = programmes(store()).get(ProgrammeId(one.sound))
    starts, today = one.starts.astimezone(tz), latest().astimezone(tz).date()
    length = how_long(one, latest(), is_lost=is_lost())
    until = min(latest() + length, one.ends + timedelta(days=1)) if length else None
    return render_template(
        "meeting.html",
        one=one,
        when=tell(
            "home.when",
            day=present.day_in_words(starts.date(), today, spoken),
            time=f"{starts:%H:%M}",
        ),
        ends=f"{one.ends.astimezone(tz):%H:%M}",
        sound=sound(str(one.id)),
        source=source if source is not None and is_source(source) else None,
        hours=length // timedelta(hours=1) if length and is_lost() else 0,
        until=f"{until.astimezone(tz):%H:%M}" if until and not is_lost() else "",
        is_time=length is not None,
        opens=f"{opens(one).astimezone(tz):%H:%M %d/%m}",
        is_over=latest() >= one.ends,
        house=config.zones.get(ZoneId(house)),
        zones=config.zones.values(),
        chosen=request.form.get("zone", ""),
        order=_form_name(),
        problem=problem,
    )


def _form_name() -> str:
    """The order of the form that was sent, so that trying again is the same; or a new one."""
    try:
        return order_name(request.form.get("order", ""))
    except RefusedError:
        return new_order()
