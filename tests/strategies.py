"""Made-up villages for property tests: calendars, rules, orders, moments, what happens to a bus."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from broadcast.machine import Event
from broadcast.planner import Situation, plan
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import BusId, CueId, OrderId, PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from hub.domain.slot import AfterPreemption, Occurrence, Slot
from hub.domain.timeline import Cue, Timeline
from hub.domain.zone import Zone

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "40"))
"""How many examples a property is tried on; see tests/conftest.py."""

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
"""Without the explanation of failures, which takes minutes."""

Test = Callable[..., None]


def holds_for(*wanted: st.SearchStrategy[Any]) -> Callable[[Test], Test]:
    """Mark a property; slow machines have all the time they need."""

    def decorate(test: Test) -> Test:
        return settings(max_examples=EXAMPLES, deadline=None, phases=PHASES)(given(*wanted)(test))

    return decorate


TZ = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = date(2026, 12, 4)
"""A Friday, so that two days hold a weekend's beginning."""
RATE = 100
LENGTHS_S = {"p1": 60, "p2": 120, "p5": 300, "p10": 600, "p20": 1200, "draft": 60, "chime": 30}
HOURS = (4, 5, 5, 6, 17, 20, 21)
CONGRESS = PeriodId("dai-hoi")

PROGRAMMES: Mapping[ProgrammeId, Programme] = {
    ProgrammeId(name): Programme(
        id=ProgrammeId(name),
        title=name,
        kind=Kind.ROUTINE,
        level=Level.COMMUNE,
        source=Source.FILE,
        media=f"{name}.wav",
        frames=length_s * RATE,
        rate=RATE,
        sha256="0" * 64,
        author="Bình",
        approver="" if name == "draft" else "Hoa",
    )
    for name, length_s in LENGTHS_S.items()
}

event_sequences = st.lists(st.sampled_from(list(Event)), max_size=40)


class World:
    """A calendar and a moment."""

    def __init__(self, occurrences: tuple[Occurrence, ...], situation: Situation) -> None:
        self.occurrences = occurrences
        self.situation = situation

    def plan(self) -> Timeline:
        """The timeline."""
        return plan(self.occurrences, self.situation)

    def __repr__(self) -> str:
        situation = self.situation
        lines = [f"now {situation.now.astimezone(TZ):%d %H:%M:%S}"]
        lines += [repr(rules) for rules in (situation.rules, *situation.zones.values())]
        lines += [repr(order) for order in (*situation.plays, *situation.halts.items())]
        lines += [repr(occurrence) for occurrence in self.occurrences]
        lines += [_told(cue) for cue in self.plan().cues]
        return "World:\n" + "\n".join(lines)


def _told(cue: Cue) -> str:
    """A cue in a line, for people who look at a failure."""
    times = [f"{t.astimezone(TZ):%d %H:%M:%S}" for t in (cue.planned_start, cue.start or EARLY)]
    end = f"{cue.end.astimezone(TZ):%H:%M:%S}"
    where = " ".join(sorted(cue.zones))
    return f"{cue.title} {times[0]} -> {times[1]}-{end} [{where}] {cue.state} {cue.because}"


def instant(day: int, hour: int, minute: int, second: int = 0) -> datetime:
    """A local time, `day` days after the first, as aware UTC."""
    local = datetime.combine(FIRST_DAY + timedelta(days=day), time(hour, minute, second), TZ)
    return local.astimezone(UTC)


EARLY = instant(0, 0, 0)
instants = st.builds(
    instant, st.integers(0, 1), st.sampled_from(HOURS), st.integers(0, 59), st.sampled_from((0, 30))
)


def _village(warm_up_s: float, interlock: str) -> dict[ZoneId, Zone]:
    """Three zones on two buses, sometimes interlocked across them."""
    buses = {"x1": ("main:0", interlock), "x2": ("main:0", ""), "x3": ("main:1", interlock)}
    return {
        ZoneId(name): Zone(
            ZoneId(name), name, BusId(bus), warm_up_s=warm_up_s, tail_s=2.0, interlock=lock
        )
        for name, (bus, lock) in buses.items()
    }


villages = st.builds(_village, st.sampled_from((0.0, 3.0)), st.sampled_from(("", "", "pump")))
operating_rules = st.builds(
    OperatingRules,
    quiet_from=st.sampled_from((time(21), time(20, 30), time(0), time(5, 30))),
    quiet_to=st.sampled_from((time(5), time(4, 30), time(0), time(6, 15))),
    session_cap_s=st.sampled_from((900, 2700, 36_000)),
    sessions_a_day=st.sampled_from((1, 3, 100)),
    session_gap_s=st.sampled_from((0, 300)),
    weekdays=st.sampled_from((frozenset(range(7)), frozenset(range(5)))),
)
periods = st.builds(
    Period,
    id=st.just(CONGRESS),
    title=st.just("Đại hội"),
    first=st.just(FIRST_DAY),
    last=st.sampled_from((FIRST_DAY, FIRST_DAY + timedelta(days=1))),
    mode=st.sampled_from((PeriodMode.ADD, PeriodMode.REPLACE)),
    zones=st.sampled_from((frozenset[ZoneId](), frozenset({ZoneId("x1")}))),
    rules=st.none() | operating_rules,
)
rule_books = st.builds(
    RuleBook,
    commune=operating_rules,
    zones=st.dictionaries(st.just(ZoneId("x3")), operating_rules, max_size=1),
    periods=st.lists(periods, max_size=1).map(tuple),
)
ZONE_NAMES = tuple(
    frozenset(ZoneId(name) for name in names.split())
    for names in ("", "x1", "x2", "x3", "x1 x2", "x1 x3", "x2 x3", "x1 x2 x3")
)
zone_names = st.sampled_from(ZONE_NAMES)
contents = st.lists(
    st.sampled_from(("p1", "p2", "p5", "p10", "p20", "draft")).map(ProgrammeId),
    min_size=1,
    max_size=3,
).map(tuple)
chimes = st.sampled_from(((None, None), (None, None), ("chime", "chime"), ("chime", None)))
kinds = st.sampled_from((Kind.ROUTINE, Kind.ROUTINE, Kind.PRIORITY, Kind.EMERGENCY))
sources = st.sampled_from((Source.FILE, Source.FILE, Source.RELAY))
rarely = st.sampled_from((False,) * 19 + (True,))


