"""Sensors for a laptop, the demo and tests: the current follows the fake lines.

What a sensor shall show otherwise is written into ``<run_dir>/sensors/<name>``, where the name
is the zone it measures, or as in messages (``sht31@0x44``): ``dead`` (draws nothing),
``stuck`` (draws current whatever its line says), ``broken`` (does not answer), or a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from hub.domain.ids import ZoneId
from hub.errors import DeviceError
from hub.hardware.fake import is_keyed
from hub.hardware.readings import Reading, SensorPlan, Unit, name_of

KEYED_A: Final = 1.2
OFF_A: Final = 0.02
SUPPLY_V: Final = 24.0
CABINET_C: Final = 31.0
HUMIDITY_PCT: Final = 60.0


class FakeSensor:
    """One sensor.

    Args:
        plan: Kind, address, zone.
        pin: Its zone's line; None when the zone has none.
        run_dir: Where the fake board's files are.
    """

    def __init__(self, plan: SensorPlan, pin: int | None, run_dir: Path) -> None:
        self._is_climate = plan.kind in {"sht31", "bme280"}
        self._name = name_of(plan)
        self._zone = plan.zone
        self._pin = pin
        self._run_dir = run_dir

    @property
    def name(self) -> str:
        return self._name

    @property
    def zone(self) -> ZoneId | None:
        return self._zone

    def read(self) -> tuple[Reading, ...]:
        told = self._told()
        if told == "broken":
            raise DeviceError("hardware.sensor_failed", sensor=self._name, error="told to fail")
        if self._is_climate:
            celsius = CABINET_C if told is None else float(told)
            return (
                Reading(Unit.TEMPERATURE_C, celsius),
                Reading(Unit.HUMIDITY_PCT, HUMIDITY_PCT),
            )
        return Reading(Unit.CURRENT_A, self._current(told)), Reading(Unit.VOLTAGE_V, SUPPLY_V)

    def _current(self, told: str | None) -> float:
        if told in {None, "", "dead", "stuck"}:
            is_on = self._pin is None or is_keyed(self._run_dir, self._pin)
            return KEYED_A if (is_on or told == "stuck") and told != "dead" else OFF_A
        return float(str(told))

    def _told(self) -> str | None:
        path = self._run_dir / "sensors" / (self._zone or self._name)
        try:
            return path.read_text("ascii").strip()
        except FileNotFoundError:
            return None


def fake_sensors(
    plans: Iterable[SensorPlan], pins: Mapping[ZoneId, int | None], run_dir: Path
) -> list[FakeSensor]:
    """All sensors of the configuration."""
    return [
        FakeSensor(plan, None if plan.zone is None else pins.get(plan.zone), run_dir)
        for plan in plans
    ]
