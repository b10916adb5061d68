"""The sound of a meeting on a clock by hand: heard in the house alone, until somebody ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from broadcast.asrun import Begun
from broadcast.audio.sink import Clip
from broadcast.deck import Sound
from broadcast.meeting_state import Standing, stands
from broadcast.restart import take_up
from hub.domain.bulletin import Kind
from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import BusId, CueId, OrderId, ProgrammeId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.timeline import Cue
from hub.domain.zone import Zone
from hub.errors import RefusedError
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import Village, local

FIVE = datetime(2026, 11, 1, 5, 0)
HOUSE = ZoneId("nha-van-hoa")


class Line:
    """A sound input that never runs dry (`Inflow`)."""

    is_over = False

    def take(self, frames: int) -> bytes:
        return bytes(2 * frames)


def sound(cue: Cue, bus: BusId, clips: tuple[Clip, ...]) -> Sound:
    del bus
    return Sound((), Line(), watch=False) if cue.is_meeting else Sound(clips)


def zones() -> dict[ZoneId, Zone]:
    """The house on a bus of its own, two hamlets on another."""
    return {
        HOUSE: Zone(HOUSE, "Nhà văn hóa", BusId("main:0"), line=17),
        ZoneId("xom-1"): Zone(ZoneId("xom-1"), "Xóm 1", BusId("main:1"), line=27),
        ZoneId("xom-2"): Zone(ZoneId("xom-2"), "Xóm 2", BusId("main:1"), line=22),
    }


@pytest.fixture
def here() -> Village:
    calendar = MemoryCalendar()
    calendar.put(daily("sang", FIVE, calendar.programme("ban-tin", 120)))
    calendar.programme("lu-quet", 60)
    calendar.programme("moi-hop", 30)
    calendar.station("duong-vao", "device:line")
    village = Village("2026-12-01T05:30", calendar, zones(), sound=sound)
    village.run_until("2026-12-01T05:30")
    return village


def turn_on(here: Village, minutes: float = 90, *where: str, **more: object) -> Order:
    until = here.clock.now() + timedelta(minutes=minutes)
    told = {"programme": "duong-vao", "until": until, "title": "Họp giao ban", **more}
    return here.order(Verb.PLAY, *(where or (HOUSE,)), **told)


def turn_off(here: Village, order: Order) -> None:
    here.order(Verb.END, ends=order.id)


def row_of(here: Village, order: Order) -> AsRun:
    return here.log.rows[CueId(f"order:{order.id}")]


def on_air(here: Village) -> dict[str, set[str]]:
    return {run.cue.title: set(run.zones) for run in here.journal.runs.values() if run.is_heard}


def standing(here: Village, order: Order) -> str:
    return stands(order, here.journal.runs, here.studio.playout.timeline.cues).standing


def test_it_is_heard_in_its_zone_alone_until_it_is_turned_off(here: Village) -> None:
    order = turn_on(here)
    here.run_until("2026-12-01T06:15")

    assert on_air(here) == {"Họp giao ban": {HOUSE}}
    assert here.lines() == {HOUSE: True, ZoneId("xom-1"): False, ZoneId("xom-2"): False}

    turn_off(here, order)
    here.run_until("2026-12-01T06:16")

    assert on_air(here) == {}
    assert not any(here.lines().values())
    row = row_of(here, order)
    assert (row.outcome, row.title, row.zones) == (Outcome.PLAYED, "Họp giao ban", (HOUSE,))
    assert row.ended is not None
    assert row.ended - local("2026-12-01T06:15") < timedelta(seconds=1)


def test_it_is_over_by_itself_and_does_not_come_again(here: Village) -> None:
    order = turn_on(here, 60)
    here.run_until("2026-12-01T08:00")

    assert on_air(here) == {}
    row = row_of(here, order)
    assert row.outcome is Outcome.PLAYED
    assert row.ended is not None
    assert abs(row.ended - local("2026-12-01T06:30")) < timedelta(seconds=1)
    assert here.studio.playout.plays == ()


def test_an_emergency_goes_before_it_and_it_comes_back(here: Village) -> None:
    order = turn_on(here)
    here.run_until("2026-12-01T05:40")
    here.emergency(ProgrammeId("lu-quet"))
    here.run_until("2026-12-01T05:40:30")

    assert on_air(here) == {"Lu-Quet": {HOUSE, "xom-1", "xom-2"}}
    assert standing(here, order) == Standing.WAITS

    here.run_until("2026-12-01T05:43")
    assert on_air(here) == {"Họp giao ban": {HOUSE}}

    turn_off(here, order)
    here.run_until("2026-12-01T05:44")
    assert row_of(here, order).outcome is Outcome.PLAYED


def test_whoever_plays_something_meanwhile_goes_first_and_a_slot_does_not(here: Village) -> None:
    order = turn_on(here)
    here.calendar.put(daily("sau-gio", datetime(2026, 11, 1, 5, 50), ProgrammeId("ban-tin")))
    here.run_until("2026-12-01T05:40")
    here.order(Verb.PLAY, HOUSE, programme="moi-hop")
    here.run_until("2026-12-01T05:40:20")
    assert on_air(here) == {"Moi-Hop": {HOUSE}}

    here.run_until("2026-12-01T05:51")
    assert on_air(here) == {"Họp giao ban": {HOUSE}, "Sau-Gio": {"xom-1", "xom-2"}}
    assert standing(here, order) == Standing.COMING  # this sound has no station to ask


def test_a_stop_ends_it_for_good_even_while_it_waits(here: Village) -> None:
    order = turn_on(here)
    here.run_until("2026-12-01T05:40")
    here.emergency(ProgrammeId("lu-quet"))
    here.run_until("2026-12-01T05:40:30")
    here.order(Verb.STOP)
    here.run_until("2026-12-01T05:45")
    here.order(Verb.RESUME)
    here.run_until("2026-12-01T06:00")

    assert on_air(here) == {}
    row = row_of(here, order)
    assert row.outcome is Outcome.CUT
    assert row.because is not None
    assert row.because.key == "because.stopped_by"


def test_a_stop_elsewhere_leaves_it_alone(here: Village) -> None:
    turn_on(here)
    here.run_until("2026-12-01T05:40")
    here.order(Verb.STOP, "xom-1", "xom-2")
    here.run_until("2026-12-01T05:41")

    assert on_air(here) == {"Họp giao ban": {HOUSE}}


def test_turned_off_while_it_waits_it_has_its_row_and_stays_off(here: Village) -> None:
    order = turn_on(here)
    here.run_until("2026-12-01T05:40")
    here.emergency(ProgrammeId("lu-quet"))
    here.run_until("2026-12-01T05:40:30")
    turn_off(here, order)
    here.run_until("2026-12-01T05:50")

    assert on_air(here) == {}
    row = row_of(here, order)
    assert row.because is not None
    assert (row.because.key, row.started is not None) == ("because.ended_by", True)


def test_turned_off_before_it_was_heard_nothing_is_heard(here: Village) -> None:
    order = turn_on(here)
    turn_off(here, order)
    here.run_until("2026-12-01T06:00")

    assert on_air(here) == {}
    assert not any(here.lines().values())


def test_turning_off_twice_or_what_nobody_knows_harms_nothing(here: Village) -> None:
    order = turn_on(here)
    here.run_until("2026-12-01T05:40")
    turn_off(here, order)
    turn_off(here, order)
    here.order(Verb.END, ends=OrderId("chua-tung-co"))
    here.run_until("2026-12-01T05:41")

    assert row_of(here, order).outcome is Outcome.PLAYED


def restart(here: Village) -> None:
    for line in here.board.lines.values():
        line.is_on = False
    here.board.lines.clear()
    orders = here.log.orders
    ended = {order.ends for order in orders}
    here.build(here.clock.now())
    here.studio.desk.restore(tuple(o for o in orders if o.id not in ended and o.ends is None))
    book = here.studio.playout._parts.book
    book.refresh()
    take_up(
        [Begun(*mark) for mark in here.log.on_air.values()],
        {},
        timeline=here.studio.playout.preview(here.clock.now()),
        journal=here.journal,
        programmes=book.programmes,
        now=here.clock.now(),
    )


def test_a_restart_takes_it_up(here: Village) -> None:
    order = turn_on(here)
    here.run_until("2026-12-01T05:40")
    restart(here)
    here.run_until("2026-12-01T05:41")

    assert on_air(here) == {"Họp giao ban": {HOUSE}}
    turn_off(here, order)
    here.run_until("2026-12-01T05:42")
    assert row_of(here, order).interruptions == 1


def test_a_restart_after_turning_off_is_silent(here: Village) -> None:
    order = turn_on(here)
    here.run_until("2026-12-01T05:40")
    mark = dict(here.log.on_air)
    turn_off(here, order)
    here.log.rows.clear()  # the power went before the row was written
    here.log.on_air.update(mark)
    restart(here)
    here.run_until("2026-12-01T05:50")

    assert on_air(here) == {}
    assert row_of(here, order).because is not None


@pytest.mark.parametrize("hours", [-12, 9, 24 * 400])
def test_a_clock_that_is_set_meanwhile_changes_nothing(here: Village, hours: int) -> None:
    here.is_trusted = hours <= 0
    order = turn_on(here, 60)
    here.run_until("2026-12-01T05:40")
    here.clock.step_wall(hours * 3600.0)
    set_at = here.clock.now()
    here.run_until(set_at + timedelta(minutes=45))
    assert on_air(here) == {"Họp giao ban": {HOUSE}}

    here.run_until(set_at + timedelta(minutes=55))
    assert on_air(here) == {}
    assert row_of(here, order).outcome in {Outcome.PLAYED, Outcome.CUT}


@pytest.mark.parametrize("at", ["05:30", "23:30"])
def test_nobody_need_know_the_time(here: Village, at: str) -> None:
    """A clock that nobody has set says nothing of quiet hours either."""
    here.is_trusted = False
    here.run_until(f"2026-12-01T{at}")
    order = turn_on(here, 180)
    here.run_until(here.clock.now() + timedelta(minutes=170))
    assert on_air(here) == {"Họp giao ban": {HOUSE}}

    here.run_until(here.clock.now() + timedelta(minutes=11))
    assert on_air(here) == {}
    assert row_of(here, order).outcome is Outcome.PLAYED


@pytest.mark.parametrize(
    ("minutes", "key", "wrong"),
    [
        (60, "order.no_station", {"programme": "moi-hop"}),
        (60, "order.meeting_emergency", {"kind": Kind.EMERGENCY}),
        (8 * 60 + 1, "order.meeting_length", {}),
        (0, "order.meeting_length", {}),
    ],
)
def test_what_is_no_meeting_is_refused(
    here: Village, minutes: int, key: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(RefusedError) as caught:
        turn_on(here, minutes, **wrong)

    assert caught.value.key == key
    assert here.studio.playout.plays == ()


def test_it_is_never_heard_everywhere_because_nobody_said_where(here: Village) -> None:
    until = here.clock.now() + timedelta(hours=1)
    with pytest.raises(RefusedError) as caught:
        here.order(Verb.PLAY, programme="duong-vao", until=until)

    assert caught.value.key == "order.meeting_zones"


def test_quiet_hours_end_it(here: Village) -> None:
    here.run_until("2026-12-01T20:00")
    order = turn_on(here, 180)
    here.run_until("2026-12-01T23:59")

    assert on_air(here) == {}
    row = row_of(here, order)
    assert row.because is not None
    assert row.because.key == "because.quiet_hours"
