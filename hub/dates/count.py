"""COUNT: the day on which a counted series ends, and how many of its times have been."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Final

from hub.dates.expand import starts
from hub.dates.lunar import LAST, lunar_days
from hub.domain.recurrence import Recurrence
from hub.domain.rrule import Rule
from hub.domain.when import Way, When, count_of, last_day, recurrence_of

FAR: Final = datetime(2999, 1, 1)  # noqa: DTZ001  # local by nature; no file goes beyond


def without_count(recurrence: Recurrence) -> Recurrence:
    """The same occurrences, with UNTIL in the place of every COUNT."""
    return replace(
        recurrence, rrules=tuple(_rule(text, recurrence.start) for text in recurrence.rrules)
    )


def end_day(recurrence: Recurrence) -> date | None:
    """The last day on which it comes, by its UNTIL or its COUNT; None without an end."""
    return last_day(without_count(recurrence))


def taken_before(recurrence: Recurrence, original: datetime) -> int:
    """How many times of a counted series come before one; 0 when it is not counted.

    Times that were left out or moved have been counted, as RFC 5545 counts them.
    """
    if count_of(recurrence) is None:
        return 0
    rule = Rule.parse(recurrence.rrules[0])
    return len(starts(rule, recurrence.start, recurrence.start, original))


def settled(when: When) -> When:
    """The same choice with a last day in the place of a count that its rule cannot hold.

    A lunar rule has no COUNT, so that other programs of ours can read it; a slot beside
    another one has only the other's end.
    """
    if when.times is None or when.way in {Way.DAILY, Way.WEEKLY, Way.MONTHLY, Way.KEPT}:
        return when
    plain = replace(when, times=None)
    lunar = recurrence_of(plain).lunar
    if lunar is None:
        return plain
    days = list(islice(lunar_days(lunar, when.first, LAST), when.times))
    return replace(plain, last=days[-1] if days else None)


def _rule(text: str, start: datetime) -> str:
    rule = Rule.parse(text)
    if rule.count is None:
        return text
    found = starts(rule, start, start, FAR)
    last = max(found, default=start)
    parts = (part for part in text.split(";") if part.strip())
    kept = (part for part in parts if part.partition("=")[0].strip().upper() != "COUNT")
    return ";".join([*kept, f"UNTIL={last:%Y%m%dT%H%M%S}"])
