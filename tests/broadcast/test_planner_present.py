"""What the present makes of a plan: late, missed, halted, on air, done, untrusted clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from broadcast.planner import Gap
from hub.domain.bulletin import Kind
from hub.domain.ids import ZoneId
from hub.domain.order import Verb
from hub.domain.rules import OperatingRules, RuleBook
from hub.domain.slot import AfterPreemption
from tests.broadcast.scene import (
    DROPPED,
    MOVED,
    PLANNED,
    SHORTENED,
    Scene,
    at,
    begun,
    order,
    zone,
)

JOIN = AfterPreemption.JOIN


# Late


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("04:59", (PLANNED, "05:00", "05:05", None)),
        ("05:00", (PLANNED, "05:00", "05:05", None)),
        ("05:00:01", (PLANNED, "05:00:01", "05:05:01", None)),
        ("05:00:02", (MOVED, "05:00:02", "05:05:02", "late")),
        ("05:10", (MOVED, "05:10", "05:15", "late")),
        ("05:10:02", (DROPPED, None, None, "missed_late")),
        ("11:00", (DROPPED, None, None, "missed_late")),
    ],
)
def test_a_late_bulletin_plays_whole_or_not_at_all(
    now: str, told: tuple[str, str | None, str | None, str | None]
) -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)

    plan = scene.plan(now)

    assert plan.told("a") == told


@pytest.mark.parametrize(("now", "minutes"), [("05:00:20", "1"), ("05:08", "8"), ("05:08:01", "9")])
def test_the_reason_says_how_many_minutes_late(now: str, minutes: str) -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)

    assert scene.plan(now).values("a") == {"minutes": minutes}


def test_the_slot_says_how_late_it_may_start() -> None:
    scene = Scene()
    scene.bulletin("never", "05:00", 5, latest_start_s=0)
    scene.bulletin("long", "06:00", 5, latest_start_s=3600)

    plan = scene.plan("07:00")

    assert plan.why("never") == "missed_late"
    assert plan.times("long") == ("07:00", "07:05")


def test_the_warm_up_counts_as_lateness() -> None:
    scene = Scene(zone("x1", warm_up_s=3), zone("x2", warm_up_s=5))
    scene.bulletin("a", "05:00", 5, zones="x1")
    scene.bulletin("b", "06:00", 5)
    scene.bulletin("c", "07:00", 5, latest_start_s=0)

    assert scene.plan("04:59:58").times("a") == ("05:00:01", "05:05:01")
    assert scene.plan("05:59:58").times("b") == ("06:00:03", "06:05:03")
    assert scene.plan("06:59:57").why("c") == "missed_late"


def test_a_zone_that_warms_up_quickly_is_not_late_because_another_needs_longer() -> None:
    scene = Scene(zone("x1", warm_up_s=3), zone("x2", warm_up_s=5))
    scene.bulletin("a", "05:00", 5, zones="x1")

    assert scene.plan("04:59:56").told("a") == (PLANNED, "05:00", "05:05", None)


def test_a_zone_that_is_warm_already_needs_no_warm_up() -> None:
    scene = Scene(zone("x1", warm_up_s=3))
    scene.bulletin("a", "05:00", 5)

    plan = scene.plan("04:59:58", warm_in_s={ZoneId("x1"): 0.0})

    assert plan.told("a")[0] == PLANNED


def test_an_emergency_asks_for_no_rest_of_the_amplifier() -> None:
    scene = Scene(zone("x1", warm_up_s=3))
    scene.emergency("e", "09:00", 2)
    scene.play("o", "09:00", scene.programme("p", 2))

    plan = scene.plan("09:00", warm_in_s={ZoneId("x1"): 8.0})

    assert plan.times("e") == ("09:00:03", "09:02:03")
    assert plan.times("o") == ("09:02:03", "09:04:03")
    scene.plays.pop(0)
    assert scene.plan("09:00", warm_in_s={ZoneId("x1"): 8.0}).times("o") == ("09:00:08", "09:02:08")


@pytest.mark.parametrize("rule", list(AfterPreemption))
def test_only_a_relay_is_joined_in_progress(rule: AfterPreemption) -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30, after_preemption=rule, latest_start_s=0)

    plan = scene.plan("05:20")

    assert plan.told("relay") == (MOVED, "05:20", "05:30", "joined")


def test_a_relay_that_is_hardly_late_is_as_planned() -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30)

    assert scene.plan("05:00:01").told("relay") == (PLANNED, "05:00:01", "05:30", None)


def test_a_relay_is_missed_when_its_slot_is_over() -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30)

    assert scene.plan("05:30").told("relay") == (DROPPED, None, None, "missed_late")


def test_a_late_bulletin_is_not_heard_in_quiet_hours() -> None:
    scene = Scene()
    scene.bulletin("a", "20:55", 2)
    scene.bulletin("b", "20:50", 4, 3)

    plan = scene.plan("21:01")

    assert plan.why("a") == "quiet_hours"
    assert scene.plan("20:54").told("b") == (SHORTENED, "20:54", "20:58", "quiet_hours")


def test_a_bulletin_that_may_be_a_night_late_is_heard_in_the_morning() -> None:
    scene = Scene()
    scene.bulletin("a", "20:30", 5, latest_start_s=12 * 3600)

    assert scene.plan("2026-12-02T05:10").told("a")[0] == MOVED


@pytest.mark.parametrize("cause", ["power", "clock", "card"])
def test_a_missed_bulletin_says_what_stood_in_its_way(cause: str) -> None:
    scene = Scene()
    scene.bulletin("in", "05:00", 5)
    scene.bulletin("before", "04:59", 5, kind=Kind.EMERGENCY)
    scene.bulletin("after", "05:10", 5)
    gap = Gap(at("05:00"), at("05:10"), cause)

    plan = scene.plan("05:40", gaps=(gap,))

    assert plan.why("in") == f"missed_{cause}"
    assert plan.why("before") == plan.why("after") == "missed_late"


def test_of_several_causes_the_one_that_began_last_is_told_in_any_order() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)
    gaps = (
        Gap(at("2021-01-01T00:00"), at("05:20"), "clock"),
        Gap(at("04:30"), at("05:12"), "power"),
    )

    assert scene.plan("05:40", gaps=gaps).why("a") == "missed_power"
    assert scene.plan("05:40", gaps=gaps[::-1]).why("a") == "missed_power"


def test_after_a_power_cut_bulletins_are_caught_up_one_after_the_other() -> None:
    scene = Scene()
    for name, start in (("a", "05:00"), ("b", "05:04"), ("c", "05:06")):
        scene.bulletin(name, start, 4)

    plan = scene.plan("05:08")

    assert [plan.times(name) for name in "abc"] == [
        ("05:08", "05:12"),
        ("05:12", "05:16"),
        ("05:16", "05:20"),
    ]


# Halts


def stopped(*names: str, verb: Verb = Verb.STOP) -> dict[str, object]:
    given = order("h", verb, "04:30:15")
    return {"halts": {ZoneId(name): given for name in names}}


@pytest.mark.parametrize("kind", list(Kind))
def test_after_a_stop_nothing_is_planned(kind: Kind) -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5, kind=kind)
    scene.play("o", "05:30", scene.programme("p", 5), kind=kind)

    plan = scene.plan("04:45", **stopped("x1", "x2"))

    assert plan.told("a") == (DROPPED, None, None, "stopped")
    assert plan.told("o") == (DROPPED, None, None, "stopped")
    assert plan.values("a") == {"since": "04:30:15 01/12/2026", "by": "trưởng thôn"}


@pytest.mark.parametrize(
    ("kind", "why"), [(Kind.ROUTINE, "held"), (Kind.PRIORITY, "held"), (Kind.EMERGENCY, None)]
)
def test_a_hold_lets_only_emergencies_through(kind: Kind, why: str | None) -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5, kind=kind)
    scene.play("o", "06:00", scene.programme("p", 5), kind=kind)

    plan = scene.plan("04:45", **stopped("x1", "x2", verb=Verb.HOLD))

    assert plan.why("a") == why
    assert plan.why("o") == why


def test_a_halt_of_one_zone_leaves_the_others() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)

    plan = scene.plan("04:45", **stopped("x1"))

    assert plan.zones("a") == {"x2"}
    assert plan.told("a") == (SHORTENED, "05:00", "05:05", "stopped")


def test_a_cue_that_nobody_can_hear_takes_nobodys_place() -> None:
    scene = Scene()
    scene.bulletin("priority", "05:00", 30, kind=Kind.PRIORITY, zones="x1")
    scene.bulletin("routine", "05:00", 5, zones="x2")

    plan = scene.plan("04:45", **stopped("x1"))

    assert plan.told("routine")[0] == PLANNED


def test_the_first_cause_is_the_one_that_is_told() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)

    plan = scene.plan("04:45", clock_trusted=False, **stopped("x1"))

    assert plan.told("a") == (DROPPED, None, None, "clock")


# On air


def test_what_is_on_air_stays_as_it_was_planned_when_it_began() -> None:
    scene = Scene()
    scene.bulletin("priority", "05:08", 10, kind=Kind.PRIORITY)
    scene.bulletin("a", "05:00", 4, 4, 4, latest_start_s=0)
    before = scene.plan()

    plan = scene.plan("05:03", on_air=begun(before["a"]))

    assert plan.timeline.cues == before.timeline.cues
    assert plan["a"].content == ("a-1", "a-2")


def test_what_began_late_stays_late() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)
    before = scene.plan("05:08")

    plan = scene.plan("05:10", on_air=begun(before["a"]))

    assert plan.told("a") == (MOVED, "05:08", "05:13", "late")


def test_a_hold_lets_what_is_on_air_end_and_a_stop_does_not() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)
    on_air = begun(scene.plan()["a"])

    held = scene.plan("05:03", on_air=on_air, **stopped("x1", "x2", verb=Verb.HOLD))
    halted = scene.plan("05:03", on_air=on_air, **stopped("x1", "x2"))
    partly = scene.plan("05:03", on_air=on_air, **stopped("x2"))

    assert held.told("a")[0] == PLANNED
    assert halted.told("a") == (DROPPED, None, None, "stopped")
    assert partly.zones("a") == {"x1"}


def test_a_cancelled_cue_goes_off_air() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)
    on_air = begun(scene.plan()["a"])
    scene.occurrences = [replace(o, cancelled=True) for o in scene.occurrences]

    assert scene.plan("05:03", on_air=on_air).told("a") == (DROPPED, None, None, "cancelled")


def test_a_cue_whose_slot_was_deleted_is_heard_to_its_end_and_keeps_its_place() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 10, 10)
    on_air = begun(scene.plan()["a"])
    scene.occurrences.clear()
    scene.bulletin("b", "05:15", 3)

    plan = scene.plan("05:14", on_air=on_air)

    assert plan.told("a") == (PLANNED, "05:00", "05:20", None)
    assert plan["a"].content == ("a-1", "a-2")
    assert plan.times("b") == ("05:20", "05:23")


def test_a_deleted_cue_on_air_in_a_stopped_zone_is_silent() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 10)
    on_air = begun(scene.plan()["a"])
    scene.occurrences.clear()

    plan = scene.plan("05:03", on_air=on_air, **stopped("x1", "x2"))

    assert plan.why("a") == "stopped"


def test_rules_changed_since_do_not_cut_what_is_on_air_but_for_quiet_hours() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 10)
    on_air = begun(scene.plan()["a"])
    strict = OperatingRules(sessions_a_day=0, session_cap_s=60, weekdays=frozenset())
    early = replace(strict, quiet_to=time(5, 30))

    assert scene.plan("05:03", on_air=on_air, rules=RuleBook(strict)).told("a")[0] == PLANNED
    assert scene.plan("05:03", on_air=on_air, rules=RuleBook(early)).told("a") == (
        SHORTENED,
        "05:00",
        "05:03",
        "quiet_hours",
    )


@pytest.mark.parametrize(
    ("kind", "end", "why"),
    [(Kind.ROUTINE, "21:00", "quiet_hours"), (Kind.EMERGENCY, "21:05", None)],
)
def test_only_an_emergency_on_air_is_heard_on_when_quiet_hours_begin(
    kind: Kind, end: str, why: str | None
) -> None:
    scene = Scene()
    scene.bulletin("a", "20:30", 20, kind=kind)
    fact = begun(scene.plan()["a"], "20:45", "21:05")

    plan = scene.plan("20:59", on_air=fact)

    assert plan.times("a") == ("20:45", end)
    assert plan.why("a") == why


def test_a_clock_that_steps_back_into_quiet_hours_silences_what_is_on_air() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 20)
    fact = begun(scene.plan()["a"], "04:00", "04:20")

    assert scene.plan("04:10", on_air=fact).told("a") == (
        SHORTENED,
        "04:00",
        "04:10",
        "quiet_hours",
    )


def test_on_an_untrusted_clock_what_is_on_air_is_heard_to_its_end() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 20)
    fact = begun(scene.plan()["a"], "02:00", "02:20")

    plan = scene.plan("02:10", on_air=fact, clock_trusted=False)

    assert plan.times("a") == ("02:00", "02:20")


def test_what_is_armed_in_quiet_hours_is_not_heard() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 20)
    fact = begun(scene.plan()["a"], "04:30", "04:50")

    assert scene.plan("04:29", on_air=fact).told("a") == (DROPPED, None, None, "quiet_hours")


def test_a_relay_on_air_ends_with_its_slot_by_the_clock_on_the_wall() -> None:
    scene = Scene()
    scene.relay("a", "05:00", 30)
    before = scene.plan()

    ahead = scene.plan("05:20", on_air=begun(before["a"], "05:00", "05:40"))
    behind = scene.plan("05:40", on_air=begun(before["a"], "05:10", "05:50"))
    over = scene.plan("05:30", on_air=begun(before["a"]))

    assert ahead.told("a") == (PLANNED, "05:00", "05:30", None)
    assert behind.told("a") == (SHORTENED, "05:10", "05:40", "slot_over")
    assert over.told("a") == (PLANNED, "05:00", "05:30", None)


def test_a_relay_whose_slot_was_deleted_ends_with_it() -> None:
    scene = Scene()
    scene.relay("a", "05:00", 30)
    on_air = begun(scene.plan()["a"], "05:00", "05:40")
    scene.occurrences.clear()

    assert scene.plan("05:20", on_air=on_air).times("a") == ("05:00", "05:30")


def test_a_relay_comes_back_after_each_bulletin_as_planned_at_first() -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30, after_preemption=JOIN)
    done = scene.bulletin("p", "05:10", 2, kind=Kind.PRIORITY)
    before = scene.plan()

    between = scene.plan("05:11", on_air=begun(before["p"]))
    after = scene.plan("05:20", on_air=begun(between["relay"]), done=frozenset({done}))

    assert between.segments("relay") == [("05:12", "05:30")]
    assert after.segments("relay") == [("05:12", "05:30")]


# Done


def test_what_is_done_is_as_it_was_planned() -> None:
    scene = Scene()
    done = scene.bulletin("a", "05:00", 5)

    plan = scene.plan("05:20", done=frozenset({done}))

    assert plan.told("a") == (PLANNED, "05:00", "05:05", None)


def test_what_is_done_is_not_played_again_when_the_clock_is_set_back() -> None:
    scene = Scene()
    done = scene.bulletin("a", "05:00", 5)

    plan = scene.plan("04:00", done=frozenset({done}))

    assert plan.told("a") == (DROPPED, None, None, "done")


def test_what_is_done_holds_no_place_any_more() -> None:
    scene = Scene()
    done = scene.relay("a", "05:00", 60, kind=Kind.PRIORITY)
    scene.bulletin("b", "05:15", 5)

    plan = scene.plan("05:12", done=frozenset({done}))

    assert plan.told("b") == (PLANNED, "05:15", "05:20", None)


def test_what_is_on_air_is_on_air_even_if_a_row_says_that_it_is_done() -> None:
    scene = Scene()
    cue = scene.bulletin("a", "05:00", 20)
    on_air = begun(scene.plan()["a"])
    scene.bulletin("b", "05:12", 2)

    plan = scene.plan("05:12", on_air=on_air, done=frozenset({cue}))

    assert plan.times("b") == ("05:20", "05:22")


# Clock


@pytest.mark.parametrize(
    ("kind", "why"), [(Kind.ROUTINE, "clock"), (Kind.PRIORITY, "clock"), (Kind.EMERGENCY, None)]
)
def test_on_an_untrusted_clock_only_emergencies_of_the_calendar_play(
    kind: Kind, why: str | None
) -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5, kind=kind)

    plan = scene.plan("04:45", clock_trusted=False)

    assert plan.why("a") == why


def test_on_an_untrusted_clock_people_may_play_what_they_want() -> None:
    scene = Scene()
    scene.play("o", "09:00", scene.programme("p", 5))

    assert scene.plan("09:00", clock_trusted=False).told("o")[0] == PLANNED


# Orders in the present


def test_an_order_begins_as_soon_as_its_zones_are_warm_and_that_is_as_ordered() -> None:
    scene = Scene(zone("x1", warm_up_s=3))
    scene.play("o", "09:00", scene.programme("p", 5))

    assert scene.plan("09:00").told("o") == (PLANNED, "09:00:03", "09:05:03", None)
    assert scene.plan("09:04").told("o") == (PLANNED, "09:04:03", "09:09:03", None)


def test_an_order_that_could_not_be_carried_out_for_ten_minutes_is_dropped() -> None:
    scene = Scene()
    scene.play("o", "09:00", scene.programme("p", 5))

    assert scene.plan("09:11").told("o") == (DROPPED, None, None, "missed_late")


def test_an_order_on_air_that_was_forgotten_since_keeps_its_place() -> None:
    scene = Scene()
    scene.emergency("e", "09:00", 10, repeats=20)
    on_air = begun(scene.plan("09:00")["e"])
    scene.plays.clear()
    scene.bulletin("a", "10:30", 5, latest_start_s=7200)

    plan = scene.plan("10:20", on_air=on_air)

    assert plan.times("e") == ("09:00", "12:20:38")
    assert plan.times("a") == ("12:20:38", "12:25:38")
