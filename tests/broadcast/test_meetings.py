"""What a meeting's sound is asked for, how it stands, and when it is there (pure)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broadcast.cue_run import CueRun
from broadcast.meeting_state import Standing, stands, until_of
from broadcast.relay.presence import Meeting, Presence
from hub.domain.bulletin import Kind, Precedence
from hub.domain.ids import OrderId, ProgrammeId
from hub.domain.order import Order, Verb, cue_of, shifted
from hub.domain.programme import Source
from hub.domain.talk import Talk
from hub.domain.timeline import Cue, Reason
from hub.errors import RefusedError
from tests.broadcast.scene import MOVED, TWO_BUSES, Scene, at, begun, order

AWAY = Reason.of("relay.device_lost", device="line", error="-")


class Station:
    """What a link says of itself (`Hearable`)."""

    def __init__(
        self, is_there: bool, is_quiet: bool, trouble: Reason | None, is_refused: bool = False
    ) -> None:
        self.is_refused = is_refused
        self.is_there = is_there
        self.is_quiet = is_quiet
        self.trouble = trouble
        self.frames = 0


def meeting(scene: Scene, given: str = "19:00", until: str = "20:30") -> Order:
    line = scene.programme("line", 0, source=Source.RELAY, streams=("device:line",))
    more = {"programme": ProgrammeId(line), "until": at(until), "title": "Họp thôn"}
    made = order("hop", Verb.PLAY, given, zones="x1", **more)
    scene.plays.append(made)
    return made


def heard(cue: Cue, station: Station | None, *, is_heard: bool = True) -> CueRun:
    run = CueRun(cue, cue.planned_start, cue.planned_end, cue.zones, 48_000)
    run.is_heard, run.station = is_heard, station
    return run


@pytest.mark.parametrize(
    ("told", "minutes"), [({}, None), ({"minutes": 1}, 1), ({"minutes": 480}, 480)]
)
def test_a_meeting_lasts_so_many_minutes(told: dict[str, object], minutes: int | None) -> None:
    found = until_of(told, at("19:00"))

    assert found == (None if minutes is None else at("19:00") + timedelta(minutes=minutes))


@pytest.mark.parametrize("minutes", [0, -5, 481, True, "60", 1.5])
def test_other_lengths_are_refused(minutes: object) -> None:
    with pytest.raises(RefusedError):
        until_of({"minutes": minutes}, at("19:00"))


def test_it_is_planned_until_its_end_on_the_step_of_priority_bulletins() -> None:
    scene = Scene(*TWO_BUSES)
    meeting(scene)

    cue = scene.plan("19:00")["hop"]

    assert (cue.title, cue.is_meeting, cue.precedence) == ("Họp thôn", True, Precedence.PRIORITY)
    assert scene.plan("19:00").times("hop") == ("19:00", "20:30")


def test_another_order_takes_its_place_and_it_is_joined_again() -> None:
    scene = Scene(*TWO_BUSES)
    meeting(scene)
    scene.play("tin", "19:10", scene.programme("tin-1", 5.0))

    plan = scene.plan("19:10", on_air=begun(scene.plan("19:00")["hop"]))

    assert plan.times("tin") == ("19:10", "19:15")
    assert plan.segments("hop") == [("19:00", "19:10"), ("19:15", "20:30")]


def test_a_talk_goes_first_and_the_meeting_comes_back() -> None:
    scene = Scene(*TWO_BUSES)
    meeting(scene)
    talk = Talk(OrderId("noi"), frozenset(), at("19:10"), "Hoa", "Nói", Kind.ROUTINE, 300.0)

    plan = scene.plan("19:10", talks=(talk,), on_air=begun(scene.plan("19:00")["hop"]))

    assert plan.times("talk:noi") == ("19:10", "19:15")
    assert plan.zones("talk:noi") == {"x1", "x2"}
    assert plan.segments("hop") == [("19:00", "19:10"), ("19:15", "20:30")]


def test_a_slot_is_heard_where_the_meeting_is_not() -> None:
    scene = Scene(*TWO_BUSES)
    meeting(scene)
    scene.bulletin("toi", "19:30", 10.0, latest_start_s=600.0)

    plan = scene.plan("19:00")

    assert plan.times("toi") == ("19:30", "19:40")
    assert plan.zones("toi") == {"x2"}
    assert plan.times("hop") == ("19:00", "20:30")


def test_what_waits_behind_a_meeting_does_not_lose_its_session_for_it() -> None:
    scene = Scene(*TWO_BUSES)
    meeting(scene, "19:00", "19:35")
    scene.bulletin("toi", "19:30", 10.0, latest_start_s=600.0)

    assert scene.plan("19:00").told("toi") == (MOVED, "19:35", "19:45", "after")


@pytest.mark.parametrize(
    ("station", "is_heard", "standing", "because"),
    [
        (Station(True, False, None), True, Standing.ON, None),
        (Station(True, False, AWAY), True, Standing.ON, None),  # it is back
        (Station(True, True, None), True, Standing.SILENT, None),
        (Station(False, False, None), True, Standing.COMING, None),
        (Station(False, False, AWAY), True, Standing.AWAY, AWAY),
        (Station(False, False, AWAY, True), True, Standing.REFUSED, AWAY),
        (Station(True, False, None), False, Standing.COMING, None),  # amplifiers warm up
        (None, True, Standing.COMING, None),
    ],
)
def test_how_it_stands_is_what_is_heard(
    station: Station | None, is_heard: bool, standing: Standing, because: Reason | None
) -> None:
    scene = Scene(*TWO_BUSES)
    made = meeting(scene)
    cue = scene.plan("19:00")["hop"]
    runs = {cue_of(made.id): heard(cue, station, is_heard=is_heard)}

    assert stands(made, runs, [cue]) == (standing, because)


def test_what_goes_before_it_is_told() -> None:
    scene = Scene(*TWO_BUSES)
    made = meeting(scene)
    cue = scene.plan("19:00")["hop"]
    preempted = Reason.of("because.preempted", title="Lũ quét")

    assert stands(made, {}, [cue]) == (Standing.COMING, None)
    assert stands(made, {}, [cue._replace(because=preempted)]) == (Standing.WAITS, preempted)
    joined = cue._replace(because=Reason.of("because.joined"))
    assert stands(made, {}, [joined]) == (Standing.COMING, None)
    assert stands(made, {}, []) == (Standing.COMING, None)


def test_a_meeting_is_there_from_its_first_block_however_long_nobody_speaks() -> None:
    meeting_, station = Meeting(), Presence()
    changes = [meeting_.hear(-90.0, 0.1) for _ in range(6000)]  # ten silent minutes
    station.hear(-90.0, 0.1)

    assert changes == [True, *[False] * 5999]
    assert (meeting_.is_there, station.is_there) == (True, False)
    assert round(meeting_.silent_s) == 600

    meeting_.hear(-20.0, 0.1)  # one word
    assert meeting_.silent_s == 0.0

    meeting_.lose()
    assert not meeting_.is_there


def test_a_stepped_clock_moves_a_meeting_and_no_other_order() -> None:
    scene = Scene(*TWO_BUSES)
    made, hour = meeting(scene), timedelta(hours=1)
    other = order("tin", Verb.PLAY, "19:00", programme=ProgrammeId("line"))

    assert shifted(made, hour).until == at("21:30")
    assert shifted(made, hour).at == at("20:00")
    assert shifted(other, hour) == other
