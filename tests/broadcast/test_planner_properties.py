"""What holds for every calendar at every moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import strategies as st

from broadcast.planner import OnAir, Situation, plan
from hub.domain.bulletin import Kind, Precedence
from hub.domain.ids import CueId, OrderId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Source
from hub.domain.rules import OperatingRules
from hub.domain.sequence import seconds_of
from hub.domain.timeline import Cue, CueState, Timeline
from tests.strategies import EARLY, PROGRAMMES, TZ, World, holds_for, instants, quiet_worlds, worlds

pytestmark = pytest.mark.property
TOLERANCE = timedelta(seconds=1)
SECOND = timedelta(seconds=1)
LEAD = timedelta(seconds=5)
"""The playout arms a cue so long before it is heard."""

STOP = Order(OrderId("stop"), Verb.STOP, frozenset(), EARLY, "Hoa")

Stretch = tuple[datetime, datetime, Cue]


def heard(cue: Cue, zone: ZoneId) -> Iterator[Stretch]:
    """The stretches of a cue in a zone."""
    left = dict(cue.leaves).get(zone, cue.end)
    for segment in cue.segments:
        if zone in cue.zones and segment.start < min(segment.end, left):
            yield segment.start, min(segment.end, left), cue


def on_bus(timeline: Timeline, situation: Situation) -> Iterator[list[Stretch]]:
    """What each bus carries, by start; a cue in several of its zones is one voice."""
    for bus in {zone.bus for zone in situation.zones.values()}:
        names = [name for name, zone in situation.zones.items() if zone.bus == bus]
        found = {
            (start, cue.id): (start, end, cue)
            for cue in timeline.cues
            for name in names
            for start, end, _ in heard(cue, name)
        }
        yield [found[key] for key in sorted(found)]


def marked(timeline: Timeline, situation: Situation, now: datetime) -> Situation:
    """The situation at a later moment, when everything went as planned until then."""
    on_air: dict[CueId, OnAir] = {}
    done: set[CueId] = set()
    for cue in timeline.cues:
        begun = [s for s in cue.segments if s.start <= now + LEAD]
        if begun and begun[-1].end > now:
            on_air[cue.id] = OnAir(cue, begun[-1].start, begun[-1].end, cue.zones)
        elif cue.start is not None and cue.end <= now:
            done.add(cue.id)
    return replace(situation, now=now, on_air=on_air, done=frozenset(done))


def future(cue: Cue, now: datetime) -> object:
    """What is still to come of a cue."""
    stretches = [(s.start, s.end) for s in cue.segments if s.start > now + LEAD]
    return (cue.zones, cue.leaves, stretches) if stretches else None


# One voice


@holds_for(worlds)
def test_a_bus_carries_one_cue_at_a_time(world: World) -> None:
    for stretches in on_bus(world.plan(), world.situation):
        for before, after in pairwise(stretches):
            assert before[1] <= after[0], f"{before[2].title} and {after[2].title}"


@holds_for(worlds)
def test_zones_of_one_interlock_are_never_on_together(world: World) -> None:
    zones = [z for z in world.situation.zones.values() if z.interlock]

    on = sorted(
        (start - timedelta(seconds=zone.warm_up_s), end + timedelta(seconds=zone.tail_s), zone.id)
        for zone in zones
        for cue in world.plan().cues
        for start, end, _ in heard(cue, zone.id)
    )

    assert all(a[1] <= b[0] for a, b in pairwise(on) if a[2] != b[2])


# The ladder


@holds_for(worlds, st.sampled_from(list(Precedence)))
def test_a_higher_cue_does_not_care_about_lower_ones(world: World, step: Precedence) -> None:
    everything = world.plan()
    kept = {cue.id for cue in everything.cues if cue.precedence >= step}

    higher = plan(
        [o for o in world.occurrences if o.id in kept],
        replace(
            world.situation,
            plays=tuple(o for o in world.situation.plays if f"order:{o.id}" in kept),
        ),
    )

    assert higher.cues == tuple(cue for cue in everything.cues if cue.id in kept)


@holds_for(worlds)
def test_nobody_is_cut_short_by_an_equal_or_lower_cue_that_began_no_earlier(world: World) -> None:
    for stretches in on_bus(world.plan(), world.situation):
        for before, after in pairwise(stretches):
            cue = before[2]
            is_cut = before[1] == after[0] and cue.because is not None
            if is_cut and cue.because and cue.because.key == "because.preempted":
                assert after[2].precedence >= cue.precedence


# The same input, the same timeline


@holds_for(worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(world: World, dice: Random) -> None:
    shuffled = list(world.occurrences)
    dice.shuffle(shuffled)

    assert plan(shuffled, world.situation) == world.plan()


@holds_for(quiet_worlds, instants)
def test_planning_again_later_changes_nothing_of_what_is_to_come(
    world: World, now: datetime
) -> None:
    before = world.plan()
    later = marked(before, world.situation, now)

    after = {cue.id: cue for cue in plan(world.occurrences, later).cues}

    for cue in before.cues:
        if cue.id not in later.done:
            assert future(after[cue.id], now) == future(cue, now), cue.title
            if cue.start is not None and cue.start > now + LEAD and len(cue.segments) == 1:
                assert after[cue.id] == cue


@holds_for(worlds, instants)
def test_planning_again_after_a_busy_time_changes_nothing_of_what_is_to_come(
    world: World, now: datetime
) -> None:
    before = world.plan()
    now = max(now, world.situation.now)
    later = marked(before, world.situation, now)

    after = {cue.id: cue for cue in plan(world.occurrences, later).cues}

    for cue in before.cues:
        if cue.id not in later.done:
            assert future(after[cue.id], now) == future(cue, now), cue.title


@holds_for(worlds, instants)
def test_what_is_on_air_is_never_moved(world: World, now: datetime) -> None:
    now = max(now, world.situation.now)
    later = marked(world.plan(), world.situation, now)

    after = {cue.id: cue for cue in plan(world.occurrences, later).cues}

    for key, fact in later.on_air.items():
        assert after[key].start in {fact.start, None}
        assert after[key].zones <= fact.zones


# Rules


def rules_of(situation: Situation, zone: ZoneId, instant: datetime) -> OperatingRules:
    return situation.rules.on(instant.astimezone(TZ).date(), zone)


def quiet_in(rules: OperatingRules, start: datetime, end: datetime) -> bool:
    """Whether quiet hours touch [start, end): looked at minute by minute."""
    instant = start
    while instant < end:
        moment = instant.astimezone(TZ).time()
        first, last = rules.quiet_from, rules.quiet_to
        inside = first <= moment < last if first < last else not last <= moment < first
        if first != last and inside:
            return True
        instant += timedelta(seconds=30)
    return False


@holds_for(worlds)
def test_in_quiet_hours_only_emergencies_are_heard(world: World) -> None:
    for cue in world.plan().cues:
        for zone in cue.zones if cue.kind is not Kind.EMERGENCY else ():
            for start, end, _ in heard(cue, zone):
                rules = rules_of(world.situation, zone, start)
                assert not quiet_in(rules, start, end), cue.title


@holds_for(worlds, instants)
def test_in_quiet_hours_what_is_on_air_goes_silent(world: World, now: datetime) -> None:
    situation = replace(world.situation, clock_trusted=True)
    timeline = plan(world.occurrences, situation)
    now = max(now, situation.now)
    later = marked(timeline, situation, now)
    shift = timedelta(hours=1)
    shifted = {
        key: replace(fact, start=fact.start + shift, end=fact.end + shift)
        for key, fact in later.on_air.items()
    }

    after = plan(world.occurrences, replace(later, now=now + shift, on_air=shifted))

    for cue in after.cues:
        for zone in cue.zones if cue.kind is not Kind.EMERGENCY else ():
            for start, end, _ in heard(cue, zone):
                begin = max(start, now + shift)
                assert not quiet_in(rules_of(situation, zone, begin), begin, end), cue.title


def sessions(stretches: Sequence[tuple[datetime, datetime]], gap: timedelta) -> list[timedelta]:
    """How long the sessions are that stretches make."""
    found: list[list[datetime]] = []
    for start, end in sorted(stretches):
        if found and start - found[-1][1] < max(gap, SECOND):
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [end - start for start, end in found]


@holds_for(quiet_worlds)
def test_no_session_is_longer_than_the_rules_say(world: World) -> None:
    by_day: dict[tuple[ZoneId, date], list[tuple[datetime, datetime]]] = {}
    for cue in world.plan().cues:
        for zone in cue.zones if cue.kind is not Kind.EMERGENCY else ():
            day = cue.planned_start.astimezone(TZ).date()
            stretches = [(start, end) for start, end, _ in heard(cue, zone)]
            by_day.setdefault((zone, day), []).extend(stretches)

    for (zone, day), stretches in by_day.items():
        rules = world.situation.rules.on(day, zone)
        lengths = sessions(stretches, timedelta(seconds=rules.session_gap_s))
        assert max(lengths, default=timedelta()) <= timedelta(seconds=rules.session_cap_s)


@holds_for(quiet_worlds)
def test_no_day_has_more_sessions_than_the_rules_say(world: World) -> None:
    cues = world.plan().cues
    alive = [c for c in cues if c.start is not None and c.kind is not Kind.EMERGENCY]
    collided = {"because.preempted", "because.after"}
    if any(c.because is not None and c.because.key in collided for c in cues):
        return

    for zone in world.situation.zones:
        for day in {c.planned_start.astimezone(TZ).date() for c in alive}:
            rules = world.situation.rules.on(day, zone)
            stretches = [
                (start, end)
                for c in alive
                if c.planned_start.astimezone(TZ).date() == day
                for start, end, _ in heard(c, zone)
            ]
            found = sessions(stretches, timedelta(seconds=rules.session_gap_s))
            assert len(found) <= rules.sessions_a_day


# Reasons and identities


@holds_for(worlds)
def test_every_cue_that_is_not_as_planned_has_a_reason(world: World) -> None:
    planned = {o.id: o for o in world.occurrences}
    for cue in world.plan().cues:
        assert (cue.because is None) == (cue.state is CueState.PLANNED)
        assert (cue.start is None) == (cue.state is CueState.DROPPED)
        if cue.state is CueState.PLANNED and cue.order is None:
            assert cue.start is not None
            assert cue.start - cue.planned_start <= TOLERANCE
            assert cue.zones == (planned[cue.id].slot.zones or frozenset(world.situation.zones))
            assert cue.leaves == ()
            assert len(cue.segments) == 1


@holds_for(worlds)
def test_every_occurrence_and_order_comes_out_once(world: World) -> None:
    asked = Counter([o.id for o in world.occurrences])
    asked.update(CueId(f"order:{o.id}") for o in world.situation.plays)

    assert Counter(cue.id for cue in world.plan().cues) == asked


@holds_for(worlds)
def test_segments_lie_inside_a_cue_in_order(world: World) -> None:
    for cue in world.plan().cues:
        if cue.start is None:
            assert cue.segments == ()
            continue
        assert cue.segments[0].start == cue.start
        assert cue.segments[-1].end == cue.end
        assert all(s.start < s.end for s in cue.segments)
        assert all(a.end < b.start for a, b in pairwise(cue.segments))
        assert all(cue.start < when < cue.end for _, when in cue.leaves)
        assert {zone for zone, _ in cue.leaves} < cue.zones


@holds_for(worlds)
def test_a_bulletin_is_heard_from_its_beginning_and_its_programmes_whole(world: World) -> None:
    slots = {o.id: o.slot for o in world.occurrences}
    for cue in world.plan().cues:
        if cue.start is None or cue.source is Source.RELAY or world.situation.programmes is None:
            continue
        length = seconds_of(cue.content, PROGRAMMES)
        assert cue.end - cue.start == timedelta(seconds=length)
        assert cue.start <= cue.latest_start + TOLERANCE
        if cue.id in slots:
            slot = slots[cue.id]
            approved = [p for p in slot.content if PROGRAMMES[p].approver]
            played = [p for p in cue.content if p != "chime"]
            assert played == approved[: len(played)]
            assert played


@holds_for(worlds)
def test_nothing_begins_before_it_was_planned_or_in_the_past(world: World) -> None:
    for cue in world.plan().cues:
        if cue.start is not None:
            assert cue.start >= cue.planned_start
            assert cue.start >= world.situation.now


# Orders


@holds_for(worlds)
def test_in_a_stopped_zone_nothing_is_planned(world: World) -> None:
    stopped = {z for z, order in world.situation.halts.items() if order.verb is Verb.STOP}

    for cue in world.plan().cues:
        assert cue.start is None or not cue.zones & stopped


@holds_for(worlds, instants)
def test_a_stop_silences_what_is_on_air(world: World, now: datetime) -> None:
    now = max(now, world.situation.now)
    later = marked(world.plan(), world.situation, now)
    everywhere = dict.fromkeys(world.situation.zones, STOP)

    after = plan(world.occurrences, replace(later, halts=everywhere))

    assert all(cue.start is None for cue in after.cues if cue.id not in later.done)


@holds_for(worlds)
def test_in_a_held_zone_only_emergencies_are_planned(world: World) -> None:
    held = {z for z, order in world.situation.halts.items() if order.verb is Verb.HOLD}

    for cue in world.plan().cues:
        if cue.kind is not Kind.EMERGENCY and cue.start is not None:
            assert not cue.zones & held


@holds_for(worlds)
def test_on_an_untrusted_clock_nothing_of_the_calendar_plays_but_emergencies(world: World) -> None:
    timeline = plan(world.occurrences, replace(world.situation, clock_trusted=False))

    for cue in timeline.cues:
        if cue.order is None and cue.kind is not Kind.EMERGENCY:
            assert cue.start is None
