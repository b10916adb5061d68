"""Planning again with what an earlier planning left gives what planning anew gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

import pytest
from hypothesis import strategies as st

from broadcast.asked import Asked
from broadcast.drafts import Draft
from broadcast.planner import Kept, Situation, plan
from broadcast.sessions import keep_caps
from hub.domain.bulletin import Kind
from hub.domain.ids import CueId, ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from hub.domain.slot import AfterPreemption, Occurrence, Slot
from hub.domain.timeline import Timeline
from tests.broadcast.scene import Plan, Scene, at, zone
from tests.broadcast.test_planner_properties import marked
from tests.strategies import (
    CONGRESS,
    EARLY,
    FIRST_DAY,
    PROGRAMMES,
    TZ,
    ZONE_NAMES,
    World,
    holds_for,
    instants,
    worlds,
)

OPEN = OperatingRules(time(0), time(0), session_cap_s=86_400, sessions_a_day=1000)
QUIET = replace(OPEN, quiet_from=time(6, 40), quiet_to=time(5, 20))
CAPPED = replace(OPEN, session_cap_s=1800, session_gap_s=120, sessions_a_day=4)
BOOKS = (
    RuleBook(OPEN),
    RuleBook(OPEN, zones={ZoneId("x3"): CAPPED}),
    RuleBook(QUIET),
    RuleBook(CAPPED),
    RuleBook(
        OPEN, periods=(Period(CONGRESS, "Đại hội", FIRST_DAY, FIRST_DAY, PeriodMode.REPLACE),)
    ),
)
SLOTS = 40
CHANGES = 8

dice = st.integers(0, 2**32).map(Random)


@pytest.mark.property
@holds_for(st.tuples(worlds, worlds), dice)
def test_whatever_has_changed_since(both: tuple[World, World], chance: Random) -> None:
    kept = Kept()
    pool = {one.id: one for world in both for one in world.occurrences}
    timeline = Timeline(EARLY, ())
    for _ in range(CHANGES):
        situation = chance.choice(both).situation
        if chance.random() < 0.5:
            later = situation.now + timedelta(minutes=chance.randrange(600))
            situation = marked(timeline, situation, later)
        found = [one for one in pool.values() if chance.random() < 0.8]

        timeline = plan(found, situation, kept)

        assert timeline == plan(found, situation)


def crowd(chance: Random, number: int) -> Occurrence:
    """One of many bulletins and relays of three hours, none of them an emergency."""
    start = at(f"{FIRST_DAY}T05:00") + timedelta(seconds=15 * chance.randrange(720))
    slot = Slot(
        id=SlotId(f"s{number}"),
        title=f"s{number}",
        recurrence=Recurrence(datetime.combine(FIRST_DAY, time(5))),
        length_s=chance.choice((60.0, 300.0)),
        kind=chance.choice((Kind.ROUTINE, Kind.ROUTINE, Kind.PRIORITY)),
        zones=chance.choice(ZONE_NAMES),
        content=(ProgrammeId(chance.choice(("p1", "p2", "p5"))),),
        source=chance.choice((Source.FILE, Source.FILE, Source.FILE, Source.RELAY)),
        latest_start_s=chance.choice((0, 120, 600)),
        order=chance.randrange(3),
        after_preemption=chance.choice(list(AfterPreemption)),
        period=chance.choice((None, None, None, CONGRESS)),
    )
    cue = CueId(f"{slot.id}@{start:%Y%m%dT%H%M%SZ}")
    return Occurrence(cue, slot, start, start + timedelta(seconds=slot.length_s))


@pytest.mark.property
@holds_for(st.sampled_from(BOOKS), st.sampled_from(("", "pump")), st.none() | instants, dice)
def test_a_crowd_of_which_one_after_the_other_changes(
    rules: RuleBook, interlock: str, now: datetime | None, chance: Random
) -> None:
    zones = {
        z.id: z
        for z in (
            zone("x1", "main:0", interlock=interlock, warm_up_s=3.0, tail_s=2.0),
            zone("x2", "main:0"),
            zone("x3", "main:1", interlock=interlock, warm_up_s=4.0),
        )
    }
    situation = Situation(now or EARLY, TZ, zones, rules, PROGRAMMES)
    calendar = {number: crowd(chance, number) for number in range(SLOTS)}
    kept = Kept()
    for _ in range(CHANGES):
        found = list(calendar.values())

        timeline = plan(found, situation, kept)

        assert timeline == plan(found, situation)
        number = chance.randrange(SLOTS)
        if chance.random() < 0.3:
            calendar.pop(number, None)
        else:
            calendar[number] = crowd(chance, number)
        if now is not None and chance.random() < 0.3:
            later = situation.now + timedelta(minutes=chance.randrange(20))
            situation = marked(timeline, situation, later)
        elif chance.random() < 0.1:
            situation = replace(situation, rules=chance.choice(BOOKS))


def replanned(scene: Scene, kept: Kept, now: str = "00:30") -> Plan:
    """The scene planned with what is kept, which is no other than planned anew."""
    timeline = plan(scene.occurrences, scene.situation(now), kept)
    assert timeline == plan(scene.occurrences, scene.situation(now))
    return Plan(timeline)


def a_short_session() -> Scene:
    """c waits for b; with a before them their session has no room for that."""
    rules = replace(OPEN, session_cap_s=18 * 60, session_gap_s=600)
    scene = Scene(rules=RuleBook(rules))
    scene.bulletin("b", "05:10", 5)
    scene.bulletin("c", "05:12", 5, order=1)
    scene.bulletin("a", "05:00", 5)
    return scene


def test_a_session_that_begins_later_leaves_more_time_to_what_is_far_from_the_change() -> None:
    scene, kept = a_short_session(), Kept()
    assert replanned(scene, kept).why("c") == "session_cap"

    scene.occurrences.pop()

    assert replanned(scene, kept).times("c") == ("05:15", "05:20")


def test_a_session_that_is_late_leaves_more_time_to_what_is_far_from_its_beginning() -> None:
    scene, kept = a_short_session(), Kept()
    assert replanned(scene, kept).why("c") == "session_cap"

    assert replanned(scene, kept, "05:02").times("c") == ("05:15", "05:20")


def test_what_was_looked_at_in_vain_is_looked_at_again_when_it_is_free() -> None:
    scene, kept = Scene(), Kept()
    scene.bulletin("a", "05:00", 10, kind=Kind.PRIORITY)
    scene.bulletin("b", "05:05", 5, 5)
    scene.bulletin("c", "05:19", 5, kind=Kind.PRIORITY)
    assert replanned(scene, kept).times("b") == ("05:10", "05:15")

    scene.occurrences.pop()

    assert replanned(scene, kept).times("b") == ("05:10", "05:20")


def test_an_interlock_is_kept_apart_from_what_has_changed_beside_it() -> None:
    apart = (zone("x1", interlock="pump", tail_s=60), zone("x2", "main:1", interlock="pump"))
    scene, kept = Scene(*apart), Kept()
    scene.bulletin("b", "05:10:30", 5, zones="x2")
    scene.bulletin("a", "05:00", 9, zones="x1")
    assert replanned(scene, kept).times("b") == ("05:10:30", "05:15:30")

    scene.occurrences.pop()
    scene.bulletin("a", "05:00", 10, zones="x1")

    assert replanned(scene, kept).times("b") == ("05:11", "05:16")


def test_only_what_stands_beside_a_change_is_placed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = Scene()
    for name, start in (("a", "05:00"), ("b", "05:10"), ("c", "11:00"), ("d", "17:00")):
        scene.bulletin(name, start, 12)
    situation, kept = scene.situation(), Kept()
    plan(scene.occurrences, situation, kept)
    asked = kept.asked(situation)
    placed = watched(asked, monkeypatch)

    scene.bulletin("e", "05:05", 1)
    timeline = plan(scene.occurrences, situation, kept)

    assert timeline == plan(scene.occurrences, situation)
    assert placed[-1] == {"a", "b", "e"}


def watched(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The titles of what is placed, one set for each attempt."""
    placed: list[set[str]] = []
    place = asked.islands.place

    def watch(drafts: Sequence[Draft], put: object) -> object:
        def counted(some: Sequence[Draft]) -> None:
            placed.append({draft.mould.title for draft in some})
            put(some)  # type: ignore[operator]

        return place(drafts, counted)

    monkeypatch.setattr(asked.islands, "place", watch)
    return placed


def test_a_planning_that_fails_leaves_nothing_behind() -> None:
    scene = Scene()
    scene.bulletin("a", "05:00", 10)
    scene.bulletin("b", "05:05", 10)
    situation, kept = scene.situation(), Kept()
    plan(scene.occurrences, situation, kept)
    asked = kept.asked(situation)
    drafts = asked.drafts(scene.occurrences[1:], situation)
    keep_caps(drafts, scene.programmes)

    with pytest.raises(ZeroDivisionError):
        asked.islands.place(drafts, lambda _: 1 // 0)  # type: ignore[arg-type]

    assert plan(scene.occurrences, situation, kept) == plan(scene.occurrences, situation)
