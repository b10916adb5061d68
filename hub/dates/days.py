"""Which days of a year fit the BY parts of a rule: `dateutil` decides, the answer is cached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from dateutil.rrule import YEARLY, rrule, weekday

from hub.domain.rrule import Freq, Rule

ONE_YEAR = 10_000
"""INTERVAL that makes `dateutil` stop after one year, whether or not a day fits."""

ALL_MONTHS = tuple(range(1, 13))
ALL_DAYS = tuple(range(1, 32))
MOST_OF_A_WEEKDAY_IN_A_MONTH = 5


@dataclass(frozen=True, slots=True)
class Days:
    """The parts of a rule that choose days; those that DTSTART implies are filled in."""

    bymonth: tuple[int, ...]
    bymonthday: tuple[int, ...]
    byyearday: tuple[int, ...]
    byweekno: tuple[int, ...]
    byday: tuple[tuple[int, int], ...]
    wkst: int


def days_of(rule: Rule, start: datetime) -> Days | None:
    """The day parts of a rule; None when every day fits.

    Args:
        rule: The rule.
        start: DTSTART, naive local: it implies the parts that are missing.
    """
    byday = rule.byday if rule.freq <= Freq.MONTHLY else tuple((day, 0) for day, _ in rule.byday)
    bymonth, bymonthday = rule.bymonth, rule.bymonthday
    if not (rule.byweekno or rule.byyearday or bymonthday or byday):
        if rule.freq is Freq.WEEKLY:
            byday = ((start.weekday(), 0),)
        elif rule.freq <= Freq.MONTHLY:
            bymonthday = (start.day,)
            if rule.freq is Freq.YEARLY:
                bymonth = bymonth or (start.month,)
        elif not bymonth:
            return None
    if rule.freq is Freq.MONTHLY and any(ordinal for _, ordinal in byday):
        bymonth = bymonth or ALL_MONTHS
    wkst = rule.wkst if rule.byweekno else 0
    return Days(bymonth, bymonthday, rule.byyearday, rule.byweekno, byday, wkst)


def matching(days: Days | None, low: int, high: int) -> Iterable[int]:
    """The days from `low` to `high` (ordinals, both included) that fit; all of them for None."""
    return range(low, high + 1) if days is None else _matching(days, low, high)


def _matching(days: Days, low: int, high: int) -> Iterator[int]:
    for year in range(date.fromordinal(low).year, date.fromordinal(high).year + 1):
        new_year = date(year, 1, 1).toordinal()
        fits = _fitting(days, year)
        last = min(high - new_year + 1, len(fits))
        at = fits.find(1, max(0, low - new_year), last)
        while at >= 0:
            yield new_year + at
            at = fits.find(1, at + 1, last)


@lru_cache(maxsize=2048)
def _fitting(days: Days, year: int) -> bytes:
    """One byte a day of the year, 1 where the day fits.

    RFC 5545 joins plain and numbered weekdays (``BYDAY=MO,1TU``) by "or", `dateutil` by
    "and"; so it is asked for each kind alone.
    """
    plain = tuple(day for day in days.byday if not day[1])
    numbered = tuple(day for day in days.byday if day[1])
    if days.bymonth:
        numbered = tuple(d for d in numbered if abs(d[1]) <= MOST_OF_A_WEEKDAY_IN_A_MONTH)
    kinds = [kind for kind in (plain, numbered) if kind] if days.byday else [()]
    fits = bytearray(366)
    for kind in kinds:
        _mark(fits, days, kind, year)
    return bytes(fits)


def _mark(fits: bytearray, days: Days, byday: tuple[tuple[int, int], ...], year: int) -> None:
    new_year = datetime(year, 1, 1)  # noqa: DTZ001  # naive local, as all times here
    has_days = days.bymonthday or days.byyearday or days.byweekno or byday
    rule = rrule(
        YEARLY,
        dtstart=new_year,
        interval=ONE_YEAR,
        wkst=days.wkst,
        bymonth=days.bymonth or None,
        bymonthday=days.bymonthday or (None if has_days else ALL_DAYS),
        byyearday=days.byyearday or None,
        byweekno=days.byweekno or None,
        byweekday=[weekday(day, ordinal or None) for day, ordinal in byday] or None,
    )
    for day in rule:
        fits[(day - new_year).days] = 1
