"""Amplifiers: what holds whatever is wished, whenever, and whichever line fails."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.amplifier import Amplifiers
from broadcast.amplifier_state import Phase, Wish
from hub.domain.bulletin import Precedence
from hub.domain.ids import BusId, ZoneId
from hub.domain.zone import Zone
from tests.fakes.board import MemoryBoard
from tests.fakes.clock import FakeClock

pytestmark = pytest.mark.property

START = datetime(2026, 12, 1, tzinfo=UTC)
NAMES = [ZoneId(name) for name in ("north", "south", "west")]

halves = st.integers(0, 40).map(lambda n: n / 2)
precedences = st.sampled_from([Precedence.ROUTINE, Precedence.PRIORITY, Precedence.EMERGENCY])


@dataclass(frozen=True)
class Step:
    """Time passes, then something is wished, or everything is switched off."""

    passes: float
    wishes: dict[ZoneId, tuple[float, float | None, Precedence, float | None]]
    broken: frozenset[ZoneId] = frozenset()
    stop: bool = False


wishes = st.tuples(
    st.integers(-6, 30).map(lambda n: n / 2),
    st.none() | halves,
    precedences,
    st.none() | halves,
)
steps = st.builds(
    Step,
    passes=st.integers(0, 16).map(lambda n: n / 2),
    wishes=st.dictionaries(st.sampled_from(NAMES), wishes),
    broken=st.frozensets(st.sampled_from(NAMES), max_size=1),
    stop=st.sampled_from([False] * 9 + [True]),
)
sound_steps = steps.map(lambda s: Step(s.passes, s.wishes, frozenset(), s.stop))
settings_of_zones = st.tuples(
    st.sampled_from([0.0, 0.5, 3.0]),
    st.sampled_from([0.0, 2.0]),
    st.sampled_from([0.0, 5.0]),
    st.sampled_from(["", "feeder"]),
)
scripts = st.tuples(st.tuples(*[settings_of_zones] * 3), st.lists(steps, max_size=8))
sound_scripts = st.tuples(st.tuples(*[settings_of_zones] * 3), st.lists(sound_steps, max_size=8))
few = settings(max_examples=60)
Script = tuple[tuple[tuple[float, float, float, str], ...], list[Step]]


@dataclass
class Stage:
    """Runs a script step by step and keeps what happened."""

    zones: dict[ZoneId, Zone]
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    board: MemoryBoard = field(default_factory=MemoryBoard)
    wishes: dict[ZoneId, Wish] = field(default_factory=dict)
    heard: dict[ZoneId, float] = field(default_factory=dict)
    went_off: dict[ZoneId, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.amplifiers = Amplifiers(self.zones, self.board, self.clock)
        self.went_off = dict.fromkeys(self.zones, self.now)

    @property
    def now(self) -> float:
        return self.clock.monotonic()

    def is_on(self, name: ZoneId) -> bool:
        return self.board.lines[self.zones[name].line or 0].is_on

    def lines_on(self) -> list[bool]:
        return [self.is_on(name) for name in self.zones]

    def play(self, step: Step) -> None:
        self.clock.pass_time(step.passes)
        for name, zone in self.zones.items():
            self.board.lines[zone.line or 0].is_broken = name in step.broken
            self._hear(name)
        self.wishes = {
            name: Wish(
                self.now + start,
                None if length is None else self.now + start + length,
                precedence,
                None if again is None else self.now + again,
            )
            for name, (start, length, precedence, again) in step.wishes.items()
        }
        if step.stop:
            self.wishes = {}
            self.amplifiers.off()
        else:
            self.amplifiers.want(self.wishes, self.now)

    def _hear(self, name: ZoneId) -> None:
        """Until when samples of the wish that ends now may have left."""
        wish = self.wishes.get(name)
        if wish is not None and wish.start <= self.now:
            until = self.now if wish.until is None else min(wish.until, self.now)
            self.heard[name] = max(self.heard.get(name, -math.inf), until)


def _stage(script: Script) -> Stage:
    zones = {
        name: Zone(
            id=name,
            name=name,
            bus=BusId("main:0"),
            line=pin,
            warm_up_s=warm_up_s,
            tail_s=tail_s,
            min_off_s=min_off_s,
            interlock=interlock,
        )
        for pin, (name, (warm_up_s, tail_s, min_off_s, interlock)) in enumerate(
            zip(NAMES, script[0], strict=True)
        )
    }
    return Stage(zones)


def _has_reason(stage: Stage, name: ZoneId) -> bool:
    """A wish is in force, or its tail or its bridge."""
    zone, wish, now = stage.zones[name], stage.wishes.get(name), stage.now
    if now < stage.heard.get(name, -math.inf) + zone.tail_s:
        return True
    if wish is None:
        return False
    if wish.start - zone.warm_up_s <= now and (wish.until is None or now < wish.until):
        return True
    starts = [t for t in (wish.start, wish.again_at) if t is not None]
    return any(now < t <= now + zone.warm_up_s + max(zone.min_off_s, 1.0) for t in starts)


@few
@given(sound_scripts)
def test_a_line_is_never_on_without_a_reason(script: Script) -> None:
    stage = _stage(script)

    for step in script[1]:
        stage.play(step)

        assert all(not stage.is_on(name) or _has_reason(stage, name) for name in NAMES)


@few
@given(scripts)
def test_zones_of_one_interlock_are_never_on_together(script: Script) -> None:
    stage = _stage(script)

    for step in script[1]:
        stage.play(step)

        feeder = [n for n, z in stage.zones.items() if z.interlock and stage.is_on(n)]
        assert len(feeder) <= 1


@few
@given(sound_scripts)
def test_a_line_stays_off_for_its_minimum_unless_it_is_an_emergency(script: Script) -> None:
    stage = _stage(script)

    for step in script[1]:
        before = stage.lines_on()
        stage.play(step)

        for name, was_on in zip(NAMES, before, strict=True):
            if was_on and not stage.is_on(name):
                stage.went_off[name] = stage.now
            if stage.is_on(name) and not was_on:
                rested = stage.now - stage.went_off[name] >= stage.zones[name].min_off_s
                assert rested or stage.wishes[name].precedence >= Precedence.EMERGENCY


@few
@given(sound_scripts)
def test_off_always_leaves_everything_off(script: Script) -> None:
    stage = _stage(script)

    for step in script[1]:
        stage.play(step)
        confirmed = stage.amplifiers.off()

        assert stage.lines_on() == [False] * 3
        assert all(c.is_off for c in confirmed)


@few
@given(scripts)
def test_what_is_confirmed_off_is_off(script: Script) -> None:
    stage = _stage(script)

    for step in script[1]:
        stage.play(step)

        assert all(not c.is_off or not stage.is_on(c.zone) for c in stage.amplifiers.off())


@few
@given(scripts)
def test_wanting_the_same_again_switches_nothing(script: Script) -> None:
    stage = _stage(script)

    for step in script[1]:
        stage.play(step)
        before = stage.lines_on()
        stage.amplifiers.want(stage.wishes, stage.now)

        assert stage.lines_on() == before


ROUNDING_S = 1e-6
"""Monotonic seconds nearer together than this are one moment to a float."""


@few
@given(scripts, st.floats(0.01, 0.99))
def test_nothing_is_switched_before_the_next_time_to_look(script: Script, part: float) -> None:
    stage = _stage(script)

    for step in script[1]:
        stage.play(step)
        due = stage.amplifiers.next_due()
        before = stage.lines_on()
        left_s = (stage.now + 9 if due is None else due) - stage.now
        if left_s < ROUNDING_S:
            continue  # a part of it rounds to the whole
        stage.clock.pass_time(left_s * part)
        if not step.stop:
            stage.amplifiers.want(stage.wishes, stage.now)

        assert stage.lines_on() == before


@few
@given(sound_scripts)
def test_an_emergency_is_never_kept_waiting_by_anything_but_a_higher_or_equal_one(
    script: Script,
) -> None:
    stage = _stage(script)
    emergency = {NAMES[0]: Wish(0, None, Precedence.EMERGENCY)}

    for step in script[1]:
        stage.play(step)
    rivals = [w.precedence for n, w in stage.wishes.items() if n != NAMES[0]]
    stage.amplifiers.want({**stage.wishes, **emergency}, stage.now)

    assert stage.is_on(NAMES[0]) or Precedence.EMERGENCY in rivals


@few
@given(sound_scripts)
def test_every_line_comes_to_rest_when_nothing_is_wished_any_more(script: Script) -> None:
    stage = _stage(script)

    for step in script[1]:
        stage.play(step)
    stage.amplifiers.want({}, stage.now)
    while (due := stage.amplifiers.next_due()) is not None:
        stage.clock.pass_time(due - stage.now)
        stage.amplifiers.want({}, stage.now)

    assert stage.lines_on() == [False] * 3
    assert {stage.amplifiers.phase(name) for name in NAMES} == {Phase.OFF}


@few
@given(sound_scripts)
def test_a_zone_that_is_warm_has_been_on_for_its_warm_up(script: Script) -> None:
    stage = _stage(script)
    went_on: dict[ZoneId, float] = {}

    for step in script[1]:
        before = dict(zip(NAMES, stage.lines_on(), strict=True))
        stage.play(step)
        went_on |= {n: stage.now for n in NAMES if stage.is_on(n) and not before[n]}

        warm = [n for n in NAMES if stage.amplifiers.is_warm(n)]
        assert all(stage.now - went_on[n] >= stage.zones[n].warm_up_s for n in warm)
