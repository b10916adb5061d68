"""The independent expander: `recurring_ical_events` over `icalendar`, reduced to starts."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from broadcast.recurrence import occurrences
from hub.calendar_file.reading import CalendarFile, read

HOME = ZoneInfo("Asia/Ho_Chi_Minh")
MARGIN = timedelta(days=2)
"""It compares dates and floating times with the window as if they were UTC."""
Starts = set[tuple[str, datetime]]


class OracleFailsError(Exception):
    """The other expander cannot read this file at all."""


def theirs(data: bytes, first: datetime, last: datetime, home: ZoneInfo = HOME) -> Starts:
    """UID and start of what the other expander finds to start within [first, last)."""
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]  # forgets earlier VTIMEZONEs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calendars = icalendar.Calendar.from_ical(data, multiple=True)
            events = [
                event
                for calendar in calendars
                if calendar.name == "VCALENDAR"
                for event in recurring_ical_events.of(calendar).between(
                    first - MARGIN, last + MARGIN
                )
            ]
            found = {(str(e.get("UID", "")), _instant(e["DTSTART"].dt, home)) for e in events}
        except Exception as error:
            raise OracleFailsError from error
    return {(uid, start) for uid, start in found if first <= start < last}


def ours(data: bytes, first: datetime, last: datetime, home: ZoneInfo = HOME) -> Starts:
    """The same by our own reader and expander."""
    return starts_of(read(data, home), first, last, home)


def starts_of(calendar: CalendarFile, first: datetime, last: datetime, home: ZoneInfo) -> Starts:
    """UID and start of every occurrence; events without UID are named ``""`` as theirs are."""
    return {
        ("" if slot.id.startswith("no-uid-") else str(slot.id), occurrence.start)
        for slot in calendar.slots
        for occurrence in occurrences(slot, first, last, home)
    }


def _instant(value: date, home: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return (value.replace(tzinfo=home) if value.tzinfo is None else value).astimezone(UTC)
