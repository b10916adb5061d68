"""The starts of a rule within a window.

`dateutil` says which days of a year fit the BY parts of a rule, one year at a time and
cached.  INTERVAL, COUNT, BYSETPOS and the time of day are counted here, from the window
and not from DTSTART: a rule that is years old costs as much as a new one, and a rule that
never fits any day ends at the window and not in the year 9999.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import gcd

from hub.dates.days import Days, days_of, matching
from hub.domain.rrule import STEPS_A_DAY, Freq, Rule

_DAY_S = 86_400
_FIRST_LOOK = timedelta(1)
_LONGEST_LOOK = timedelta(366)
"""A counted series is looked through in growing steps: an end that is near is soon found."""
_MOST_STEPS = 1440
_UNITS = {Freq.DAILY: 1, Freq.WEEKLY: 7}
"""Days of the periods that are all of one length."""


def starts(rule: Rule, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """The starts that a rule gives within [first, last), in order.

    DTSTART is among them only when it fits the rule.  COUNT is kept and counts what fits
    the rule; UNTIL is left to the caller, who knows the time zone.

    Args:
        rule: The rule.
        start: DTSTART, naive local.
        first: Begin of the window, naive local.
        last: End of the window, naive local.
    """
    if rule.count is not None:
        last = min(last, _end_of_count(rule, start, last.year))
    return _endless(rule, start, first, last)


def is_plain(rule: Rule) -> bool:
    """Every so many days or weeks and nothing else: the last of its starts needs no counting."""
    return rule.freq in _UNITS and rule == Rule(rule.freq, rule.interval, rule.count, rule.until)


@lru_cache(maxsize=8192)
def _end_of_count(rule: Rule, start: datetime, year: int) -> datetime:
    """Just after the last counted start, or the end of `year` when that is earlier."""
    assert rule.count is not None
    if not rule.count:
        return start
    if is_plain(rule):
        try:
            unit = _UNITS[rule.freq]
            return start + timedelta((rule.count - 1) * rule.interval * unit, microseconds=1)
        except OverflowError:  # it ends after the year 9999
            return datetime(9999, 12, 31)  # noqa: DTZ001
    end = datetime(year + 1, 1, 1)  # noqa: DTZ001  # naive local, as all times here
    if rule.count >= ((end - start).days + 1) * rule.most_a_day:
        return end
    left, first, span = rule.count, start, _FIRST_LOOK
    while first < end:
        last = min(first + span, end)
        found = _endless(rule, start, first, last)
        if left <= len(found):
            return found[left - 1] + timedelta(microseconds=1)
        left -= len(found)
        first, span = last, min(span * 4, _LONGEST_LOOK)
    return end


def _endless(rule: Rule, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """All starts of a rule in [first, last), as if it had no COUNT."""
    first = max(first, start)
    if last <= first or _never(rule, start):
        return []
    if rule.freq > Freq.DAILY:
        found = _quick(rule, start, first, last)
    elif rule.bysetpos:
        found = _by_position(rule, start, first, last)
    else:
        found = _day_by_day(rule, start, first, last)
    return [at for at in found if first <= at < last]


def _never(rule: Rule, start: datetime) -> bool:
    """BYSETPOS or BYHOUR that no period can reach; else they are looked for in vain for long."""
    if rule.bysetpos:
        longest = {Freq.YEARLY: 366, Freq.MONTHLY: 31, Freq.WEEKLY: 7}.get(rule.freq, 1)
        minutes = 1 if rule.freq > Freq.HOURLY else max(1, len(rule.byminute))
        hours = 1 if rule.freq > Freq.DAILY else max(1, len(rule.byhour))
        longest *= max(1, len(rule.bysecond)) * minutes * hours
        if min(abs(position) for position in rule.bysetpos) > longest:
            return True
    if rule.freq is Freq.HOURLY and rule.byhour:
        stride = gcd(rule.interval, 24)
        return all((hour - start.hour) % stride for hour in rule.byhour)
    return False


def _day_by_day(rule: Rule, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """Without BYSETPOS every day stands for itself."""
    days = days_of(rule, start)
    low, high = first.toordinal(), last.toordinal()
    found: Iterable[int]
    if rule.freq is Freq.DAILY and rule.interval > 1:
        found = _every_few_days(rule.interval, start.toordinal(), days, low, high)
    else:
        found = matching(days, low, high)
        if rule.interval > 1:
            found = _aligned(rule, start, found)
    times = _times(rule, start)
    midnight = datetime.fromordinal
    if len(times) == 1:
        time = times[0]
        return [midnight(day) + time for day in found]
    return [midnight(day) + time for day in found for time in times]


def _every_few_days(
    interval: int, begin: int, days: Days | None, low: int, high: int
) -> Iterable[int]:
    candidates = range(low + (begin - low) % interval, high + 1, interval)
    if days is None:
        return candidates
    return [day for day in candidates if any(matching(days, day, day))]


def _aligned(rule: Rule, start: datetime, days: Iterable[int]) -> Iterator[int]:
    """The days whose week, month or year is a multiple of INTERVAL away from DTSTART's."""
    begin = _period(rule, start.toordinal())
    return (day for day in days if (_period(rule, day) - begin) % rule.interval == 0)


