"""The time zones that a calendar file names: IANA, Windows, or a VTIMEZONE of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hub.calendar_file.limits import MOST_ZONES
from hub.calendar_file.tree import Component, Property
from hub.dates.file_zone import BEGIN
from hub.dates.zone import FLOATING, UTC_NAME, iana, zone
from hub.errors import HubError, RefusedError

_OFFSET: Final = re.compile(r"^\(?(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d\d))?\)?(?:\s.*)?$", re.ASCII)
_KEPT: Final = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")


class Zones:
    """What the TZIDs of one VCALENDAR mean.

    Args:
        calendar: The VCALENDAR.
        home: The hub's own zone.

    Attributes:
        notes: What could not be understood, said once a zone.
    """

    def __init__(self, calendar: Component, home: ZoneInfo) -> None:
        self._home = home
        self._own = {_tzid(found): found for found in _timezones(calendar)}
        self._known: dict[str, str] = {}
        self.notes: list[HubError] = []
        named = calendar.first("X-WR-TIMEZONE")
        self.default = self._default(named)
        """Zone of floating and of UTC times, if the calendar names one (X-WR-TIMEZONE)."""

    def name(self, tzid: str) -> str:
        """The zone of a TZID, as `Recurrence.tz` has it; an unknown one floats, with a note."""
        if tzid not in self._known:
            self._known[tzid] = self._find(tzid)
        return self._known[tzid]

    def _find(self, tzid: str) -> str:
        for name in _candidates(tzid):
            if name.upper() == UTC_NAME:
                return UTC_NAME
            if iana(name) is not None:
                return name
        own = self._of_file(tzid)
        if own is not None:
            return own
        name = _of_windows().get(tzid.strip().lower(), "")
        if iana(name) is not None:
            return name
        fixed = _by_offset(tzid)
        if fixed is not None and self._is_usable(fixed):
            return fixed
        self.notes.append(RefusedError("calendar.unknown_time_zone", zone=tzid[:80]))
        return FLOATING

    def _of_file(self, tzid: str) -> str | None:
        """The VTIMEZONE of the file as text, if it is there and can be used."""
        found = self._own.get(tzid)
        if found is None:
            return None
        text = zone_text(tzid, found)
        return text if self._is_usable(text) else None

    def _is_usable(self, name: str) -> bool:
        try:
            zone(name, self._home)
        except RefusedError:
            return False
        return True

    def _default(self, named: Property | None) -> str | None:
        if named is None:
            return None
        name = next((n for n in _candidates(named.value) if iana(n) is not None), None)
        if name is None:
            self.notes.append(RefusedError("calendar.unknown_time_zone", zone=named.value[:80]))
        return name


def zone_text(tzid: str, component: Component) -> str:
    """A VTIMEZONE reduced to what makes the time, one property a line."""
    lines = [BEGIN, f"TZID:{tzid}"]
    for part in component.children:
        if part.name in {"STANDARD", "DAYLIGHT"}:
            kept = [f"{p.name}:{p.value}" for name in _KEPT for p in part.all(name)]
            lines += [f"BEGIN:{part.name}", *kept, f"END:{part.name}"]
    return "\n".join([*lines, "END:VTIMEZONE"])


def _timezones(calendar: Component) -> Iterable[Component]:
    found = [child for child in calendar.children if child.name == "VTIMEZONE"]
    return found[:MOST_ZONES]


def _tzid(timezone: Component) -> str:
    named = timezone.first("TZID")
    return named.value if named else ""


def _candidates(tzid: str) -> Iterator[str]:
    """Names of the tz database that a TZID may mean, best first.

    A "globally unique" one (section 3.8.3.1), such as ``/mozilla.org/20070129_1/Asia/Ho_Chi_Minh``,
    ends with the name that is meant.
    """
    plain = tzid.strip().strip("/")
    yield plain if iana(plain) else _spelled(plain)
    if tzid.startswith("/"):
        parts = plain.split("/")
        for begin in range(1, len(parts) - 1):
            yield "/".join(parts[begin:])


def _spelled(name: str) -> str:
    """The name as the tz database spells it: some programs write it in small letters."""
    return _spellings().get(name.lower(), name)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


@lru_cache(maxsize=1)
def _of_windows() -> dict[str, str]:
    return {name.lower(): olson for name, olson in WINDOWS_TO_OLSON.items()}


def _by_offset(tzid: str) -> str | None:
    """The zone of ``(UTC+07:00) Bangkok, Hanoi, Jakarta``, ``GMT+7`` or ``UTC+0530``, or None.

    The tz database has no zones of half hours: such a one is told as a VTIMEZONE.
    """
    found = _OFFSET.match(tzid.upper())
    if found is None:
        return None
    sign, hours, minutes = found[1], int(found[2]), found[3] or "00"
    if minutes == "00":
        return UTC_NAME if hours == 0 else f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
    offset = f"{sign}{hours:02d}{minutes}"
    lines = ["DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}"]
    standard = ["BEGIN:STANDARD", *lines, "END:STANDARD"]
    return "\n".join([BEGIN, f"TZID:UTC{offset}", *standard, "END:VTIMEZONE"])
