"""The real drivers on a simulated bus: the numbers of the datasheets, and every way to fail."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Mapping

import pytest

from hub.config import Sensor
from hub.domain.ids import ZoneId
from hub.errors import DeviceError
from hub.hardware.readings import Unit
from hub.hardware.sensors import BlinkaSensor, Bus, blinka_sensors
from tests.fakes.i2c import (
    Bme280Chip,
    Chip,
    Ina219Chip,
    Ina260Chip,
    Sht31Chip,
    SimulatedPort,
    crc8,
)

ZONE = ZoneId("north")


def _sensor(kind: str, address: int, chips: Mapping[int, Chip]) -> BlinkaSensor:
    port = SimulatedPort(chips)
    return blinka_sensors([Sensor(kind, address, ZONE)], Bus(1, lambda _number: port))[0]


def _read(kind: str, chip: Chip) -> dict[Unit, float]:
    readings = _sensor(kind, 0x40, {0x40: chip}).read()
    return {reading.unit: reading.value for reading in readings}


def _bme280(temperature: int, humidity: int) -> Bme280Chip:
    """Temperature calibration of Bosch's worked example (BST-BMP280-DS001, 3.11.3)."""
    measured = bytes(3) + (temperature << 4).to_bytes(3) + humidity.to_bytes(2)
    calibration = {
        0x88: struct.pack("<Hhh", 27504, 26435, -1000),
        0xA1: bytes([75]),
        0xE1: struct.pack("<hBBBBb", 362, 0, 0x14, 0x2C, 0x03, 30),
    }
    return Bme280Chip(calibration, measured)


def _humidity_of_the_datasheet(raw: int, t_fine: int) -> float:
    """bme280_compensate_H_int32 of BST-BME280-DS002, 4.2.3, with the calibration above."""
    h1, h2, h3, h4, h5, h6 = 75, 362, 0, 0x14 << 4 | 0x2C & 0xF, 0x03 << 4 | 0x2C >> 4, 30
    v = t_fine - 76800
    v = (((raw << 14) - (h4 << 20) - h5 * v + 16384) >> 15) * (
        (((((v * h6) >> 10) * (((v * h3) >> 11) + 32768)) >> 10) + 2097152) * h2 + 8192 >> 14
    )
    v -= ((((v >> 15) * (v >> 15)) >> 7) * h1) >> 4
    return min(max(v, 0), 419430400) / 4096 / 1024


def test_the_simulated_ina219_reckons_as_its_datasheet_does() -> None:
    chip = Ina219Chip(shunt_uv=20_000, bus_mv=11_980)  # SBOS448, table of 8.5.2.1
    chip.write(bytes([0x05, 0x50, 0x00]))

    assert (chip.value(0x01), chip.value(0x04)) == (0x07D0, 0x2710)


@pytest.mark.parametrize(("shunt_uv", "amperes"), [(120_000, 1.2), (2_000, 0.02), (-50_000, -0.5)])
def test_an_ina219_tells_the_current_through_a_tenth_of_an_ohm(
    shunt_uv: int, amperes: float
) -> None:
    found = _read("ina219", Ina219Chip(shunt_uv, 24_000))

    assert found[Unit.CURRENT_A] == pytest.approx(amperes, abs=1e-4)


def test_an_ina219_tells_the_voltage_before_its_shunt() -> None:
    found = _read("ina219", Ina219Chip(120_000, 24_000))

    assert found[Unit.VOLTAGE_V] == pytest.approx(24.12)


def test_an_ina219_beyond_its_range_tells_the_end_of_it() -> None:
    found = _read("ina219", Ina219Chip(320_000, 24_000, overflow=True))

    assert found[Unit.CURRENT_A] == pytest.approx(3.2)


def test_an_ina219_averages_over_128_samples() -> None:
    chip = Ina219Chip(120_000, 24_000)

    _read("ina219", chip)

    assert chip.registers[0x00] == 0x3FFF  # 32 V, 320 mV, twice 128 samples, continuous
    assert chip.registers[0x05] == 4096


@pytest.mark.parametrize(
    ("register", "amperes"), [(8000, 10.0), (960, 1.2), (1, 0.00125), (0xFFFF, -0.00125)]
)
def test_an_ina260_tells_the_current_in_steps_of_1_25_ma(register: int, amperes: float) -> None:
    found = _read("ina260", Ina260Chip(register, 0x2570))

    assert found[Unit.CURRENT_A] == pytest.approx(amperes)
    assert found[Unit.VOLTAGE_V] == pytest.approx(11.98)


def test_an_ina260_averages_over_64_samples_continuously() -> None:
    chip = Ina260Chip(960, 0x2570)

    _read("ina260", chip)

    assert chip.registers[0x00] == 0x6127 | 3 << 9


def test_another_chip_at_the_address_of_an_ina260_is_refused() -> None:
    with pytest.raises(DeviceError) as caught:
        _read("ina260", Ina219Chip(120_000, 24_000))

    assert "Texas Instrument" in str(caught.value)


def test_the_crc_of_sensirions_datasheet() -> None:
    assert crc8(b"\xbe\xef") == 0x92


@pytest.mark.parametrize(
    ("temperature", "celsius", "humidity", "percent"),
    [(0x6666, 25.0, 0x8000, 50.0), (0x0000, -45.0, 0x0000, 0.0), (0xFFFF, 130.0, 0xFFFF, 100.0)],
)
def test_an_sht31_tells_temperature_and_humidity(
    temperature: int, celsius: float, humidity: int, percent: float
) -> None:
    sensor = _sensor("sht31", 0x44, {0x44: Sht31Chip(temperature, humidity)})

    found = {reading.unit: reading.value for reading in sensor.read()}

    assert found[Unit.TEMPERATURE_C] == pytest.approx(celsius)
    assert found[Unit.HUMIDITY_PCT] == pytest.approx(percent, abs=0.01)


