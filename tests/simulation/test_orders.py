"""Orders on a clock by hand: stop, hold, resume, play now; on one bus and on two."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from broadcast.seals import Seal
from broadcast.starting import Later
from hub.domain.bulletin import Kind
from hub.domain.facts import Outcome
from hub.domain.ids import BusId, ZoneId
from hub.domain.order import Verb
from hub.domain.programme import Programme, Source
from hub.domain.sequence import REPEAT_PAUSE_S
from hub.domain.zone import Zone
from hub.errors import RefusedError
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import Village, local

FIVE = datetime(2026, 11, 1, 5, 0)


def village(seconds: float = 300.0, zones: dict[ZoneId, Zone] | None = None) -> Village:
    calendar = MemoryCalendar()
    calendar.put(daily("sang", FIVE, calendar.programme("ban-tin", seconds)))
    calendar.programme("lu-quet", 60)
    calendar.programme("moi-hop", 30)
    calendar.programme("nhap", 30, approver="")
    return Village("2026-12-01T04:55", calendar, zones)


def two_buses() -> dict[ZoneId, Zone]:
    return {
        ZoneId(name): Zone(ZoneId(name), name, BusId(f"main:{n}"), line=17 + n)
        for n, name in enumerate(("xom-1", "xom-2"))
    }


def test_a_stop_switches_the_line_off_before_it_cuts_the_sound() -> None:
    here = village()
    here.run_until("2026-12-01T05:01")
    seen: list[bool] = []
    silence = here.sink.silence

    def watched(bus: BusId | None = None) -> None:
        seen.append(any(here.lines().values()))
        silence(bus)

    here.sink.silence = watched  # type: ignore[method-assign]  # only looks, then does the same

    here.order(Verb.STOP)

    assert seen
    assert not any(seen)


def test_the_same_order_twice_is_one_order() -> None:
    here = village()
    here.run_until("2026-12-01T05:01")
    order = here.order(Verb.STOP)

    here.studio.desk.give(order)

    assert len(here.log.orders) == 1


def test_a_hold_lets_the_cue_on_air_end_and_begins_nothing_new() -> None:
    here = village()
    here.run_until("2026-12-01T05:01")

    here.order(Verb.HOLD)
    here.run_until("2026-12-02T06:00")

    outcomes = [row.outcome for row in here.log.rows.values()]
    assert outcomes == [Outcome.PLAYED, Outcome.MISSED]


def test_a_hold_lets_an_emergency_through() -> None:
    here = village()
    here.order(Verb.HOLD)

    here.emergency(here.calendar.programme("vo-de", 20))
    here.run_until("2026-12-01T04:59")

    (row,) = here.log.rows.values()
    assert row.outcome is Outcome.PLAYED


def test_a_play_order_is_refused_while_stopped_and_says_since_when() -> None:
    here = village()
    here.run_until("2026-12-01T05:06")
    here.order(Verb.STOP)

    with pytest.raises(RefusedError) as caught:
        here.order(Verb.PLAY, programme="moi-hop")

    assert caught.value.key == "because.stopped"
    assert "05:06" in str(caught.value.values["since"])


def test_a_play_order_may_lift_the_stop_itself() -> None:
    here = village()
    here.run_until("2026-12-01T05:06")
    here.order(Verb.STOP)

    here.order(Verb.PLAY, programme="moi-hop", resume=True)
    here.run_until("2026-12-01T05:08")

    _, row = here.log.rows.values()
    assert row.outcome is Outcome.PLAYED
    assert here.studio.playout.halts == {}


def test_a_routine_play_order_is_refused_in_quiet_hours() -> None:
    here = village()

    with pytest.raises(RefusedError) as caught:
        here.order(Verb.PLAY, programme="moi-hop")

    assert caught.value.key == "because.quiet_hours"


def test_an_emergency_plays_in_quiet_hours() -> None:
    here = village()

    here.emergency(here.calendar.programme("vo-de", 20))
    here.run_until("2026-12-01T04:57")

    assert [row.kind for row in here.log.rows.values()] == [Kind.EMERGENCY]


def test_a_draft_programme_is_refused() -> None:
    here = village()

    with pytest.raises(RefusedError) as caught:
        here.emergency("nhap")  # type: ignore[arg-type]

    assert caught.value.key == "order.not_approved"


def test_an_unknown_zone_is_refused_and_nothing_changes() -> None:
    here = village()

    with pytest.raises(RefusedError) as caught:
        here.order(Verb.STOP, "xom-9")

    assert caught.value.key == "order.unknown_zone"
    assert here.log.orders == []


def test_repeats_play_the_programme_that_often() -> None:
    here = village()

    here.emergency(here.calendar.programme("vo-de", 20), repeats=3)
    here.run_until("2026-12-01T04:59")

    (row,) = here.log.rows.values()
    assert row.frames_played == (3 * 20 + 2 * REPEAT_PAUSE_S) * 48_000
    assert row.outcome is Outcome.PLAYED


def test_stopping_one_zone_of_a_shared_bus_leaves_the_others_on_air() -> None:
    here = village()
    here.run_until("2026-12-01T05:01")

    here.order(Verb.STOP, "xom-2")
    here.run_until("2026-12-01T05:02")

    assert here.lines() == {"xom-1": True, "xom-2": False, "xom-3": True}


def test_two_zones_carry_two_cues_on_two_channels() -> None:
    here = village(zones=two_buses())
    here.run_until("2026-12-01T05:01")

    here.order(Verb.PLAY, "xom-2", programme="lu-quet", kind=Kind.EMERGENCY)
    here.run_until("2026-12-01T05:10")

    heard = {(h.bus, h.frames / 48_000, h.cut) for h in here.sink.heard}
    assert ("main:0", 300.0, False) in heard
    assert ("main:1", 60.0, False) in heard


def test_an_emergency_on_air_is_not_cut_by_a_play_now() -> None:
    here = village()
    here.run_until("2026-12-01T05:06")
    here.emergency(here.calendar.programme("vo-de", 60))
    here.run_until("2026-12-01T05:06:30")

    here.order(Verb.PLAY, programme="moi-hop")
    here.run_until("2026-12-01T05:10")

    _, emergency, notice = here.log.rows.values()
    assert emergency.outcome is Outcome.PLAYED
    assert notice.outcome is Outcome.PLAYED
    assert notice.started is not None
    assert emergency.ended is not None
    assert notice.started >= emergency.ended


def test_an_armed_cue_gives_way_to_an_emergency_and_plays_after_it() -> None:
    here = village()
    here.run_until("2026-12-01T04:59:58")

    here.emergency(here.calendar.programme("vo-de", 60))
    here.run_until("2026-12-01T05:20")

    rows = {row.title: row for row in here.log.rows.values()}
    assert rows["Sang"].outcome is Outcome.PLAYED
    assert rows["Sang"].frames_played == 300 * 48_000
    assert rows["Sang"].started >= local("2026-12-01T05:00:58")  # type: ignore[operator]


def test_an_emergency_is_known_at_once_though_a_bulletin_begins_before_it() -> None:
    here = village()
    here.run_until("2026-12-01T04:59:58")

    here.emergency(here.calendar.programme("vo-de", 60))

    urgent = here.studio.playout.next_emergency
    assert urgent is not None
    assert urgent.title == "Vo-De"


def test_a_relay_joined_just_before_an_emergency_that_begins_late_does_not_cut_it() -> None:
    """On a busy machine a plan has a gap of milliseconds before an emergency's late start."""
    calendar = MemoryCalendar()
    relay = calendar.programme("voh", 30, source=Source.RELAY)
    calendar.put(daily("tiep-song", FIVE, relay, source=Source.RELAY, length_s=900.0))
    here = Village("2026-12-01T04:59", calendar)
    here.run_until("2026-12-01T05:01")
    here.emergency(calendar.programme("lu-quet", 60))
    here.run_until("2026-12-01T05:01:00.050")
    planned = next(c for c in here.studio.playout.timeline.cues if c.source is Source.RELAY)

    begun = here.studio.playout.begin(planned._replace(start=here.clock.now()))
    here.run_until("2026-12-01T05:20")

    assert begun is Later.HIGHER_FIRST
    rows = {row.title: row for row in here.log.rows.values()}
    assert rows["Lu-Quet"].outcome is Outcome.PLAYED
    assert rows["Lu-Quet"].frames_played == 60 * 48_000
    assert rows["Tiep-Song"].frames_played > 0


def test_a_restart_after_a_stop_stays_silent() -> None:
    here = village()
    here.run_until("2026-12-01T04:58")
    order = here.order(Verb.STOP)

    here.build(here.clock.now())
    here.studio.desk.restore((order,))
    here.run_until("2026-12-01T05:30")

    assert here.sink.heard == []
    assert not any(here.lines().values())


def test_an_emergency_begins_as_soon_as_its_file_is_known() -> None:
    asked: list[datetime] = []

    def seal(programme: Programme) -> Seal:
        if programme.id == "lu-quet":
            asked.append(here.clock.now())
        is_known = programme.id != "lu-quet" or asked[-1] - asked[0] > timedelta(seconds=0.3)
        return Seal.WHOLE if is_known else Seal.UNKNOWN

    calendar = MemoryCalendar()
    programme = calendar.programme("lu-quet", 60)
    here = Village("2026-12-01T04:55", calendar, seal=seal)

    here.emergency(programme)
    here.run_until("2026-12-01T05:00")

    (row,) = here.log.rows.values()
    assert row.outcome is Outcome.PLAYED
    assert row.started is not None
    assert row.started - local("2026-12-01T04:55") < timedelta(seconds=5)
