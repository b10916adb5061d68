"""Write slots as a calendar file that other programs show and that reads back the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Final

from icalendar.parser import Contentline, Parameters

from hub.calendar_file.anchors import ANCHOR, mirrored
from hub.calendar_file.properties import (
    LUNAR_RULE,
    LUNAR_SINCE,
    duration_text,
    lines_of,
    values_of,
)
from hub.calendar_file.timezones import tzid_of, vtimezone
from hub.calendar_file.values import escaped
from hub.dates.lunar import LAST, VIET_NAM, lunar_starts
from hub.dates.zone import FLOATING, UTC_NAME, zone
from hub.domain.recurrence import Override, Recurrence
from hub.domain.slot import Slot

LUNAR_YEARS: Final = 5
"""So many years of a lunar slot are written as RDATEs, for programs that know no moon."""
ONE_DAY_S: Final = 86_400
_HEAD: Final = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//village-hub//EN", "CALSCALE:GREGORIAN")


def write(slots: Iterable[Slot], now: datetime, head: Iterable[str] = ()) -> bytes:
    """The slots as a calendar file.

    Args:
        slots: In this order.
        now: DTSTAMP, and from when on lunar days are written out; aware.
        head: More properties of the calendar itself, such as its name.
    """
    known = {slot.id: slot for slot in slots}
    anchors = {
        key: mirrored(slot, known)
        for key, slot in known.items()
        if slot.recurrence.anchor is not None
    }
    slots = [anchors[key].slot if key in anchors else slot for key, slot in known.items()]
    lines = [*_HEAD, *head]
    for tz in sorted({tz for slot in slots for tz in _zones(slot.recurrence)}):
        lines += vtimezone(tz, now.year)
    for slot in slots:
        anchor = anchors[slot.id].value if slot.id in anchors else ""
        lines += _Writer(slot, now, anchor).lines()
    lines.append("END:VCALENDAR")
    folded = (Contentline(line).to_ical() for line in lines)  # type: ignore[no-untyped-call]
    return b"\r\n".join(folded) + b"\r\n"


def _zones(recurrence: Recurrence) -> set[str]:
    """The zones that a slot names and that a file must explain."""
    named = {recurrence.tz, *(override.tz for override in recurrence.overrides)}
    return named - {FLOATING, UTC_NAME}


@dataclass(frozen=True, slots=True)
class _Form:
    """How a time is written: its zone, or that it is a date."""

    tz: str
    is_date: bool = False

    def line(self, name: str, values: Iterable[datetime], **parameters: str) -> str:
        """A property with times as its values."""
        return self.with_texts(name, (self.text(value) for value in values), **parameters)

    def with_texts(self, name: str, texts: Iterable[str], **parameters: str) -> str:
        """A property with values that are written already."""
        if self.is_date:
            parameters["VALUE"] = "DATE"
        elif self.tz not in {FLOATING, UTC_NAME}:
            parameters["TZID"] = tzid_of(self.tz)
        head = Parameters(parameters).to_ical().decode() if parameters else ""
        return f"{name}{';' if head else ''}{head}:{','.join(texts)}"

    def text(self, value: datetime) -> str:
        """One time."""
        if self.is_date:
            return f"{value:%Y%m%d}"
        return f"{value:%Y%m%dT%H%M%S}{'Z' if self.tz == UTC_NAME else ''}"


class _Writer:
    """Writes one slot: its VEVENT and one for each override."""

    def __init__(self, slot: Slot, now: datetime, anchor: str) -> None:
        self._slot = slot
        self._anchor = anchor
        self._recurrence = slot.recurrence
        self._now = now
        self._form = _Form(slot.recurrence.tz, is_date=slot.recurrence.all_day)

    def lines(self) -> Iterator[str]:
        """Content lines, not yet folded."""
        slot, recurrence = self._slot, self._recurrence
        start = self._first_lunar() if recurrence.lunar else recurrence.start
        yield from self._begin(start, self._form, slot.length_s, slot.title)
        if recurrence.cancelled:
            yield "STATUS:CANCELLED"
        for name, value in lines_of(values_of(slot)).items():
            yield f"{name}:{value}"
        if self._anchor:
            yield f"{ANCHOR}:{escaped(self._anchor)}"
        yield from (f"RRULE:{rule}" for rule in recurrence.rrules)
        yield from (f"EXRULE:{rule}" for rule in recurrence.exrules)
        yield from self._dates(start)
        yield "END:VEVENT"
        for override in recurrence.overrides:
            yield from self._override(override)

    def _begin(self, start: datetime, form: _Form, length_s: float, title: str) -> Iterator[str]:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(self._slot.id)}"
        yield f"DTSTAMP:{self._now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield form.line("DTSTART", [start])
        if form.is_date and length_s % ONE_DAY_S == 0:
            yield f"DURATION:P{round(length_s / ONE_DAY_S)}D"
        elif length_s or form.is_date:
            yield f"DURATION:{duration_text(length_s)}"
        if title:
            yield f"SUMMARY:{escaped(title)}"

    def _dates(self, start: datetime) -> Iterator[str]:
        recurrence, form = self._recurrence, self._form
        for is_plain, group in groupby(recurrence.rdates, key=lambda rdate: rdate[1] is None):
            if is_plain:
                yield form.line("RDATE", (at for at, _ in group))
            else:
                periods = (f"{form.text(at)}/{_length(length)}" for at, length in group)
                yield form.with_texts("RDATE", periods, VALUE="PERIOD")
        if recurrence.lunar:
            yield f"{LUNAR_RULE}:{recurrence.lunar}"
            if start != recurrence.start:
                yield form.line(LUNAR_SINCE, [recurrence.start])
            ahead = [at for at in self._lunar_ahead() if at != start]
            if ahead:
                yield form.line("RDATE", ahead)
        if recurrence.exdates:
            yield form.line("EXDATE", recurrence.exdates)
        if recurrence.exdays:
            yield _Form(FLOATING, is_date=True).line("EXDATE", recurrence.exdays)

    def _override(self, override: Override) -> Iterator[str]:
        form = _Form(override.tz, is_date=override.all_day)
        title = self._slot.title if override.title is None else override.title
        yield from self._begin(override.start, form, override.length_s, title)
        reach = {"RANGE": "THISANDFUTURE"} if override.and_future else {}
        yield self._form.line("RECURRENCE-ID", [override.recurrence_id], **reach)
        if override.cancelled:
            yield "STATUS:CANCELLED"
        for name, value in lines_of(dict(override.changes)).items():
            yield f"{name}:{value}"
        yield "END:VEVENT"

    def _first_lunar(self) -> datetime:
        """The first lunar day: other programs take DTSTART for an occurrence."""
        start = self._recurrence.start
        return next(self._lunar(start, datetime.combine(LAST, time.max)), start)

    def _lunar_ahead(self) -> Iterator[datetime]:
        today = datetime.combine(self._now.date(), time.min)
        first = max(self._recurrence.start, today)
        return self._lunar(first, first + timedelta(days=LUNAR_YEARS * 366))

    def _lunar(self, first: datetime, last: datetime) -> Iterator[datetime]:
        recurrence = self._recurrence
        assert recurrence.lunar is not None
        tz = zone(recurrence.tz, VIET_NAM)
        return lunar_starts(recurrence.lunar, recurrence.start.time(), tz, first, last)


def _length(length: timedelta | None) -> str:
    assert length is not None
    return duration_text(length.total_seconds())
