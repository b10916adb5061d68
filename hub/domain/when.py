"""When a bulletin is to be heard, as a person chooses it, and the recurrence that it means (pure).

A form cannot hold all of RFC 5545.  What it can hold becomes one RRULE, one lunar rule or one
anchor; what a calendar file brought and no form can hold is kept as it is (`Way.KEPT`), and only
its time of day, its first and its last day can be changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from hub.domain.anchor import Anchor
from hub.domain.lunar import LunarRule
from hub.domain.recurrence import Recurrence
from hub.domain.rrule import WEEKDAYS, Freq, Rule
from hub.errors import RefusedError

LAST: Final = -1
"""`When.month_day` and lunar days: the last day of the month."""
ALL_WEEK: Final = frozenset(range(7))
LOOK_MONTHS: Final = 12
"""A day that the first month does not have is looked for in so many more."""


class Way(StrEnum):
    """How often."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    LUNAR = "lunar"
    """Days of every lunar month."""
    LUNAR_YEAR = "lunar_year"
    """One day of the lunar year."""
    BESIDE = "beside"
    """Before or after another slot."""
    KEPT = "kept"
    """A rule that no form can hold, as it is."""


@dataclass(frozen=True, slots=True)
class When:
    """When it is to be heard, local days and times.

    Attributes:
        way: How often.
        at: Time of day; of no meaning with `BESIDE`.
        first: The first day it may come; the day itself with `ONCE`.
        last: The last day it may come, or None.
        times: After so many times it ends, or None; never together with `last`.  Only what
            one RRULE says is counted: not with `BESIDE` and the lunar ways.
        weekdays: Monday is 0; `WEEKLY` and `BESIDE` only.
        month_day: 1 to 31, or `LAST`; `MONTHLY` only.
        lunar_days: Days of the lunar month, 1 to 30, or `LAST`.
        lunar_month: 1 to 12; `LUNAR_YEAR` only.
        anchor: With `BESIDE`: which slot, side and gap.
        kept: With `KEPT`: the recurrence as it is.
    """

    way: Way
    at: time
    first: date
    last: date | None = None
    weekdays: frozenset[int] = frozenset()
    month_day: int = 1
    lunar_days: tuple[int, ...] = (1, 15)
    lunar_month: int = 1
    anchor: Anchor | None = None
    kept: Recurrence | None = None
    times: int | None = None


def recurrence_of(when: When) -> Recurrence:
    """The recurrence that a choice means, in the hub's own zone.

    Raises:
        RefusedError: It ends before it begins, or could never come.
    """
    if when.last is not None and when.last < when.first:
        raise RefusedError("when.ends_before")
    match when.way:
        case Way.ONCE:
            return Recurrence(datetime.combine(when.first, when.at))
        case Way.DAILY | Way.WEEKLY | Way.MONTHLY:
            return _with_rule(when)
        case Way.LUNAR | Way.LUNAR_YEAR:
            return Recurrence(datetime.combine(when.first, when.at), lunar=_lunar(when))
        case Way.BESIDE:
            return _beside(when)
        case Way.KEPT:
            assert when.kept is not None
            return ending(at_time(when.kept, when.at), when.last, when.times)


def ending(recurrence: Recurrence, last: date | None, times: int | None = None) -> Recurrence:
    """The same recurrence with another end: a last day, so many times, or neither."""
    if (last, times) == (last_day(recurrence), count_of(recurrence)):
        return recurrence
    end = _end(last, times)
    anchor, lunar = recurrence.anchor, recurrence.lunar
    return replace(
        recurrence,
        rrules=tuple(_without_end(text) + end for text in recurrence.rrules),
        anchor=anchor and replace(anchor, until=last),
        lunar=lunar and replace(lunar, until=last),
    )


def at_time(recurrence: Recurrence, at: time) -> Recurrence:
    """The same days at another time of day; what was left out stays left out."""

    def moved(old: datetime) -> datetime:
        return datetime.combine(old.date(), at) if old.time() == recurrence.start.time() else old

    overrides = tuple(
        replace(one, recurrence_id=moved(one.recurrence_id), start=moved(one.start))
        if one.cancelled
        else replace(one, recurrence_id=moved(one.recurrence_id))
        for one in recurrence.overrides
    )
    return replace(
        recurrence,
        start=moved(recurrence.start),
        rdates=tuple((moved(start), length) for start, length in recurrence.rdates),
        exdates=tuple(map(moved, recurrence.exdates)),
        overrides=overrides,
    )


def when_of(recurrence: Recurrence) -> When:
    """What a person would have chosen for a recurrence; `Way.KEPT` when no form can hold it."""
    start, last = recurrence.start, last_day(recurrence)
    times = count_of(recurrence)
    plain = When(Way.KEPT, start.time(), start.date(), last, kept=recurrence, times=times)
    if recurrence.anchor is not None:
        return replace(
            plain, way=Way.BESIDE, weekdays=recurrence.anchor.weekdays, anchor=recurrence.anchor
        )
    if recurrence.rdates or recurrence.exrules or recurrence.all_day or _lasting(recurrence):
        return plain
    if recurrence.lunar is not None:
        return _of_lunar(plain, recurrence.lunar) if not recurrence.rrules else plain
    if not recurrence.rrules:
        return replace(plain, way=Way.ONCE)
    return _of_rule(plain, recurrence) if len(recurrence.rrules) == 1 else plain


