"""From what is measured to what is wrong: dead zones, stuck relays, heat, supply, disk, store.

Pure.  `evidence` turns facts into one answer for each condition and subject: bad, good, or
nobody knows.  `judge` believes it only when it has lasted, and says each change once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hub.domain.ids import ZoneId
from hub.domain.timeline import Reason

HOT_C: Final = 70.0
"""Cabinet temperature at which amplifiers and the SD card (85 °C at most) are in danger."""
COOL_C: Final = 65.0
SUPPLY_MARGIN: Final = 1.03
"""A supply has recovered only this far above its limit."""
DISK_LOW_BYTES: Final = 200 * 1024 * 1024
"""Free space under which backups and uploads no longer fit."""
DISK_GOOD_BYTES: Final = 300 * 1024 * 1024


class Condition(StrEnum):
    """What can be wrong; each is ``health.<name>`` in the catalogue, its end ``<name>_over``."""

    DEAD_ZONE = "dead_zone"
    """On air and its amplifier draws nothing: broken, unplugged, or the red switch is off."""
    STUCK_RELAY = "stuck_relay"
    """Its line is off and its amplifier draws current."""
    CABINET_HOT = "cabinet_hot"
    SUPPLY_LOW = "supply_low"
    UNDERVOLTAGE = "undervoltage"
    """The Raspberry Pi itself says that its 5 V are too low."""
    DISK_LOW = "disk_low"
    STORE_READ_ONLY = "store_read_only"
    SENSOR_AWAY = "sensor_away"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long evidence must last, seconds."""

    to_bad_s: float = 0.0
    to_good_s: float = 0.0


