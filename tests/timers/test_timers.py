"""Timers: jobs run in time whatever the wall clock does, and one failure is one failure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import UTC

import pytest
import schedule

from hub.errors import HubError, StoreBusyError
from hub.timers import Timers
from tests.fakes.clock import FakeClock

HOUR = 3600.0
YEARS = 5 * 365 * 24 * HOUR


class NaiveDatetime:
    """What `schedule` calls `datetime`: the module, with our clock behind `now`."""

    timedelta, time, date = dt.timedelta, dt.time, dt.date

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    @property
    def datetime(self) -> NaiveDatetime:
        return self

    def now(self, _tz: object = None) -> dt.datetime:
        return self._clock.now().replace(tzinfo=None)


class Bench:
    """Timers on a clock that is moved by hand, and what ran when."""

    def __init__(self) -> None:
        self.clock = FakeClock(dt.datetime(2026, 12, 1, tzinfo=UTC))
        self.zero = self.clock.monotonic()
        self.ran: list[tuple[str, float]] = []
        self.told: list[tuple[str, str | None]] = []
        self.timers = Timers(self.clock, self._tell)

    def job(self, name: str, failure: Callable[[], HubError | None] = lambda: None) -> None:
        def run() -> None:
            self.ran.append((name, self.clock.monotonic() - self.zero))
            if (error := failure()) is not None:
                raise error

        self.timers.every(name, HOUR, run)

    def go(self, seconds: float) -> None:
        """Let time pass, turning whenever the timers want to."""
        until = self.clock.monotonic() + seconds
        while (due := self.timers.turn()) <= until:
            self.clock.pass_time(max(0.0, due - self.clock.monotonic()))
        self.clock.pass_time(until - self.clock.monotonic())
        self.timers.turn()

    def _tell(self, name: str, error: HubError | None) -> None:
        self.told.append((name, None if error is None else error.key))


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench()
    monkeypatch.setattr(schedule, "datetime", NaiveDatetime(made.clock))
    return made


def test_a_job_runs_once_every_period(bench: Bench) -> None:
    bench.job("prune")

    bench.go(3.5 * HOUR)

    assert bench.ran == [("prune", HOUR), ("prune", 2 * HOUR), ("prune", 3 * HOUR)]


def test_a_first_run_can_be_sooner(bench: Bench) -> None:
    ran: list[float] = []
    bench.timers.every(
        "backup", HOUR, lambda: ran.append(bench.clock.monotonic() - bench.zero), first_s=60
    )

    bench.go(2 * HOUR)

    assert ran == [60, HOUR + 60]


def test_each_job_keeps_its_own_period(bench: Bench) -> None:
    ran: list[str] = []
    bench.timers.every("often", 60, lambda: ran.append("often"))
    bench.timers.every("seldom", 150, lambda: ran.append("seldom"))

    bench.go(310)

    assert ran.count("often") == 5
    assert ran.count("seldom") == 2


@pytest.mark.parametrize("step_s", [-YEARS, -HOUR, HOUR, YEARS])
def test_a_step_of_the_wall_clock_moves_no_run(bench: Bench, step_s: float) -> None:
    bench.job("prune")
    bench.go(0.5 * HOUR)

    bench.clock.step_wall(step_s)
    bench.go(1.75 * HOUR)

    assert bench.ran == [("prune", HOUR), ("prune", 2 * HOUR)]


def test_many_steps_do_not_put_a_job_off(bench: Bench) -> None:
    bench.job("prune")

    for _ in range(8):
        bench.go(0.5 * HOUR)
        bench.clock.step_wall(-2 * HOUR)

    assert len(bench.ran) == 4


def test_a_long_sleep_is_made_up_for_by_one_run_only(bench: Bench) -> None:
    bench.job("prune")

    bench.clock.pass_time(100 * HOUR)
    bench.timers.turn()
    bench.timers.turn()

    assert bench.ran == [("prune", 100 * HOUR)]


def test_a_slow_drift_of_the_wall_clock_is_no_step(bench: Bench) -> None:
    bench.job("prune")

    for _ in range(40):
        bench.go(0.1 * HOUR)
        bench.clock.step_wall(0.02)

    assert [round(at / HOUR, 2) for _, at in bench.ran] == [1.0, 2.0, 3.0, 4.0]


def test_a_failing_job_stops_no_other_and_is_tried_again(bench: Bench) -> None:
    bench.job("bad", lambda: StoreBusyError("store.full"))
    bench.job("good")

    bench.go(2.5 * HOUR)

    assert [name for name, _ in bench.ran] == ["bad", "good", "bad", "good"]


def test_a_failure_is_said_once_and_so_is_its_end(bench: Bench) -> None:
    answers = [StoreBusyError("store.full"), StoreBusyError("store.full"), None, None]
    bench.job("bad", lambda: answers.pop(0))

    bench.go(4.5 * HOUR)

    assert bench.told == [("bad", "store.full"), ("bad", None)]


def test_a_mistake_in_the_program_is_not_hidden(bench: Bench) -> None:
    def run() -> None:
        raise ZeroDivisionError

    bench.timers.every("wrong", 60, run)

    with pytest.raises(ZeroDivisionError):
        bench.go(61)


def test_without_jobs_there_is_nothing_to_come_for_within_the_hour(bench: Bench) -> None:
    assert bench.timers.turn() == bench.clock.monotonic() + HOUR


def test_two_timers_share_nothing(bench: Bench) -> None:
    bench.job("prune")
    other = Timers(bench.clock, lambda *_: None)

    assert other.turn() == bench.clock.monotonic() + HOUR
    assert schedule.default_scheduler.jobs == []
