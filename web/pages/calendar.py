"""The calendar as the playout's own planner sees it: a day as a timeline, a week at a glance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from hub.domain.person import Right
from hub.domain.rules import Period
from hub.store.calendar import rule_book, slots
from web.entry.guard import needs
from web.language import tell
from web.parts import parts, store
from web.planning.effect import FARTHEST, cues_of
from web.planning.times import times_by
from web.present import moment as present
from web.present.calendar import Around, CalendarDay, calendar_day
from web.present.when import rule_in_words

pages = Blueprint("calendar", __name__)

DAYS = 7
Times = Callable[[Mapping[str, Any]], int]


@pages.get("/calendar")
@needs(Right.SEE)
def days() -> str:
    """What will be on air on one day; or on seven of them, from today on, with ``days=7``."""
    day, today = _day(), _now().date()
    first = today + timedelta((day - today).days // DAYS * DAYS)
    is_week = request.args.get("days") == str(DAYS)
    strip = [first + timedelta(number) for number in range(DAYS)]
    around = _around(rule_book(store()).periods, times_by())
    return render_template(
        "calendar.html",
        days=[_look(one, around) for one in (strip if is_week else [day])],
        strip=[_bare(one) for one in strip],
        chosen=day.isoformat(),
        is_week=is_week,
        before=(first - timedelta(DAYS)).isoformat() if first > today else "",
        after=(first + timedelta(DAYS)).isoformat() if day - today < FARTHEST else "",
        lost=_lost(),
        told=_told(),
    )


def _told() -> str:
    """What somebody has just put into the calendar, or changed there."""
    added, saved = request.args.get("added", ""), request.args.get("saved", "")
    known = slots(store())
    found = next((one for one in known if one.id in {added, saved} - {""}), None)
    if found is None:
        return tell("settings.saved") if saved else ""
    if saved:
        return tell("calendar_page.saved", title=found.title)
    names = present.Zones.of(parts().config.zones)
    zones = names.say(sorted(found.zones or names.names), tell)  # none means all of them
    rule = rule_in_words(found.recurrence, tell, {one.id: one.title for one in known})
    return tell("calendar_page.added", title=found.title, rule=rule, zones=zones)


def _day() -> date:
    """The day that is asked for; what has passed is in the log book."""
    today = _now().date()
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return min(max(day, today), today + FARTHEST)


def _look(day: date, around: Around) -> CalendarDay:
    return calendar_day(day, cues_of(day), around)


def _bare(day: date) -> CalendarDay:
    """A day of the strip above: its names alone."""
    return calendar_day(day, (), _around(()))


def _around(periods: tuple[Period, ...], times: Times = lambda _: 1) -> Around:
    return Around(_now(), periods, present.Zones.of(parts().config.zones), tell, times)


def _lost() -> list[str]:
    """Titles of slots that go with one that is not there any more: they never play."""
    found = {slot.id: slot for slot in slots(store())}
    return [
        slot.title
        for slot in found.values()
        if slot.recurrence.anchor is not None and slot.recurrence.anchor.slot not in found
    ]


def _now() -> datetime:
    return parts().clock.now().astimezone(parts().config.timezone)
