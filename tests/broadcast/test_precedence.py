"""Who has the zone: kinds, colliding bulletins, relays, buses, interlocks."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from broadcast.planner import plan as plan_timeline
from hub.domain.bulletin import Kind, Level, Precedence
from hub.domain.ids import ZoneId
from hub.domain.slot import AfterPreemption
from tests.broadcast.scene import (
    DROPPED,
    MOVED,
    PLANNED,
    SHORTENED,
    TWO_BUSES,
    Scene,
    begun,
    zone,
)

PRIORITY, EMERGENCY = Kind.PRIORITY, Kind.EMERGENCY
CUT, DROP, JOIN = AfterPreemption.CUT, AfterPreemption.DROP, AfterPreemption.JOIN


@pytest.mark.parametrize(
    ("kind", "precedence"),
    [
        (Kind.ROUTINE, Precedence.ROUTINE),
        (Kind.PRIORITY, Precedence.PRIORITY),
        (Kind.EMERGENCY, Precedence.EMERGENCY),
    ],
)
def test_the_kind_of_a_bulletin_is_its_step_of_the_ladder(
    kind: Kind, precedence: Precedence
) -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5, kind=kind)

    assert scene.plan()["a"].precedence is precedence


@pytest.mark.parametrize("kind", list(Kind))
def test_an_order_is_live_unless_it_is_an_emergency(kind: Kind) -> None:
    scene = Scene()
    scene.play("o", "05:00", scene.programme("p", 5), kind=kind)

    expected = Precedence.EMERGENCY if kind is EMERGENCY else Precedence.LIVE
    assert scene.plan("05:00")["o"].precedence is expected


@pytest.mark.parametrize(("lower", "higher"), [(Kind.ROUTINE, PRIORITY), (PRIORITY, EMERGENCY)])
def test_the_higher_kind_has_the_zone_and_the_lower_waits(lower: Kind, higher: Kind) -> None:
    scene = Scene()
    scene.bulletin("lower", "05:00", 5, kind=lower, order=-5)
    scene.bulletin("higher", "05:00", 5, kind=higher)

    plan = scene.plan()

    assert plan.told("higher")[0] == PLANNED
    assert plan.told("lower") == (MOVED, "05:05", "05:10", "after")
    assert plan.values("lower") == {"title": "higher"}


def test_cues_one_after_the_other_do_not_touch_each_other() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 5)
    scene.bulletin("b", "05:05", 5, kind=PRIORITY)
    scene.bulletin("c", "05:10", 5)

    plan = scene.plan()

    assert [plan.told(name)[0] for name in "abc"] == [PLANNED] * 3


def test_colliding_priority_bulletins_keep_the_order_the_commune_set() -> None:
    scene = Scene()
    for place, name in ((3, "a"), (1, "b"), (2, "c")):
        scene.bulletin(name, "05:00", 3, kind=PRIORITY, order=place)

    plan = scene.plan()

    assert plan.times("b") == ("05:00", "05:03")
    assert plan.times("c") == ("05:03", "05:06")
    assert plan.times("a") == ("05:06", "05:09")


def test_without_an_order_the_earlier_goes_first_then_the_higher_level() -> None:
    scene = Scene()
    scene.bulletin("commune", "05:01", 3, level=Level.COMMUNE)
    scene.bulletin("central", "05:01", 3, level=Level.CENTRAL)
    scene.bulletin("province", "05:01", 3, level=Level.PROVINCE)
    scene.bulletin("earlier", "05:00", 3)

    plan = scene.plan()

    starts = [plan.times(name) for name in ("earlier", "central", "province", "commune")]
    assert starts == [
        ("05:00", "05:03"),
        ("05:03", "05:06"),
        ("05:06", "05:09"),
        ("05:09", "05:12"),
    ]


def test_the_order_of_the_input_does_not_matter() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("a", "05:00", 5)
    scene.bulletin("b", "05:00", 5, kind=PRIORITY, zones="x1")
    scene.relay("c", "05:00", 30, after_preemption=JOIN)
    scene.bulletin("d", "05:04", 5, zones="x2")

    timelines = {
        plan_timeline(occurrences, scene.situation())
        for occurrences in permutations(scene.occurrences)
    }

    assert len(timelines) == 1


def test_a_bulletin_waits_until_its_latest_start() -> None:
    scene = Scene()
    scene.bulletin("first", "05:00", 10, kind=PRIORITY)
    scene.bulletin("second", "05:00", 5)

    assert scene.plan().told("second") == (MOVED, "05:10", "05:15", "after")


def test_a_bulletin_that_would_have_to_wait_longer_is_dropped() -> None:
    scene = Scene()
    scene.bulletin("first", "05:00", 11, kind=PRIORITY)
    scene.bulletin("second", "05:00", 5)

    plan = scene.plan()

    assert plan.told("second") == (DROPPED, None, None, "preempted")
    assert plan.values("second") == {"title": "first"}


def test_the_slot_says_how_long_it_may_wait() -> None:
    scene = Scene()
    scene.bulletin("first", "05:00", 30, kind=PRIORITY)
    scene.bulletin("second", "05:00", 5, latest_start_s=1800)

    assert scene.plan().times("second") == ("05:30", "05:35")


def test_a_bulletin_waits_behind_several_and_names_the_last() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 3, kind=PRIORITY)
    scene.bulletin("b", "05:03", 3, kind=PRIORITY)
    scene.bulletin("c", "05:07", 2, kind=PRIORITY)
    scene.bulletin("d", "05:01", 5)

    plan = scene.plan()

    assert plan.times("d") == ("05:09", "05:14")
    assert plan.values("d") == {"title": "c"}


def test_a_bulletin_finds_a_gap_that_is_long_enough() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 3, kind=PRIORITY)
    scene.bulletin("b", "05:08", 3, kind=PRIORITY)
    scene.bulletin("c", "05:00", 5)

    assert scene.plan().times("c") == ("05:03", "05:08")


def test_a_sequence_that_cannot_wait_ends_after_its_last_whole_programme() -> None:
    scene = Scene()
    scene.bulletin("priority", "05:09", 30, kind=PRIORITY)
    scene.bulletin("a", "05:00", 4, 4, 4)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "05:00", "05:08", "preempted")
    assert plan["a"].content == ("a-1", "a-2")


def test_chimes_stay_when_a_sequence_is_shortened() -> None:
    scene = Scene()
    chime = scene.programme("chime", 0.5)
    scene.bulletin("priority", "05:08", 30, kind=PRIORITY)
    scene.bulletin("a", "05:00", 4, 4, chime=chime, closing=chime)

    plan = scene.plan()

    assert plan["a"].content == ("chime", "a-1", "chime")
    assert plan.times("a") == ("05:00", "05:05")


def test_a_slot_that_wants_all_or_nothing_is_dropped_when_it_would_be_cut() -> None:
    scene = Scene()
    scene.bulletin("priority", "05:11", 30, kind=PRIORITY)
    scene.bulletin("a", "05:00", 5, 10, after_preemption=DROP)

    assert scene.plan().told("a") == (DROPPED, None, None, "preempted")


@pytest.mark.parametrize("rule", [CUT, DROP])
def test_a_relay_whose_beginning_is_taken_is_joined_unless_it_wants_all_or_nothing(
    rule: AfterPreemption,
) -> None:
    scene = Scene()
    scene.bulletin("priority", "05:00", 15, kind=PRIORITY)
    scene.relay("relay", "05:00", 30, after_preemption=rule)

    plan = scene.plan()

    assert plan.times("relay") == (("05:15", "05:30") if rule is CUT else None)
    assert plan.why("relay") == ("after" if rule is CUT else "preempted")


@pytest.mark.parametrize(
    ("rule", "segments"),
    [
        (CUT, [("05:00", "05:10")]),
        (DROP, []),
        (JOIN, [("05:00", "05:10"), ("05:12", "05:30")]),
    ],
)
def test_after_preemption_a_relay_is_cut_dropped_or_joined_by_rule(
    rule: AfterPreemption, segments: list[tuple[str, str]]
) -> None:
    scene = Scene()
    scene.bulletin("priority", "05:10", 2, kind=PRIORITY)
    scene.relay("relay", "05:00", 30, after_preemption=rule)

    plan = scene.plan()

    assert plan.segments("relay") == segments
    assert plan.told("relay")[0] == (SHORTENED if segments else DROPPED)


def test_a_relay_is_heard_around_several_bulletins() -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30, after_preemption=JOIN)
    for start in ("05:00", "05:10", "05:28"):
        scene.bulletin(f"p{start}", start, 2, kind=PRIORITY)

    plan = scene.plan()

    assert plan.segments("relay") == [("05:02", "05:10"), ("05:12", "05:28")]
    assert plan.told("relay") == (MOVED, "05:02", "05:28", "preempted")


def test_a_relay_of_which_nothing_is_left_is_dropped() -> None:
    scene = Scene()
    scene.relay("join", "05:00", 30, after_preemption=JOIN)
    scene.relay("cut", "05:00", 30, after_preemption=CUT)
    scene.bulletin("priority", "05:00", 30, kind=PRIORITY)

    plan = scene.plan()

    assert plan.told("join") == (DROPPED, None, None, "preempted")
    assert plan.told("cut") == (DROPPED, None, None, "preempted")


def test_routine_bulletins_are_heard_between_the_stretches_of_nobody() -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30, after_preemption=JOIN)
    scene.bulletin("priority", "05:10", 2, kind=PRIORITY)
    scene.bulletin("routine", "05:28", 1)

    assert scene.plan().times("routine") == ("05:30", "05:31")


def test_an_emergency_of_the_calendar_cuts_a_priority_bulletin() -> None:
    scene = Scene()
    scene.bulletin("drill", "05:10", 15, kind=EMERGENCY)
    scene.bulletin("priority", "05:00", 5, 10, kind=PRIORITY)

    assert scene.plan().told("priority") == (SHORTENED, "05:00", "05:05", "preempted")


# What is on air


def test_what_is_on_air_keeps_its_place_against_its_equals() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 20, order=9)
    before = scene.plan()
    scene.bulletin("b", "05:05", 5, order=1)

    plan = scene.plan("05:04", on_air=begun(before["a"]))

    assert plan.told("a") == (PLANNED, "05:00", "05:20", None)
    assert plan.told("b") == (DROPPED, None, None, "preempted")


def test_what_is_on_air_is_cut_by_a_higher_cue() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 20)
    before = scene.plan()
    scene.emergency("e", "05:04", 3)

    plan = scene.plan("05:04", on_air=begun(before["a"]))

    assert plan.told("e") == (PLANNED, "05:04", "05:07", None)
    assert plan.told("a") == (SHORTENED, "05:00", "05:04", "preempted")


def test_a_bulletin_on_air_is_cut_even_in_its_middle_by_what_was_planned_since() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 20, after_preemption=DROP)
    before = scene.plan()
    scene.bulletin("priority", "05:15", 3, kind=PRIORITY)

    plan = scene.plan("05:04", on_air=begun(before["a"]))

    assert plan.told("a") == (SHORTENED, "05:00", "05:15", "preempted")


def test_what_is_armed_but_not_heard_yet_gives_way_to_an_emergency() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 20)
    before = scene.plan()
    scene.emergency("e", "04:59:58", 3)

    plan = scene.plan("04:59:58", on_air=begun(before["a"]))

    assert plan.told("a") == (DROPPED, None, None, "preempted")


def test_a_relay_on_air_is_heard_again_after_a_bulletin() -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30, after_preemption=JOIN)
    scene.bulletin("priority", "05:10", 2, kind=PRIORITY)
    before = scene.plan()

    plan = scene.plan("05:05", on_air=begun(before["relay"]))

    assert plan.timeline.cues == before.timeline.cues


# Emergencies among themselves


def test_of_two_emergencies_that_people_ordered_the_newer_is_heard() -> None:
    scene = Scene()
    scene.emergency("first", "05:00", 20)
    before = scene.plan("05:00")
    scene.emergency("second", "05:05", 3)

    plan = scene.plan("05:05", on_air=begun(before["first"]))

    assert plan.told("second") == (PLANNED, "05:05", "05:08", None)
    assert plan.told("first") == (SHORTENED, "05:00", "05:05", "preempted")


def test_an_ordered_emergency_goes_before_one_of_the_calendar() -> None:
    scene = Scene()
    scene.bulletin("drill", "05:00", 20, kind=EMERGENCY, order=-1)
    before = scene.plan()
    scene.emergency("flood", "05:05", 3)

    plan = scene.plan("05:05", on_air=begun(before["drill"]))

    assert plan.times("flood") == ("05:05", "05:08")


def test_of_two_live_orders_the_first_is_heard_to_its_end() -> None:
    scene = Scene()
    scene.play("first", "05:00", scene.programme("p", 5))
    before = scene.plan("05:00")
    scene.play("second", "05:02", scene.programme("q", 5))

    plan = scene.plan("05:02", on_air=begun(before["first"]))

    assert plan.times("second") == ("05:05", "05:10")
    assert plan.why("second") == "after"


# Buses and zones


def test_two_buses_carry_two_cues() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("a", "05:00", 10, zones="x1")
    scene.bulletin("b", "05:00", 10, zones="x2")

    plan = scene.plan()

    assert plan.times("a") == plan.times("b") == ("05:00", "05:10")


def test_one_bus_carries_one_cue_in_all_its_zones() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 10, zones="x1")
    scene.bulletin("b", "05:00", 10, zones="x2")

    assert scene.plan().times("b") == ("05:10", "05:20")


def test_an_emergency_in_one_zone_leaves_the_cue_the_others() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("a", "05:00", 30)
    before = scene.plan()
    scene.emergency("e", "05:04", 3, zones="x1")

    plan = scene.plan("05:04", on_air=begun(before["a"]))

    assert plan.told("a") == (SHORTENED, "05:00", "05:30", "preempted")
    assert plan["a"].leaves == ((ZoneId("x1"), plan["e"].start),)
    assert plan.zones("a") == {"x1", "x2"}


def test_a_zone_that_was_left_is_free_for_others() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("a", "05:00", 30)
    scene.bulletin("priority", "05:12", 3, kind=PRIORITY, zones="x1")
    scene.bulletin("b", "05:16", 3, zones="x1")

    plan = scene.plan()

    assert plan["a"].leaves == ((ZoneId("x1"), plan["priority"].start),)
    assert plan.told("b")[0] == PLANNED


def test_a_cue_is_not_heard_in_a_zone_whose_beginning_it_would_miss() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("priority", "05:00", 30, kind=PRIORITY, zones="x1")
    scene.bulletin("a", "05:05", 30)

    plan = scene.plan()

    assert plan.zones("a") == {"x2"}
    assert plan.told("a") == (SHORTENED, "05:05", "05:35", "preempted")


def test_an_all_or_nothing_cue_is_not_begun_in_a_zone_that_it_would_have_to_leave() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("priority", "05:12", 30, kind=PRIORITY, zones="x1")
    scene.bulletin("a", "05:00", 30, after_preemption=DROP)

    plan = scene.plan()

    assert plan.zones("a") == {"x2"}
    assert plan["a"].leaves == ()


def test_a_cue_that_loses_one_zone_after_the_other_ends_with_the_last() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("p1", "05:12", 20, kind=PRIORITY, zones="x1")
    scene.bulletin("p2", "05:20", 20, kind=PRIORITY, zones="x2")
    scene.relay("a", "05:00", 30)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "05:00", "05:20", "preempted")
    assert plan["a"].leaves == ((ZoneId("x1"), plan["p1"].start),)


def test_a_cue_that_moves_as_a_whole_leaves_no_zone() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("p1", "05:08", 20, kind=PRIORITY, zones="x1")
    scene.bulletin("p2", "05:09", 1, kind=PRIORITY, zones="x2")
    scene.bulletin("a", "05:00", 10)

    plan = scene.plan()

    assert plan.times("a") == ("05:10", "05:20")
    assert plan.zones("a") == {"x2"}
    assert plan["a"].leaves == ()


def test_a_zone_that_leaves_after_the_end_does_not_leave() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("p1", "05:22", 20, kind=PRIORITY, zones="x1")
    scene.bulletin("p2", "05:24", 20, kind=PRIORITY, zones="x2")
    scene.bulletin("a", "05:00", 10, 10, 10)

    plan = scene.plan()

    assert plan.times("a") == ("05:00", "05:20")
    assert plan["a"].leaves == ()


def test_a_relay_waits_for_a_zone_and_is_joined_in_all() -> None:
    scene = Scene(*TWO_BUSES)
    scene.bulletin("priority", "05:10", 2, kind=PRIORITY, zones="x1")
    scene.relay("relay", "05:00", 30, after_preemption=JOIN)

    assert scene.plan().segments("relay") == [("05:00", "05:10"), ("05:12", "05:30")]


# Interlocks


def interlocked() -> Scene:
    return Scene(
        zone("x1", "main:0", interlock="pump", warm_up_s=3, tail_s=2),
        replace(zone("x2", "main:1", interlock="pump", warm_up_s=4, tail_s=1), name="Xóm 2"),
        zone("x3", "main:2", interlock="other"),
    )


def test_zones_of_one_interlock_are_never_on_together() -> None:
    scene = interlocked()
    scene.bulletin("a", "05:00", 5, zones="x1")
    scene.bulletin("b", "05:00", 5, zones="x2")
    scene.bulletin("c", "05:00", 5, zones="x3")

    plan = scene.plan()

    assert plan.told("b") == (MOVED, "05:05:06", "05:10:06", "after")
    assert plan.told("c")[0] == PLANNED


def test_a_zone_of_an_interlock_needs_time_for_tail_and_warm_up() -> None:
    scene = interlocked()
    scene.bulletin("a", "05:00", 5, zones="x1")
    scene.bulletin("b", "05:05", 5, zones="x2")
    scene.bulletin("c", "05:05", 5, zones="x1", kind=PRIORITY, order=1)

    plan = scene.plan()

    assert plan.told("c")[0] == PLANNED
    assert plan.told("b") == (MOVED, "05:10:06", "05:15:06", "after")
    assert plan.values("b") == {"title": "c"}


def test_a_cue_leaves_a_zone_before_its_rival_warms_up() -> None:
    scene = interlocked()
    scene.bulletin("a", "05:00", 30, zones="x1 x3")
    scene.bulletin("priority", "05:20", 5, zones="x2", kind=PRIORITY)

    plan = scene.plan()

    (left,) = plan["a"].leaves
    assert left[0] == "x1"
    assert (plan["priority"].start - left[1]).total_seconds() == 2 + 4  # type: ignore[operator]


def test_a_cue_for_zones_of_one_interlock_is_heard_in_the_first() -> None:
    scene = interlocked()
    scene.bulletin("a", "05:00", 5)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "05:00", "05:05", "interlock")
    assert plan.zones("a") == {"x1", "x3"}
    assert plan.values("a") == {"zones": "Xóm 2"}


def test_a_cancelled_cue_hides_no_interlock() -> None:
    scene = interlocked()
    scene.bulletin("cancelled", "04:59", 1, cancelled=True)
    scene.bulletin("a", "05:00", 5)

    assert scene.plan().zones("a") == {"x1", "x3"}


# Cues without length


def test_an_event_without_length_takes_nothing() -> None:
    scene = Scene()
    scene.slot("mark", "05:00", length_s=0.0)
    scene.slot("other", "05:00", length_s=0.0)
    scene.slot("long", "05:00", length_s=600.0)

    plan = scene.plan(programmes=None)

    assert plan.times("mark") == ("05:00", "05:00")
    assert plan.times("other") == ("05:00", "05:00")
    assert plan.times("long") == ("05:00", "05:10")
