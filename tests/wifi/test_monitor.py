"""The watch without a network: whom it asks, how often, and what it makes of what it hears."""

from __future__ import annotations

import logging
import selectors
from datetime import UTC, datetime

import pytest

from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.wifi_section import Wifi
from tests.fakes.clock import FakeClock
from wifi.method import Cancel, Told
from wifi.monitor import Monitor
from wifi.targets import Target, targets_of

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
ROUTER = "192.168.1.1"


class Village:
    """Who answers; fulfils everything that the monitor is given."""

    def __init__(self, wifi: Wifi | None = None, gateway: str = ROUTER) -> None:
        self.clock = FakeClock(NOW)
        self.present: set[str] = set()
        self.names: dict[str, str | None] = {}
        self.has_link = True
        self.default = gateway
        self.asked: list[tuple[float, str]] = []
        methods = {"echo": self, "touch": self}
        self.monitor = Monitor(
            wifi or Wifi(), dict(methods), self, self, self.clock, logging.getLogger("test")
        )

    def ask(self, address: str, _port: int, told: Told) -> Cancel:
        self.asked.append((self.clock.monotonic(), address))
        if address in self.present:
            told()
        return lambda: None

    def leads_to(self, _address: str) -> bool:
        return self.has_link

    def gateway(self) -> str:
        return self.default if self.has_link else ""

    def address_of(self, host: str) -> str | None:
        return self.names.get(host, host)

    def watch(self, *hosts: str) -> Village:
        self.monitor.watch([Target(host, host, host) for host in hosts])
        return self

    def pass_time(self, seconds: float) -> Village:
        end = self.clock.monotonic() + seconds
        with selectors.DefaultSelector() as nothing:
            while (due := self.monitor.turn()) < end:
                self.clock.wait(max(due, self.clock.monotonic() + 0.001), nothing)
            self.clock.pass_time(end - self.clock.monotonic())
        return self

    @property
    def states(self) -> list[str]:
        return [str(one["state"]) for one in self.monitor.report()["points"].values()]


def test_sixteen_points_are_asked_once_each_in_a_round_and_not_at_one_moment() -> None:
    hosts = [f"192.168.1.{number}" for number in range(11, 27)]
    village = Village()
    village.present = {ROUTER, *hosts}
    village.watch(*hosts).pass_time(60)
    village.asked.clear()

    village.pass_time(300)

    assert len(village.asked) == 10 * 17
    per_moment = [sum(at == when for at, _ in village.asked) for when, _ in village.asked]
    assert max(per_moment) <= 2
    assert set(village.states) == {"up"}


@pytest.mark.parametrize("offset", [0.0, 3.0, 11.0, 19.0, 29.0])
def test_a_point_that_fails_is_down_within_47_seconds_and_not_before_15(offset: float) -> None:
    village = Village()
    village.present = {ROUTER, "192.168.1.11", "192.168.1.12"}
    village.watch("192.168.1.11", "192.168.1.12").pass_time(120 + offset)

    village.present.remove("192.168.1.11")
    village.pass_time(15)
    assert village.states == ["up", "up"]
    village.pass_time(32)
    assert village.states == ["down", "up"]


def test_a_router_that_is_away_takes_no_point_down() -> None:
    village = Village()
    village.present = {ROUTER, "192.168.1.11", "192.168.1.12"}
    village.watch("192.168.1.11", "192.168.1.12").pass_time(120)

    village.present.clear()
    seen = set()
    for _ in range(120):
        village.pass_time(1)
        seen |= set(village.states)
    assert seen == {"up", "unreachable"}
    village.present = {ROUTER, "192.168.1.11", "192.168.1.12"}
    assert village.pass_time(60).states == ["up", "up"]


def test_a_router_that_answers_nobody_is_no_excuse_while_a_neighbour_answers() -> None:
    village = Village()
    village.present = {"192.168.1.11", "192.168.1.12"}
    village.watch("192.168.1.11", "192.168.1.12").pass_time(120)
    assert village.states == ["up", "up"]

    village.present.remove("192.168.1.12")

    assert village.pass_time(60).states == ["up", "down"]


def test_a_point_that_is_the_router_itself_can_be_down() -> None:
    village = Village()
    village.present = {ROUTER}
    village.watch(ROUTER).pass_time(60)
    assert village.states == ["up"]

    village.present.clear()

    assert village.pass_time(60).states == ["down"]


def test_where_no_router_is_known_a_point_is_judged_alone() -> None:
    village = Village(gateway="")
    village.watch("192.168.1.11")

    assert village.pass_time(60).states == ["down"]
    assert village.monitor.report()["gateway"] is None


def test_without_a_link_nothing_is_asked_and_everything_unknown() -> None:
    village = Village()
    village.present = {ROUTER, "192.168.1.11"}
    village.watch("192.168.1.11").pass_time(60)
    village.has_link = False
    village.pass_time(31)
    village.asked.clear()

    assert village.pass_time(120).states == ["unknown"]
    assert village.asked == []
    village.has_link = True
    assert village.pass_time(10).states == ["up"]


def test_a_name_of_which_no_address_is_known_is_asked_nowhere() -> None:
    village = Village()
    village.present = {ROUTER, "192.168.1.11"}
    village.names["ap1.local"] = None
    village.watch("ap1.local")

    assert village.pass_time(60).states == ["unknown"]
    village.names["ap1.local"] = "192.168.1.11"
    assert village.pass_time(60).states == ["up"]


def test_what_is_known_of_a_point_that_stays_is_kept_when_another_comes() -> None:
    village = Village()
    village.present = {ROUTER, "192.168.1.11", "192.168.1.12"}
    village.watch("192.168.1.11").pass_time(60)

    village.watch("192.168.1.11", "192.168.1.12")

    assert village.states == ["up", "unknown"]
    assert village.pass_time(5).states == ["up", "up"]
    assert village.watch("192.168.1.12").states == ["up"]


def test_only_points_with_an_address_of_the_village_are_watched() -> None:
    def point(name: str, address: str) -> WifiPoint:
        return WifiPoint(WifiPointId(name), name, "Thôn", address=address)

    found = targets_of(
        [point("a", "192.168.1.11"), point("b", ""), point("c", "8.8.8.8"), point("d", "ap1.lan")]
    )

    assert [one.id for one in found] == ["a", "d"]
