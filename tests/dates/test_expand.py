"""Starts of a rule: the same as `dateutil` gives, at any distance from DTSTART, and bounded."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st

from hub.dates.expand import starts
from hub.domain.rrule import Rule
from tests.dates.rules import by_dateutil, local_starts, rules
from tests.strategies import holds_for

DTSTART = datetime(2021, 3, 3, 5, 0)
FAR = datetime(2100, 1, 1)


def dates(text: str, start: datetime, first: datetime, last: datetime) -> list[str]:
    return [f"{at:%m-%d}" for at in starts(Rule.parse(text), start, first, last)]


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(rules(), local_starts(), st.integers(0, 700), st.integers(1, 120))
def test_every_window_of_a_rule_has_what_dateutil_gives(
    text: str, start: datetime, distance: int, length: int
) -> None:
    first = start - timedelta(days=3) + timedelta(days=distance)
    last = first + timedelta(days=length)

    found = starts(Rule.parse(text), start, first, last)

    assert found == by_dateutil(text, start, first, last)


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(rules(), local_starts(), st.integers(0, 700))
def test_a_window_cut_in_two_gives_the_same_starts(
    text: str, start: datetime, distance: int
) -> None:
    rule = Rule.parse(text)
    first, last = start, start + timedelta(days=760)
    middle = first + timedelta(days=distance, hours=5)

    parts = starts(rule, start, first, middle) + starts(rule, start, middle, last)

    assert parts == starts(rule, start, first, last)


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(rules(), local_starts())
def test_starts_are_in_order_and_each_comes_once(text: str, start: datetime) -> None:
    found = starts(Rule.parse(text), start, start, start + timedelta(days=800))

    assert all(earlier < later for earlier, later in pairwise(found))


def test_plain_and_numbered_weekdays_are_joined_by_or() -> None:
    """RFC 5545 section 3.3.10; `dateutil` joins them by "and" and finds nothing."""
    found = dates("FREQ=MONTHLY;BYDAY=SU,1TU", DTSTART, datetime(2026, 12, 1), datetime(2027, 1, 1))

    assert found == ["12-01", "12-06", "12-13", "12-20", "12-27"]


def test_a_position_counts_in_the_whole_week_although_the_series_begins_in_its_middle() -> None:
    """RFC 5545 counts in the whole set; `dateutil` counts from DTSTART in the first week."""
    wednesday = datetime(2026, 12, 2, 5, 0)

    found = dates(
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2", wednesday, wednesday, datetime(2026, 12, 12)
    )

    assert found == ["12-02", "12-09"]


def test_day_31_leaves_out_the_short_months() -> None:
    found = dates("FREQ=MONTHLY", datetime(2021, 1, 31), datetime(2026, 1, 1), datetime(2026, 7, 1))

    assert found == ["01-31", "03-31", "05-31"]


def test_29_february_comes_in_leap_years_only() -> None:
    found = starts(
        Rule.parse("FREQ=YEARLY"),
        datetime(2020, 2, 29),
        datetime(2021, 1, 1),
        datetime(2033, 1, 1),
    )

    assert [at.year for at in found] == [2024, 2028, 2032]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31;BYDAY=MO",
        "FREQ=HOURLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=DAILY;BYSETPOS=2;COUNT=5",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=6;COUNT=5",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=5",
    ],
)
@pytest.mark.timeout(30)
def test_a_rule_that_never_comes_ends_soon(text: str) -> None:
    start = datetime(1950, 1, 1, 5, 0)

    found = starts(Rule.parse(text), start, datetime(2026, 12, 1), datetime(2026, 12, 8))

    assert found == []


@pytest.mark.timeout(30)
def test_the_largest_count_from_long_ago_ends_soon() -> None:
    rule = Rule.parse("FREQ=DAILY;COUNT=50000")

    found = starts(rule, datetime(1950, 1, 1, 5, 0), datetime(2026, 12, 1), datetime(2026, 12, 8))

    assert len(found) == 7


def test_a_count_of_nothing_gives_nothing() -> None:
    assert dates("FREQ=DAILY;COUNT=0", DTSTART, DTSTART, datetime(2022, 1, 1)) == []


def test_every_quarter_of_an_hour() -> None:
    found = starts(
        Rule.parse("FREQ=MINUTELY;INTERVAL=15;BYHOUR=5"),
        datetime(2021, 3, 3, 4, 50),
        datetime(2026, 12, 1),
        datetime(2026, 12, 2),
    )

    assert [f"{at:%H:%M}" for at in found] == ["05:05", "05:20", "05:35", "05:50"]


def test_seconds_of_a_quick_rule_are_looked_at() -> None:
    found = starts(
        Rule.parse("FREQ=SECONDLY;INTERVAL=3600;BYSECOND=7;BYMINUTE=30"),
        datetime(2021, 3, 3, 4, 30, 7),
        datetime(2026, 12, 1),
        datetime(2026, 12, 1, 3),
    )

    assert [f"{at:%H:%M:%S}" for at in found] == ["00:30:07", "01:30:07", "02:30:07"]


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ("FREQ=MINUTELY;INTERVAL=10;BYHOUR=5", 60),
        ("FREQ=MINUTELY;BYHOUR=5;BYMINUTE=0,30", 2),
        ("FREQ=MINUTELY;INTERVAL=5;COUNT=6", 6),
        ("FREQ=SECONDLY;INTERVAL=30;COUNT=4", 4),
        ("FREQ=SECONDLY;BYHOUR=5;BYMINUTE=0;BYSECOND=0", 1),
        ("FREQ=HOURLY;BYHOUR=5,17;BYMINUTE=0,10,20,30,40,50", 12),
        ("FREQ=DAILY;BYHOUR=5,17", 2),
        ("FREQ=WEEKLY;BYDAY=MO;BYHOUR=1,2,3;BYSETPOS=1", 1),
    ],
)
def test_how_often_a_rule_comes_is_known_without_looking(rule: str, most: int) -> None:
    parsed, day = Rule.parse(rule), datetime(2026, 12, 7)

    found = starts(parsed, day, day, datetime(2026, 12, 8))

    assert parsed.most_a_day == most
    assert 0 < len(found) <= most


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(rules(), local_starts(2024, 2026))
def test_no_day_has_more_starts_than_a_rule_says(text: str, start: datetime) -> None:
    rule = Rule.parse(text)

    found = Counter(at.date() for at in starts(rule, start, start, start + timedelta(days=400)))

    assert max(found.values(), default=0) <= rule.most_a_day


@pytest.mark.parametrize("count", [500_001, 2_147_483_647, 999_999_999_999])
@pytest.mark.parametrize("freq", ["DAILY", "WEEKLY;BYDAY=MO,TH", "MINUTELY;INTERVAL=30"])
def test_a_great_count_is_no_end_and_costs_nothing(freq: str, count: int) -> None:
    counted, endless = Rule.parse(f"FREQ={freq};COUNT={count}"), Rule.parse(f"FREQ={freq}")
    window = datetime(2026, 1, 1), datetime(2026, 2, 1)

    found = starts(counted, DTSTART, *window)

    assert found == starts(endless, DTSTART, *window)


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("FREQ=SECONDLY;INTERVAL=30;COUNT=4", datetime(2021, 3, 3, 5, 1, 30)),
        ("FREQ=MINUTELY;BYHOUR=5;BYMINUTE=0,30;COUNT=5", datetime(2021, 3, 5, 5, 0)),
        ("FREQ=SECONDLY;BYHOUR=5;BYMINUTE=0;BYSECOND=7;COUNT=400", datetime(2022, 4, 6, 5, 0, 7)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3", datetime(2032, 2, 29, 5, 0)),
    ],
)
def test_the_last_of_a_count_is_found_soon(rule: str, last: datetime) -> None:
    found = starts(Rule.parse(rule), datetime(2021, 3, 3, 5, 0), last - timedelta(days=1), FAR)

    assert found[-1] == last
