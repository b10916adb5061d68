"""Calendars of real programs, as the two libraries ship them: we plan what the other one plans."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from hub.calendar_file.reading import read
from hub.errors import RefusedError
from tests.calendar_file.oracle import HOME, OracleFailsError, ours, theirs

pytestmark = pytest.mark.property

FIRST = datetime(1996, 1, 1, tzinfo=UTC)
LAST = datetime(2027, 1, 1, tzinfo=UTC)
FOLDERS = (
    Path(str(files("recurring_ical_events"))) / "test" / "calendars",
    Path(str(files("icalendar"))) / "tests",
)
CALENDARS = [path for folder in FOLDERS for path in sorted(folder.rglob("*.ics"))]

ON_PURPOSE = {
    "issue_1633_rdate_with_dates.ics": "an RDATE of a date comes at DTSTART's time of day: "
    "nobody means the loudspeakers at midnight",
    "issue_1633_rdate_with_dates_and_tzid.ics": "the same",
    "end_before_start_event.ics": "an end before the start counts as no length; they swap the two, "
    "so that the loudspeakers would begin at DTEND",
    "issue_132_swapped_start_and_end.ics": "the same",
    "issue_201_mixed_datetime_and_date.ics": "a date is a day of the village; they take "
    "it for a day of UTC because the end is in UTC",
    "issue_201_test_matrix.ics": "the same",
    "issue_75_range_parameter.ics": "UNTIL as a date includes that day (RFC 5545: inclusive, and "
    "Google and Apple mean it so); they stop at its midnight",
}
"""Where we differ from the other expander, and why."""


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.name)
@pytest.mark.timeout(60)
def test_a_real_calendar_is_planned_as_the_other_expander_plans_it(path: Path) -> None:
    data = path.read_bytes()
    try:
        found = ours(data, FIRST, LAST)
    except RefusedError:
        assert b"BEGIN:VCALENDAR" not in data
        return
    try:
        expected = theirs(data, FIRST, LAST)
    except OracleFailsError:
        return

    assert (found == expected) is (path.name not in ON_PURPOSE)


def test_a_file_with_one_broken_event_keeps_the_others() -> None:
    """The other expander gives up on the whole file."""
    path = next(
        path for path in CALENDARS if path.name == "created_calendar_with_unicode_fields.ics"
    )

    calendar = read(path.read_bytes(), HOME)

    assert len(calendar.slots) == 2
    assert [note.key for note in calendar.notes].count("calendar.no_start") == 1