def _slot(  # noqa: PLR0917 - one value for each strategy below
    source: Source,
    kind: Kind,
    level: Level,
    length_s: float,
    zones: frozenset[ZoneId],
    content: tuple[ProgrammeId, ...],
    chime: tuple[str | None, str | None],
    latest_start_s: int,
    order: int,
    rule: AfterPreemption,
    period: PeriodId | None,
) -> Slot:
    opening, closing = (None if name is None else ProgrammeId(name) for name in chime)
    return Slot(
        id=SlotId(""),
        title="",
        recurrence=Recurrence(datetime.combine(FIRST_DAY, time(5))),
        length_s=length_s,
        kind=kind,
        level=level,
        zones=zones,
        content=content,
        source=source,
        chime=opening,
        closing=closing,
        latest_start_s=latest_start_s,
        order=order,
        after_preemption=rule,
        period=period,
    )


slots = st.builds(
    _slot,
    sources,
    kinds,
    st.sampled_from(list(Level)),
    st.sampled_from((60.0, 900.0, 3600.0)),
    zone_names,
    contents,
    chimes,
    st.sampled_from((0, 300, 600, 3600)),
    st.sampled_from((0, 0, 1, 2)),
    st.sampled_from(list(AfterPreemption)),
    st.sampled_from((None, None, None, None, CONGRESS)),
)


def _calendar(
    found: list[tuple[Slot, datetime, bool, bool]],
) -> tuple[Occurrence, ...]:
    return tuple(
        Occurrence(
            id=CueId(f"s{number}@{start:%Y%m%dT%H%M%SZ}"),
            slot=replace(slot, id=SlotId(f"s{number}"), title=f"s{number}"),
            start=start,
            end=start + timedelta(seconds=slot.length_s),
            cancelled=cancelled,
            all_day=all_day,
        )
        for number, (slot, start, cancelled, all_day) in enumerate(found)
    )


calendars = st.lists(st.tuples(slots, instants, rarely, rarely), min_size=1, max_size=8).map(
    _calendar
)
"""Occurrences crowded into a few hours of two days."""

Given = tuple[frozenset[ZoneId], int, str, Kind, int]
plays = st.lists(
    st.tuples(
        zone_names,
        st.sampled_from((0, 60, 900)),
        st.sampled_from(("p1", "p5", "p10", "draft")),
        st.sampled_from(list(Kind)),
        st.integers(1, 2),
    ),
    max_size=2,
)
halts = st.fixed_dictionaries(
    {},
    optional={ZoneId(name): st.sampled_from((Verb.STOP, Verb.HOLD)) for name in ("x1", "x2", "x3")},
)


def _orders(given: list[Given], now: datetime) -> tuple[Order, ...]:
    """Orders given within the last quarter of an hour."""
    return tuple(
        Order(
            id=OrderId(f"o{number}"),
            verb=Verb.PLAY,
            zones=zones,
            at=now - timedelta(seconds=ago_s),
            by="trưởng thôn",
            programme=ProgrammeId(programme),
            kind=kind,
            repeats=repeats,
        )
        for number, (zones, ago_s, programme, kind, repeats) in enumerate(given)
    )


Both = tuple[tuple[Occurrence, ...], Situation]


def _both(  # noqa: PLR0917 - one value for each strategy below
    occurrences: tuple[Occurrence, ...],
    now: datetime,
    zones: Mapping[ZoneId, Zone],
    rules: RuleBook,
    programmes: Mapping[ProgrammeId, Programme] | None,
    given: list[Given],
    verbs: Mapping[ZoneId, Verb],
    clock_trusted: bool,
) -> Both:
    orders = {v: Order(OrderId(v), v, frozenset(), EARLY, "trưởng thôn") for v in Verb}
    situation = Situation(
        now=now,
        tz=TZ,
        zones=zones,
        rules=rules,
        programmes=programmes,
        plays=_orders(given, now),
        halts={zone: orders[verb] for zone, verb in verbs.items()},
        clock_trusted=clock_trusted,
    )
    return occurrences, situation


known = st.sampled_from((PROGRAMMES, PROGRAMMES, PROGRAMMES, None))
_any_moment = st.builds(
    _both,
    calendars,
    st.just(EARLY) | instants,
    villages,
    rule_books,
    known,
    plays,
    st.just({}) | halts,
    st.sampled_from((True, True, True, False)),
)
_calm_moment = st.builds(
    _both,
    calendars,
    st.just(EARLY),
    villages,
    rule_books,
    known,
    st.just([]),
    st.just({}),
    st.just(True),
)


@st.composite
def _worlds(draw: st.DrawFn, both: st.SearchStrategy[Both]) -> World:
    return World(*draw(both))


worlds = _worlds(_any_moment)
"""Any calendar at any moment, with orders and halts."""

quiet_worlds = _worlds(_calm_moment)
"""A calendar looked at long before: nothing is late, ordered or halted."""
