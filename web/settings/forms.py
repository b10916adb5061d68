"""Settings as people enter them in forms, turned into rules, volumes and periods (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Final

from werkzeug.datastructures import MultiDict

from hub.domain.ids import PeriodId, ZoneId
from hub.domain.rules import OperatingRules, Period, PeriodMode
from hub.domain.volume import LOUDEST_DB, MOST_STRETCHES, SOFTEST_DB, Stretch, ZoneVolume
from hub.errors import RefusedError
from web import moments

MOST_CAP_MIN: Final = 240
MOST_SESSIONS: Final = 20
MOST_GAP_MIN: Final = 60
LONGEST_TITLE: Final = 80
LONGEST_PERIOD_DAYS: Final = 366
Form = MultiDict[str, str]
SPARE_ROWS: Final = 2
"""Empty rows for stretches that a form shows beyond those that there are."""


def volume_of(form: Form) -> ZoneVolume:
    """A zone's volume; rows of which a time is empty are none.

    Raises:
        RefusedError: A level or time is none, or stretches overlap.
    """
    rows = zip(*(form.getlist(name) for name in ("from", "to", "level")), strict=False)
    stretches = [_stretch(*row) for row in list(rows)[:MOST_STRETCHES] if row[0] and row[1]]
    volume = ZoneVolume(level_of(form.get("usual", "")), tuple(sorted(stretches, key=_begin)))
    clash = volume.clash()
    if clash is not None:
        one, other = (f"{each.first:%H:%M}–{each.last:%H:%M}" for each in clash)
        raise RefusedError("volume.clash", one=one, other=other)
    return volume


def level_of(text: str, softest: float = SOFTEST_DB) -> float:
    """A level, dB.

    Raises:
        RefusedError: ``settings.bad_number``.
    """
    try:
        level = float(text)
    except ValueError as error:
        raise RefusedError("settings.bad_number") from error
    if not softest <= level <= LOUDEST_DB:
        raise RefusedError("settings.bad_number")
    return level


def rules_of(form: Form, before: OperatingRules) -> OperatingRules:
    """Operating rules.

    Args:
        form: What was entered.
        before: The rules as they are; what the form does not show stays.

    Raises:
        RefusedError: A time or number is none.
    """
    days = {number for text in form.getlist("day") if (number := _number(text, 0, 6)) is not None}
    return OperatingRules(
        quiet_from=time_of(form.get("quiet_from", "")),
        quiet_to=time_of(form.get("quiet_to", "")),
        session_cap_s=60 * _needed(form.get("cap", ""), 1, MOST_CAP_MIN),
        sessions_a_day=_needed(form.get("sessions", ""), 0, MOST_SESSIONS),
        session_gap_s=60 * _needed(form.get("gap", ""), 0, MOST_GAP_MIN)
        if form.get("gap", "")
        else before.session_gap_s,
        weekdays=frozenset(days),
    )


def period_of(
    form: Form, identity: PeriodId, zones: Sequence[ZoneId], commune: OperatingRules
) -> Period:
    """A special period.

    Args:
        form: What was entered.
        identity: Its name in slots.
        zones: Every zone.
        commune: The rules that hold otherwise.

    Raises:
        RefusedError: It has no title or days, or a field is wrong.
    """
    title = " ".join(form.get("title", "").split())
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        raise RefusedError("settings.period_title", most=LONGEST_TITLE)
    first, last = day_of(form.get("first", "")), day_of(form.get("last", ""))
    if not 0 <= (last - first).days <= LONGEST_PERIOD_DAYS:
        raise RefusedError("settings.period_days", most=LONGEST_PERIOD_DAYS)
    ticked = frozenset(ZoneId(zone) for zone in form.getlist("zone"))
    if not ticked:
        raise RefusedError("compose.no_zone")
    if not ticked <= frozenset(zones):
        raise RefusedError("compose.zone_gone")
    mode = form.get("mode", "")
    return Period(
        id=identity,
        title=title,
        first=first,
        last=last,
        mode=mode if mode in {PeriodMode.ADD, PeriodMode.REPLACE} else PeriodMode.ADD,
        zones=frozenset() if ticked == frozenset(zones) else ticked,
        rules=rules_of(form, commune) if form.get("own", "") == "yes" else None,
    )


def name_of(text: str, most: int) -> str:
    """One line of text, which may be empty.

    Raises:
        RefusedError: ``settings.bad_name``.
    """
    name = " ".join(text.split())
    if len(name) > most or not (name == "" or name.isprintable()):
        raise RefusedError("settings.bad_name", most=most)
    return name


def number_of(form: Mapping[str, str], name: str, low: float, high: float) -> float:
    """A number with a decimal comma or point.

    Raises:
        RefusedError: ``settings.bad_number``.
    """
    try:
        found = float(form.get(name, "").replace(",", "."))
    except ValueError as error:
        raise RefusedError("settings.bad_number") from error
    if not low <= found <= high:
        raise RefusedError("settings.bad_number")
    return found


def time_of(text: str) -> time:
    """A time of day.

    Raises:
        RefusedError: ``settings.bad_time``.
    """
    return moments.time_of_day(text, "settings.bad_time")


def day_of(text: str) -> date:
    """A day.

    Raises:
        RefusedError: ``settings.bad_day``.
    """
    return moments.day(text, "settings.bad_day")


def _stretch(first: str, last: str, level: str) -> Stretch:
    stretch = Stretch(time_of(first), time_of(last), level_of(level))
    if stretch.first == stretch.last:
        raise RefusedError("volume.no_length", at=f"{stretch.first:%H:%M}")
    return stretch


def _begin(stretch: Stretch) -> time:
    return stretch.first


def _needed(text: str, low: int, high: int) -> int:
    found = _number(text, low, high)
    if found is None:
        raise RefusedError("settings.bad_number")
    return found


def _number(text: str, low: int, high: int) -> int | None:
    try:
        found = int(text)
    except ValueError:
        return None
    return found if low <= found <= high else None
