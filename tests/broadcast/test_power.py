"""What is wished of the amplifiers."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

from broadcast.amplifier_state import Wish
from broadcast.cue_run import CueRun
from broadcast.power import wishes
from hub.domain.bulletin import Kind, Precedence
from hub.domain.ids import ZoneId
from hub.domain.timeline import Cue
from tests.broadcast.scene import Scene, at, zone

X1, X2 = ZoneId("x1"), ZoneId("x2")
MONO = 1000.0


def cues() -> dict[str, Cue]:
    scene = Scene(zone("x1", "main:0"), zone("x2", "main:1"))
    scene.bulletin("first", "05:00", 10, zones="x1")
    scene.bulletin("second", "05:20", 10, zones="x1 x2", kind=Kind.PRIORITY)
    scene.bulletin("third", "05:40", 10, zones="x1")
    scene.bulletin("gone", "05:35", 10, cancelled=True)
    plan = scene.plan()
    return {name: plan[name] for name in ("first", "second", "third", "gone")}


def run_of(cue: Cue) -> CueRun:
    assert cue.start is not None
    return CueRun(cue, cue.start, cue.end, cue.zones, 48_000)


def test_a_zone_on_air_is_wished_from_its_first_sample_on() -> None:
    found = wishes([run_of(cues()["first"])], [], at("05:01"), MONO)

    assert found == {X1: Wish(MONO - 60, None, Precedence.ROUTINE, None)}


def test_an_armed_cue_is_wished_in_all_its_zones_with_its_precedence() -> None:
    found = wishes([run_of(cues()["second"])], [], at("05:19:57"), MONO)

    expected = Wish(MONO + 3, None, Precedence.PRIORITY, None)
    assert found == {X1: expected, X2: expected}


def test_a_wish_tells_when_the_zone_is_needed_again() -> None:
    plan = cues()

    found = wishes([run_of(plan["first"])], [plan["second"], plan["third"]], at("05:00"), MONO)

    assert found[X1].again_at == MONO + 1200


def test_of_two_runs_the_first_is_wished_and_the_other_is_when_it_is_needed_again() -> None:
    plan = cues()
    runs = [run_of(plan["first"]), run_of(plan["second"])]

    found = [
        wishes(some, [plan["third"]], at("05:00"), MONO) for some in permutations([*runs, runs[1]])
    ]

    assert all(wish == found[0] for wish in found)
    assert found[0] == {
        X1: Wish(MONO, None, Precedence.ROUTINE, MONO + 1200),
        X2: Wish(MONO + 1200, None, Precedence.PRIORITY, None),
    }


def test_a_dropped_cue_needs_no_zone() -> None:
    plan = cues()

    found = wishes([run_of(plan["first"])], [plan["gone"]], at("05:00"), MONO)

    assert found[X1].again_at is None


def test_without_a_run_nothing_is_wished() -> None:
    assert wishes([], [cues()["second"]], at("05:00"), MONO) == {}


def test_a_zone_that_a_run_has_left_is_not_wished() -> None:
    run = run_of(cues()["second"])
    run.zones = frozenset({X2})

    assert set(wishes([run], [], at("05:20") + timedelta(seconds=1), MONO)) == {X2}
