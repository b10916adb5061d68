"""The planner: calendar + rules + orders + now → timeline, with a reason for every change (pure).

The same input gives the same timeline whatever its order, and planning again later changes
nothing that was not touched by time itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from broadcast.drafts import Draft, Programmes, draft_of_occurrence, draft_of_order
from broadcast.operating import Operating
from broadcast.precedence import place
from broadcast.sessions import keep_caps, narrow
from hub.domain.bulletin import Kind, Precedence
from hub.domain.ids import CueId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Source
from hub.domain.rules import RuleBook
from hub.domain.slot import AfterPreemption, Occurrence
from hub.domain.timeline import CueState, Reason, Timeline
from hub.domain.zone import Zone

NO_TIME = timedelta(0)
TOLERANCE = timedelta(seconds=1)
"""A start later than planned by no more than this is not worth a word."""


@dataclass(frozen=True, slots=True)
class OnAir:
    """A cue that has begun.

    Attributes:
        start: When its first sample left or will leave, aware UTC.
        end: When it will be over, aware UTC.
        zones: Where it is heard.
    """

    start: datetime
    end: datetime
    zones: frozenset[ZoneId]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch [first, last) in which nothing could play.

    Attributes:
        first: Aware UTC.
        last: Aware UTC.
        cause: ``power``, ``clock`` or ``card``: the ending of a key ``because.missed_*``.
    """

    first: datetime
    last: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a plan depends on, besides the calendar.

    Attributes:
        now: The wall clock, aware UTC.
        tz: The hub's local time.
        zones: Every zone.
        rules: Operating rules and special periods.
        programmes: Known programmes, or None when only a calendar is known.
        plays: "Play now" orders that may still be due.
        halts: The stop or hold order in force, by zone.
        done: Cues that have their row in the as-run log.
        on_air: Cues on air now.
        warm_in_s: Seconds from now until a zone can be heard; its warm-up when not given.
        clock_trusted: False: nothing of the calendar plays, but for emergencies.
        gaps: Stretches in which nothing could play, and why.
    """

    now: datetime
    tz: ZoneInfo
    zones: Mapping[ZoneId, Zone]
    rules: RuleBook = field(default_factory=RuleBook)
    programmes: Programmes | None = None
    plays: tuple[Order, ...] = ()
    halts: Mapping[ZoneId, Order] = field(default_factory=dict)
    done: frozenset[CueId] = frozenset()
    on_air: Mapping[CueId, OnAir] = field(default_factory=dict)
    warm_in_s: Mapping[ZoneId, float] = field(default_factory=dict)
    clock_trusted: bool = True
    gaps: tuple[Gap, ...] = ()


def plan(occurrences: Iterable[Occurrence], situation: Situation) -> Timeline:
    """Plan a stretch of time.

    Args:
        occurrences: Everything the calendar says for the stretch, in any order.  It should
            begin a local day before `situation.now`, because sessions are counted by day.
        situation: All the rest.

    Returns:
        Every cue, dropped ones included, by planned start.
    """
    everywhere = frozenset(situation.zones)
    drafts = [draft_of_occurrence(o, situation.programmes, everywhere) for o in occurrences]
    drafts += [draft_of_order(o, situation.programmes or {}, everywhere) for o in situation.plays]
    operating = Operating(situation.rules, situation.tz, situation.programmes)
    placed = []
    for draft in drafts:
        _know_zones(draft, everywhere)
        if not draft.is_dropped:
            admitted = operating.admit(draft)
            if admitted is not None:
                placed.append(admitted)
    keep_caps(placed, situation.programmes)
    alive = [draft for draft in drafts if not draft.is_dropped]
    for draft in alive:
        _see_now(draft, situation, operating)
    bus_of = {zone.id: zone.bus for zone in situation.zones.values()}
    place((d for d in alive if not d.is_dropped), bus_of, situation.programmes)
    for draft in alive:
        if draft.state is CueState.MOVED and not draft.is_fixed and draft.order is None:
            operating.check_again(draft)
    drafts.sort(key=lambda d: (d.planned_start, d.id))
    return Timeline(situation.now, tuple(draft.cue() for draft in drafts))


def _know_zones(draft: Draft, everywhere: frozenset[ZoneId]) -> None:
    unknown = draft.zones - everywhere
    if unknown:
        reason = Reason.of("because.unknown_zone", zones=", ".join(sorted(unknown)))
        narrow(draft, draft.zones & everywhere, reason)
    elif not draft.zones:
        draft.drop(Reason.of("because.no_zone"))


def _see_now(draft: Draft, situation: Situation, operating: Operating) -> None:
    """What the present makes of a draft: on air, done, halted, late, missed."""
    on_air = situation.on_air.get(draft.id)
    if on_air is not None:
        _fix(draft, on_air)
    elif draft.id not in situation.done:
        _see_clock(draft, situation)
        _see_halts(draft, situation)
        _see_lateness(draft, situation, operating)


def _fix(draft: Draft, on_air: OnAir) -> None:
    """It has begun: its start and zones are facts now."""
    draft.start = on_air.start
    draft.end = on_air.end
    draft.zones = on_air.zones
    draft.is_fixed = True


def _see_clock(draft: Draft, situation: Situation) -> None:
    if not situation.clock_trusted and draft.slot is not None and draft.kind is not Kind.EMERGENCY:
        draft.drop(Reason.of("because.clock"))


def _see_halts(draft: Draft, situation: Situation) -> None:
    """A stopped zone stays silent; a held one lets emergencies through."""
    last: Order | None = None
    kept = set(draft.zones)
    for zone in sorted(draft.zones):
        halt = situation.halts.get(zone)
        if halt is None or (halt.verb is Verb.HOLD and draft.kind is Kind.EMERGENCY):
            continue
        kept.discard(zone)
        last = halt
    if last is not None:
        key = "because.stopped" if last.verb is Verb.STOP else "because.held"
        since = last.at.astimezone(situation.tz).strftime("%H:%M:%S %d/%m/%Y")
        narrow(draft, frozenset(kept), Reason.of(key, since=since, by=last.by))


def _see_lateness(draft: Draft, situation: Situation, operating: Operating) -> None:
    """A late bulletin plays whole or not at all; only a relay is joined in progress."""
    if draft.is_dropped:
        return
    first = situation.now + _warm_up(draft, situation)
    late = first - draft.start
    if late <= NO_TIME:
        return
    relay = draft.source is Source.RELAY and draft.after_preemption is not AfterPreemption.DROP
    if relay and first < draft.end:
        draft.start = first
        if late > TOLERANCE:
            draft.change(CueState.MOVED, Reason.of("because.joined"))
    elif not relay and situation.now <= draft.latest_start:
        state, because = draft.state, draft.because
        draft.move(first, Reason.of("because.late", minutes=f"{late.total_seconds() / 60:.0f}"))
        if late <= TOLERANCE or draft.order is not None:
            draft.state, draft.because = state, because
        operating.check_again(draft)
    else:
        draft.drop(Reason.of(f"because.missed_{_cause(draft, situation.gaps)}"))


def _warm_up(draft: Draft, situation: Situation) -> timedelta:
    """How long until every zone of a draft can be heard; an emergency asks for no rest."""
    longest = 0.0
    for zone in draft.zones:
        warm_up_s = situation.zones[zone].warm_up_s
        needed_s = situation.warm_in_s.get(zone, warm_up_s)
        if draft.precedence is Precedence.EMERGENCY:
            needed_s = min(needed_s, warm_up_s)
        longest = max(longest, needed_s)
    return timedelta(seconds=longest)


def _cause(draft: Draft, gaps: tuple[Gap, ...]) -> str:
    """Why a cue was missed: the gap that its start fell into."""
    found = (gap.cause for gap in gaps if gap.first <= draft.planned_start < gap.last)
    return next(found, "late")
