"""Meetings by video: a card each, with the code of its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from hub.domain.goods import Meeting
from hub.store.cards import cards, cards_changed
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw_link
from web.kiosk.lost_clock import latest
from web.language import language, speaker, tell
from web.lived import is_lost
from web.parts import content, parts
from web.present import moment as present

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
    """

    meeting: Meeting
    when: str
    until: str
    is_on: bool
    drawn: Drawn | None


@pages.get("")
@anybody()
def coming() -> str:
    """Meetings that are not over, the next first."""
    store, now = content(), latest()
    found = sorted(
        (one for one in cards(store, Meeting) if now < one.ends), key=lambda one: one.starts
    )
    return render_template(
        "kiosk/meetings.html",
        meetings=[_invited(one) for one in found],
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
    )
