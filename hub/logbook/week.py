"""A week of the log book: Monday to Sunday, local time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from hub.errors import RefusedError

_FORM: Final = re.compile(r"([0-9]{4})-?[Ww]([0-9]{1,2})")
YEARS: Final = range(1970, 2201)
"""No hub wrote a row before; and a week more than the last is still a week."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week as ISO 8601 counts them.

    Attributes:
        year: The year that the week belongs to (that of its Thursday).
        number: 1 to 53.
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-W49``.

        Raises:
            RefusedError: It is no week.
        """
        found = _FORM.fullmatch(text.strip())
        try:
            week = cls(int(found[1]), int(found[2])) if found else None
            if week is not None:
                _ = week.first_day
        except ValueError:
            week = None
        if week is None or week.year not in YEARS:
            raise RefusedError("log.bad_week", text=text[:40])
        return week

    @classmethod
    def of(cls, instant: datetime, tz: ZoneInfo) -> Self:
        """The week in which an instant falls."""
        year, number, _ = instant.astimezone(tz).isocalendar()
        return cls(year, number)

    @property
    def first_day(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.first_day + timedelta(days=6)

    def window(self, tz: ZoneInfo) -> tuple[datetime, datetime]:
        """From its first instant to the first instant after it, aware UTC."""
        first = datetime.combine(self.first_day, time(), tz)
        last = datetime.combine(self.last_day + timedelta(days=1), time(), tz)
        return first.astimezone(UTC), last.astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"
