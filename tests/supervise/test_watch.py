"""The watch: how often it looks, what it keeps, and what reaches the as-run log."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.config import Sensor as Limits
from hub.domain.ids import ZoneId
from hub.errors import ControlError, DeviceError, StoreBusyError
from hub.hardware.readings import Reading, Unit, name_of
from hub.store.samples import Quantity, Sample
from hub.supervise.playout_link import PlayoutLink
from hub.supervise.sample_book import SampleBook
from hub.supervise.watch import Surroundings, Watch
from tests.fakes.clock import FakeClock

NORTH = ZoneId("north")
FEED = Limits("ina219", 0x40, NORTH)
CABINET = Limits("sht31", 0x44)
SUPPLY = Limits("ina219", 0x41, None, low_below_v=11.5)


class StubSensor:
    """A sensor with values that a test sets; None = it does not answer."""

    def __init__(self, plan: Limits, **values: float) -> None:
        self.name = name_of(plan)
        self.zone = plan.zone
        self.values: dict[str, float] | None = values
        self.looks = 0

    def read(self) -> tuple[Reading, ...]:
        self.looks += 1
        if self.values is None:
            raise DeviceError("hardware.sensor_failed", sensor=self.name, error="gone")
        return tuple(Reading(Unit(name), value) for name, value in self.values.items())


class House:
    """A hub's watch, its sensors, its playout and its store."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC))
        self.feed = StubSensor(FEED, current_a=0.02, voltage_v=24.0)
        self.cabinet = StubSensor(CABINET, temperature_c=31.0, humidity_pct=60.0)
        self.supply = StubSensor(SUPPLY, current_a=0.5, voltage_v=12.6)
        self.zone: dict[str, Any] | None = {"on_air": False, "line": "off"}
        self.notes: list[str] = []
        self.samples: list[Sample] = []
        self.is_full = False
        self.free = 10**10
        self.memory = folder / "verdicts.json"
        self.watch = self.make()

    def make(self) -> Watch:
        book = SampleBook(self.add, lambda: not self.is_full, is_read_only=False)
        return Watch(
            [self.feed, self.cabinet, self.supply],
            [FEED, CABINET, SUPPLY],
            link=PlayoutLink(self.call, self.clock),
            book=book,
            around=Surroundings(lambda: self.free, lambda: None, self.memory),
            clock=self.clock,
            logger=logging.getLogger("hub"),
        )

    def call(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        if self.zone is None:
            raise ControlError("control.no_answer")
        if method.endswith("Note"):
            self.notes.append(parameters["key"])
        return {"state": {"zones": {"north": self.zone}}}

    def add(self, samples: Sequence[Sample]) -> None:
        if self.is_full:
            raise StoreBusyError("store.full")
        self.samples += samples

    def go(self, seconds: float) -> None:
        """Let time pass, turning whenever the watch wants to."""
        until = self.clock.monotonic() + seconds
        while (due := self.watch.turn()) < until:
            self.clock.pass_time(due - self.clock.monotonic())
        self.clock.pass_time(until - self.clock.monotonic())

    def air(self, current_a: float) -> None:
        self.zone = {"on_air": True, "line": "on"}
        self.feed.values = {"current_a": current_a, "voltage_v": 24.0}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_sensors_are_read_every_thirty_seconds_while_nothing_is_on_air(house: House) -> None:
    house.go(299)

    assert house.feed.looks == 10


def test_sensors_are_read_every_two_seconds_while_something_is_on_air(house: House) -> None:
    house.go(30)
    before = house.feed.looks
    house.air(1.2)

    house.go(60)

    assert house.feed.looks - before == 30


def test_a_cue_is_noticed_within_two_seconds(house: House) -> None:
    house.go(31)
    before = house.feed.looks
    house.air(1.2)

    house.go(2.1)

    assert house.feed.looks > before


def test_a_dead_zone_reaches_the_log_within_eight_seconds_and_once(house: House) -> None:
    house.go(31)
    house.air(0.02)

    house.go(8)
    after_eight = list(house.notes)
    house.go(60)

    assert after_eight == ["health.dead_zone"]
    assert house.notes == ["health.dead_zone"]


def test_a_stuck_relay_is_found_although_nobody_looks_often(house: House) -> None:
    house.go(31)
    house.feed.values = {"current_a": 1.2}

    house.go(38)

    assert house.notes == ["health.stuck_relay"]


def test_a_playout_that_does_not_answer_makes_no_stuck_relay(house: House) -> None:
    house.zone = None
    house.feed.values = {"current_a": 1.2}

    house.go(100)

    assert house.watch.report()["troubles"] == []


def test_incidents_wait_until_the_playout_answers_again(house: House) -> None:
    house.zone = None
    house.cabinet.values = {"temperature_c": 75.0}
    house.go(100)
    waiting = house.watch.report()["notes_waiting"]

    house.zone = {"on_air": False, "line": "off"}
    house.go(10)

    assert waiting == 1
    assert house.notes == ["health.cabinet_hot"]


def test_every_sample_of_a_cue_is_kept(house: House) -> None:
    house.air(1.2)

    house.go(19)

    currents = [s for s in house.samples if s.zone == NORTH and s.quantity is Quantity.CURRENT_A]
    assert [s.value for s in currents] == [1.2] * 10


def test_few_samples_are_kept_while_nothing_is_on_air(house: House) -> None:
    house.go(900)

    assert len([s for s in house.samples if s.sensor == "sht31@0x44"]) == 2 * 3


def test_samples_carry_time_sensor_zone_and_quantity(house: House) -> None:
    house.go(1)

    first = house.samples[0]
    assert first == Sample(
        datetime(2026, 12, 1, 5, tzinfo=UTC), "ina219@0x40", NORTH, Quantity.CURRENT_A, 0.02
    )


def test_one_failing_sensor_does_not_stop_the_others(house: House) -> None:
    house.feed.values = None

    house.go(60)

    assert house.cabinet.looks > 1
    assert house.notes == ["health.sensor_away"]
    assert {s.sensor for s in house.samples} == {"sht31@0x44", "ina219@0x41"}


def test_a_failing_sensor_is_logged_once_and_so_is_its_return(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    house.feed.values = None
    house.go(100)
    house.feed.values = {"current_a": 0.02}
    house.go(60)

    lines = [r.message for r in caplog.records if "ina219@0x40" in r.message]
    assert len(lines) == 4  # log: away, incident: away, log: back, incident: back
    assert "does not answer" in lines[0]


def test_a_full_disk_costs_samples_and_is_reported(house: House) -> None:
    house.is_full = True
    house.air(1.2)
    house.go(10)
    house.is_full = False
    house.go(120)

    assert house.notes == ["health.store_read_only", "health.store_read_only_over"]
    assert house.samples


def test_a_supply_that_is_low_is_reported(house: House) -> None:
    house.supply.values = {"voltage_v": 11.2}

    house.go(60)

    assert house.notes == ["health.supply_low"]


def test_an_amplifiers_feed_is_no_supply(house: House) -> None:
    house.feed.values = {"current_a": 0.02, "voltage_v": 0.0}

    house.go(60)

    assert house.notes == []


def test_little_room_on_the_disk_is_reported(house: House) -> None:
    house.free = 10**7

    house.go(1)

    assert house.notes == ["health.disk_low"]


def test_what_was_said_before_a_restart_is_not_said_again(house: House) -> None:
    house.free = 10**7
    house.go(60)
    house.watch = house.make()

    house.go(60)

    assert house.notes == ["health.disk_low"]


def test_a_damaged_memory_is_forgotten(house: House) -> None:
    house.memory.write_text('[["no_such_condition", ""], 7]')
    house.watch = house.make()

    house.go(60)

    assert house.notes == []


def test_the_report_holds_readings_and_troubles(house: House) -> None:
    house.cabinet.values = {"temperature_c": 75.0}
    house.supply.values = None
    house.go(60)

    report = house.watch.report()

    assert report["sensors"]["sht31@0x44"] == {
        "zone": None,
        "answers": True,
        "temperature_c": 75.0,
    }
    assert not report["sensors"]["ina219@0x41"]["answers"]
    assert [t["condition"] for t in report["troubles"]] == ["cabinet_hot", "sensor_away"]


def test_a_trouble_tells_its_zone_and_since_when_even_after_a_restart(house: House) -> None:
    house.feed.values = {"current_a": 1.2}
    house.go(60)
    found = house.watch.report()["troubles"]
    house.watch = house.make()
    house.go(600)

    assert [(t["condition"], t["zone"]) for t in found] == [("stuck_relay", "north")]
    assert datetime.fromisoformat(found[0]["since"]) < house.clock.now()
    assert house.watch.report()["troubles"] == found


def test_a_hub_without_sensors_looks_after_its_disk_every_thirty_seconds(house: House) -> None:
    looks: list[int] = []

    def free() -> int:
        looks.append(1)
        return house.free

    house.watch = Watch(
        [],
        [],
        link=PlayoutLink(house.call, house.clock),
        book=SampleBook(house.add, lambda: True, is_read_only=False),
        around=Surroundings(free, lambda: None, house.memory),
        clock=house.clock,
        logger=logging.getLogger("hub"),
    )

    house.go(299)

    assert len(looks) == 10
