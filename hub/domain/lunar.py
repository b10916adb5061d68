"""A lunar rule: mùng 1, rằm, 10/3, the last day of the year; with or without leap months."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hub.errors import RefusedError

LAST_DAY = -1
"""`LunarRule.day` for the last day of the month (29 or 30)."""

_FORM = re.compile(r"^DAY=(-1|[1-9]|[12]\d|30)(;MONTH=([1-9]|1[0-2]))?(;LEAP=(YES|NO|ONLY))?$")


@dataclass(frozen=True, slots=True)
class LunarRule:
    """Days of the Vietnamese lunar calendar (UTC+7).

    Attributes:
        day: 1 to 30, or `LAST_DAY`.  A month without a day 30 has no occurrence.
        month: 1 to 12, or None for every month.  The last day of the year is day `LAST_DAY`
            of month 12.
        leap: ``"NO"``: leap months are left out; ``"YES"``: they count as their number;
            ``"ONLY"``: nothing else counts.
    """

    day: int
    month: int | None = None
    leap: str = "NO"

    @classmethod
    def parse(cls, text: str) -> LunarRule:
        """Read ``DAY=15``, ``DAY=10;MONTH=3`` or ``DAY=-1;MONTH=12;LEAP=NO``.

        Raises:
            RefusedError: The text has another form.
        """
        found = _FORM.match(text.strip().upper())
        if found is None:
            raise RefusedError("calendar.bad_lunar_rule", event="", rule=text[:80])
        month = found.group(3)
        default = "NO" if month else "YES"
        return cls(int(found.group(1)), int(month) if month else None, found.group(5) or default)

    def __str__(self) -> str:
        month = f";MONTH={self.month}" if self.month else ""
        return f"DAY={self.day}{month};LEAP={self.leap}"
