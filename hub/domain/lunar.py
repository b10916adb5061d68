"""A lunar rule: mùng 1, rằm, 10/3, the last day of the year; with or without leap months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from hub.errors import RefusedError

LAST_DAY = -1
"""`LunarRule.day` for the last day of the month (29 or 30)."""

MOST_DAYS = 6
"""Days of a month that one rule names."""

_FORMS = {
    "DAY": re.compile(r"(?:-1|[1-9]|[12]\d|30)(?:,(?:-1|[1-9]|[12]\d|30))*", re.ASCII),
    "MONTH": re.compile(r"[1-9]|1[0-2]", re.ASCII),
    "LEAP": re.compile("YES|NO|ONLY"),
    "UNTIL": re.compile(r"\d{8}", re.ASCII),
}
"""The parts of a rule; as in an RRULE (RFC 5545, 3.3.10) they come in any order, each once."""


@dataclass(frozen=True, slots=True)
class LunarRule:
    """Days of the Vietnamese lunar calendar (UTC+7).

    Attributes:
        day: 1 to 30, or `LAST_DAY`.  A month without a day 30 has no occurrence.
        month: 1 to 12, or None for every month.  The last day of the year is day `LAST_DAY`
            of month 12.
        leap: ``"NO"``: leap months are left out; ``"YES"``: they count as their number;
            ``"ONLY"``: nothing else counts.
        also: More days of the same months, as in "mùng 1 and rằm".
        until: The last solar day on which it may come, or None.
    """

    day: int
    month: int | None = None
    leap: str = "NO"
    also: tuple[int, ...] = ()
    until: date | None = None

    @property
    def days(self) -> tuple[int, ...]:
        """Every day that it names."""
        return (self.day, *self.also)

    @classmethod
    def parse(cls, text: str) -> LunarRule:
        """Read ``DAY=15``, ``DAY=1,15;UNTIL=20271231`` or ``DAY=-1;MONTH=12;LEAP=NO``.

        Raises:
            RefusedError: The text has another form.
        """
        parts = [part.partition("=") for part in text.strip().upper().split(";")]
        found = {name: value for name, _, value in parts}
        is_known = all(name in _FORMS and _FORMS[name].fullmatch(found[name]) for name in found)
        if not is_known or "DAY" not in found or len(found) < len(parts):
            raise _refused(text)
        day, *also = dict.fromkeys(int(number) for number in found["DAY"].split(","))
        if len(also) >= MOST_DAYS:
            raise _refused(text)
        month, until = found.get("MONTH"), found.get("UNTIL")
        return cls(
            day,
            int(month) if month else None,
            found.get("LEAP") or ("NO" if month else "YES"),
            tuple(also),
            _date(until, text) if until else None,
        )

    def __str__(self) -> str:
        days = ",".join(map(str, self.days))
        month = f";MONTH={self.month}" if self.month else ""
        until = f";UNTIL={self.until:%Y%m%d}" if self.until else ""
        return f"DAY={days}{month};LEAP={self.leap}{until}"


def _date(value: str, text: str) -> date:
    try:
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007  # a date has no zone
    except ValueError as error:
        raise _refused(text) from error


def _refused(text: str) -> RefusedError:
    return RefusedError("calendar.bad_lunar_rule", event="", rule=text[:80])