def _period(rule: Rule, day: int) -> int:
    """Number of the week, month or year that holds a day."""
    if rule.freq is Freq.WEEKLY:
        return (day - 1 - rule.wkst) // 7
    calendar_day = date.fromordinal(day)
    if rule.freq is Freq.MONTHLY:
        return calendar_day.year * 12 + calendar_day.month - 1
    return calendar_day.year if rule.freq is Freq.YEARLY else day


def _by_position(rule: Rule, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """With BYSETPOS a period is taken whole, also where the window or DTSTART cuts it."""
    days, times = days_of(rule, start), _times(rule, start)
    begin = _period(rule, start.toordinal())
    low, high = _period(rule, first.toordinal()), _period(rule, last.toordinal())
    found: list[datetime] = []
    for period in range(low + (begin - low) % rule.interval, high + 1, rule.interval):
        whole = [
            datetime.fromordinal(day) + time
            for day in matching(days, *_bounds(rule, period))
            for time in times
        ]
        found += _positions(whole, rule.bysetpos)
    return found


def _bounds(rule: Rule, period: int) -> tuple[int, int]:
    """First and last day of a period."""
    if rule.freq is Freq.WEEKLY:
        monday = period * 7 + 1 + rule.wkst
        return monday, monday + 6
    if rule.freq is Freq.MONTHLY:
        year, month = divmod(period, 12)
        after = date(year + month // 11, (month + 1) % 12 + 1, 1)
        return date(year, month + 1, 1).toordinal(), after.toordinal() - 1
    if rule.freq is Freq.YEARLY:
        return date(period, 1, 1).toordinal(), date(period, 12, 31).toordinal()
    return period, period


def _positions(whole: list[datetime], bysetpos: tuple[int, ...]) -> list[datetime]:
    size = len(whole)
    wanted = {at - 1 if at > 0 else size + at for at in bysetpos if abs(at) <= size}
    return [whole[index] for index in sorted(wanted)]


def _times(rule: Rule, start: datetime) -> list[timedelta]:
    """The times of day of a rule that is not quicker than daily."""
    if not (rule.byhour or rule.byminute or rule.bysecond):
        return [timedelta(0, _second_of_day(start))]
    return [
        timedelta(0, hour * 3600 + minute * 60 + second)
        for hour in rule.byhour or (start.hour,)
        for minute in rule.byminute or (start.minute,)
        for second in rule.bysecond or (start.second,)
    ]


def _quick(rule: Rule, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """Hour by hour (or quicker), on the days that fit."""
    unit_s = _DAY_S // STEPS_A_DAY[rule.freq]
    origin = start.toordinal() * _DAY_S + _second_of_day(start) // unit_s * unit_s
    step_s = unit_s * rule.interval
    fitting = _fitting_steps(rule)
    found: list[datetime] = []
    for day in matching(days_of(rule, start), first.toordinal(), last.toordinal()):
        midnight, midnight_s = datetime.fromordinal(day), day * _DAY_S
        begin_s = max(origin - midnight_s, (origin - midnight_s) % step_s)
        if fitting is None:
            steps: Iterable[int] = range(begin_s, _DAY_S, step_s)
        else:
            steps = (s for s in fitting if s >= begin_s and (s - begin_s) % step_s == 0)
        for at_s in steps:
            group = [midnight + timedelta(0, moment) for moment in _moments(rule, start, at_s)]
            found += _positions(group, rule.bysetpos) if rule.bysetpos else group
    return found


@lru_cache(maxsize=1024)
def _fitting_steps(rule: Rule) -> tuple[int, ...] | None:
    """The steps of a day that BYHOUR, BYMINUTE and BYSECOND let through; None for too many.

    A rule for every second of which one a day is heard costs one step, not 86,400.
    """
    hours = rule.byhour or range(24)
    minutes = [0] if rule.freq is Freq.HOURLY else rule.byminute or range(60)
    seconds = rule.bysecond or range(60) if rule.freq is Freq.SECONDLY else [0]
    if len(hours) * len(minutes) * len(seconds) > _MOST_STEPS:
        return None
    return tuple(h * 3600 + m * 60 + s for h in hours for m in minutes for s in seconds)


def _second_of_day(at: datetime) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _moments(rule: Rule, start: datetime, second_s: int) -> list[int]:
    """The times of day that one step of a quick rule stands for."""
    hour, minute = second_s // 3600, second_s // 60 % 60
    if rule.byhour and hour not in rule.byhour:
        return []
    if rule.freq is Freq.HOURLY:
        return [
            hour * 3600 + each * 60 + second
            for each in rule.byminute or (start.minute,)
            for second in rule.bysecond or (start.second,)
        ]
    if rule.byminute and minute not in rule.byminute:
        return []
    if rule.freq is Freq.MINUTELY:
        return [second_s + second for second in rule.bysecond or (start.second,)]
    return [] if rule.bysecond and second_s % 60 not in rule.bysecond else [second_s]
