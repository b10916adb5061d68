"""What becomes of a cue that was broken off by a crash, a power cut or a lost card."""

from __future__ import annotations

import pytest

from broadcast.recovery import Recovery, recover, recover_cue
from hub.domain.bulletin import Kind
from hub.domain.programme import Source
from tests.broadcast.scene import Scene, at

AGAIN, JOIN, OVER = Recovery.AGAIN, Recovery.JOIN, Recovery.OVER


@pytest.mark.parametrize(
    ("source", "kind", "heard", "now", "expected"),
    [
        # a relay goes on while its slot lasts
        (Source.RELAY, Kind.ROUTINE, None, "05:29:59", JOIN),
        (Source.RELAY, Kind.ROUTINE, 0.9, "05:20", JOIN),
        (Source.RELAY, Kind.EMERGENCY, None, "05:30", OVER),
        # a bulletin plays again when it still may start and hardly anything was heard
        (Source.FILE, Kind.ROUTINE, 0.0, "05:10", AGAIN),
        (Source.FILE, Kind.ROUTINE, 0.19, "05:05", AGAIN),
        (Source.FILE, Kind.PRIORITY, 0.2, "05:05", OVER),
        (Source.FILE, Kind.ROUTINE, 1.0, "05:05", OVER),
        # nobody knows how much was heard
        (Source.FILE, Kind.ROUTINE, None, "05:10", AGAIN),
        # too late
        (Source.FILE, Kind.ROUTINE, 0.0, "05:10:01", OVER),
        (Source.FILE, Kind.ROUTINE, None, "05:10:01", OVER),
        (Source.FILE, Kind.EMERGENCY, 0.0, "05:10:01", OVER),
        # an emergency is told again as long as it may start
        (Source.FILE, Kind.EMERGENCY, 0.9, "05:10", AGAIN),
    ],
)
def test_what_is_broken_off_is_taken_up_by_rule(
    source: Source, kind: Kind, heard: float | None, now: str, expected: Recovery
) -> None:
    found = recover(
        source=source,
        kind=kind,
        planned_end=at("05:30"),
        latest_start=at("05:10"),
        heard=heard,
        now=at(now),
    )

    assert found is expected


def test_a_cue_tells_its_own_source_kind_and_times() -> None:
    scene = Scene()
    scene.relay("relay", "05:00", 30)
    scene.bulletin("bulletin", "05:00", 5, kind=Kind.PRIORITY)
    plan = scene.plan()

    assert recover_cue(plan["relay"], None, at("05:20")) is JOIN
    assert recover_cue(plan["bulletin"], 0.0, at("05:09")) is AGAIN
    assert recover_cue(plan["bulletin"], 0.0, at("05:11")) is OVER
