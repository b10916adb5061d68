"""What a cue plays: programmes, approvals, chimes; and slots that play nothing."""

from __future__ import annotations

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId, ZoneId
from hub.domain.programme import Source
from hub.domain.timeline import Timeline
from tests.broadcast.scene import DROPPED, PLANNED, SHORTENED, Plan, Scene, at, zone


def test_a_cue_plays_chime_programmes_and_closing_chime() -> None:
    scene = Scene()
    chime = scene.programme("chime", 0.5)
    scene.bulletin("a", "05:00", 2, 3, chime=chime, closing=chime)

    plan = scene.plan()

    assert plan["a"].content == ("chime", "a-1", "a-2", "chime")
    assert plan.told("a") == (PLANNED, "05:00", "05:06", None)


def test_a_file_is_as_long_as_it_is_whatever_the_slot_says() -> None:
    scene = Scene()
    scene.bulletin("short", "05:00", 2, length_s=1800.0)
    scene.bulletin("long", "06:00", 20, length_s=60.0)

    plan = scene.plan()

    assert plan.times("short") == ("05:00", "05:02")
    assert plan.times("long") == ("06:00", "06:20")


def test_two_slots_may_play_the_same_programme() -> None:
    scene = Scene()
    programme = scene.programme("p", 2)
    scene.slot("a", "05:00", content=(programme,), length_s=1.0)
    scene.slot("b", "06:00", content=(programme,), length_s=1.0)

    plan = scene.plan()

    assert plan.times("a") == ("05:00", "05:02")
    assert plan.times("b") == ("06:00", "06:02")


def test_a_relay_is_as_long_as_its_slot() -> None:
    scene = Scene()
    scene.relay("a", "05:00", 30)

    assert scene.plan().times("a") == ("05:00", "05:30")


def test_a_programme_that_is_not_approved_is_left_out() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 2, 3)
    scene.programme("a-1", 2, approver="")

    plan = scene.plan()

    assert plan.told("a") == (SHORTENED, "05:00", "05:03", "left_out")
    assert plan.values("a") == {"programmes": "a-1"}
    assert plan["a"].content == ("a-2",)


def test_a_chime_that_is_not_approved_is_left_out_too() -> None:
    scene = Scene()
    chime = scene.programme("chime", 0.5, approver="")
    scene.bulletin("a", "05:00", 2, chime=chime, closing=chime)

    plan = scene.plan()

    assert plan["a"].content == ("a-1",)
    assert plan.values("a") == {"programmes": "chime"}


def test_a_cue_of_which_nothing_is_approved_is_dropped() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 2)
    scene.programme("a-1", 2, approver="")

    plan = scene.plan()

    assert plan.told("a") == (DROPPED, None, None, "not_approved")
    assert plan.values("a") == {"programme": "a-1"}


def test_a_cue_of_an_unknown_programme_is_dropped() -> None:
    scene = Scene()
    scene.slot("a", "05:00", length_s=300.0, content=(ProgrammeId("nowhere"),))

    plan = scene.plan()

    assert plan.told("a") == (DROPPED, None, None, "no_programme")
    assert plan.values("a") == {"programme": "nowhere"}


def test_a_slot_without_content_is_dropped_once_programmes_are_known() -> None:
    scene = Scene()
    scene.slot("a", "05:00", length_s=300.0)

    assert scene.plan().why("a") == "no_content"


def test_of_a_calendar_alone_every_event_is_planned_and_may_be_cut() -> None:
    scene = Scene()
    scene.slot("a", "05:00", length_s=600.0, content=(ProgrammeId("nowhere"),))
    scene.slot("b", "05:05", length_s=1200.0, kind=Kind.PRIORITY)

    plan = scene.plan(programmes=None)

    assert plan.told("b") == (PLANNED, "05:05", "05:25", None)
    assert plan.told("a") == (SHORTENED, "05:00", "05:05", "preempted")


def test_a_cancelled_event_is_dropped_and_stays_so_whatever_its_content_is() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 2, 3, cancelled=True)
    scene.programme("a-1", 2, approver="")
    scene.slot("b", "05:00", length_s=60.0, cancelled=True)

    plan = scene.plan()

    assert plan.told("a") == (DROPPED, None, None, "cancelled")
    assert plan.told("b") == (DROPPED, None, None, "cancelled")


