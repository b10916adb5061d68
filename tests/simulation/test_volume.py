"""Volume by the hour of day, in a village on a clock by hand."""

from __future__ import annotations

from datetime import datetime, time

from hub.domain.bulletin import Kind
from hub.domain.ids import BusId, ZoneId
from hub.domain.rules import RuleBook
from hub.domain.volume import Stretch, ZoneVolume
from hub.domain.zone import Zone
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import Village, local

ONE, TWO = ZoneId("xom-1"), ZoneId("xom-2")
APART = {
    ONE: Zone(ONE, "Xóm 1", BusId("main:0"), line=17),
    TWO: Zone(TWO, "Xóm 2", BusId("main:1"), line=27),
}
SOFT_UNTIL_TWO_PAST = RuleBook(
    volumes={ONE: ZoneVolume(0, (Stretch(time(4), time(5, 2), -12),)), TWO: ZoneVolume(-3)}
)


def morning(rules: RuleBook, **more: object) -> Village:
    calendar = MemoryCalendar()
    bulletin = calendar.programme("ban-tin", 300)
    calendar.put(daily("sang", datetime(2026, 11, 1, 5, 0), bulletin, **more))
    calendar.set_rules(rules)
    return Village("2026-12-01T04:50", calendar, APART)


def gains(village: Village) -> dict[BusId, list[tuple[float, float]]]:
    """Seconds since five o'clock and gain of each turn, by bus."""
    five = local("2026-12-01T05:00").timestamp()
    return {
        heard.bus: [(at_s - five, gain_db) for at_s, gain_db in heard.gains]
        for heard in village.sink.heard
    }


def test_each_zone_begins_as_loud_as_its_hour_says_and_is_turned_when_it_is_over() -> None:
    village = morning(SOFT_UNTIL_TWO_PAST)

    village.run_until("2026-12-01T05:30")

    assert gains(village) == {
        BusId("main:0"): [(0.0, -12.0), (120.0, 0.0)],
        BusId("main:1"): [(0.0, -3.0)],
    }
    (row,) = village.log.rows.values()
    assert row.sent_db == ((ONE, -12.0), (ONE, 0.0), (TWO, -3.0))


def test_what_somebody_sets_meanwhile_is_heard_at_once_without_a_restart() -> None:
    village = morning(RuleBook())
    village.run_until("2026-12-01T05:01")

    village.calendar.set_rules(RuleBook(volumes={ONE: ZoneVolume(-9)}))
    village.run_until("2026-12-01T05:30")

    assert gains(village)[BusId("main:0")] == [(0.0, 0.0), (60.0, -9.0)]
    assert gains(village)[BusId("main:1")] == [(0.0, 0.0)]


def test_an_emergency_is_loud_at_any_hour() -> None:
    village = morning(SOFT_UNTIL_TWO_PAST, kind=Kind.EMERGENCY, volume_db=-20.0)

    village.run_until("2026-12-01T05:30")

    assert gains(village)[BusId("main:0")] == [(0.0, 0.0)]


def test_a_cue_behind_another_does_not_keep_the_one_on_air_from_being_turned() -> None:
    calendar = MemoryCalendar()
    first, second = calendar.programme("mot", 121), calendar.programme("hai", 60)
    calendar.put(daily("mot", datetime(2026, 11, 1, 5, 0), first))
    calendar.put(daily("hai", datetime(2026, 11, 1, 5, 2, 1), second))
    calendar.set_rules(SOFT_UNTIL_TWO_PAST)
    village = Village("2026-12-01T04:50", calendar, APART)

    village.run_until("2026-12-01T05:30")

    one, two = (heard for heard in village.sink.heard if heard.bus == "main:0")
    assert [gain_db for _, gain_db in one.gains] == [-12.0, 0.0]
    assert [gain_db for _, gain_db in two.gains] == [0.0]


def test_rows_say_the_level_after_a_power_cut_too() -> None:
    village = morning(RuleBook(volumes={ONE: ZoneVolume(-6), TWO: ZoneVolume(-6)}))
    village.run_until("2026-12-01T04:55")

    village.build(village.clock.now())
    village.run_until("2026-12-01T05:30")

    (row,) = village.log.rows.values()
    assert set(row.sent_db) == {(ONE, -6.0), (TWO, -6.0)}