def test_a_disturbed_word_of_an_sht31_is_refused() -> None:
    chip = Sht31Chip(0x6666, 0x8000)
    chip.is_disturbed = True

    with pytest.raises(DeviceError) as caught:
        _sensor("sht31", 0x44, {0x44: chip}).read()

    assert "CRC" in str(caught.value)


def test_a_bme280_tells_the_temperature_of_boschs_worked_example() -> None:
    found = _read("bme280", _bme280(519_888, 27_000))

    assert found[Unit.TEMPERATURE_C] == pytest.approx(25.08, abs=0.005)


@pytest.mark.parametrize("raw", [20_000, 24_000, 27_000, 30_000, 65_535, 0])
def test_a_bme280_tells_the_humidity_of_boschs_formula(raw: int) -> None:
    found = _read("bme280", _bme280(519_888, raw))

    expected = _humidity_of_the_datasheet(raw, 128_422)
    assert found[Unit.HUMIDITY_PCT] == pytest.approx(expected, abs=0.05)


def test_another_chip_at_the_address_of_a_bme280_is_refused() -> None:
    chip = _bme280(519_888, 27_000)
    chip.registers[0xD0] = 0x58  # a BMP280

    with pytest.raises(DeviceError) as caught:
        _read("bme280", chip)

    assert "0x58" in str(caught.value)


def test_a_chip_that_never_ends_its_measurement_does_not_hang_the_hub() -> None:
    chip = _bme280(519_888, 27_000)
    chip.is_stuck = True

    with pytest.raises(DeviceError) as caught:
        _read("bme280", chip)

    assert caught.value.key == "hardware.sensor_failed"


def test_a_chip_that_is_not_there_is_named() -> None:
    with pytest.raises(DeviceError) as caught:
        _sensor("ina219", 0x41, {}).read()

    assert caught.value.values["sensor"] == "ina219@0x41"


def test_a_sensor_that_failed_is_opened_anew_at_the_next_look() -> None:
    port = SimulatedPort({})
    (sensor,) = blinka_sensors([Sensor("ina219", 0x40, ZONE)], Bus(1, lambda _number: port))
    with pytest.raises(DeviceError):
        sensor.read()
    port.chips[0x40] = Ina219Chip(120_000, 24_000)

    readings = sensor.read()

    assert readings[0].value == pytest.approx(1.2)


def test_a_chip_that_lost_its_power_is_set_up_again() -> None:
    port = SimulatedPort({0x40: Ina219Chip(120_000, 24_000)})
    (sensor,) = blinka_sensors([Sensor("ina219", 0x40, ZONE)], Bus(1, lambda _number: port))
    sensor.read()
    port.chips[0x40] = Ina219Chip(120_000, 24_000)  # its calibration is zero again

    assert sensor.read()[0].value == pytest.approx(1.2)


def test_one_failing_sensor_does_not_stop_the_others() -> None:
    port = SimulatedPort({0x40: Ina219Chip(120_000, 24_000), 0x44: Sht31Chip(0x6666, 0x8000)})
    plans = [Sensor("ina219", 0x40, ZONE), Sensor("ina260", 0x41), Sensor("sht31", 0x44)]
    first, second, third = blinka_sensors(plans, Bus(1, lambda _number: port))

    with pytest.raises(DeviceError):
        second.read()

    assert first.read()[0].value == pytest.approx(1.2)
    assert third.read()[0].value == pytest.approx(25.0)


def test_nothing_is_opened_before_the_first_look() -> None:
    opened: list[int] = []

    blinka_sensors([Sensor("ina219", 0x40)], Bus(1, opened.append))

    assert opened == []


def test_all_sensors_share_one_bus_that_is_opened_once() -> None:
    port = SimulatedPort({0x40: Ina219Chip(120_000, 24_000), 0x44: Sht31Chip(0x6666, 0x8000)})
    opened: list[int] = []

    def open_port(number: int) -> SimulatedPort:
        opened.append(number)
        return port

    plans = [Sensor("ina219", 0x40), Sensor("sht31", 0x44)]
    for sensor in blinka_sensors(plans, Bus(1, open_port)):
        sensor.read()
        sensor.read()

    assert opened == [1]


def test_a_machine_without_the_bus_is_told_so() -> None:
    (sensor,) = blinka_sensors([Sensor("ina219", 0x40)], Bus(255))

    with pytest.raises(DeviceError) as caught:
        sensor.read()

    assert "#255" in str(caught.value)


def test_a_sensor_belongs_to_its_zone() -> None:
    sensor = _sensor("ina219", 0x40, {})

    assert (sensor.zone, sensor.name) == (ZONE, "ina219@0x40")


@pytest.mark.service
def test_on_blinkas_own_board_without_hardware_a_look_is_a_device_error() -> None:
    code = """
from hub.config import Sensor
from hub.errors import DeviceError
from hub.hardware.sensors import blinka_sensors
import sys
from adafruit_blinka.agnostic import board_id
try:
    blinka_sensors([Sensor("ina219", 0x40)])[0].read()
except DeviceError as error:
    print(board_id, error.key, "board" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "BLINKA_OS_AGNOSTIC": "1"},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert done.stdout.split() == ["OS_AGNOSTIC_BOARD", "hardware.sensor_failed", "False"]