def test_an_event_without_a_time_of_day_is_dropped() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 2, all_day=True)

    assert scene.plan().told("a") == (DROPPED, None, None, "all_day")


def test_a_slot_without_zones_is_heard_everywhere() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 2)

    assert scene.plan().zones("a") == {"x1", "x2"}


def test_an_unknown_zone_is_left_out() -> None:
    scene = Scene()
    scene.bulletin("some", "05:00", 2, zones="x1 x8 x9")
    scene.bulletin("none", "06:00", 2, zones="x9")

    plan = scene.plan()

    assert plan.zones("some") == {"x1"}
    assert plan.told("some") == (SHORTENED, "05:00", "05:02", "unknown_zone")
    assert plan.values("some") == {"zones": "x8, x9"}
    assert plan.told("none") == (DROPPED, None, None, "unknown_zone")


def test_an_unknown_zone_next_to_an_interlock_is_left_out_as_well() -> None:
    scene = Scene(zone("x1", interlock="pump"), zone("x2", "main:1", interlock="pump"))
    scene.bulletin("a", "05:00", 2, zones="x1 x2 x9")

    assert scene.plan().zones("a") == {"x1"}


def test_a_hub_without_zones_plays_nothing() -> None:
    scene = Scene()
    scene.zones = {}
    scene.bulletin("a", "05:00", 2)

    assert scene.plan().why("a") == "no_zone"


def test_a_cue_says_who_wrote_and_approved_it_and_where_it_comes_from() -> None:
    scene = Scene()
    scene.bulletin(
        "a", "05:00", 2, author="Bình", approver="Hoa", level=Level.PROVINCE, volume_db=-6.0
    )

    cue = scene.plan()["a"]

    assert (cue.author, cue.approver, cue.level, cue.volume_db) == (
        "Bình",
        "Hoa",
        Level.PROVINCE,
        -6.0,
    )


# Orders


def test_an_order_plays_its_programme_as_often_as_it_says() -> None:
    scene = Scene()
    programme = scene.programme("p", 2, level=Level.CENTRAL)
    scene.play("o", "09:00", programme, repeats=3, zones="x1")

    plan = scene.plan("09:00")

    cue = plan["o"]
    assert plan.told("o") == (PLANNED, "09:00", "09:06:04", None)
    assert cue.content == (programme,) * 3
    assert (cue.zones, cue.level) == (frozenset({ZoneId("x1")}), Level.CENTRAL)
    assert (cue.author, cue.approver) == ("trưởng thôn", "Hoa")
    assert (cue.slot, cue.order) == (None, "o")


def test_an_order_for_an_unknown_programme_is_dropped() -> None:
    scene = Scene()
    scene.play("o", "09:00", "nowhere")

    assert scene.plan("09:00").why("o") == "no_programme"
    assert scene.plan("09:00", programmes=None).why("o") == "no_programme"


def test_what_is_not_approved_is_not_played_by_order_either() -> None:
    scene = Scene()
    scene.play("o", "09:00", scene.programme("p", 2, approver=""), kind=Kind.EMERGENCY)

    plan = scene.plan("09:00")

    assert plan.told("o") == (DROPPED, None, None, "not_approved")


def test_a_placeholder_of_a_relay_is_played_once_by_order() -> None:
    scene = Scene()
    scene.play("o", "09:00", scene.programme("p", 2, source=Source.RELAY))

    assert scene.plan("09:00").times("o") == ("09:00", "09:02")


# The timeline


def test_cues_come_by_planned_start() -> None:
    scene = Scene()
    scene.bulletin("b", "06:00", 2)
    scene.bulletin("a", "05:00", 2)
    scene.bulletin("c", "05:30", 2, cancelled=True)

    titles = [cue.title for cue in scene.plan().timeline.cues]

    assert titles == ["a", "c", "b"]


def test_the_next_cue_is_the_one_that_begins_next_and_not_the_one_that_was_planned_next() -> None:
    scene = Scene()
    scene.bulletin("moved", "05:00", 2)
    scene.bulletin("first", "05:00", 3, kind=Kind.PRIORITY)
    scene.bulletin("second", "05:01", 1, latest_start_s=0, kind=Kind.EMERGENCY)

    timeline = scene.plan().timeline

    assert timeline.next_after(at("04:00")) == Plan(timeline)["second"]
    assert timeline.next_after(at("05:10")) is None
    assert Timeline(at("05:00"), ()).next_after(at("04:00")) is None
