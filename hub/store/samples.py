"""What the sensors measured: current, voltage, temperature, humidity.  Written by `hub`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.domain.ids import ZoneId
from hub.store.database import Database
from hub.store.facts_json import to_text


class Quantity(StrEnum):
    """What was measured, with its unit."""

    CURRENT_A = "current_a"
    VOLTAGE_V = "voltage_v"
    TEMPERATURE_C = "temperature_c"
    HUMIDITY_PCT = "humidity_pct"


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at one sensor.

    Attributes:
        at: When, aware UTC.
        sensor: Which, as in the configuration: kind and address.
        zone: The zone whose amplifier feed it measures, or None.
        quantity: What.
        value: In the quantity's unit.
    """

    at: datetime
    sensor: str
    zone: ZoneId | None
    quantity: Quantity
    value: float


def add_samples(conn: Database, samples: Iterable[Sample]) -> int:
    """Store samples in one transaction; returns how many.

    Raises:
        StoreBusyError: The disk cannot take them; they may be lost.
    """
    rows = [(to_text(s.at), s.sensor, s.zone, s.quantity, float(s.value)) for s in samples]
    if not rows:
        return 0
    with conn.transaction():
        conn.run_many(
            "INSERT INTO sensor_sample (at, sensor, zone, quantity, value) VALUES (?, ?, ?, ?, ?)",
            rows,
        )
    return len(rows)


def mean_current(conn: Database, zone: ZoneId, first: datetime, last: datetime) -> float | None:
    """Mean current of a zone's amplifier feed in [first, last], amperes; None = not measured."""
    row = conn.row(
        "SELECT avg(value) FROM sensor_sample"
        " WHERE zone = ? AND at BETWEEN ? AND ? AND quantity = 'current_a'",
        (zone, to_text(first), to_text(last)),
    )
    return float(row[0]) if row and row[0] is not None else None


def prune(conn: Database, before: datetime) -> int:
    """Forget samples older than `before`; returns how many."""
    return conn.run("DELETE FROM sensor_sample WHERE at < ?", (to_text(before),))
