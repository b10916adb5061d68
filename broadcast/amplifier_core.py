"""Which line must be switched now, and when to look again: decides, drives nothing.

Rules, from the strongest down:

1. A line is on only while a wish is in force, and for what belongs to it: the warm-up
   before its first sample, the tail after its last, and the bridge to the next wish.
2. Zones of one interlock are never on together, not even for an emergency: it says what
   the wiring can bear.  The higher precedence wins; on equal the first come stays.
3. After going off a line stays off for `min_off_s`.  An emergency does not wait for that:
   a worn relay is cheaper than a late warning.
4. Rather than go off and be kept from coming back in time by rule 3, a line stays on
   (the *bridge*, at most `min_off_s`, and never less than `SLACK_S`: no relay chatters);
   it gives way to any other zone of its interlock.
5. A line that failed is tried again after `RETRY_S` (off unless it is wished on), or when
   another start is wished; one that may still be keyed is tried each `OFF_RETRY_S`.

One switch at a time: the shell asks `next_switch`, drives the line, folds the outcome in
with `switched` or `failed`, and asks again until None.  All times are monotonic seconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from broadcast.amplifier_state import NEVER, SLACK_S, LineState, Phase, Switch, Wish
from hub.domain.bulletin import Precedence
from hub.domain.ids import ZoneId
from hub.domain.zone import Zone

Zones = Mapping[ZoneId, Zone]
States = Mapping[ZoneId, LineState]
"""One state for each zone that has a line."""

_BRIDGE: Final = NEVER
"""The precedence of a bridge: it gives way to everybody."""


def next_switch(zones: Zones, states: States, now: float) -> Switch | None:
    """The next line to drive: first whatever must go off, then whatever may go on."""
    for name in states:
        if _must_go_off(name, zones, states, now):
            return Switch(name, on=False)
    for name in states:
        if _may_go_on(zones[name], states[name], now) and _has_way(name, zones, states, now):
            return Switch(name, on=True)
    return None


def phase(zone: Zone, state: LineState, now: float) -> Phase:
    """What the line is doing."""
    if state.failed_at is not None:
        return Phase.FAULT
    if not state.is_on:
        return Phase.OFF
    if now < state.since + zone.warm_up_s:
        return Phase.WARMING
    if not _in_force(zone, state.wish, now) and now < state.heard_until + zone.tail_s:
        return Phase.TAIL
    return Phase.ON


def ready_at(name: ZoneId, zones: Zones, states: States, now: float) -> float | None:
    """When the zone is warm for the wish in force; None when that cannot be told.

    It cannot without a wish, on a failed line, or behind an interlock with an open end.
    """
    zone, state = zones[name], states[name]
    if state.failed_at is not None:
        return None
    if state.is_on:
        return state.since + zone.warm_up_s
    free = _free_at(name, zones, states, now)
    if state.wish is None or free is None:
        return None
    on_at = max(now, state.wish.start - zone.warm_up_s, _rested_at(zone, state), free)
    return on_at + zone.warm_up_s


def next_due(zones: Zones, states: States, now: float) -> float | None:
    """When something may change by itself; None when only a new wish can change anything."""
    times = (t for name, state in states.items() for t in _moments(zones[name], state, now))
    return min((t for t in times if t > now and math.isfinite(t)), default=None)


def _moments(zone: Zone, state: LineState, now: float) -> Iterator[float]:
    """Every time at which a rule of this file may answer differently."""
    if state.failed_at is not None:
        yield state.retry_at
    if state.is_on:
        yield state.since + zone.warm_up_s
        if not _in_force(zone, state.wish, now):
            yield state.heard_until + zone.tail_s
    wish = state.wish
    if wish is None:
        return
    yield _rested_at(zone, state)
    yield wish.start - zone.warm_up_s
    yield wish.start
    if wish.until is not None:
        yield wish.until
    if wish.again_at is not None:
        yield wish.again_at


def _in_force(zone: Zone, wish: Wish | None, now: float) -> bool:
    if wish is None or now < wish.start - zone.warm_up_s:
        return False
    return wish.until is None or now < wish.until


def _rested_at(zone: Zone, state: LineState) -> float:
    """When `min_off_s` lets it go on."""
    if state.is_on or _precedence(state) >= Precedence.EMERGENCY:
        return NEVER
    return state.since + zone.min_off_s


def _precedence(state: LineState) -> float:
    return NEVER if state.wish is None else state.wish.precedence


def _may_go_on(zone: Zone, state: LineState, now: float) -> bool:
    """A wish is in force and nothing of the zone's own stands against it."""
    if not _in_force(zone, state.wish, now) or now < _rested_at(zone, state):
        return False
    if state.failed_at is not None:
        return now >= state.retry_at
    return not state.is_on


def _must_go_off(name: ZoneId, zones: Zones, states: States, now: float) -> bool:
    zone, state = zones[name], states[name]
    if state.failed_at is not None:
        return now >= state.retry_at and not _in_force(zone, state.wish, now)
    if not state.is_on:
        return False
    held = _held_with(zone, state, now)
    return held is None or any(
        _precedence(states[other]) > held and _may_go_on(zones[other], states[other], now)
        for other in _rivals(name, zones, states)
    )


def _held_with(zone: Zone, state: LineState, now: float) -> float | None:
    """With what precedence a line that is on is held; None when nothing holds it."""
    if _in_force(zone, state.wish, now):
        return _precedence(state)
    if now < state.heard_until + zone.tail_s:
        return max(Precedence.ROUTINE, _precedence(state))
    return _BRIDGE if _is_bridged(zone, state.wish, now) else None


def _is_bridged(zone: Zone, wish: Wish | None, now: float) -> bool:
    if wish is None:
        return False
    longest = zone.warm_up_s + max(zone.min_off_s, SLACK_S)
    starts = [start for start in (wish.start, wish.again_at) if start is not None]
    return any(now < start <= now + longest for start in starts)


def _rivals(name: ZoneId, zones: Zones, states: States) -> Iterator[ZoneId]:
    """The other zones of its interlock."""
    interlock = zones[name].interlock
    if interlock:
        yield from (z for z in states if z != name and zones[z].interlock == interlock)


def _has_way(name: ZoneId, zones: Zones, states: States, now: float) -> bool:
    """No other zone of the interlock is on or goes first."""
    mine = _rank(states[name])
    return not any(
        states[other].is_on
        or (_rank(states[other]) < mine and _may_go_on(zones[other], states[other], now))
        for other in _rivals(name, zones, states)
    )


def _rank(state: LineState) -> tuple[float, float]:
    """Sorts those who want on: the highest precedence first, then the earliest start."""
    return (-_precedence(state), math.inf if state.wish is None else state.wish.start)


def _free_at(name: ZoneId, zones: Zones, states: States, now: float) -> float | None:
    """When its interlock is free for this zone; None when nobody can tell."""
    free = NEVER
    for other in _rivals(name, zones, states):
        zone, state = zones[other], states[other]
        if not state.is_on:
            continue
        if state.failed_at is not None:
            return None
        held = _held_with(zone, state, now)
        if held is not None and held >= _precedence(states[name]):
            until = _off_at(zone, state, now)
            if until is None:
                return None
            free = max(free, until)
    return free


def _off_at(zone: Zone, state: LineState, now: float) -> float | None:
    """When a line that is on will go off by itself, tail and all."""
    if state.wish is None or not _in_force(zone, state.wish, now):
        return state.heard_until + zone.tail_s
    return None if state.wish.until is None else state.wish.until + zone.tail_s
