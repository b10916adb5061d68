"""What a person chooses, and the recurrence that it means; and back."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from hub.dates.count import settled
from hub.domain.anchor import Anchor, Side
from hub.domain.ids import SlotId
from hub.domain.lunar import LunarRule
from hub.domain.recurrence import Override, Recurrence
from hub.domain.when import LAST, Way, When, at_time, ending, recurrence_of, when_of
from hub.errors import RefusedError

AT, FIRST = time(17, 5), date(2026, 12, 2)
ANCHOR = Anchor(SlotId("tin@xa"), Side.AFTER, 60)


def when(way: Way, **more: object) -> When:
    return replace(When(way, AT, FIRST), **more)  # type: ignore[arg-type]  # names of its fields


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


MEANS = [
    (when(Way.ONCE), "2026-12-02T17:05", ()),
    (when(Way.DAILY), "2026-12-02T17:05", ("FREQ=DAILY",)),
    (
        when(Way.DAILY, last=date(2026, 12, 31)),
        "2026-12-02T17:05",
        ("FREQ=DAILY;UNTIL=20261231",),
    ),
    (
        when(Way.WEEKLY, weekdays=frozenset({0, 4})),
        "2026-12-04T17:05",
        ("FREQ=WEEKLY;BYDAY=MO,FR",),
    ),
    (when(Way.DAILY, times=5), "2026-12-02T17:05", ("FREQ=DAILY;COUNT=5",)),
    (
        when(Way.WEEKLY, weekdays=frozenset({4}), times=3),
        "2026-12-04T17:05",
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=3",),
    ),
    (when(Way.MONTHLY, month_day=1), "2027-01-01T17:05", ("FREQ=MONTHLY;BYMONTHDAY=1",)),
    (when(Way.MONTHLY, month_day=31), "2026-12-31T17:05", ("FREQ=MONTHLY;BYMONTHDAY=31",)),
    (when(Way.MONTHLY, month_day=LAST), "2026-12-31T17:05", ("FREQ=MONTHLY;BYMONTHDAY=-1",)),
]


@pytest.mark.parametrize(("chosen", "start", "rules"), MEANS)
def test_a_choice_means_one_rule(chosen: When, start: str, rules: tuple[str, ...]) -> None:
    found = recurrence_of(chosen)

    assert (found.start, found.rrules) == (local(start), rules)


def test_a_month_without_the_day_is_passed_over_for_the_first_one_too() -> None:
    found = recurrence_of(replace(when(Way.MONTHLY, month_day=31), first=date(2027, 2, 1)))

    assert found.start == local("2027-03-31T17:05")


LUNAR = [
    (when(Way.LUNAR), LunarRule(1, None, "YES", (15,))),
    (when(Way.LUNAR, lunar_days=(LAST,)), LunarRule(LAST, None, "YES")),
    (when(Way.LUNAR_YEAR, lunar_days=(10,), lunar_month=3), LunarRule(10, 3, "NO")),
]


@pytest.mark.parametrize(("chosen", "rule"), LUNAR)
def test_a_lunar_choice_means_one_lunar_rule(chosen: When, rule: LunarRule) -> None:
    assert recurrence_of(chosen).lunar == rule


@pytest.mark.parametrize(
    "chosen",
    [
        *(chosen for chosen, _, _ in MEANS),
        *(chosen for chosen, _ in LUNAR),
        when(Way.BESIDE, anchor=ANCHOR),
        when(Way.BESIDE, anchor=ANCHOR, weekdays=frozenset({2}), last=date(2027, 1, 1)),
    ],
)
def test_a_recurrence_is_read_back_as_it_was_chosen(chosen: When) -> None:
    recurrence = recurrence_of(chosen)

    assert recurrence_of(when_of(recurrence)) == recurrence
    assert when_of(recurrence).way is chosen.way


@pytest.mark.parametrize(
    "wrong",
    [
        when(Way.DAILY, last=date(2026, 12, 1)),
        when(Way.WEEKLY),
        when(Way.WEEKLY, weekdays=frozenset({1}), last=date(2026, 12, 3)),
        when(Way.LUNAR, lunar_days=()),
    ],
)
def test_what_could_never_come_is_refused(wrong: When) -> None:
    with pytest.raises(RefusedError):
        recurrence_of(wrong)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=DAILY;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=MO;INTERVAL=2",
        "FREQ=DAILY;INTERVAL=2;COUNT=3",
        "FREQ=YEARLY",
        "FREQ=DAILY;BYHOUR=5,17",
    ],
)
def test_a_rule_that_no_form_holds_is_kept_as_it_is(rule: str) -> None:
    recurrence = Recurrence(local("2026-12-02T17:05"), rrules=(rule,))

    found = when_of(recurrence)

    assert found.way is Way.KEPT
    assert recurrence_of(found) == recurrence


def test_a_rule_that_is_kept_may_end_after_other_times() -> None:
    kept = Recurrence(local("2026-12-02T17:05"), rrules=("FREQ=DAILY;INTERVAL=2;COUNT=3",))

    found = replace(when_of(kept), times=7)

    assert recurrence_of(found).rrules == ("FREQ=DAILY;INTERVAL=2;COUNT=7",)


def test_a_lunar_choice_that_is_counted_ends_on_the_day_of_its_last_time() -> None:
    chosen = when(Way.LUNAR, lunar_days=(1, 15), times=3)

    found = settled(chosen)

    assert (found.times, found.last) == (None, date(2027, 1, 8))  # 9/12, 23/12, 8/1
    assert settled(found) == found


def test_another_time_of_day_leaves_out_what_was_left_out() -> None:
    skipped = local("2026-12-05T17:05")
    cancelled = Override(
        local("2026-12-06T17:05"), local("2026-12-06T17:05"), "", 60, None, True
    )  # its place
    before = Recurrence(
        local("2026-12-02T17:05"),
        rrules=("FREQ=DAILY",),
        exdates=(skipped,),
        overrides=(cancelled,),
    )

    after = at_time(before, time(18, 0))

    assert after.exdates == (local("2026-12-05T18:00"),)
    assert after.overrides[0].recurrence_id == local("2026-12-06T18:00")


def test_an_end_replaces_the_one_before() -> None:
    before = Recurrence(local("2026-12-02T17:05"), rrules=("FREQ=DAILY;UNTIL=20261231",))

    assert ending(before, date(2027, 1, 5)).rrules == ("FREQ=DAILY;UNTIL=20270105",)
    assert ending(before, None).rrules == ("FREQ=DAILY",)