PATIENCE: Final[Mapping[Condition, Patience]] = {
    Condition.DEAD_ZONE: Patience(5.0, 5.0),
    Condition.STUCK_RELAY: Patience(5.0, 5.0),
    Condition.CABINET_HOT: Patience(10.0, 60.0),
    Condition.SUPPLY_LOW: Patience(5.0, 30.0),
    Condition.UNDERVOLTAGE: Patience(5.0, 60.0),
    Condition.DISK_LOW: Patience(),
    Condition.STORE_READ_ONLY: Patience(),
    Condition.SENSOR_AWAY: Patience(10.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of one zone's amplifier.

    Attributes:
        sensor: Who measured.
        zone: Whose feed.
        current_a: Amperes.
        dead_below_a: On air and under this: dead.
        stuck_above_a: Off and over this: stuck.
        is_on_air: The playout sends sound to it; None when nobody knows.
        line: What its line does, in the words of the playout's `State`; None = nobody knows.
    """

    sensor: str
    zone: ZoneId
    current_a: float
    dead_below_a: float
    stuck_above_a: float
    is_on_air: bool | None
    line: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at one instant; None or left out = nobody knows.

    Attributes:
        feeds: Feeds that were measured.
        cabinet_c: Temperatures by sensor, °C.
        supplies_v: Voltage and its lower limit by sensor, volts.
        undervoltage: What the Raspberry Pi says of its own supply.
        disk_free_bytes: Free space beside the store.
        store_read_only: The store cannot be written.
        sensors: Whether each sensor answered.
    """

    feeds: tuple[Feed, ...] = ()
    cabinet_c: tuple[tuple[str, float], ...] = ()
    supplies_v: tuple[tuple[str, float, float], ...] = ()
    undervoltage: bool | None = None
    disk_free_bytes: int | None = None
    store_read_only: bool | None = None
    sensors: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer: `is_bad` of a condition and a subject; None = nobody knows."""

    condition: Condition
    subject: str
    is_bad: bool | None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is believed of one condition and subject.

    Attributes:
        is_bad: It is wrong.
        doubted_since: Since when the evidence says the opposite, monotonic seconds, or None.
    """

    is_bad: bool = False
    doubted_since: float | None = None


Verdicts = Mapping[tuple[Condition, str], Verdict]


def evidence(facts: Facts) -> list[Evidence]:
    """What the facts say, one answer for each condition and subject."""
    return [*_of_feeds(facts.feeds), *_of_cabinet(facts), *_of_machine(facts)]


def judge(before: Verdicts, found: Iterable[Evidence], now: float) -> tuple[Verdicts, list[Reason]]:
    """The new verdicts, and every change as an incident.

    Args:
        before: The verdicts so far.
        found: What is known now.  What is not in it keeps its verdict.
        now: Monotonic seconds.
    """
    after, changes = dict(before), []
    for item in found:
        key = (item.condition, item.subject)
        verdict = _weigh(before.get(key, Verdict()), item, now)
        if verdict.is_bad != before.get(key, Verdict()).is_bad:
            suffix = "" if verdict.is_bad else "_over"
            changes.append(Reason(f"health.{item.condition}{suffix}", item.values))
        after[key] = verdict
    return after, changes


def is_doubtful(verdicts: Verdicts) -> bool:
    """True while evidence against a verdict is lasting: look again soon."""
    return any(verdict.doubted_since is not None for verdict in verdicts.values())


def troubles(verdicts: Verdicts) -> list[tuple[Condition, str]]:
    """What is wrong now."""
    return sorted(key for key, verdict in verdicts.items() if verdict.is_bad)


def _weigh(before: Verdict, item: Evidence, now: float) -> Verdict:
    if item.is_bad is None or item.is_bad == before.is_bad:
        return replace(before, doubted_since=None)
    since = now if before.doubted_since is None else before.doubted_since
    patience = PATIENCE[item.condition]
    if now - since >= (patience.to_bad_s if item.is_bad else patience.to_good_s):
        return Verdict(item.is_bad)
    return replace(before, doubted_since=since)


def _of_feeds(feeds: Iterable[Feed]) -> Iterator[Evidence]:
    for feed in feeds:
        current = abs(feed.current_a)
        values = (("zone", str(feed.zone)), ("current", f"{current:.2f}"), ("sensor", feed.sensor))
        is_heard = feed.is_on_air and feed.line == "on"
        dead = current < feed.dead_below_a if is_heard else None
        stuck = current > feed.stuck_above_a if feed.line == "off" else None
        yield Evidence(Condition.DEAD_ZONE, feed.sensor, dead, values)
        yield Evidence(Condition.STUCK_RELAY, feed.sensor, stuck, values)


def _of_cabinet(facts: Facts) -> Iterator[Evidence]:
    for sensor, celsius in facts.cabinet_c:
        told = (("celsius", f"{celsius:.0f}"), ("sensor", sensor))
        yield Evidence(Condition.CABINET_HOT, sensor, _between(-celsius, -HOT_C, -COOL_C), told)
    for sensor, volts, limit in facts.supplies_v:
        if limit > 0:
            values = (("volts", f"{volts:.1f}"), ("limit", f"{limit:g}"), ("sensor", sensor))
            bad = _between(volts, limit, limit * SUPPLY_MARGIN)
            yield Evidence(Condition.SUPPLY_LOW, sensor, bad, values)


def _of_machine(facts: Facts) -> Iterator[Evidence]:
    yield Evidence(Condition.UNDERVOLTAGE, "", facts.undervoltage)
    yield Evidence(Condition.STORE_READ_ONLY, "", facts.store_read_only)
    free = facts.disk_free_bytes
    if free is not None:
        bad = _between(free, DISK_LOW_BYTES, DISK_GOOD_BYTES)
        yield Evidence(Condition.DISK_LOW, "", bad, (("free", f"{free / 2**20:.0f} MiB"),))
    for sensor, answers in facts.sensors:
        yield Evidence(Condition.SENSOR_AWAY, sensor, not answers, (("sensor", sensor),))


def _between(value: float, bad_to: float, good_from: float) -> bool | None:
    """Bad up to one limit, good from another; in between nobody knows, so the verdict stays."""
    if value <= bad_to:
        return True
    return False if value >= good_from else None
