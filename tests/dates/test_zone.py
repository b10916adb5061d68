"""Time zones: jumps of the clock, zones of files, and what is wrong with some of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz as dateutil_tz
from hypothesis import given
from hypothesis import strategies as st

from hub.dates.file_zone import read_file_zone
from hub.dates.zone import EARLIEST, LATEST, to_local, to_utc, zone
from hub.errors import RefusedError

HOME = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YORK = """BEGIN:VTIMEZONE
TZID:Custom/Eastern
BEGIN:STANDARD
DTSTART:19671029T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20061029T060000Z
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19870405T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4;UNTIL=20060402T070000Z
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
"""
OFFICE = """BEGIN:VTIMEZONE
TZID:(UTC+07:00) Bangkok, Hanoi, Jakarta
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
"""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("name", ["America/New_York", NEW_YORK])
@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-03-08T01:59:59", "2026-03-08T06:59:59"),
        ("2026-03-08T02:30:00", "2026-03-08T07:30:00"),
        ("2026-03-08T03:00:00", "2026-03-08T07:00:00"),
        ("2026-11-01T01:30:00", "2026-11-01T05:30:00"),
        ("2026-11-01T02:00:00", "2026-11-01T07:00:00"),
        ("2026-07-01T05:00:00", "2026-07-01T09:00:00"),
        ("2005-04-03T03:00:00", "2005-04-03T07:00:00"),
        ("2006-10-29T12:00:00", "2006-10-29T17:00:00"),
    ],
)
def test_local_time_around_the_jumps_of_the_clock(name: str, local: str, instant: str) -> None:
    assert to_utc(datetime.fromisoformat(local), zone(name, HOME)) == utc(instant)


def test_a_zone_of_a_file_and_the_tz_database_agree_hour_by_hour() -> None:
    ours, theirs = zone(NEW_YORK, HOME), ZoneInfo("America/New_York")

    for hour in range(0, 24 * 365 * 20, 7):
        instant = utc("2005-01-01T00:00:00") + timedelta(hours=hour)
        local = instant.astimezone(ours)
        assert local.replace(tzinfo=None) == instant.astimezone(theirs).replace(tzinfo=None)
        assert local.astimezone(UTC) == instant


def test_a_zone_of_a_file_agrees_with_dateutil() -> None:
    theirs = dateutil_tz.tzical(StringIO(NEW_YORK.replace("Z\n", "\n"))).get()
    assert theirs is not None

    for hour in range(0, 24 * 365 * 4, 5):
        local = datetime(2024, 1, 1) + timedelta(hours=hour)
        aware = dateutil_tz.resolve_imaginary(local.replace(tzinfo=theirs))
        assert to_utc(local, zone(NEW_YORK, HOME)) == aware.astimezone(UTC)


def test_the_second_pass_of_a_doubled_hour_comes_back_as_the_same_local_time() -> None:
    assert to_local(utc("2026-11-01T06:30:00"), zone(NEW_YORK, HOME)) == datetime(
        2026, 11, 1, 1, 30
    )


def test_a_zone_without_rules_has_one_offset_always() -> None:
    for year in (1900, 2026, 2200):
        assert to_utc(datetime(year, 12, 1, 5), zone(OFFICE, HOME)).hour == 22


def test_an_end_of_the_rule_in_utc_is_read_east_of_greenwich_too() -> None:
    """The last jump is at 02:00 local time, when it is still the day before in UTC."""
    text = """BEGIN:VTIMEZONE
TZID:East
BEGIN:STANDARD
DTSTART:20000101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20200401T020000
RRULE:FREQ=YEARLY;UNTIL=20210331T190000Z
TZOFFSETFROM:+0700
TZOFFSETTO:+0800
END:DAYLIGHT
END:VTIMEZONE
"""
    assert to_utc(datetime(2021, 4, 1, 12), read_file_zone(text)) == utc("2021-04-01T04:00:00")


def test_floating_time_is_the_time_of_the_hub() -> None:
    assert to_utc(datetime(2026, 12, 1, 5), zone("", HOME)) == utc("2026-11-30T22:00:00")


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "a\0b", "Asia", "x" * 5000])
def test_a_name_that_no_zone_has_is_refused(name: str) -> None:
    with pytest.raises(RefusedError) as caught:
        zone(name, HOME)

    assert caught.value.key == "calendar.no_zone_of_that_name"


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\n",
        OFFICE.replace("+0700", "+7"),
        OFFICE.replace("+0700", "+9900"),
        OFFICE.replace("16010101T000000", "soon"),
        OFFICE.replace("DTSTART", "DTSTOP"),
        OFFICE.replace("END:STANDARD", "RRULE:FREQ=SECONDLY\nEND:STANDARD"),
        OFFICE.replace("END:STANDARD", "RRULE:FREQ=MONTHLY;BYHOUR=1,2,3\nEND:STANDARD"),
        OFFICE + "X" * 20_000,
    ],
)
def test_a_broken_or_hostile_zone_of_a_file_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        read_file_zone(text)


def test_two_changes_at_one_moment_are_taken_in_one_order_every_year() -> None:
    more = OFFICE[OFFICE.index("BEGIN:STANDARD") : OFFICE.index("END:VTIMEZONE")]
    text = OFFICE.replace("END:VTIMEZONE", f"{more}END:VTIMEZONE")
    text = text.replace("TZOFFSETTO:+0700", "TZOFFSETTO:+0800", 1)
    text = text.replace("END:STANDARD", "RRULE:FREQ=YEARLY\nEND:STANDARD")

    found = read_file_zone(text)

    assert len({to_utc(datetime(year, 6, 1, 5), found).hour for year in range(1990, 2030)}) == 1


@pytest.mark.timeout(30)
def test_a_zone_whose_rule_never_comes_is_read_soon() -> None:
    text = OFFICE.replace("END:STANDARD", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:STANDARD")

    assert to_utc(datetime(2026, 12, 1, 5), read_file_zone(text)).hour == 22


@pytest.mark.parametrize("tz", [HOME, UTC, ZoneInfo("America/New_York")])
@given(local=st.datetimes())
def test_every_local_time_is_an_instant_from_which_one_can_count_on(
    tz: tzinfo, local: datetime
) -> None:
    instant = to_utc(local, tz)

    assert EARLIEST <= instant <= LATEST
    assert (instant + timedelta(days=31)).astimezone(tz) > instant - timedelta(days=31)


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_has_a_local_time(instant: datetime) -> None:
    within = min(max(instant, EARLIEST), LATEST)

    assert abs(to_utc(to_local(instant, HOME), HOME) - within) < timedelta(days=1)
