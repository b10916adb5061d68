"""Values of properties: texts, dates and times, durations, periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from icalendar.prop import vDuration

from hub.calendar_file.limits import FIRST_YEAR, LAST_YEAR, MOST_DATES
from hub.calendar_file.tree import Property
from hub.calendar_file.zones import Zones
from hub.dates.zone import FLOATING, UTC_NAME, to_local, to_utc, zone
from hub.errors import RefusedError

_STAMP: Final = re.compile(r"^(\d{8})(?:T(\d{6})(Z)?)?$", re.ASCII)
_ESCAPE: Final = re.compile(r"\\([\\,;:nN])")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A DATE or DATE-TIME value.

    Attributes:
        local: Naive local time; midnight of a date.
        tz: Its zone, see `Recurrence.tz`; a date floats.
        is_date: It is a DATE.
    """

    local: datetime
    tz: str
    is_date: bool


def text(value: str) -> str:
    """A TEXT value without its escapes."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def one_line(value: str, most: int) -> str:
    """A TEXT value on one line, cut to a length.

    Without what nobody sees: a mark that turns the direction of writing (U+202E) would turn what
    stands behind it on the page, too.
    """
    words = " ".join(text(value).split())
    return "".join(letter for letter in words if letter.isprintable())[:most]


def escaped(value: str) -> str:
    """The other way round."""
    plain = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def duration(value: str) -> timedelta:
    """A DURATION value.

    Raises:
        RefusedError: It is none.
    """
    try:
        found: timedelta = vDuration.from_ical(value.strip().upper())  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError) as error:
        raise RefusedError("calendar.bad_duration", value=value[:40]) from error
    return found


class Stamps:
    """Reads the dates and times of one calendar.

    Args:
        zones: Its time zones.
        home: The hub's own zone.
    """

    def __init__(self, zones: Zones, home: ZoneInfo) -> None:
        self._zones = zones
        self._home = home

    def one(self, found: Property) -> Stamp:
        """The value of DTSTART, DTEND or RECURRENCE-ID.

        Raises:
            RefusedError: It is no date or time.
        """
        return self._read(found.value, found)

    def many(self, found: list[Property]) -> list[tuple[Stamp, timedelta | None]]:
        """The values of EXDATE or RDATE; a period has a length.

        Raises:
            RefusedError: One of them is no date or time, or there are too many.
        """
        values = [(v.strip(), p) for p in found for v in p.value.split(",") if v.strip()]
        if len(values) > MOST_DATES:
            raise RefusedError("calendar.too_many_dates", count=len(values), most=MOST_DATES)
        return [self._period(value, source) for value, source in values]

    def in_series(self, stamp: Stamp, series: Stamp) -> datetime:
        """A time of an exception as local time of its series.

        A floating one is in the zone of the series already; a date stands for the time of
        day at which the series begins.  A series of dates takes the date of a time as it is
        written, but for UTC, where it is the date of the village.
        """
        if series.is_date and not stamp.is_date:
            return datetime.combine(self._in_village(stamp).date(), datetime.min.time())
        if stamp.is_date:
            return datetime.combine(stamp.local.date(), series.local.time())
        if stamp.tz in {series.tz, FLOATING}:
            return stamp.local
        instant = to_utc(stamp.local, zone(stamp.tz, self._home))
        return to_local(instant, zone(series.tz, self._home))

    def _in_village(self, stamp: Stamp) -> datetime:
        if stamp.tz != UTC_NAME:
            return stamp.local
        return to_local(to_utc(stamp.local, zone(UTC_NAME, self._home)), self._home)

    def tz(self, stamp: Stamp) -> tzinfo | None:
        """The zone of a time; None for a floating one."""
        return zone(stamp.tz, self._home) if stamp.tz else None

    def between(self, start: Stamp, end: Stamp) -> timedelta:
        """The exact time from one to the other."""
        first = to_utc(start.local, zone(start.tz, self._home))
        tz = start.tz if end.is_date or end.tz == FLOATING else end.tz
        return to_utc(end.local, zone(tz, self._home)) - first

    def _period(self, value: str, source: Property) -> tuple[Stamp, timedelta | None]:
        begin, slash, end = value.partition("/")
        start = self._read(begin, source)
        if not slash:
            return start, None
        if end.upper().startswith(("P", "+P", "-P")):
            return start, max(duration(end), timedelta(0))
        return start, max(self.between(start, self._read(end, source)), timedelta(0))

    def _read(self, value: str, source: Property) -> Stamp:
        value, tzid = value.strip().upper(), source.parameters.get("TZID", "")
        head, colon, tail = value.rpartition(":")
        if colon:  # a TZID such as (UTC+07:00) that should stand in quotes
            value, tzid = tail, f"{tzid}:{head}"
        found = _STAMP.match(value)
        if found is None:
            raise RefusedError("calendar.bad_time", property=source.name, value=value[:40])
        day, time, is_utc = found.groups()
        try:
            local = _local(day, time or "000000")
        except ValueError as error:
            raise RefusedError(
                "calendar.bad_time", property=source.name, value=value[:40]
            ) from error
        if not FIRST_YEAR <= local.year <= LAST_YEAR:
            raise RefusedError("calendar.bad_year", property=source.name, value=value[:40])
        if time is None:
            return Stamp(local, FLOATING, is_date=True)
        return self._placed(local, UTC_NAME if is_utc else self._named(tzid))

    def _named(self, tzid: str) -> str:
        return self._zones.name(tzid) if tzid else FLOATING

    def _placed(self, local: datetime, tz: str) -> Stamp:
        """X-WR-TIMEZONE: Google's way to say in which zone UTC and floating times are meant."""
        default = self._zones.default
        if default is None or tz not in {UTC_NAME, FLOATING}:
            return Stamp(local, tz, is_date=False)
        if tz == UTC_NAME:
            utc = to_utc(local, zone(UTC_NAME, self._home))
            local = to_local(utc, zone(default, self._home))
        return Stamp(local, default, is_date=False)


def _local(day: str, time: str) -> datetime:
    """Naive local time; `datetime.strptime` would take eight times as long."""
    return datetime(  # noqa: DTZ001
        int(day[:4]),
        int(day[4:6]),
        int(day[6:]),
        int(time[:2]),
        int(time[2:4]),
        int(time[4:]),
    )
