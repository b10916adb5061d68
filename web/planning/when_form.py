"""When a bulletin is heard, as a form tells it; its fields, filled and read (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from werkzeug.datastructures import MultiDict

from hub.domain.anchor import FARTHEST_GAP_S, Anchor, Side
from hub.domain.ids import SlotId
from hub.domain.recurrence import Recurrence
from hub.domain.when import LAST, Way, When
from hub.errors import RefusedError
from web import moments

GAPS_MIN: Final = (0, 1, 2, 5, 10, 15, 30, 60)
"""Minutes between two slots that a form offers."""
OTHER_DAYS: Final = (*range(2, 15), *range(16, 31), LAST)
"""Lunar days besides mùng 1 and rằm."""
MONTH_DAYS: Final = (*range(1, 32), LAST)
LUNAR_DAYS: Final = (*range(1, 31), LAST)
MOST_TIMES: Final = 999
"""After so many times a series may end: almost three years, every day."""


Fields = MultiDict[str, str]
"""A form that was sent."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields.

    Attributes:
        way: How often.
        day: First day, ISO.
        time: Time of day, "17:05".
        last: Last day, ISO, or "".
        times: After how many times it ends, or "".
        weekdays: Monday is 0.
        month_day: Day of the month, or -1.
        lunar_days: Days of the lunar month, or -1.
        lunar_month: Month of the lunar year.
        beside: The other slot.
        side: "before" or "after" it.
        gap: Minutes between them.
        is_kept: The form offers to keep a rule that no form holds.
    """

    way: str
    day: str
    time: str
    last: str = ""
    weekdays: frozenset[int] = frozenset()
    month_day: int = 1
    lunar_days: tuple[int, ...] = (1, 15)
    lunar_month: int = 1
    beside: str = ""
    side: str = Side.AFTER
    gap: int = 0
    is_kept: bool = False
    times: str = ""


def filled(when: When) -> Filled:
    """The fields for a choice that was made before."""
    anchor = when.anchor
    return Filled(
        way=when.way,
        day=when.first.isoformat(),
        time=f"{when.at:%H:%M}",
        last="" if when.last is None else when.last.isoformat(),
        weekdays=when.weekdays,
        month_day=when.month_day,
        lunar_days=when.lunar_days,
        lunar_month=when.lunar_month,
        beside="" if anchor is None else anchor.slot,
        side=Side.AFTER if anchor is None else anchor.side,
        gap=0 if anchor is None else anchor.gap_s // 60,
        is_kept=when.way is Way.KEPT,
        times="" if when.times is None else str(when.times),
    )


def as_typed(form: Fields) -> Filled:
    """The fields as somebody has sent them, whatever stands in them: so they are shown again."""
    way = form.get("way", Way.ONCE)
    year_day, lunar = form.get("year_day", ""), form.getlist("lunar")
    return Filled(
        way=way,
        day=form.get("day", ""),
        time=form.get("time", ""),
        last=form.get("last", ""),
        weekdays=frozenset(_known(form.getlist("weekday"), range(7))),
        month_day=_known_one(form.get("month_day", ""), MONTH_DAYS, 1),
        lunar_days=(_known_one(year_day, LUNAR_DAYS, 1),)
        if way == Way.LUNAR_YEAR
        else tuple(_known(lunar, LUNAR_DAYS)),
        lunar_month=_known_one(form.get("lunar_month", ""), range(1, 13), 1),
        beside=form.get("beside", ""),
        side=form.get("side", Side.AFTER),
        gap=_known_one(form.get("gap", ""), GAPS_MIN, 0),
        times=form.get("times", ""),
    )


def read(form: Fields, kept: Recurrence | None = None) -> When:
    """What a form that was sent says.

    Args:
        form: The form.
        kept: The rule that the slot has, for a form that keeps it.

    Raises:
        RefusedError: Something is missing, or is no day or time; its sentence says what to do.
    """
    way = _way(form, kept)
    last, times = _end(form, way)
    return When(
        way=way,
        at=time() if way is Way.BESIDE else _time(form.get("time", "")),
        first=_day(form.get("day", "")),
        last=last,
        weekdays=frozenset(_numbers(form, "weekday", range(7)))
        if way is Way.WEEKLY
        else frozenset(),
        month_day=_number(form, "month_day", MONTH_DAYS, 1),
        lunar_days=_lunar_days(form, way),
        lunar_month=_number(form, "lunar_month", range(1, 13), 1),
        anchor=_anchor(form) if way is Way.BESIDE else None,
        kept=kept if way is Way.KEPT else None,
        times=times,
    )


def _way(form: Fields, kept: Recurrence | None) -> Way:
    try:
        way = Way(form.get("way", Way.ONCE))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    if way is Way.KEPT and kept is None:
        raise RefusedError("error.stale_form")
    return way


def _end(form: Fields, way: Way) -> tuple[date | None, int | None]:
    """The last day, or after how many times."""
    last, times = form.get("last", "").strip(), form.get("times", "").strip()
    if way is Way.ONCE:
        return None, None
    if way is Way.BESIDE:  # it comes as often as the other one
        times = ""
    if last and times:
        raise RefusedError("when.two_ends")
    return _day(last) if last else None, _times(times) if times else None


def _times(told: str) -> int:
    if not (told.isascii() and told.isdigit()) or not 0 < int(told[:9]) <= MOST_TIMES:
        raise RefusedError("when.bad_times", most=MOST_TIMES)
    return int(told)


def _day(told: str) -> date:
    return moments.day(told, "when.no_day")


def _time(told: str) -> time:
    return moments.time_of_day(told, "when.no_time")


def _lunar_days(form: Fields, way: Way) -> tuple[int, ...]:
    if way is Way.LUNAR_YEAR:
        return (_number(form, "year_day", LUNAR_DAYS, 1),)
    days = set(_numbers(form, "lunar", LUNAR_DAYS))
    return tuple(sorted(days, key=lambda day: (day == LAST, day)))


def _anchor(form: Fields) -> Anchor:
    other = form.get("beside", "")
    if not other:
        raise RefusedError("when.no_slot")
    try:
        side = Side(form.get("side", Side.AFTER))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    gap = _number(form, "gap", range(FARTHEST_GAP_S // 60 + 1), 0)
    return Anchor(SlotId(other), side, gap * 60)


def _numbers(form: Fields, name: str, known: Sequence[int]) -> list[int]:
    """The ticked numbers; "" is a choice that was left open."""
    told = [value for value in form.getlist(name) if value]
    return [_one(value, known) for value in told]


def _number(form: Fields, name: str, known: Sequence[int], default: int) -> int:
    told = form.get(name, "")
    return _one(told, known) if told else default


def _one(told: str, known: Sequence[int]) -> int:
    try:
        number = int(told)
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    if number not in known:
        raise RefusedError("error.stale_form")
    return number


def _known(told: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """Of what was sent, the numbers that the form offers."""
    return [number for number in numbers if str(number) in told]


def _known_one(told: str, numbers: Sequence[int], default: int) -> int:
    return next(iter(_known([told], numbers)), default)


def choices() -> Mapping[str, Sequence[int]]:
    """The numbers that the form's lists offer."""
    return {
        "month_days": MONTH_DAYS,
        "other_days": OTHER_DAYS,
        "lunar_days": LUNAR_DAYS,
        "gaps": GAPS_MIN,
    }
