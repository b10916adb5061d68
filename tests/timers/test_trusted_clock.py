"""Whom the hub believes the time: the log, a time server, a battery clock, a person."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hub.trusted_clock import BUILT, Evidence, Sources, TrustedClock
from tests.fakes.clock import FakeClock

TODAY = BUILT + timedelta(days=30)
AHEAD = TODAY + timedelta(days=2000)
"""A row that was written while the clock was years ahead."""


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """Nobody has set the clock yet."""
    return Sources((tmp_path / "ntp",), (tmp_path / "rtc",))


def answered(sources: Sources, moment: datetime) -> None:
    """A time server has answered: the file bears that date."""
    (path,) = sources.ntp
    path.touch()
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_a_time_server_is_believed_though_rows_are_years_ahead(sources: Sources) -> None:
    system = FakeClock(TODAY)
    trusted = TrustedClock(system, AHEAD, assume=False, sources=sources)
    before = trusted.evidence()

    answered(sources, TODAY - timedelta(hours=1))

    assert (before, trusted.evidence(), trusted()) == (Evidence.PAST, Evidence.NTP, True)
    system.step_wall(-3 * 86_400)
    assert trusted.evidence() is Evidence.PAST


@pytest.mark.parametrize("since", [timedelta(days=-400), timedelta(days=2), timedelta(days=400)])
def test_its_word_is_of_the_clock_that_it_set_and_not_of_another(
    sources: Sources, since: timedelta
) -> None:
    answered(sources, TODAY - since)

    trusted = TrustedClock(FakeClock(TODAY), AHEAD, assume=False, sources=sources)

    assert trusted.evidence() is Evidence.PAST


def test_nobody_makes_a_time_before_the_program_the_right_one(sources: Sources) -> None:
    woken = BUILT - timedelta(days=9000)
    answered(sources, woken)

    assert TrustedClock(FakeClock(woken), None, assume=True, sources=sources)() is False


@pytest.mark.parametrize("who", ["rtc", "nobody"])
def test_a_battery_or_a_person_is_not_believed_against_the_log(sources: Sources, who: str) -> None:
    (path,) = sources.rtc
    if who == "rtc":
        path.write_text("1\n")

    trusted = TrustedClock(FakeClock(TODAY), AHEAD, assume=True, sources=sources)

    assert trusted.evidence() is Evidence.PAST
