"""The VTIMEZONE of a zone that a calendar file names."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from icalendar import Timezone

from hub.dates.file_zone import BEGIN

FIRST: Final = date(2000, 1, 1)
YEARS_AHEAD: Final = 12


def tzid_of(tz: str) -> str:
    """The TZID of a zone: its IANA name, or what its VTIMEZONE says."""
    if not tz.startswith(BEGIN):
        return tz
    found = (line for line in tz.split("\n") if line.startswith("TZID:"))
    return next(found).removeprefix("TZID:")


@lru_cache(maxsize=16)
def vtimezone(tz: str, year: int) -> tuple[str, ...]:
    """The lines of the VTIMEZONE of a zone, valid for the years around `year`."""
    if tz.startswith(BEGIN):
        return tuple(tz.split("\n"))
    text = Timezone.from_tzid(tz, first_date=FIRST, last_date=date(year + YEARS_AHEAD, 1, 1))
    return tuple(text.to_ical().decode().replace("\r\n ", "").split("\r\n")[:-1])
