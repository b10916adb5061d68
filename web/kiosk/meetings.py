"""Meetings by video: a card each, with the code of its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template

from hub.domain.goods import Meeting
from hub.errors import ControlError, LinkError
from hub.store.cards import cards, cards_changed
from hub.words import say
from web.entry.guard import anybody, to
from web.kiosk.drawing import Drawn, draw_link
from web.kiosk.lost_clock import latest
from web.kiosk.place import only_screen
from web.kiosk.stopping import write_down
from web.language import language, speaker, tell
from web.lived import is_lost
from web.pages.meetings import end_all, meeting_of, sound
from web.parts import content, parts
from web.present import moment as present
from web.present.meeting_sound import MeetingSound, orders_of

pages = Blueprint("gathering", __name__, url_prefix="/kiosk/meetings")


@dataclass(frozen=True, slots=True)
class Invited:
    """A meeting as it is shown.

    Attributes:
        meeting: The meeting.
        when: "hôm nay lúc 19:30".
        until: "21:00".
        is_on: It has begun.
        drawn: The code of its link.
        sound: How its sound stands; None = it has none to be heard here.
    """

    meeting: Meeting
    when: str
    until: str
    is_on: bool
    drawn: Drawn | None
    sound: MeetingSound | None = None


@pages.get("")
@anybody()
def coming() -> str:
    """Meetings that are not over, the next first."""
    return _page()


@pages.post("/<identity>/off")
@anybody()
@only_screen
def turn_off(identity: str) -> Response | tuple[str, int]:
    """Turn a meeting's sound off: whoever stands before the screen may ask for silence."""
    one, by = meeting_of(identity), say("screen.by", parts().config.language)
    try:
        end_all(one, by)
    except (ControlError, LinkError):
        write_down(by, "audit.meeting_unconfirmed", title=one.title)
        return _page(tell("meeting_page.off_unsure")), 502
    write_down(by, "audit.meeting_off", title=one.title)
    return to("gathering.coming")


def _page(problem: str = "") -> str:
    store, now, playout = content(), latest(), parts().board.look().playout
    found = [
        one for one in cards(store, Meeting) if now < one.ends or orders_of(str(one.id), playout)
    ]
    return render_template(
        "kiosk/meetings.html",
        meetings=[_invited(one) for one in sorted(found, key=lambda one: one.starts)],
        problem=problem,
        changed=cards_changed(store, Meeting),
    )


def _invited(one: Meeting) -> Invited:
    tz, now = parts().config.timezone, latest()
    starts = one.starts.astimezone(tz)
    today = date.min if is_lost() else now.astimezone(tz).date()
    day = present.day_in_words(starts.date(), today, speaker(language()))
    return Invited(
        one,
        tell("home.when", day=day, time=f"{starts:%H:%M}"),
        f"{one.ends.astimezone(tz):%H:%M}",
        one.starts <= now and not is_lost(),
        draw_link(one.link, one.link.removeprefix("https://").split("/")[0]),
        _sound(one),
    )


def _sound(one: Meeting) -> MeetingSound | None:
    found = sound(str(one.id))
    return found if one.sound or not found.is_off else None
