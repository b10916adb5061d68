"""Lunar days: the Vietnamese calendar of UTC+7, 1968 to 2099, not the Chinese one of UTC+8."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from hub.dates.lunar import FIRST, LAST, check_start, lunar_days, months
from hub.domain.lunar import LunarRule
from hub.errors import RefusedError


def days(rule: str, first: date = FIRST, last: date = LAST) -> list[date]:
    return list(lunar_days(LunarRule.parse(rule), first, last))


def of_year(rule: str, year: int) -> list[date]:
    return days(rule, date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    "tet",
    [
        date(1968, 1, 29),
        date(1985, 1, 21),
        date(2007, 2, 17),
        date(2026, 2, 17),
        date(2030, 2, 2),
        date(2053, 2, 18),
    ],
)
def test_tet_is_the_vietnamese_one(tet: date) -> None:
    assert of_year("DAY=1;MONTH=1", tet.year) == [tet]


@pytest.mark.parametrize(
    ("year", "gio_to"),
    [(2024, date(2024, 4, 18)), (2025, date(2025, 4, 7)), (2026, date(2026, 4, 26))],
)
def test_the_kings_are_remembered_on_10_of_month_3(year: int, gio_to: date) -> None:
    assert of_year("DAY=10;MONTH=3", year) == [gio_to]


def test_1987_has_a_leap_month_7() -> None:
    assert of_year("DAY=1;MONTH=7", 1987) == [date(1987, 7, 26)]
    assert of_year("DAY=1;MONTH=7;LEAP=ONLY", 1987) == [date(1987, 8, 24)]
    assert of_year("DAY=1;MONTH=7;LEAP=YES", 1987) == [date(1987, 7, 26), date(1987, 8, 24)]


def test_every_month_includes_the_leap_month_unless_it_is_left_out() -> None:
    with_leap, without = of_year("DAY=15", 1987), of_year("DAY=15;LEAP=NO", 1987)

    assert set(with_leap) - set(without) == {date(1987, 9, 7)}


def test_every_first_of_a_month_from_1968_to_2099_follows_the_last_by_29_or_30_days() -> None:
    firsts = days("DAY=1")

    assert {(later - earlier).days for earlier, later in pairwise(firsts)} == {29, 30}
    assert len(firsts) == 1632
    assert firsts[0] == date(1968, 1, 29)
    assert firsts[-1] == date(2099, 12, 12)


def test_months_follow_each_other_and_each_year_has_at_most_one_leap_month() -> None:
    every = [month for year in range(1968, 2100) for month in months(year)]

    for month, after in pairwise(every):
        assert after.first == month.first + timedelta(month.days)
        expected = month.number if after.is_leap else month.number % 12 + 1
        assert after.number == expected
    leaps = [month.year for month in every if month.is_leap]
    assert len(leaps) == len(set(leaps)) == 49


def test_the_last_day_of_the_year_is_the_day_before_tet() -> None:
    eves, tets = days("DAY=-1;MONTH=12"), days("DAY=1;MONTH=1")

    assert [eve + timedelta(1) for eve in eves] == tets
    assert eves[0] == date(1968, 1, 28)


def test_the_last_day_of_every_month_is_the_day_before_the_first() -> None:
    eves, firsts = days("DAY=-1"), days("DAY=1")

    assert [eve + timedelta(1) for eve in eves] == firsts


def test_a_month_of_29_days_has_no_day_30() -> None:
    long_months = [month for month in months(2026) if month.days == 30]

    found = days("DAY=30", date(2026, 2, 17), date(2027, 1, 7))

    assert 0 < len(long_months) < len(months(2026))
    assert found == [m.first + timedelta(29) for m in long_months if m.first >= date(2026, 2, 17)]


def test_outside_the_known_years_there_is_nothing() -> None:
    assert days("DAY=1", date(1960, 1, 1), date(1967, 12, 31)) == []
    assert days("DAY=1", date(2100, 1, 1), date(2110, 1, 1)) == []


def test_a_slot_that_begins_after_the_known_years_is_refused() -> None:
    check_start(date(2099, 12, 31))

    with pytest.raises(RefusedError) as caught:
        check_start(date(2100, 1, 1))

    assert caught.value.key == "calendar.lunar_years"


def test_one_rule_names_several_days_of_a_month() -> None:
    rule = LunarRule.parse("DAY=1,15;LEAP=YES;UNTIL=20270131")

    days = list(lunar_days(rule, date(2026, 12, 1), date(2027, 12, 31)))

    assert str(rule) == "DAY=1,15;LEAP=YES;UNTIL=20270131"
    assert days == [date(2026, 12, 9), date(2026, 12, 23), date(2027, 1, 8), date(2027, 1, 22)]


def test_the_parts_of_a_rule_come_in_any_order() -> None:
    rule = LunarRule.parse("until=20301231;MONTH=3;LEAP=NO;DAY=10")

    assert rule == LunarRule.parse("DAY=10;MONTH=3;LEAP=NO;UNTIL=20301231")
    assert str(rule) == "DAY=10;MONTH=3;LEAP=NO;UNTIL=20301231"


@pytest.mark.parametrize(
    "text",
    ["", ";", "MONTH=3", "DAY=1;", "DAY=1;DAY=2", "DAY=1;COUNTRY=VN", "DAY=31", "DAY=1;MONTH=13",
     "DAY", "DAY=", "DAY=1;UNTIL=2030", "DAY=1;UNTIL=20300230", "DAY=\u0661"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        LunarRule.parse(text)
