"""Days of the Vietnamese lunar calendar; `lunar-vn` knows the moon, UTC+7, 1968 to 2099."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hub.dates.zone import to_utc
from hub.domain.lunar import LAST_DAY, LunarRule
from hub.errors import RefusedError

if TYPE_CHECKING:
    from lunar_vn import LunarDate

FIRST: Final = date(1968, 1, 1)
"""Viet Nam has counted its moons by UTC+7 since 1968."""
LAST: Final = date(2099, 12, 31)
SHORT_MONTH: Final = 29
VIET_NAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class LunarMonth:
    """One month.

    Attributes:
        year: Its lunar year, named by the solar year in which it begins.
        number: 1 to 12.
        is_leap: It is the leap month after the month of the same number.
        first: Its first day.
        days: 29 or 30.
    """

    year: int
    number: int
    is_leap: bool
    first: date
    days: int


@lru_cache(maxsize=16)
def months(year: int) -> tuple[LunarMonth, ...]:
    """The lunar months that begin in a solar year, in order."""
    new_year = date(year, 1, 1)
    first = new_year - timedelta(_lunar(new_year).day - 1)
    found: list[LunarMonth] = []
    while first.year <= year:
        after = first + timedelta(SHORT_MONTH)
        if _lunar(after).day != 1:
            after += timedelta(1)
        if first.year == year:
            named = _lunar(first)
            found.append(
                LunarMonth(named.year, named.month, named.leap, first, (after - first).days)
            )
        first = after
    return tuple(found)


def lunar_days(rule: LunarRule, first: date, last: date) -> Iterator[date]:
    """The days of a rule from `first` to `last`, both included, within 1968 to 2099."""
    first, last = max(first, FIRST), min(last, LAST, rule.until or LAST)
    for year in range((first - timedelta(30)).year, last.year + 1):
        for month in months(year):
            yield from (day for day in _days(rule, month) if first <= day <= last)


def lunar_starts(
    rule: LunarRule, at: time, tz: tzinfo, first: datetime, last: datetime
) -> Iterator[datetime]:
    """The starts in [first, last) at a time of day whose day in Viet Nam is one of the rule's.

    A series in another zone (five in Viet Nam is 22:00 UTC the evening before) has its days in
    Viet Nam all the same.

    Args:
        rule: The rule.
        at: Time of day in `tz`.
        tz: Zone of the series.
        first: Begin of the window, naive local in `tz`.
        last: End of the window, naive local in `tz`.
    """
    far = timedelta(0) if tz is VIET_NAM else timedelta(2)
    for day in lunar_days(rule, first.date() - far, last.date() + far):
        start = datetime.combine(day, at)
        if tz is not VIET_NAM:
            days = (start + timedelta(shift) for shift in (0, -1, 1))
            start = next((one for one in days if _vietnamese_day(one, tz) == day), start)
        if first <= start < last:
            yield start


def _vietnamese_day(local: datetime, tz: tzinfo) -> date:
    return to_utc(local, tz).astimezone(VIET_NAM).date()


def lunar_date(day: date) -> LunarDate | None:
    """The lunar date of a solar day: its `day`, `month` and `leap`; None outside 1968 to 2099."""
    return _lunar(day) if FIRST <= day <= LAST else None


def check_start(start: date) -> None:
    """Refuse a lunar slot that could never come.

    Raises:
        RefusedError: It begins after the years that are known.
    """
    if start > LAST:
        raise RefusedError("calendar.lunar_years", event="", first=FIRST.year, last=LAST.year)


def _days(rule: LunarRule, month: LunarMonth) -> list[date]:
    """The days of a rule in one month, in order, each once."""
    if rule.month not in {None, month.number}:
        return []
    if rule.leap != "YES" and (rule.leap == "ONLY") != month.is_leap:
        return []
    numbers = {month.days if day == LAST_DAY else day for day in rule.days}
    return [month.first + timedelta(n - 1) for n in sorted(numbers) if n <= month.days]


def _lunar(day: date) -> LunarDate:
    from lunar_vn import solar_to_lunar  # noqa: PLC0415  # 4 MiB that few processes need

    return solar_to_lunar(day)
