"""Days, times and moments as forms and links tell them, within bounds (pure).

Python reads every year from 1 to 9999, and a day, an offset or a week more than that is no moment
any more; so whatever a person sends is read here, and is some lifetimes from both ends.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from hub.errors import RefusedError

YEARS: Final = range(1900, 2201)
"""An imported slot may have begun long ago; nothing that is entered here is for after 2200."""
FARTHEST: Final = timedelta(days=2 * 366)
"""So far ahead may anything begin that is entered."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_STAMP: Final = re.compile(r"[0-9]{8}T[0-9]{6}Z")


def day(told: str, problem: str) -> date:
    """A day, as ``2026-12-01``.

    Raises:
        RefusedError: `problem`: it is none, or its year is not of `YEARS`.
    """
    try:
        found = date.fromisoformat(told) if _DAY.fullmatch(told) else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise RefusedError(problem)
    return found


def time_of_day(told: str, problem: str) -> time:
    """A time of day, as ``17:05``; seconds are cut off.

    Raises:
        RefusedError: `problem`: it is none.
    """
    try:
        found = time.fromisoformat(told) if _TIME.fullmatch(told) else None
    except ValueError:
        found = None
    if found is None:
        raise RefusedError(problem)
    return found.replace(second=0)


def moment(told_day: str, told_time: str, problem: str) -> datetime:
    """A moment of two fields, naive local time.

    Raises:
        RefusedError: `problem`: one of them is none.
    """
    return datetime.combine(day(told_day, problem), time_of_day(told_time, problem))


def instant(stamp: str, problem: str) -> datetime:
    """A moment as cues name it, ``20261201T100000Z``; aware UTC.

    Raises:
        RefusedError: `problem`: it is none, or its year is not of `YEARS`.
    """
    try:
        found = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ") if _STAMP.fullmatch(stamp) else None  # noqa: DTZ007
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise RefusedError(problem)
    return found.replace(tzinfo=UTC)


def check_near(first: date, today: date) -> None:
    """Refuse what begins too far ahead: a slip of the finger, or somebody who tries what holds.

    Raises:
        RefusedError: ``when.too_far``.
    """
    if first - today > FARTHEST:
        raise RefusedError("when.too_far", days=FARTHEST.days)
