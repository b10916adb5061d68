"""One recurrence rule (RFC 5545 section 3.3.10) as a value, read strictly and within limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import IntEnum, StrEnum
from functools import lru_cache
from math import prod
from typing import Final

from hub.errors import RefusedError

MOST_CHARACTERS: Final = 1000
"""A longer rule is no timetable of a village."""
MOST_INTERVAL: Final = 100_000
MOST_STARTS_A_DAY: Final = 96
"""One every quarter of an hour; a calendar with more wants to hang the planner."""

MOST_TOGETHER: Final = 1440
"""Of so many moments BYSETPOS may choose; longer lists are not worth their making."""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY: Final = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$", re.ASCII)
_UNTIL: Final = re.compile(r"^(\d{8})(T\d{6}(Z)?)?$", re.ASCII)


class Freq(IntEnum):
    """FREQ; the numbers are those of `dateutil.rrule`."""

    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3
    HOURLY = 4
    MINUTELY = 5
    SECONDLY = 6


STEPS_A_DAY: Final = {Freq.HOURLY: 24, Freq.MINUTELY: 1440, Freq.SECONDLY: 86_400}
"""How often a day each of the quick frequencies comes with INTERVAL=1."""


class UntilForm(StrEnum):
    """How UNTIL is written."""

    DATE = "date"
    """The whole local day is still in."""
    UTC = "utc"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Until:
    """UNTIL; the last instant that is still in.

    Attributes:
        at: Naive; what it means depends on `form`.
        form: How it is written.
    """

    at: datetime
    form: UntilForm


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE or EXRULE.  Empty tuples are parts that are not there.

    Attributes:
        freq: FREQ.
        interval: INTERVAL, at least 1.
        count: COUNT, or None.
        until: UNTIL, or None.
        wkst: WKST, Monday is 0.
        bysetpos: BYSETPOS.
        bymonth: BYMONTH, 1 to 12.
        bymonthday: BYMONTHDAY, 1 to 31 or -31 to -1.
        byyearday: BYYEARDAY, 1 to 366 or -366 to -1.
        byweekno: BYWEEKNO, 1 to 53 or -53 to -1.
        byday: BYDAY as (weekday, ordinal); ordinal 0 = every one.
        byhour: BYHOUR.
        byminute: BYMINUTE.
        bysecond: BYSECOND (60, the leap second, is read as 59).
    """

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: Until | None = None
    wkst: int = 0
    bysetpos: tuple[int, ...] = ()
    bymonth: tuple[int, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    byday: tuple[tuple[int, int], ...] = ()
    byhour: tuple[int, ...] = ()
    byminute: tuple[int, ...] = ()
    bysecond: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read a rule such as ``FREQ=MONTHLY;BYDAY=-1FR``.

        Raises:
            RefusedError: The rule has a mistake, or a part that this program does not know.
        """
        return _parse(text)

    @property
    def most_a_day(self) -> int:
        """A day never has more starts than this."""
        clock = ((self.byhour, 24), (self.byminute, 60), (self.bysecond, 60))
        finer = max(0, self.freq - Freq.DAILY)
        steps = prod(len(by) or whole for by, whole in clock[:finer])
        if finer:
            steps = min(steps, -(-STEPS_A_DAY[self.freq] // self.interval))
        together = prod(len(by) or 1 for by, _ in clock[finer:])
        if self.bysetpos and together <= MOST_TOGETHER:
            together = min(together, len(self.bysetpos))
        most = steps * together
        return most if self.count is None else min(most, self.count)


@lru_cache(maxsize=2048)
def _parse(text: str) -> Rule:
    if len(text) > MOST_CHARACTERS:
        raise RefusedError("calendar.rule_too_long", event="", rule=text[:80], most=MOST_CHARACTERS)
    parts = _parts(text)
    freq = parts.pop("FREQ", "")
    if freq not in Freq.__members__:
        raise RefusedError("calendar.rule_no_freq", event="", rule=text)
    found: dict[str, object] = {}
    for name, value in parts.items():
        reader = _READERS.get(name)
        if reader is None:
            raise RefusedError("calendar.rule_unknown_part", event="", part=name[:40], rule=text)
        try:
            found[name.lower()] = reader(value)
        except ValueError as error:
            raise RefusedError(
                "calendar.rule_bad_part", event="", part=f"{name}={value}"[:80], rule=text
            ) from error
    found.pop("rscale", None)
    found.pop("skip", None)
    return Rule(Freq[freq], **found)  # type: ignore[arg-type]  # each reader gives its field


def _parts(text: str) -> dict[str, str]:
    """NAME → VALUE; empty parts and blanks, which real programs write, fall out."""
    parts: dict[str, str] = {}
    for pair in text.upper().removeprefix("RRULE:").split(";"):
        name, equals, value = (piece.strip() for piece in pair.partition("="))
        if not name and not value:
            continue
        if not equals:
            raise RefusedError("calendar.rule_bad_part", event="", part=pair[:80], rule=text)
        if value:
            parts[name] = value
    return parts


def _numbers(low: int, high: int, *, signed: bool = False) -> Callable[[str], tuple[int, ...]]:
    def read(value: str) -> tuple[int, ...]:
        return _sorted_set(_one(number, low, high, signed=signed) for number in value.split(","))

    return read


def _one(text: str, low: int, high: int, *, signed: bool) -> int:
    number = _integer(text)
    if not low <= (abs(number) if signed else number) <= high:
        raise ValueError(text)
    return number


def _integer(text: str) -> int:
    """A plain whole number: `int` alone would take ``1_000`` and digits of other scripts."""
    digits = text.strip()
    if len(digits) > 12 or not re.fullmatch(r"[+-]?[0-9]+", digits):
        raise ValueError(text)
    return int(digits)


def _sorted_set(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def _interval(value: str) -> int:
    return _one(value, 1, MOST_INTERVAL, signed=False)


def _count(value: str) -> int | None:
    """A negative count is what some programs write for "without end"."""
    count = _integer(value)
    return count if count >= 0 else None


def _seconds(value: str) -> tuple[int, ...]:
    read = _numbers(0, 60)(value)
    return _sorted_set(min(second, 59) for second in read)


def _days(value: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({_day(day) for day in value.split(",")}))


def _day(text: str) -> tuple[int, int]:
    found = _DAY.match(text.strip())
    if found is None:
        raise ValueError(text)
    ordinal = int(found[1] or 0)
    if abs(ordinal) > 53 or (found[1] and ordinal == 0):
        raise ValueError(text)
    return WEEKDAYS.index(found[2]), ordinal


def _weekday(value: str) -> int:
    return WEEKDAYS.index(value)


def _until(value: str) -> Until:
    found = _UNTIL.match(value)
    if found is None:
        raise ValueError(value)
    if found[2] is None:
        day = datetime.strptime(value, "%Y%m%d")  # noqa: DTZ007  # local by nature
        return Until(datetime.combine(day, time.max), UntilForm.DATE)
    at = datetime.strptime(value[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007  # `form` says which
    return Until(at, UntilForm.UTC if found[3] else UntilForm.LOCAL)


def _only(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return read


_READERS: Final[dict[str, Callable[[str], object]]] = {
    "INTERVAL": _interval,
    "COUNT": _count,
    "UNTIL": _until,
    "WKST": _weekday,
    "BYSETPOS": _numbers(1, 366, signed=True),
    "BYMONTH": _numbers(1, 12),
    "BYMONTHDAY": _numbers(1, 31, signed=True),
    "BYYEARDAY": _numbers(1, 366, signed=True),
    "BYWEEKNO": _numbers(1, 53, signed=True),
    "BYDAY": _days,
    "BYHOUR": _numbers(0, 23),
    "BYMINUTE": _numbers(0, 59),
    "BYSECOND": _seconds,
    "RSCALE": _only("GREGORIAN"),
    "SKIP": _only("OMIT"),
}
"""How each part is read; RSCALE and SKIP (RFC 7529) only where they change nothing."""
