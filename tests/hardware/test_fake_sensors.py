"""Fake sensors: what they show follows the fake lines, until they are told otherwise."""

from pathlib import Path

import pytest

from hub.config import Sensor
from hub.domain.ids import ZoneId
from hub.errors import DeviceError
from hub.hardware.board import open_sensors
from hub.hardware.fake import FakeBoard
from hub.hardware.readings import Sensor as SensorOfBoard
from hub.hardware.readings import Unit

NORTH = ZoneId("north")
FEED = Sensor("ina219", 0x40, NORTH)
CABINET = Sensor("sht31", 0x44)


def _open(run_dir: Path, plan: Sensor) -> SensorOfBoard:
    (sensor,) = open_sensors("fake", [plan], {NORTH: 17}, run_dir)
    return sensor


def _tell(run_dir: Path, name: str, text: str) -> None:
    (run_dir / "sensors").mkdir(exist_ok=True)
    (run_dir / "sensors" / name).write_text(text)


def _current(run_dir: Path) -> float:
    return {r.unit: r.value for r in _open(run_dir, FEED).read()}[Unit.CURRENT_A]


def test_the_current_follows_the_line(tmp_path: Path) -> None:
    line = FakeBoard(tmp_path).line(17, active_high=True)
    seen = [_current(tmp_path)]

    line.on()
    seen.append(_current(tmp_path))
    line.off()
    seen.append(_current(tmp_path))

    assert seen == [0.02, 1.2, 0.02]


@pytest.mark.parametrize(
    ("told", "off", "keyed"), [("dead", 0.02, 0.02), ("stuck", 1.2, 1.2), ("0.7", 0.7, 0.7)]
)
def test_a_feed_shows_what_it_is_told(tmp_path: Path, told: str, off: float, keyed: float) -> None:
    line = FakeBoard(tmp_path).line(17, active_high=True)
    _tell(tmp_path, "north", told)
    seen = [_current(tmp_path)]

    line.on()
    seen.append(_current(tmp_path))

    assert seen == [off, keyed]


def test_a_feed_without_a_line_always_draws_current(tmp_path: Path) -> None:
    (sensor,) = open_sensors("fake", [FEED], {NORTH: None}, tmp_path)

    assert sensor.read()[0].value == 1.2


@pytest.mark.parametrize("kind", ["sht31", "bme280"])
def test_the_cabinet_is_warm_until_it_is_told_to_be_hot(tmp_path: Path, kind: str) -> None:
    sensor = _open(tmp_path, Sensor(kind, 0x44))
    seen = [sensor.read()[0]]

    _tell(tmp_path, f"{kind}@0x44", "75.5")
    seen.append(sensor.read()[0])

    assert [(r.unit, r.value) for r in seen] == [
        (Unit.TEMPERATURE_C, 31.0),
        (Unit.TEMPERATURE_C, 75.5),
    ]


def test_a_broken_sensor_is_a_device_error(tmp_path: Path) -> None:
    _tell(tmp_path, "sht31@0x44", "broken")

    with pytest.raises(DeviceError) as caught:
        _open(tmp_path, CABINET).read()

    assert caught.value.key == "hardware.sensor_failed"


def test_a_hub_without_sensors_opens_none(tmp_path: Path) -> None:
    assert list(open_sensors("gpiozero", [], {}, tmp_path)) == []
