"""Addresses of names: looked up on a thread, and only the village's own are taken."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from itertools import count

from tests.fakes.clock import FakeClock
from wifi.names import AGAIN_S, FRESH_S, Names

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)


AP = "ap1.local"
NUMBERS = count()


class Resolver:
    """Answers what it is told to, and counts how often it was asked for the access point."""

    def __init__(self, *found: str) -> None:
        self.found = list(found)
        self.asked = 0
        self.is_away = False
        self.answered = threading.Semaphore(0)

    def __call__(self, name: str) -> list[str]:
        self.asked += name == AP
        try:
            if self.is_away:
                raise OSError
            return self.found
        finally:
            self.answered.release()


def known(names: Names, resolver: Resolver, *, may_be_far: bool = False) -> str | None:
    """The address after the thread has looked it up, and has begun with another one."""
    for asked in (AP, f"other{next(NUMBERS)}.local"):
        names.address_of(asked, may_be_far=may_be_far)
        assert resolver.answered.acquire(timeout=30)
    return names.address_of(AP, may_be_far=may_be_far)


def test_an_address_is_its_own() -> None:
    resolver = Resolver()

    assert Names(FakeClock(NOW), resolver).address_of("192.168.1.1") == "192.168.1.1"
    assert resolver.asked == 0


def test_a_name_is_known_once_it_was_found_and_asked_again_later() -> None:
    clock, resolver = FakeClock(NOW), Resolver("8.8.8.8", "192.168.1.11")
    names = Names(clock, resolver)
    assert names.address_of(AP) is None

    assert known(names, resolver) == "192.168.1.11"
    assert resolver.asked == 1
    clock.pass_time(FRESH_S)
    resolver.is_away = True
    assert known(names, resolver) == "192.168.1.11"
    assert resolver.asked == 2
    assert names.is_alive


def test_a_name_that_leads_out_of_the_village_is_taken_for_the_internet_only() -> None:
    clock, resolver = FakeClock(NOW), Resolver("8.8.8.8")
    names = Names(clock, resolver)

    assert known(names, resolver) is None
    assert known(names, resolver, may_be_far=True) == "8.8.8.8"
    asked = resolver.asked
    clock.pass_time(AGAIN_S)
    assert known(names, resolver) is None
    assert resolver.asked == asked + 1
