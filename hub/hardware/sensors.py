"""Sensors on the I2C bus, by Blinka and Adafruit's drivers; the only file that knows them.

Blinka's `board` is left out on purpose.  On a Raspberry Pi it looks for GPIO packages that
nobody here needs and, at a terminal, asks whether it may install them with pip; the bus is
opened by its number instead (as `adafruit_extended_bus` does), which needs no pins at all.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import busio
from adafruit_blinka.microcontroller.generic_linux import i2c as linux_i2c
from adafruit_bme280.basic import Adafruit_BME280_I2C
from adafruit_ina219 import INA219, ADCResolution
from adafruit_ina260 import INA260, AveragingCount, Mode
from adafruit_sht31d import SHT31D

from hub.domain.ids import ZoneId
from hub.errors import DeviceError
from hub.hardware.readings import Reading, SensorPlan, Unit, name_of

I2C_BUS: Final = 1
"""The bus on a Raspberry Pi's header (GPIO 2 and 3), all models with 40 pins."""

TRANSFERS_A_READ: Final = 250
"""More transfers than any driver needs for one look, opening included.  Adafruit's drivers
wait for a conversion without an end; a chip that hangs must not hang the hub."""

INA219_SHUNT_OHM: Final = 0.1
"""The resistor on the usual board."""

_FAILURES: Final = (OSError, RuntimeError, ValueError, ArithmeticError)
"""What Adafruit's drivers raise: no answer, wrong chip or CRC, no device, wrong calibration."""


class Bus(busio.I2C):  # type: ignore[misc]  # Blinka has no annotations
    """A Linux I2C bus by its number, opened at the first transfer; each look has a limit.

    Args:
        number: N of ``/dev/i2c-N``.
        opened: Opens it; a test passes a simulated one.
    """

    def __init__(self, number: int = I2C_BUS, opened: Callable[[int], Any] = linux_i2c.I2C) -> None:
        self._number = number
        self._opened = opened
        self._left = TRANSFERS_A_READ
        self._port: Any = None

    @property
    def _i2c(self) -> Any:
        """What busio.I2C sends everything to."""
        if self._left <= 0:
            raise OSError(errno.ETIMEDOUT, "the sensor does not come to an end")
        self._left -= 1
        if self._port is None:
            self._port = self._opened(self._number)
        return self._port

    def begin(self) -> None:
        """A new look begins: its transfers are counted from here."""
        self._left = TRANSFERS_A_READ
        self.unlock()

    def deinit(self) -> None:
        """Let the bus go; the next transfer opens it again."""
        self._port = None


@dataclass(frozen=True, slots=True)
class _Driver:
    """How a kind of chip is opened, and how it is asked."""

    open: Callable[[Bus, int], Any]
    ask: Callable[[Any], tuple[Reading, ...]]


class BlinkaSensor:
    """One chip; opened at the first look, and anew after each failure.

    Args:
        plan: Kind, address, zone.
        bus: Shared by all sensors.
    """

    def __init__(self, plan: SensorPlan, bus: Bus) -> None:
        self._driver = _DRIVERS[plan.kind]
        self._address = plan.address
        self._bus = bus
        self._chip: Any = None
        self._name = name_of(plan)
        self._zone = plan.zone

    @property
    def name(self) -> str:
        return self._name

    @property
    def zone(self) -> ZoneId | None:
        return self._zone

    def read(self) -> tuple[Reading, ...]:
        self._bus.begin()
        try:
            if self._chip is None:
                self._chip = self._driver.open(self._bus, self._address)
            return self._driver.ask(self._chip)
        except _FAILURES as error:
            self._chip = None
            self._bus.deinit()
            raise DeviceError("hardware.sensor_failed", sensor=self._name, error=error) from error


def blinka_sensors(plans: Iterable[SensorPlan], bus: Bus | None = None) -> list[BlinkaSensor]:
    """All sensors of the configuration; nothing is touched before the first look."""
    shared = Bus() if bus is None else bus
    return [BlinkaSensor(plan, shared) for plan in plans]


def _open_ina219(bus: Bus, address: int) -> Any:
    chip = INA219(bus, address)
    # Speech makes the current jump: 128 samples are 68 ms, several syllables' peaks.
    chip.bus_adc_resolution = ADCResolution.ADCRES_12BIT_128S
    chip.shunt_adc_resolution = ADCResolution.ADCRES_12BIT_128S
    return chip


def _ask_ina219(chip: Any) -> tuple[Reading, ...]:
    current_a = chip.current / 1000
    if chip.overflow:
        # The calibrated register is void then; the shunt's own stands at its end, 3.2 A.
        current_a = chip.shunt_voltage / INA219_SHUNT_OHM
    volts = chip.bus_voltage + chip.shunt_voltage
    return Reading(Unit.CURRENT_A, current_a), Reading(Unit.VOLTAGE_V, volts)


def _open_ina260(bus: Bus, address: int) -> Any:
    chip = INA260(bus, address)
    chip.averaging_count = AveragingCount.COUNT_64  # 2 x 64 x 1.1 ms: as above
    chip.mode = Mode.CONTINUOUS
    return chip


def _ask_ina260(chip: Any) -> tuple[Reading, ...]:
    return Reading(Unit.CURRENT_A, chip.current / 1000), Reading(Unit.VOLTAGE_V, chip.voltage)


def _open_sht31(bus: Bus, address: int) -> Any:
    return SHT31D(bus, address)


def _open_bme280(bus: Bus, address: int) -> Any:
    return Adafruit_BME280_I2C(bus, address)


def _ask_climate(chip: Any) -> tuple[Reading, ...]:
    return (
        Reading(Unit.TEMPERATURE_C, float(chip.temperature)),
        Reading(Unit.HUMIDITY_PCT, float(chip.relative_humidity)),
    )


_DRIVERS: Final = {
    "ina219": _Driver(_open_ina219, _ask_ina219),
    "ina260": _Driver(_open_ina260, _ask_ina260),
    "sht31": _Driver(_open_sht31, _ask_climate),
    "bme280": _Driver(_open_bme280, _ask_climate),
}
