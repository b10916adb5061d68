"""A week of the log book: Monday to Sunday in local time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import RefusedError
from hub.logbook.week import Week
from tests.logbook.weeks import TZ


@pytest.mark.parametrize("text", ["2026-W49", "2026W49", " 2026-w49 "])
def test_a_week_is_read(text: str) -> None:
    assert Week.parse(text) == Week(2026, 49)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-49",
        "2026-W00",
        "2026-W54",
        "2027-W53",
        "0000-W01",
        "0001-W01",
        "1969-W52",
        "2201-W01",
        "9999-W52",
        "9999-W53",
        "\uff12026-W49",
        "2026-W\uff149",
        "W49",
        "x",
    ],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"log\.bad_week"):
        Week.parse(text)


def test_a_long_year_has_a_week_53() -> None:
    assert Week.parse("2026-W53").last_day == date(2027, 1, 3)


def test_a_week_goes_from_monday_to_sunday() -> None:
    assert (Week(2026, 49).first_day, Week(2026, 49).last_day) == (
        date(2026, 11, 30),
        date(2026, 12, 6),
    )


def test_midnight_is_the_villages_and_not_greenwichs() -> None:
    assert Week(2026, 49).window(TZ) == (
        datetime(2026, 11, 29, 17, tzinfo=UTC),
        datetime(2026, 12, 6, 17, tzinfo=UTC),
    )


def test_a_week_in_which_the_clocks_change_is_whole() -> None:
    first, last = Week(2026, 13).window(ZoneInfo("Europe/Berlin"))

    assert last - first == timedelta(days=7, hours=-1)


@pytest.mark.property
@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))
def test_an_instant_lies_in_its_week_and_in_no_other(instant: datetime) -> None:
    week = Week.of(instant, TZ)
    first, last = week.window(TZ)

    assert first <= instant < last
    assert Week.parse(str(week)) == week
    assert Week.of(last, TZ) != week
