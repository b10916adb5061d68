"""Sessions: how long, how many a day, which cues belong together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hub.domain.bulletin import Kind
from hub.domain.ids import ZoneId
from hub.domain.order import Verb
from hub.domain.rules import OperatingRules, RuleBook
from tests.broadcast.scene import (
    DROPPED,
    MOVED,
    PLANNED,
    SHORTENED,
    TWO_BUSES,
    Scene,
    begun,
    order,
)


def caps(**more: Any) -> RuleBook:
    return RuleBook(replace(OperatingRules(), **more))


def test_a_relay_is_cut_at_the_longest_session() -> None:
    scene = Scene(rules=caps())
    scene.relay("a", "05:00", 60)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "05:00", "05:45", "session_cap")
    assert plan.values("a") == {"minutes": "45"}


def test_a_sequence_ends_with_the_last_whole_programme_of_the_session() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("a", "05:00", 20, 20, 20)

    assert scene.plan().told("a") == (SHORTENED, "05:00", "05:40", "session_cap")


def test_a_programme_longer_than_any_session_is_dropped() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("a", "05:00", 46)

    assert scene.plan().told("a") == (DROPPED, None, None, "session_cap")


def test_cues_nearer_than_the_gap_share_a_session() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("a", "05:00", 30)
    scene.bulletin("b", "05:34", 11)
    scene.bulletin("c", "05:49", 10)

    plan = scene.plan()

    assert plan.told("b")[0] == PLANNED
    assert plan.told("c") == (DROPPED, None, None, "session_cap")


def test_cues_that_are_the_gap_apart_do_not() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("a", "05:00", 45)
    scene.bulletin("b", "05:50", 45)

    assert scene.plan().told("b")[0] == PLANNED


def test_without_a_gap_cues_that_touch_still_share_a_session() -> None:
    scene = Scene(rules=caps(session_gap_s=0))
    scene.bulletin("a", "05:00", 45)
    scene.bulletin("b", "05:45", 5)

    assert scene.plan().why("b") == "session_cap"


def test_the_fourth_session_of_a_day_is_dropped() -> None:
    scene = Scene(rules=caps())
    for name, start in (("a", "05:00"), ("b", "11:00"), ("c", "17:00"), ("d", "19:00")):
        scene.bulletin(name, start, 5)

    plan = scene.plan()

    assert [plan.told(name)[0] for name in "abc"] == [PLANNED] * 3
    assert plan.told("d") == (DROPPED, None, None, "sessions_a_day")
    assert plan.values("d") == {"count": "3"}


def test_a_cue_that_joins_a_session_is_no_new_one() -> None:
    scene = Scene(rules=caps(sessions_a_day=1))
    scene.bulletin("a", "05:00", 5)
    scene.bulletin("b", "05:06", 5)

    assert scene.plan().told("b")[0] == PLANNED


def test_a_routine_cue_joins_the_morning_session_of_a_priority_bulletin() -> None:
    scene = Scene(rules=caps(sessions_a_day=2))
    scene.bulletin("morning", "05:00", 10, kind=Kind.PRIORITY)
    scene.bulletin("evening", "17:00", 10, kind=Kind.PRIORITY)
    scene.bulletin("routine", "05:12", 30)
    scene.bulletin("too-long", "05:43", 10)

    plan = scene.plan()

    assert plan.told("routine")[0] == PLANNED
    assert plan.why("too-long") == "session_cap"


def test_each_day_has_its_own_sessions() -> None:
    scene = Scene(rules=caps(sessions_a_day=1))
    scene.bulletin("a", "2026-12-01T20:30", 5)
    scene.bulletin("b", "2026-12-02T05:00", 5)

    assert scene.plan().told("b")[0] == PLANNED


def test_priority_bulletins_take_their_place_before_routine_ones() -> None:
    scene = Scene(rules=caps(sessions_a_day=1))
    scene.bulletin("routine", "05:00", 5)
    scene.bulletin("priority", "17:00", 5, kind=Kind.PRIORITY)

    plan = scene.plan()

    assert plan.told("priority")[0] == PLANNED
    assert plan.why("routine") == "sessions_a_day"


def test_bulletins_of_one_minute_take_their_place_in_the_order_of_the_commune() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("a", "05:00", 30, order=2)
    scene.bulletin("b", "05:00", 30, order=1)

    plan = scene.plan()

    assert plan.times("b") == ("05:00", "05:30")
    assert plan.why("a") == "preempted"


def test_emergencies_and_orders_are_not_asked() -> None:
    scene = Scene(rules=caps(sessions_a_day=0))
    scene.bulletin("a", "05:00", 60, kind=Kind.EMERGENCY)
    scene.play("o", "07:00", scene.programme("p", 60))

    plan = scene.plan("04:50")

    assert plan.times("a") == ("05:00", "06:00")
    assert scene.plan("07:00").times("o") == ("07:00", "08:00")


def test_emergencies_and_orders_use_up_no_session() -> None:
    scene = Scene(rules=caps(sessions_a_day=1))
    scene.bulletin("a", "05:00", 40, kind=Kind.EMERGENCY)
    scene.play("o", "06:00", scene.programme("p", 60))
    scene.bulletin("b", "17:00", 5)

    assert scene.plan("04:50").told("b")[0] == PLANNED


def test_a_session_before_a_priority_bulletin_is_shortened_rather_than_lost() -> None:
    scene = Scene(rules=caps())
    scene.relay("relay", "05:00", 45)
    scene.bulletin("priority", "05:45", 10, kind=Kind.PRIORITY)

    plan = scene.plan()

    assert plan.told("relay") == (SHORTENED, "05:00", "05:40", "session_cap")
    assert plan.told("priority")[0] == PLANNED


def test_a_cue_between_two_sessions_joins_them_when_all_of_it_is_short_enough() -> None:
    scene = Scene(rules=caps(sessions_a_day=2))
    scene.bulletin("first", "05:00", 10, kind=Kind.PRIORITY)
    scene.bulletin("last", "05:30", 10, kind=Kind.PRIORITY)
    scene.bulletin("between", "05:12", 15)
    scene.bulletin("evening", "17:00", 10)

    plan = scene.plan()

    assert plan.told("between")[0] == PLANNED
    assert plan.told("evening")[0] == PLANNED


def test_a_cue_before_a_session_joins_it() -> None:
    scene = Scene(rules=caps(sessions_a_day=1))
    scene.bulletin("priority", "05:30", 10, kind=Kind.PRIORITY)
    scene.bulletin("routine", "05:00", 30)

    assert scene.plan().told("routine")[0] == PLANNED


def test_a_cue_that_must_stay_apart_from_a_session_may_be_one_too_many() -> None:
    scene = Scene(rules=caps(sessions_a_day=1))
    scene.bulletin("priority", "05:46", 10, kind=Kind.PRIORITY)
    scene.relay("relay", "05:00", 45)

    assert scene.plan().told("relay") == (DROPPED, None, None, "sessions_a_day")


def test_a_sequence_that_shrinks_out_of_a_session_may_be_one_too_many() -> None:
    scene = Scene(rules=caps(sessions_a_day=1, session_cap_s=40 * 60))
    scene.bulletin("priority", "05:30", 10, kind=Kind.PRIORITY)
    scene.bulletin("routine", "05:00", 20, 21)

    assert scene.plan().told("routine") == (DROPPED, None, None, "sessions_a_day")


def test_a_zone_without_room_leaves_the_other_its_bulletin_whole() -> None:
    scene = Scene(*TWO_BUSES, rules=caps(sessions_a_day=1))
    scene.bulletin("morning", "05:00", 10, zones="x1")
    scene.bulletin("evening", "17:00", 10)
    scene.bulletin("night", "20:00", 10, zones="x2")

    plan = scene.plan()

    assert plan.zones("evening") == {"x2"}
    assert plan.told("evening") == (SHORTENED, "17:00", "17:10", "sessions_a_day")
    assert plan.why("night") == "sessions_a_day"


def test_a_zone_in_which_nothing_whole_fits_takes_no_session_of_another() -> None:
    short = replace(OperatingRules(), session_cap_s=15 * 60)
    scene = Scene(*TWO_BUSES, rules=RuleBook(OperatingRules(), {ZoneId("x2"): short}))
    scene.bulletin("a", "05:00", 20)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "05:00", "05:20", "session_cap")
    assert plan.zones("a") == {"x1"}


def test_a_cue_in_two_zones_keeps_to_the_shorter_session() -> None:
    short = replace(OperatingRules(), session_cap_s=15 * 60)
    scene = Scene(*TWO_BUSES, rules=RuleBook(OperatingRules(), {ZoneId("x2"): short}))
    scene.bulletin("a", "05:00", 10, 10)

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "05:00", "05:10", "session_cap")
    assert plan.values("a") == {"minutes": "15"}
    assert plan.zones("a") == {"x1", "x2"}


def test_a_cue_moved_behind_a_bulletin_ends_with_its_session() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("priority", "05:00", 10, kind=Kind.PRIORITY)
    scene.bulletin("routine", "05:00", 20, 20)

    plan = scene.plan()

    assert plan.told("routine") == (SHORTENED, "05:10", "05:30", "session_cap")


def test_a_cue_moved_behind_a_bulletin_does_not_grow_into_the_next_session() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("priority", "05:00", 10, kind=Kind.PRIORITY)
    scene.bulletin("routine", "05:00", 13, 12)
    scene.bulletin("next", "05:32", 30)

    plan = scene.plan()

    assert plan.told("routine") == (SHORTENED, "05:10", "05:23", "session_cap")
    assert plan.told("next")[0] == PLANNED


def test_a_person_who_speaks_makes_the_session_longer() -> None:
    scene = Scene(rules=caps())
    first = scene.bulletin("a", "05:00", 38)
    scene.bulletin("b", "05:38", 7)
    scene.play("o", "05:38", scene.programme("p", 4))

    plan = scene.plan("05:38", done=frozenset({first}))

    assert plan.told("b") == (MOVED, "05:42", "05:49", "after")


def test_a_session_that_begins_late_ends_late() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("a", "05:00", 15)
    scene.bulletin("b", "05:15", 15)
    scene.bulletin("c", "05:30", 15)

    plan = scene.plan("05:08")

    assert [plan.times(name) for name in "abc"] == [
        ("05:08", "05:23"),
        ("05:23", "05:38"),
        ("05:38", "05:53"),
    ]


def test_a_session_that_began_late_still_ends_late_when_its_first_cue_is_over() -> None:
    scene = Scene(rules=caps())
    first = scene.bulletin("a", "05:00", 15)
    scene.bulletin("b", "05:15", 15)
    scene.bulletin("c", "05:30", 15)
    before = scene.plan("05:08")

    plan = scene.plan("05:24", done=frozenset({first}), on_air=begun(before["b"]))

    assert plan.told("c") == (MOVED, "05:38", "05:53", "after")


def test_of_two_zones_the_session_that_is_over_first_ends_a_moved_cue() -> None:
    short = replace(OperatingRules(), session_cap_s=15 * 60)
    scene = Scene(*TWO_BUSES, rules=RuleBook(OperatingRules(), {ZoneId("x2"): short}))
    scene.bulletin("priority", "05:00", 8, kind=Kind.PRIORITY)
    scene.bulletin("routine", "05:00", 5, 5, 5)

    plan = scene.plan()

    assert plan.told("routine") == (SHORTENED, "05:08", "05:13", "session_cap")
    assert plan.values("routine") == {"minutes": "15"}


def test_lateness_is_handed_on_from_zone_to_zone() -> None:
    scene = Scene(rules=caps())
    scene.bulletin("a", "05:00", 20, zones="x1")
    scene.bulletin("b", "05:20", 25)
    scene.bulletin("c", "05:45", 20, zones="x2")

    plan = scene.plan("05:08")

    assert plan.times("b") == ("05:28", "05:53")
    assert plan.times("c") == ("05:53", "06:13")


def test_what_is_on_air_is_not_cut_when_a_new_bulletin_takes_the_last_session() -> None:
    scene = Scene(rules=caps(sessions_a_day=1))
    scene.bulletin("a", "05:00", 30)
    before = scene.plan()
    scene.bulletin("new", "17:00", 5, kind=Kind.PRIORITY)

    plan = scene.plan("05:10", on_air=begun(before["a"]))

    assert plan.told("a") == (PLANNED, "05:00", "05:30", None)


def test_a_stop_changes_nothing_about_sessions() -> None:
    scene = Scene(*TWO_BUSES, rules=caps(sessions_a_day=1))
    scene.bulletin("a", "05:00", 5)
    scene.bulletin("b", "17:00", 5)

    stopped = {ZoneId("x1"): order("s", Verb.STOP, "04:00")}

    assert scene.plan("04:30", halts=stopped).why("b") == "sessions_a_day"
    assert scene.plan("04:30").why("b") == "sessions_a_day"
