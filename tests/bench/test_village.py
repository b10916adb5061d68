"""The calendar that the bench makes for the hub."""

from icalendar import Calendar

from bench.village import ics


def test_every_start_is_one_event_to_the_second() -> None:
    calendar = Calendar.from_ical(ics([1_764_565_200.0, 1_764_565_202.0], "item", 1))

    starts = [event.decoded("DTSTART").timestamp() for event in calendar.walk("VEVENT")]
    assert starts == [1_764_565_200.0, 1_764_565_202.0]


def test_every_event_has_its_own_identity() -> None:
    calendar = Calendar.from_ical(ics([1_764_565_200.0, 1_764_565_202.0], "item", 1))

    assert len({str(event["UID"]) for event in calendar.walk("VEVENT")}) == 2