def last_day(recurrence: Recurrence) -> date | None:
    """The last day that a recurrence names as its end; None when it names none."""
    if recurrence.anchor is not None:
        return recurrence.anchor.until
    if recurrence.lunar is not None:
        return recurrence.lunar.until
    ends = [Rule.parse(text).until for text in recurrence.rrules]
    return max((end.at.date() for end in ends if end is not None), default=None)


def count_of(recurrence: Recurrence) -> int | None:
    """After how many times it ends, where one rule alone says so; else None."""
    if len(recurrence.rrules) != 1 or recurrence.rdates or recurrence.exrules:
        return None
    return Rule.parse(recurrence.rrules[0]).count


def _end(last: date | None, times: int | None) -> str:
    """The end of a rule (RFC 5545, 3.3.10: UNTIL or COUNT, not both)."""
    if times is not None:
        return f";COUNT={times}"
    return "" if last is None else f";UNTIL={last:%Y%m%d}"


def _with_rule(when: When) -> Recurrence:
    rule, first = _rule(when)
    if when.last is not None and first > when.last:
        raise RefusedError("when.never")
    rule += _end(when.last, when.times)
    return Recurrence(datetime.combine(first, when.at), rrules=(rule,))


def _rule(when: When) -> tuple[str, date]:
    """The RRULE without its end, and its first day: DTSTART is an occurrence by itself."""
    if when.way is Way.DAILY:
        return "FREQ=DAILY", when.first
    if when.way is Way.MONTHLY:
        rule = f"FREQ=MONTHLY;BYMONTHDAY={when.month_day}"
        return rule, _first_month_day(when.first, when.month_day)
    days = sorted(when.weekdays)
    if not days:
        raise RefusedError("when.no_weekday")
    ahead = min((day - when.first.weekday()) % 7 for day in days)
    names = ",".join(WEEKDAYS[day] for day in days)
    return f"FREQ=WEEKLY;BYDAY={names}", when.first + timedelta(ahead)


def _first_month_day(first: date, number: int) -> date:
    """The first day of that number on or after a day."""
    year, month = first.year, first.month
    for _ in range(LOOK_MONTHS + 1):
        following = date(year + month // 12, month % 12 + 1, 1)
        length = (following - timedelta(1)).day
        wanted = length if number == LAST else number
        if wanted <= length and date(year, month, wanted) >= first:
            return date(year, month, wanted)
        year, month = following.year, following.month
    raise RefusedError("when.never")


def _lunar(when: When) -> LunarRule:
    if not when.lunar_days:
        raise RefusedError("when.no_lunar_day")
    day, *also = when.lunar_days
    if when.way is Way.LUNAR:
        return LunarRule(day, None, "YES", tuple(also), when.last)
    return LunarRule(day, when.lunar_month, "NO", tuple(also), when.last)


def _beside(when: When) -> Recurrence:
    assert when.anchor is not None
    days = frozenset() if when.weekdays == ALL_WEEK else when.weekdays
    anchor = replace(when.anchor, weekdays=days, until=when.last)
    return Recurrence(datetime.combine(when.first, time()), anchor=anchor)


def _of_lunar(plain: When, rule: LunarRule) -> When:
    if rule.month is None and rule.leap == "YES":
        return replace(plain, way=Way.LUNAR, lunar_days=rule.days)
    if rule.month is not None and rule.leap == "NO" and not rule.also:
        return replace(plain, way=Way.LUNAR_YEAR, lunar_days=rule.days, lunar_month=rule.month)
    return plain


def _of_rule(plain: When, recurrence: Recurrence) -> When:
    rule = Rule.parse(recurrence.rrules[0])
    bare = Rule(rule.freq, count=rule.count, until=rule.until, wkst=rule.wkst)
    if rule.interval != 1:
        return plain
    if rule == bare and rule.freq is Freq.DAILY:
        return replace(plain, way=Way.DAILY)
    if rule.freq is Freq.WEEKLY:
        days = rule.byday or ((plain.first.weekday(), 0),)
        if rule == replace(bare, byday=rule.byday) and all(not ordinal for _, ordinal in days):
            return replace(plain, way=Way.WEEKLY, weekdays=frozenset(day for day, _ in days))
    if rule.freq is Freq.MONTHLY:
        numbers = rule.bymonthday or (plain.first.day,)
        is_one = len(numbers) == 1 and (numbers[0] > 0 or numbers[0] == LAST)
        if is_one and rule == replace(bare, bymonthday=rule.bymonthday):
            return replace(plain, way=Way.MONTHLY, month_day=numbers[0])
    return plain


def _without_end(text: str) -> str:
    parts = (part for part in text.split(";") if part.strip())
    kept = (p for p in parts if p.partition("=")[0].strip().upper() not in {"UNTIL", "COUNT"})
    return ";".join(kept)


def _lasting(recurrence: Recurrence) -> bool:
    """Something changes all that follows: no form shows that."""
    return any(override.and_future for override in recurrence.overrides)
