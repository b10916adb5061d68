"""What a sensor tells: numbers with their units, and the protocol of whoever tells them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hub.domain.ids import ZoneId


class Unit(StrEnum):
    """What is measured, with its unit; the names under which samples are stored."""

    CURRENT_A = "current_a"
    VOLTAGE_V = "voltage_v"
    TEMPERATURE_C = "temperature_c"
    HUMIDITY_PCT = "humidity_pct"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number.

    Attributes:
        unit: What it is.
        value: In that unit.
    """

    unit: Unit
    value: float


class Sensor(Protocol):
    """One sensor on the bus."""

    @property
    def name(self) -> str:
        """Which, such as ``ina219@0x40``."""
        ...

    @property
    def zone(self) -> ZoneId | None:
        """The zone whose amplifier feed it measures, or None: cabinet or supply."""
        ...

    def read(self) -> tuple[Reading, ...]:
        """Look once; takes up to half a second.

        Raises:
            DeviceError: ``hardware.sensor_failed``; it is tried anew at the next call.
        """
        ...


class SensorPlan(Protocol):
    """What the configuration says of a sensor (`hub.config.Sensor`)."""

    @property
    def kind(self) -> str:
        """One of ``ina219``, ``ina260``, ``sht31``, ``bme280``."""
        ...

    @property
    def address(self) -> int:
        """I2C address."""
        ...

    @property
    def zone(self) -> ZoneId | None:
        """The zone it belongs to."""
        ...


def name_of(plan: SensorPlan) -> str:
    """How a sensor is called in samples and messages."""
    return f"{plan.kind}@{plan.address:#04x}"
