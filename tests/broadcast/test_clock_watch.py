"""Steps of the wall clock are noticed, slews are not; gaps are remembered for two days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broadcast.clock_watch import KEEP, TRIES, ClockWatch
from broadcast.planner import Gap
from tests.broadcast.scene import at
from tests.fakes.clock import FakeClock


class HeldUpClock(FakeClock):
    """The process sleeps a second while the wall clock is read, so many times."""

    holds = 0

    def wall_s(self) -> float:
        wall = super().wall_s()
        if self.holds:
            self.holds -= 1
            self.pass_time(1.0)
        return wall


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at("05:00"))


@pytest.mark.parametrize("seconds", [3600.0, -3600.0, 0.5, -0.5, -5 * 365 * 86_400.0])
def test_a_step_is_told_once(clock: FakeClock, seconds: float) -> None:
    watch = ClockWatch(clock)
    clock.pass_time(10)

    clock.step_wall(seconds)

    assert watch.step_s() == pytest.approx(seconds)
    assert watch.step_s() == 0.0


def test_time_that_passes_is_no_step(clock: FakeClock) -> None:
    watch = ClockWatch(clock)

    clock.pass_time(86_400)

    assert watch.step_s() == 0.0


def test_a_slew_is_followed_silently(clock: FakeClock) -> None:
    watch = ClockWatch(clock)

    steps = []
    for _ in range(600):
        clock.pass_time(1.0)
        clock.step_wall(0.0005)
        steps.append(watch.step_s())

    assert set(steps) == {0.0}


def test_a_process_that_is_held_up_while_it_looks_sees_no_step() -> None:
    clock = HeldUpClock(at("05:00"))
    watch = ClockWatch(clock)

    clock.holds = TRIES - 1

    assert watch.step_s() == 0.0


def test_a_process_that_is_always_held_up_is_wrong_by_no_more_than_half_of_that() -> None:
    clock = HeldUpClock(at("05:00"))
    watch = ClockWatch(clock)

    clock.holds = TRIES

    assert abs(watch.step_s()) <= 0.5


def test_a_gap_is_remembered_with_its_cause(clock: FakeClock) -> None:
    watch = ClockWatch(clock)

    watch.note_gap(at("05:00"), at("05:10"), "power")

    assert watch.gaps == (Gap(at("05:00"), at("05:10"), "power"),)


def test_a_step_back_leaves_no_gap(clock: FakeClock) -> None:
    watch = ClockWatch(clock)

    watch.note_gap(at("06:00"), at("05:00"), "clock")
    watch.note_gap(at("05:00"), at("05:00"), "clock")

    assert watch.gaps == ()


def test_gaps_that_explain_nothing_any_more_are_forgotten(clock: FakeClock) -> None:
    watch = ClockWatch(clock)
    watch.note_gap(at("05:00"), at("05:10"), "power")

    watch.note_gap(at("05:20"), at("05:10") + KEEP - timedelta(seconds=1), "card")
    assert len(watch.gaps) == 2
    watch.note_gap(at("05:20"), at("05:10") + KEEP, "card")

    assert [gap.cause for gap in watch.gaps] == ["card", "card"]
