"""Watches over amplifiers, cabinet, supply and disk: reads, judges, stores, reports."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hub.clock import Clock
from hub.config import Sensor as SensorLimits
from hub.domain.ids import ZoneId
from hub.errors import DeviceError
from hub.hardware.readings import Reading, Sensor, Unit, name_of
from hub.logs import Changes
from hub.store.samples import Quantity, Sample
from hub.supervise.health import (
    Condition,
    Facts,
    Feed,
    Verdicts,
    evidence,
    is_doubtful,
    judge,
    troubles,
)
from hub.supervise.memory import Memory
from hub.supervise.playout_link import PlayoutLink, ZoneState
from hub.supervise.sample_book import SampleBook
from hub.words import say

BUSY_S: Final = 2.0
"""Seconds between looks while something is on air, warming up, or in doubt."""
QUIET_S: Final = 30.0
"""Seconds between looks otherwise."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is looked at.

    Attributes:
        disk_free_bytes: Free space beside the store; None = nobody knows.
        undervoltage: What the machine says of its supply.
        memory: Where the verdicts outlive a restart of this service, but not a power cut.
    """

    disk_free_bytes: Callable[[], int | None]
    undervoltage: Callable[[], bool | None]
    memory: Path


@dataclass(slots=True)
class _Looked:
    """What one look brought."""

    readings: dict[str, tuple[Reading, ...]] = field(default_factory=dict)
    failures: dict[str, DeviceError] = field(default_factory=dict)

    def value(self, sensor: str, unit: Unit) -> float | None:
        found = (r.value for r in self.readings.get(sensor, ()) if r.unit is unit)
        return next(found, None)


class Watch:
    """One watch over one hub.

    Args:
        sensors: Who measures.
        limits: What the configuration says of each sensor.
        link: The playout.
        book: Where samples are kept.
        around: What else is looked at.
        clock: The clock.
        logger: Where changes are said.
    """

    def __init__(
        self,
        sensors: Iterable[Sensor],
        limits: Sequence[SensorLimits],
        *,
        link: PlayoutLink,
        book: SampleBook,
        around: Surroundings,
        clock: Clock,
        logger: logging.Logger,
    ) -> None:
        self._sensors = tuple(sensors)
        self._limits = {name_of(limit): limit for limit in limits}
        self._zones = frozenset(s.zone for s in self._sensors if s.zone is not None)
        self._link = link
        self._book = book
        self._around = around
        self._clock = clock
        self._changes = Changes(logger)
        self._logger = logger
        self._memory = Memory(around.memory, clock)
        self._verdicts: Verdicts = self._memory.verdicts
        self._last = _Looked()
        self._next_look = self._next_turn = clock.monotonic()

    def turn(self) -> float:
        """Look if it is time to; returns when to come again, monotonic seconds."""
        now = self._clock.monotonic()
        if now >= self._next_turn:
            zones = self._link.zones(self._zones) if self._zones else {}
            resting = all(zone.is_resting for zone in zones.values())
            is_busy = not resting or is_doubtful(self._verdicts)
            if is_busy or now >= self._next_look:
                self._look(zones, now, is_busy=is_busy)
            soon = self._zones or is_doubtful(self._verdicts)
            self._next_turn = now + BUSY_S if soon else self._next_look
        retry = self._link.deliver()
        return self._next_turn if retry is None else min(retry, self._next_turn)

    def report(self) -> dict[str, Any]:
        """For `State` on the control socket: the last readings, and what is wrong."""
        return {
            "sensors": {
                sensor.name: {
                    "zone": sensor.zone,
                    "answers": sensor.name in self._last.readings,
                    **{r.unit: round(r.value, 3) for r in self._last.readings.get(sensor.name, ())},
                }
                for sensor in self._sensors
            },
            "troubles": [self._told(*key) for key in troubles(self._verdicts)],
            "notes_waiting": self._link.waiting,
        }

    def _told(self, condition: Condition, subject: str) -> dict[str, Any]:
        zone = self._limits[subject].zone if subject in self._limits else None
        since = self._memory.since((condition, subject)).isoformat()
        return {"condition": condition, "subject": subject, "zone": zone, "since": since}

    def _look(self, zones: Mapping[ZoneId, ZoneState], now: float, *, is_busy: bool) -> None:
        self._next_look = now + QUIET_S
        self._last = self._read()
        self._book.keep(self._samples(), now, is_busy=is_busy)
        self._verdicts, changes = judge(self._verdicts, evidence(self._facts(zones)), now)
        for change in changes:
            self._link.note(change)
            level = logging.INFO if change.key.endswith("_over") else logging.WARNING
            self._logger.log(level, "%s", say(change.key, "en", **dict(change.values)))
        if changes:
            self._memory.keep(troubles(self._verdicts))

    def _read(self) -> _Looked:
        looked = _Looked()
        for sensor in self._sensors:
            try:
                looked.readings[sensor.name] = sensor.read()
                self._changes.expect(sensor.name, "answers")
                self._changes.say(sensor.name, "answers", f"{sensor.name} answers again")
            except DeviceError as error:
                looked.failures[sensor.name] = error
                text = say(error.key, "en", **error.values)
                self._changes.say(sensor.name, "away", text, logging.WARNING)
        return looked

    def _samples(self) -> list[Sample]:
        at = self._clock.now()
        return [
            Sample(at, sensor.name, sensor.zone, Quantity(reading.unit), reading.value)
            for sensor in self._sensors
            for reading in self._last.readings.get(sensor.name, ())
        ]

    def _facts(self, zones: Mapping[ZoneId, ZoneState]) -> Facts:
        names = [sensor.name for sensor in self._sensors]
        celsius = ((name, self._last.value(name, Unit.TEMPERATURE_C)) for name in names)
        return Facts(
            feeds=tuple(self._feeds(zones)),
            cabinet_c=tuple((name, value) for name, value in celsius if value is not None),
            supplies_v=tuple(self._supplies()),
            undervoltage=self._around.undervoltage(),
            disk_free_bytes=self._around.disk_free_bytes(),
            store_read_only=self._book.is_read_only,
            sensors=tuple((name, name in self._last.readings) for name in names),
        )

    def _feeds(self, zones: Mapping[ZoneId, ZoneState]) -> Iterable[Feed]:
        for sensor in self._sensors:
            current = self._last.value(sensor.name, Unit.CURRENT_A)
            if sensor.zone is None or current is None:
                continue
            limit, zone = self._limits[sensor.name], zones.get(sensor.zone, ZoneState())
            yield Feed(
                sensor=sensor.name,
                zone=sensor.zone,
                current_a=current,
                dead_below_a=limit.dead_below_a,
                stuck_above_a=limit.stuck_above_a,
                is_on_air=zone.is_on_air,
                line=zone.line,
            )

    def _supplies(self) -> Iterable[tuple[str, float, float]]:
        """Voltages that are judged; an amplifier's feed may be dead while its line is off."""
        for sensor in self._sensors:
            volts = self._last.value(sensor.name, Unit.VOLTAGE_V)
            if sensor.zone is None and volts is not None:
                yield sensor.name, volts, self._limits[sensor.name].low_below_v
