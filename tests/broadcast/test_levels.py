"""The gain of a bus: installer, commune, hour and cue together."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.levels import level, next_change
from hub.domain.bulletin import Kind
from hub.domain.ids import BusId, ZoneId
from hub.domain.rules import RuleBook
from hub.domain.volume import Stretch, ZoneVolume
from hub.domain.zone import Zone

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
ONE, TWO = ZoneId("xom-1"), ZoneId("xom-2")
KNOWN = {
    ONE: Zone(ONE, "Xóm 1", BusId("main:0"), volume_db=-3),
    TWO: Zone(TWO, "Xóm 2", BusId("main:0")),
}
SOFT_MORNING = RuleBook(
    volumes={
        ONE: ZoneVolume(0, (Stretch(time(5), time(6), -12),)),
        TWO: ZoneVolume(0, (Stretch(time(5), time(6), -18),)),
    }
)
FIVE = datetime(2026, 12, 1, 5, 30, tzinfo=TZ)


def asked(
    *zones: ZoneId, kind: Kind = Kind.ROUTINE, own_db: float = 0.0, at: datetime = FIVE
) -> float:
    return level(kind, own_db, zones, at, known=KNOWN, rules=SOFT_MORNING, tz=TZ)


def test_what_the_installer_has_set_the_hour_and_the_cue_add_up() -> None:
    assert asked(ONE, own_db=-2) == -3 - 12 - 2


def test_zones_of_one_bus_hear_the_loudest_of_them() -> None:
    assert asked(ONE, TWO) == max(-3 - 12, -18)


def test_the_hour_is_the_villages_whatever_the_clock_of_the_machine_says() -> None:
    assert asked(TWO, at=FIVE.astimezone(UTC)) == -18
    assert asked(TWO, at=FIVE + timedelta(minutes=30)) == 0


def test_an_emergency_at_five_is_as_loud_as_at_noon() -> None:
    assert asked(TWO, kind=Kind.EMERGENCY, own_db=-20) == 0


@pytest.mark.parametrize(
    ("now", "then"), [("04:00", "05:00"), ("05:00", "06:00"), ("06:00", "29:00")]
)
def test_the_next_change_is_the_next_edge_of_a_stretch(now: str, then: str) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=TZ)
    hours = [timedelta(hours=int(text[:2])) for text in (now, then)]

    assert next_change(SOFT_MORNING, midnight + hours[0], TZ) == midnight + hours[1]


def test_without_stretches_nothing_ever_changes() -> None:
    assert next_change(RuleBook(), FIVE, TZ) is None
