"""A cue that has begun."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broadcast.audio.sink import VoiceReport
from broadcast.cue_run import CueRun
from hub.domain.ids import BusId
from hub.domain.timeline import Cue
from tests.simulation.studio import Village
from tests.simulation.test_a_day import morning


def a_cue() -> Cue:
    village = Village("2026-12-01T04:50", morning())
    village.run_until("2026-12-01T04:51")
    cue = village.studio.playout.next_cue
    assert cue is not None
    return cue


def a_run() -> CueRun:
    cue = a_cue()
    assert cue.start is not None
    return CueRun(cue, cue.start, cue.end, cue.zones, 48_000)


def test_a_start_in_time_changes_nothing() -> None:
    run = a_run()
    before = run.start, run.end

    assert not run.began(run.start + timedelta(milliseconds=1))
    assert (run.start, run.end) == before


@pytest.mark.parametrize("first_is_late", [True, False])
def test_of_two_cards_the_later_one_counts(first_is_late: bool) -> None:
    run = a_run()
    start, end, late = run.start, run.end, timedelta(seconds=0.06)

    told = [run.began(start + late * here) for here in (first_is_late, not first_is_late)]

    assert told == [first_is_late, not first_is_late]
    assert (run.start, run.end) == (start + late, end + late)


@pytest.mark.parametrize(("is_timed", "end_moves"), [(False, True), (True, False)])
def test_a_late_start_makes_a_late_end_unless_the_end_is_a_moment(
    is_timed: bool, end_moves: bool
) -> None:
    run = a_run()
    run.is_timed = is_timed
    before = run.end

    assert run.began(run.start + timedelta(seconds=0.5))
    assert (run.end == before + timedelta(seconds=0.5)) is end_moves


@pytest.mark.parametrize(
    ("missing_s", "xruns", "waited_s", "is_complete"),
    [
        (0.0, 0, 0.0, True),
        (0.08, 1, 0.0, True),
        (0.08, 0, 0.08, True),
        (0.08, 0, 0.0, False),  # something cut it
        (0.3, 3, 0.0, False),  # a word is missing: the log says so
    ],
)
def test_the_end_that_a_dry_card_took_is_not_a_cut(
    missing_s: float, xruns: int, waited_s: float, is_complete: bool
) -> None:
    run = a_run()
    run.frames_planned = 10 * run.rate
    frames = run.frames_planned - round(missing_s * run.rate)
    report = VoiceReport(run.start.timestamp(), False, frames, -20.0, -3.0, xruns, 0.0, waited_s)
    run.measure(BusId("a:0"), report)

    assert run.is_complete(run.end) is is_complete
