"""A clock that is never earlier than what has surely been lived through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.trusted_clock import BUILT, LivedClock, Sources, TrustedClock
from tests.fakes.clock import FakeClock

KNOWN = BUILT + timedelta(days=30)
WOKEN = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """Nobody has set the clock yet."""
    return Sources((tmp_path / "ntp",), (tmp_path / "rtc",))


def test_it_is_later_than_what_is_known_and_goes_on_as_time_passes(sources: Sources) -> None:
    system = FakeClock(WOKEN)
    clock = LivedClock(system, KNOWN, sources=sources)
    began = clock.now()

    system.pass_time(60)

    assert KNOWN < began <= KNOWN + timedelta(seconds=1)
    assert clock.now() - began == timedelta(seconds=60)
    assert clock.wall_s() == clock.now().timestamp()
    assert (clock.is_behind(), clock.system()) == (True, WOKEN + timedelta(seconds=60))


def test_without_anything_known_it_is_not_before_the_program(sources: Sources) -> None:
    assert LivedClock(FakeClock(WOKEN), None, sources=sources).now() > BUILT


def test_a_clock_that_is_set_forward_is_followed(sources: Sources) -> None:
    system = FakeClock(WOKEN)
    clock = LivedClock(system, KNOWN, sources=sources)

    system.step_wall((KNOWN + timedelta(days=9) - system.now()).total_seconds())

    assert (clock.now(), clock.is_behind()) == (KNOWN + timedelta(days=9), False)


@pytest.mark.parametrize("who", ["ntp", "rtc"])
def test_one_that_somebody_set_is_believed_though_rows_are_ahead(
    sources: Sources, who: str, tmp_path: Path
) -> None:
    (tmp_path / who).write_text("1\n")
    system = FakeClock(BUILT + timedelta(days=1))

    assert LivedClock(system, KNOWN, sources=sources).now() == system.now()


@pytest.mark.parametrize(("assume", "is_behind"), [(True, False), (False, True)])
def test_rows_of_a_clock_that_was_ahead_by_hours_hold_an_assumed_one_up_no_longer(
    sources: Sources, *, assume: bool, is_behind: bool
) -> None:
    system = FakeClock(KNOWN - timedelta(hours=5))

    assert LivedClock(system, KNOWN, assume=assume, sources=sources).is_behind() is is_behind


def test_the_one_of_the_playout_knows_what_its_log_knows(sources: Sources) -> None:
    trusted = TrustedClock(FakeClock(WOKEN), KNOWN, assume=True, sources=sources)

    assert trusted.lived().now() > KNOWN
    assert not trusted()
