"""The hub service's loop on a clock that is moved by hand: what it does turn by turn."""

from __future__ import annotations

import logging
import selectors
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.clock import Ready
from hub.config import Config, load
from hub.ending import Ending
from hub.errors import StoreBusyError
from hub.service import Hub, build, loop
from hub.store.connect import open_samples
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from tests.fakes.clock import FakeClock

CONFIG = """
[hub]
data_dir = "data"
run_dir = "run"
assume_clock = true
[[cards]]
name = "main"
device = "null"
[[zones]]
id = "north"
line = 17
[[sensors]]
kind = "ina219"
zone = "north"
"""


class CountingClock(FakeClock):
    """Asks the service to end after some turns."""

    def __init__(self, ending: Ending, turns: int) -> None:
        super().__init__(datetime(2026, 12, 1, 5, tzinfo=UTC))
        self._ending = ending
        self._turns = turns
        self.waits: list[float] = []

    def wait(self, until: float, wake: selectors.BaseSelector) -> Ready:
        self.waits.append(until - self.monotonic())
        self._turns -= 1
        self._ending.is_asked = self._turns <= 0
        return super().wait(until, wake)


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """The loop takes SIGTERM and SIGINT; the test runner gets them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "hub.toml").write_text(CONFIG)
    migrate_all(tmp_path / "data")
    return load(tmp_path / "hub.toml")


def _run(config: Config, turns: int) -> tuple[Hub, CountingClock]:
    with ExitStack() as stack:
        ending = Ending()
        stack.callback(ending.close)
        clock = CountingClock(ending, turns)
        hub = build(config, clock, stack)
        loop(hub, ending)
    return hub, clock


def test_it_sleeps_from_one_look_to_the_next(config: Config) -> None:
    _, clock = _run(config, 5)

    assert clock.waits == pytest.approx([2.0] * 5)


def test_it_feeds_the_watchdog_three_times_as_often_as_it_must(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(str(tmp_path / "notify"))
    told.setblocking(False)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "3000000")

    _, clock = _run(config, 3)

    messages = told.recv(4096) + told.recv(4096) + told.recv(4096)
    told.close()
    assert max(clock.waits) <= 1.0
    assert messages.startswith(b"READY=1")
    assert b"WATCHDOG=1" in messages
    assert b"sensors answer" in messages


def test_what_it_measures_is_in_the_store(config: Config) -> None:
    _run(config, 2)

    with open_samples(config.data_dir, Service.HUB) as samples:
        rows = samples.rows("SELECT zone, quantity, value FROM sensor_sample")
    assert ("north", "current_a", 0.02) in rows


def test_a_signal_wakes_it_and_ends_it(config: Config) -> None:
    with ExitStack() as stack:
        ending = Ending()
        stack.callback(ending.close)
        hub = build(config, FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC)), stack)
        hub.timers.every("term", 3600, lambda: None)
        with selectors.DefaultSelector() as selector:
            ending.watch(selector)
            signal.raise_signal(signal.SIGTERM)
            ready = selector.select(0)
        hub.control.close()

    assert ending.is_asked
    assert len(ready) == 1


def test_a_job_that_fails_is_logged_and_noted_once(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answers = [StoreBusyError("store.full"), StoreBusyError("store.full"), None]

    def job() -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    with ExitStack() as stack:
        clock = FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC))
        hub = build(config, clock, stack)
        hub.timers.every("backup-test", 1, job)
        for _ in range(3):
            _let_schedule_see_it(hub)
            hub.timers.turn()
        waiting = hub.watch.report()["notes_waiting"]
        hub.control.close()

    assert waiting == 2
    assert len([r for r in caplog.records if "backup-test" in r.message]) == 2


def _let_schedule_see_it(hub: Hub) -> None:
    """`schedule` reads the real clock: what is due by ours is due by its own."""
    for job in hub.timers._scheduler.jobs:
        assert job.next_run is not None
        job.next_run -= timedelta(days=1)
