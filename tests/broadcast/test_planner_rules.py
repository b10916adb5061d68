"""Operating rules on the timeline: quiet hours, weekdays, special periods, zone by zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from hub.domain.bulletin import Kind
from hub.domain.ids import PeriodId, ZoneId
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from tests.broadcast.scene import DROPPED, MOVED, NO_CAPS, PLANNED, SHORTENED, Scene

OPEN = NO_CAPS.commune


def rules(**more: Any) -> RuleBook:
    return RuleBook(replace(OPEN, **more))


def quiet(first: str, last: str) -> RuleBook:
    return rules(quiet_from=time.fromisoformat(first), quiet_to=time.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "start", "plays"),
    [
        ("21:00", "05:00", "04:59:59", False),
        ("21:00", "05:00", "05:00", True),
        ("21:00", "05:00", "20:55", True),
        ("21:00", "05:00", "21:00", False),
        ("21:00", "05:00", "23:59", False),
        ("21:00", "05:00", "00:00", False),
        ("11:30", "13:30", "11:25", True),
        ("11:30", "13:30", "11:30", False),
        ("11:30", "13:30", "13:29", False),
        ("11:30", "13:30", "13:30", True),
        ("05:00", "05:00", "05:00", True),
        ("05:00", "05:00", "03:00", True),
        ("00:00", "05:00", "04:00", False),
        ("21:00", "00:00", "00:00", True),
        ("21:00", "00:00", "22:00", False),
    ],
)
def test_a_bulletin_does_not_begin_in_quiet_hours(
    first: str, last: str, start: str, plays: bool
) -> None:
    scene = Scene(rules=quiet(first, last))
    scene.bulletin("a", start, 5)

    plan = scene.plan("2026-11-30T12:00")

    assert plan.told("a")[0] == (PLANNED if plays else DROPPED)
    assert plan.why("a") == (None if plays else "quiet_hours")


def test_the_reason_names_the_quiet_hours() -> None:
    scene = Scene(rules=quiet("21:00", "05:00"))
    scene.bulletin("a", "22:00", 5)

    plan = scene.plan()

    assert plan.values("a") == {"first": "21:00", "last": "05:00"}


def test_a_sequence_that_would_last_into_quiet_hours_ends_after_its_last_whole_programme() -> None:
    scene = Scene(rules=quiet("21:00", "05:00"))
    scene.bulletin("a", "20:50", 4, 4, 4)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "20:50", "20:58", "quiet_hours")
    assert plan["a"].content == ("a-1", "a-2")


def test_a_bulletin_that_does_not_fit_before_quiet_hours_is_dropped() -> None:
    scene = Scene(rules=quiet("21:00", "05:00"))
    scene.bulletin("a", "20:50", 11)

    plan = scene.plan()

    assert plan.told("a") == (DROPPED, None, None, "quiet_hours")


def test_a_relay_is_cut_when_quiet_hours_begin() -> None:
    scene = Scene(rules=quiet("21:00", "05:00"))
    scene.relay("a", "20:30", 60)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "20:30", "21:00", "quiet_hours")


def test_a_cue_that_crosses_midnight_ends_with_the_quiet_hours_of_the_next_day() -> None:
    scene = Scene(rules=quiet("00:30", "05:00"))
    scene.relay("a", "23:50", 120)

    plan = scene.plan()

    assert plan.times("a") == ("23:50", "00:30")


def test_a_cue_that_ends_when_quiet_hours_begin_is_left_alone() -> None:
    scene = Scene(rules=quiet("21:00", "05:00"))
    scene.bulletin("a", "20:50", 10)

    assert scene.plan().told("a") == (PLANNED, "20:50", "21:00", None)


@pytest.mark.parametrize("kind", [Kind.ROUTINE, Kind.PRIORITY])
def test_only_an_emergency_is_heard_in_quiet_hours(kind: Kind) -> None:
    scene = Scene()
    scene.bulletin("other", "23:00", 5, kind=kind)
    scene.bulletin("emergency", "23:30", 5, kind=Kind.EMERGENCY)

    plan = scene.plan()

    assert plan.why("other") == "quiet_hours"
    assert plan.times("emergency") == ("23:30", "23:35")


@pytest.mark.parametrize(
    ("kind", "plays"), [(Kind.ROUTINE, False), (Kind.PRIORITY, False), (Kind.EMERGENCY, True)]
)
def test_of_orders_too_only_an_emergency_is_heard_in_quiet_hours(kind: Kind, plays: bool) -> None:
    scene = Scene()
    scene.play("o", "23:00", scene.programme("p", 3), kind=kind)

    plan = scene.plan("23:00")

    assert (plan.times("o") is not None) == plays


def test_an_order_just_before_quiet_hours_is_refused_when_it_would_not_be_over_in_time() -> None:
    scene = Scene()
    scene.play("o", "20:58", scene.programme("p", 3))

    assert scene.plan("20:58").told("o") == (DROPPED, None, None, "quiet_hours")


def test_a_cue_moved_into_quiet_hours_is_dropped() -> None:
    scene = Scene()
    scene.bulletin("first", "20:50", 10, kind=Kind.PRIORITY)
    scene.bulletin("second", "20:55", 2)

    plan = scene.plan()

    assert plan.told("second") == (DROPPED, None, None, "quiet_hours")


def test_an_order_that_waits_for_an_emergency_is_not_heard_in_quiet_hours_either() -> None:
    scene = Scene()
    scene.emergency("e", "20:56", 4)
    scene.play("o", "20:57", scene.programme("p", 2))

    assert scene.plan("20:57").told("o") == (DROPPED, None, None, "quiet_hours")


def test_a_moved_sequence_is_shortened_so_that_it_is_over_before_quiet_hours() -> None:
    scene = Scene()
    scene.bulletin("first", "20:45", 9, kind=Kind.PRIORITY)
    scene.bulletin("second", "20:50", 4, 4)

    plan = scene.plan()

    assert plan.told("second") == (SHORTENED, "20:54", "20:58", "quiet_hours")


def test_that_something_is_left_out_is_told_rather_than_that_it_begins_later() -> None:
    scene = Scene()
    scene.bulletin("first", "20:45", 7, kind=Kind.PRIORITY)
    scene.bulletin("second", "20:50", 4, 4, 4)

    plan = scene.plan()

    assert plan.told("second") == (SHORTENED, "20:52", "21:00", "quiet_hours")


def test_quiet_hours_of_one_zone_keep_only_that_zone_silent() -> None:
    early = replace(OPEN, quiet_from=time(19, 0))
    scene = Scene(rules=RuleBook(OPEN, {ZoneId("x1"): early}))
    scene.bulletin("a", "19:30", 5)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "19:30", "19:35", "quiet_hours")
    assert plan.zones("a") == {"x2"}


def test_a_cue_in_several_zones_is_over_before_the_first_of_them_wants_quiet() -> None:
    early = replace(OPEN, quiet_from=time(19, 0))
    scene = Scene(rules=RuleBook(OPEN, {ZoneId("x1"): early}))
    scene.relay("a", "18:30", 60)

    assert scene.plan().times("a") == ("18:30", "19:00")


def test_a_cue_that_is_moved_leaves_the_zone_whose_quiet_hours_have_begun() -> None:
    early = replace(OPEN, quiet_from=time(19, 0))
    scene = Scene(rules=RuleBook(OPEN, {ZoneId("x1"): early}))
    scene.bulletin("first", "18:50", 10, zones="x2", kind=Kind.PRIORITY)
    scene.bulletin("second", "18:55", 3)

    plan = scene.plan()

    assert plan.told("second") == (SHORTENED, "19:00", "19:03", "quiet_hours")
    assert plan.zones("second") == {"x2"}


@pytest.mark.parametrize(
    ("day", "plays"), [("2026-12-05", False), ("2026-12-06", False), ("2026-12-07", True)]
)
def test_routine_bulletins_keep_to_the_weekdays(day: str, plays: bool) -> None:
    scene = Scene(rules=rules(weekdays=frozenset(range(5))))
    scene.bulletin("a", f"{day}T05:30", 5)

    plan = scene.plan()

    assert plan.why("a") == (None if plays else "weekday")


@pytest.mark.parametrize("kind", [Kind.PRIORITY, Kind.EMERGENCY])
def test_priority_bulletins_and_emergencies_are_heard_on_every_weekday(kind: Kind) -> None:
    scene = Scene(rules=rules(weekdays=frozenset()))
    scene.bulletin("a", "05:30", 5, kind=kind)

    assert scene.plan().told("a")[0] == PLANNED


def test_a_person_may_play_on_every_weekday() -> None:
    scene = Scene(rules=rules(weekdays=frozenset()))
    scene.play("o", "09:00", scene.programme("p", 3))

    assert scene.plan("09:00").told("o")[0] == PLANNED


def test_the_weekday_is_the_local_one() -> None:
    scene = Scene(rules=rules(weekdays=frozenset({0})))
    scene.bulletin("a", "2026-12-07T05:30", 5)

    assert scene.plan().told("a")[0] == PLANNED


CONGRESS = Period(PeriodId("dai-hoi"), "Đại hội", date(2026, 12, 1), date(2026, 12, 2))


def in_congress(**more: Any) -> RuleBook:
    return RuleBook(OPEN, periods=(replace(CONGRESS, **more),))


@pytest.mark.parametrize(
    ("mode", "state", "why"),
    [(PeriodMode.REPLACE, DROPPED, "period"), (PeriodMode.ADD, PLANNED, None)],
)
def test_a_special_period_replaces_ordinary_slots_or_adds_to_them(
    mode: str, state: str, why: str | None
) -> None:
    scene = Scene(rules=in_congress(mode=mode))
    scene.bulletin("ordinary", "05:30", 5)
    scene.bulletin("special", "06:30", 5, period=PeriodId("dai-hoi"))

    plan = scene.plan()

    assert plan.told("special")[0] == PLANNED
    assert plan.told("ordinary")[0] == state
    assert plan.why("ordinary") == why


@pytest.mark.parametrize(
    ("day", "plays"),
    [
        ("2026-11-30", False),
        ("2026-12-01", True),
        ("2026-12-02", True),
        ("2026-12-03", False),
    ],
)
def test_slots_of_a_period_are_heard_only_in_it(day: str, plays: bool) -> None:
    scene = Scene(rules=in_congress())
    scene.bulletin("a", f"{day}T05:30", 5, period=PeriodId("dai-hoi"))

    plan = scene.plan("2026-11-30T00:30")

    assert plan.why("a") == (None if plays else "not_in_period")
    assert plays or plan.values("a") == {"period": "Đại hội"}


def test_slots_of_a_period_that_nobody_knows_are_never_heard() -> None:
    scene = Scene()
    scene.bulletin("a", "05:30", 5, period=PeriodId("dai-hoi"))

    plan = scene.plan()

    assert plan.why("a") == "not_in_period"
    assert plan.values("a") == {"period": "dai-hoi"}


def test_emergencies_of_the_calendar_are_heard_in_a_period_that_replaces_slots() -> None:
    scene = Scene(rules=in_congress())
    scene.bulletin("a", "05:30", 5, kind=Kind.EMERGENCY)

    assert scene.plan().told("a")[0] == PLANNED


def test_a_period_of_one_zone_leaves_the_others_their_slots() -> None:
    scene = Scene(rules=in_congress(zones=frozenset({ZoneId("x1")})))
    scene.bulletin("a", "05:30", 5)

    plan = scene.plan()

    assert plan.zones("a") == {"x2"}
    assert plan.told("a")[0] == SHORTENED
    assert plan.values("a") == {"period": "Đại hội"}


def test_the_rules_of_a_period_hold_in_it() -> None:
    late = replace(OPEN, quiet_from=time(22, 0))
    scene = Scene(rules=in_congress(mode=PeriodMode.ADD, rules=late))
    scene.bulletin("in", "21:30", 5)
    scene.bulletin("after", "2026-12-03T21:30", 5)

    plan = scene.plan()

    assert plan.told("in")[0] == PLANNED
    assert plan.why("after") == "quiet_hours"


def test_the_default_rules_are_those_a_hub_starts_with() -> None:
    scene = Scene(rules=RuleBook())
    scene.bulletin("early", "04:59", 5)
    scene.bulletin("late", "21:00", 5)
    scene.relay("long", "05:00", 60)

    plan = scene.plan()

    assert OperatingRules().sessions_a_day == 3
    assert plan.why("early") == "quiet_hours"
    assert plan.why("late") == "quiet_hours"
    assert plan.told("long") == (SHORTENED, "05:00", "05:45", "session_cap")


def test_moved_and_dropped_cues_say_why() -> None:
    scene = Scene()
    scene.bulletin("first", "05:00", 5, kind=Kind.PRIORITY)
    scene.bulletin("second", "05:00", 5)

    assert scene.plan().told("second") == (MOVED, "05:05", "05:10", "after")
