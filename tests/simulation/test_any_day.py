"""Whatever happens in a day: one row a cue, no line on without a reason, silence after a stop."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.machine import State
from hub.domain.bulletin import Kind
from hub.domain.facts import Outcome
from hub.domain.order import Verb
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption
from hub.errors import RefusedError
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import Village

START = "2026-12-01T04:30"
ZONES = ("xom-1", "xom-2", "xom-3")

EVENTS = st.one_of(
    st.tuples(st.sampled_from(["stop", "hold", "resume"]), st.sets(st.sampled_from(ZONES))),
    st.tuples(st.sampled_from(["play", "emergency"]), st.sets(st.sampled_from(ZONES))),
    st.tuples(st.just("card"), st.integers(1, 900)),
    st.tuples(st.just("step"), st.sampled_from([-3600, -30, 1, 30, 3600])),
    st.tuples(st.just("edit"), st.integers(0, 59)),
    st.tuples(st.just("trust"), st.booleans()),
)
DAYS = st.lists(st.tuples(st.integers(1, 5400), EVENTS), max_size=12)


def village() -> Village:
    calendar = MemoryCalendar()
    relay = calendar.programme("voh", 60, source=Source.RELAY)
    news = calendar.programme("ban-tin", 240)
    calendar.programme("moi-hop", 45)
    calendar.programme("lu-quet", 90)
    join = AfterPreemption.JOIN
    calendar.put(
        daily("relay", datetime(2026, 11, 1, 5, 0), relay, source=Source.RELAY,
              after_preemption=join, length_s=900.0),
        daily("tin", datetime(2026, 11, 1, 5, 15), news),
        daily("uu-tien", datetime(2026, 11, 1, 5, 16), news, kind=Kind.PRIORITY),
    )  # fmt: skip
    return Village(START, calendar)


def give(here: Village, what: str, zones: tuple[str, ...]) -> None:
    """Give an order; it may be refused."""
    with suppress(RefusedError):
        if what == "play":
            here.order(Verb.PLAY, *zones, programme="moi-hop")
        elif what == "emergency":
            here.order(Verb.PLAY, *zones, programme="lu-quet", kind=Kind.EMERGENCY)
        else:
            here.order(Verb(what), *zones)


def happen(here: Village, what: str, how: object) -> None:
    """Let one thing happen."""
    if isinstance(how, set):
        give(here, what, tuple(sorted(how)))
    elif what == "card":
        here.sink.lose("main")
        here.run_until(here.clock.now() + timedelta(seconds=int(str(how))))
        here.sink.bring_back("main")
    elif what == "step":
        here.clock.step_wall(float(str(how)))
    elif what == "edit":
        news = here.calendar.programme("ban-tin", 200)
        here.calendar.put(daily("sua", datetime(2026, 11, 1, 5, int(str(how))), news))
    elif what == "trust":
        here.is_trusted = bool(how)


def check(here: Village) -> None:
    """What must hold at any moment."""
    lanes = here.studio.playout.lanes.values()
    stopped = {z for z, order in here.studio.playout.halts.items() if order.verb is Verb.STOP}
    lines = here.lines()
    for zone in stopped:
        assert not lines[zone], f"{zone} is stopped and its line is on"
    for lane in lanes:
        if lane.state in {State.STOPPED, State.FAULT}:
            assert lane.run is None
        if lane.bus.zones <= stopped:
            assert lane.state is State.STOPPED
    runs = {run.cue.id for lane in lanes for run in lane.runs()}
    assert runs == set(here.journal.runs)
    assert not runs & set(here.log.rows)


@pytest.mark.property
@pytest.mark.timeout(120)
@settings(max_examples=80, deadline=None)
@given(DAYS)
def test_whatever_happens_every_cue_has_one_row_and_no_line_stays_on(
    day: list[tuple[int, tuple[str, object]]],
) -> None:
    here = village()

    for wait, (what, how) in day:
        here.run_until(here.clock.now() + timedelta(seconds=wait))
        check(here)
        happen(here, what, how)
        here.studio.playout.turn()
        check(here)
    here.is_trusted = True
    here.order(Verb.RESUME)
    here.run_until(here.clock.now() + timedelta(hours=3))
    check(here)

    lines = here.lines()
    on_air = {zone for run in here.journal.runs.values() for zone in run.zones}
    assert all(not on or zone in on_air for zone, on in lines.items())
    for row in here.log.rows.values():
        if row.outcome is Outcome.PLAYED and row.frames_planned and not row.interruptions:
            assert row.frames_played == row.frames_planned
