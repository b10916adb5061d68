"""What the screen shows while nobody is there: on air, what comes, notices, one code at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from flask import Blueprint, render_template

from hub.domain.alert import Alert
from hub.domain.entry import Entry, EntryKind
from hub.domain.notice import Notice
from hub.errors import ControlError, RefusedError
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw_link
from web.kiosk.lost_clock import UNKNOWN_TIME, held_alerts, held_notices
from web.kiosk.place import only_screen
from web.kiosk.procedures import named
from web.kiosk.shelf import shelf
from web.language import language, speaker
from web.lived import is_lost, is_past
from web.parts import parts
from web.present import days as present_days
from web.present import moment as present

pages = Blueprint("rest", __name__, url_prefix="/kiosk/rest")

MOST_SESSIONS: Final = 4
MOST_NOTICES: Final = 3
MOST_ALERTS: Final = 3
FIRST_LETTERS: Final = 160
EACH_CODE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Poster:
    """A code with what it leads to.

    Attributes:
        entry: What it is.
        title: What people call it.
        drawn: The code.
    """

    entry: Entry
    title: str
    drawn: Drawn


@pages.get("/slides")
@anybody()
@only_screen
def slides() -> str:
    """One after the other."""
    news, speak = parts().board.look(), speaker(language())
    zones = present.Zones.of(parts().config.zones)
    now = parts().clock.now()
    local, is_wrong = now.astimezone(parts().config.timezone), is_past(parts(), news.playout)
    return render_template(
        "kiosk/rest.html",
        home=present.home(news.playout, news.hub, zones, speak),
        time=UNKNOWN_TIME if is_wrong else f"{local:%H:%M}",
        day="" if is_wrong else _in_words(local),
        alerts=_alerts(),
        sessions=_sessions(),
        notices=_notices(),
        poster=_poster(),
        letters=FIRST_LETTERS,
    )


def _alerts() -> tuple[Alert, ...]:
    """The gravest that hold now."""
    return held_alerts()[:MOST_ALERTS]


def _in_words(local: datetime) -> str:
    speak = speaker(language())
    weekday = speak(f"date.weekday.{local.isoweekday()}")
    return speak("date.on_day", weekday=weekday, day=f"{local:%d/%m/%Y}")


def _sessions() -> list[Any]:
    """What will be heard next, with its time; nothing is while nobody knows the time."""
    if is_lost():
        return []
    now = parts().clock.now()
    today = now.astimezone(parts().config.timezone).date()
    zones = present.Zones.of(parts().config.zones)
    try:
        asked = {"days": 1, "language": language()}
        cues = parts().ask("vn.hub.Broadcast.Preview", asked)["cues"]
    except (ControlError, RefusedError):
        return []
    coming = [cue for cue in cues if _starts_after(cue, now)]
    shown = present_days.days(coming, today, zones, speaker(language()))
    return [(day.name, day.cues[:MOST_SESSIONS]) for day in shown[:1]]


def _starts_after(cue: present.Document, now: datetime) -> bool:
    return bool(cue["start"]) and present.instant(cue["start"]) > now


def _notices() -> tuple[Notice, ...]:
    return held_notices()[:MOST_NOTICES]


def _poster() -> Poster | None:
    """Another code each minute, of apps and guides that are public."""
    found = [one for one in shelf().look().entries.values() if _has_code(one)]
    if not found:
        return None
    minute = int(parts().clock.now().timestamp() // EACH_CODE.total_seconds())
    one = found[minute % len(found)]
    told = one.address.removeprefix("https://")
    drawn = draw_link(one.address, told)
    return Poster(one, named(one, one.name), drawn) if drawn is not None else None


def _has_code(one: Entry) -> bool:
    return bool(one.address) and one.kind is not EntryKind.PHONE
