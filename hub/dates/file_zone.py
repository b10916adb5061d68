"""A time zone that a calendar file brings along: its VTIMEZONE, as a `tzinfo`.

All its changes within a century and a half are worked out once, so that asking for an
offset is a look into a sorted list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Final

from hub.dates.expand import starts
from hub.domain.rrule import Freq, Rule, Until, UntilForm
from hub.errors import RefusedError

BEGIN: Final = "BEGIN:VTIMEZONE"
FIRST: Final = datetime(1960, 1, 1)  # noqa: DTZ001  # naive local
LAST: Final = datetime(2110, 1, 1)  # noqa: DTZ001  # naive local
MOST_CHARACTERS: Final = 16_000
MOST_CHANGES: Final = 4000

_OFFSET: Final = re.compile(r"^([+-])(\d\d)(\d\d)(\d\d)?$", re.ASCII)
_STAMP: Final = re.compile(r"^\d{8}T\d{6}$", re.ASCII)
_NO_SHIFT: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Change:
    """The clock is put from one offset to another.

    Attributes:
        at: When, by the clock that is still the old one.
        before: The old offset.
        after: The new offset.
    """

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def shift(self) -> timedelta:
        """How far the clock is put forward."""
        return self.after - self.before


class FileZone(tzinfo):
    """A time zone as a list of changes.

    Args:
        name: Its TZID.
        first: The offset before all changes.
        changes: In order.
    """

    def __init__(self, name: str, first: timedelta, changes: tuple[Change, ...]) -> None:
        self._name = name
        self._offsets = (first, *(change.after for change in changes))
        self._changes = changes
        self._first_pass = [change.at + max(change.shift, _NO_SHIFT) for change in changes]
        self._second_pass = [change.at + min(change.shift, _NO_SHIFT) for change in changes]
        self._utc = [change.at - change.before for change in changes]

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        if dt is None:
            return None
        switches = self._second_pass if dt.fold else self._first_pass
        return self._offsets[bisect_right(switches, dt.replace(tzinfo=None))]

    def dst(self, dt: datetime | None) -> timedelta | None:
        return None if dt is None else _NO_SHIFT

    def tzname(self, dt: datetime | None) -> str | None:
        return None if dt is None else self._name

    def fromutc(self, dt: datetime) -> datetime:
        index = bisect_right(self._utc, dt.replace(tzinfo=None))
        local = dt + self._offsets[index]
        if index == 0:
            return local
        change = self._changes[index - 1]
        is_second = change.shift < _NO_SHIFT and local.replace(tzinfo=None) < change.at
        return local.replace(fold=1) if is_second else local

    def __repr__(self) -> str:
        return f"FileZone({self._name!r})"


@dataclass
class _Part:
    """One STANDARD or DAYLIGHT while it is being read."""

    is_standard: bool
    start: datetime | None = None
    before: timedelta | None = None
    after: timedelta | None = None
    rules: list[Rule] = field(default_factory=list)
    dates: list[datetime] = field(default_factory=list)


def read_file_zone(text: str) -> FileZone:
    """Read the text of one VTIMEZONE, unfolded, one property a line.

    Raises:
        RefusedError: It has a mistake, has too many changes, or says nothing.
    """
    if len(text) > MOST_CHARACTERS:
        raise RefusedError("calendar.zone_too_long", event="", most=MOST_CHARACTERS)
    name, parts = "", list[_Part]()
    try:
        for line in text.splitlines():
            head, _, value = line.partition(":")
            key = head.partition(";")[0].upper()
            if key == "BEGIN" and value in {"STANDARD", "DAYLIGHT"}:
                parts.append(_Part(value == "STANDARD"))
            elif key == "TZID":
                name = value
            elif parts:
                _read_property(parts[-1], key, value)
        return _zone(name, parts)
    except ValueError as error:
        raise RefusedError("calendar.bad_zone", event="", name=name[:80]) from error


def _read_property(part: _Part, key: str, value: str) -> None:
    if key == "DTSTART":
        part.start = _stamp(value)
    elif key == "TZOFFSETFROM":
        part.before = _offset(value)
    elif key == "TZOFFSETTO":
        part.after = _offset(value)
    elif key == "RRULE":
        part.rules.append(_rule(value))
    elif key == "RDATE":
        part.dates.extend(_stamp(each) for each in value.split(",") if each)


def _rule(text: str) -> Rule:
    rule = Rule.parse(text)
    if rule.freq > Freq.MONTHLY or rule.most_a_day > 1:
        raise ValueError(text)
    return rule


def _stamp(text: str) -> datetime:
    """A local time; some programs write UTC or a date where RFC 5545 wants a local time."""
    plain = text.strip().removesuffix("Z")
    plain = plain if "T" in plain else plain + "T000000"
    if not _STAMP.match(plain):
        raise ValueError(text)
    return datetime.strptime(plain, "%Y%m%dT%H%M%S")  # noqa: DTZ007  # naive local


def _offset(text: str) -> timedelta:
    found = _OFFSET.match(text.strip())
    if found is None:
        raise ValueError(text)
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if size >= timedelta(hours=24):
        raise ValueError(text)
    return -size if found[1] == "-" else size


def _zone(name: str, parts: list[_Part]) -> FileZone:
    found = {change for part in parts for change in _changes(part)}
    changes = sorted(found, key=lambda one: (one.at, one.before, one.after))
    if not changes:
        raise ValueError(name)
    if len(changes) > MOST_CHANGES:
        raise RefusedError("calendar.zone_too_long", event="", most=MOST_CHARACTERS)
    standard = next((part for part in parts if part.is_standard), parts[0])
    assert standard.after is not None
    return FileZone(name, standard.after, tuple(changes))


def _changes(part: _Part) -> list[Change]:
    if part.start is None or part.after is None or part.before is None:
        raise ValueError("a part of the zone has no start or no offset")
    found = {part.start, *part.dates}
    for rule in part.rules:
        until = _last(rule.until, part.before)
        found.update(
            at for at in starts(rule, part.start, FIRST, LAST) if until is None or at <= until
        )
    return [Change(at, part.before, part.after) for at in found]


def _last(until: Until | None, before: timedelta) -> datetime | None:
    """UNTIL by the clock that is still the old one."""
    if until is None:
        return None
    return until.at + before if until.form is UntilForm.UTC else until.at
