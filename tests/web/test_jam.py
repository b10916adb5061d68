"""Nobody takes what is asked any more: it is found out, and nothing else is taken for it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from hub.errors import LinkError
from tests.fakes.clock import FakeClock
from web.serving.jam import JAMMED_S, Jam

TURN_S = 5.0
LONG_S = 3600.0


def channel() -> SimpleNamespace:
    """A connection whose request waits for a thread."""
    return SimpleNamespace(requests=[object()])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 12, 2, 10, tzinfo=UTC))


def turns(jam: Jam, clock: FakeClock, waiting: list[SimpleNamespace], seconds: float) -> None:
    for _ in range(int(seconds / TURN_S)):
        jam.turn(waiting)
        clock.pass_time(TURN_S)


def test_a_request_that_nobody_takes_ends_the_service(clock: FakeClock) -> None:
    with pytest.raises(LinkError, match=r"web\.jammed"):
        turns(Jam(clock), clock, [channel(), channel()], JAMMED_S + 3 * TURN_S)


def test_one_that_waits_for_less_does_not(clock: FakeClock) -> None:
    jam = Jam(clock)

    turns(jam, clock, [channel()], JAMMED_S)
    turns(jam, clock, [], TURN_S)
    turns(jam, clock, [channel()], JAMMED_S)


def test_an_idle_service_is_not_jammed(clock: FakeClock) -> None:
    turns(Jam(clock), clock, [], LONG_S)


def test_many_who_wait_and_are_taken_one_by_one_are_no_jam(clock: FakeClock) -> None:
    jam, waiting = Jam(clock), [channel() for _ in range(100)]

    while waiting:
        turns(jam, clock, waiting, 2 * TURN_S)
        waiting.pop(0)


def test_the_same_phone_that_asks_again_and_again_is_no_jam(clock: FakeClock) -> None:
    jam, busy = Jam(clock), channel()

    for _ in range(100):
        turns(jam, clock, [busy], TURN_S)
        busy.requests = [object()]


def test_a_service_that_stood_still_itself_is_not_jammed(clock: FakeClock) -> None:
    jam, waiting = Jam(clock), [channel()]

    jam.turn(waiting)
    clock.pass_time(LONG_S)
    jam.turn(waiting)


def test_a_connection_that_has_just_been_taken_is_none_that_waits(clock: FakeClock) -> None:
    turns(Jam(clock), clock, [SimpleNamespace(requests=[])], LONG_S)
