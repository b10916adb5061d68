"""What people tell the playout: stop, hold, resume, play now, end what was ordered.

After a stop nothing sounds until somebody resumes; a hold lets what is on air end and lets
emergencies through; a play order may carry the resume that it needs (docs/adr/0012).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from broadcast.amplifier import Amplifiers
from broadcast.book import Book
from broadcast.journal import CueJournal
from broadcast.lane import Lane
from broadcast.machine import Event, State
from broadcast.meetings import Endings, check_meeting
from broadcast.planner import plan
from broadcast.playout import Playout
from broadcast.starting import Later
from hub.clock import Clock
from hub.domain.bulletin import Kind, Precedence
from hub.domain.facts import Outcome
from hub.domain.ids import OrderId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Programme
from hub.domain.rules import RuleBook
from hub.domain.timeline import Cue, Reason
from hub.domain.zone import Zone
from hub.errors import RefusedError

MOST_REPEATS: Final = 20
REMEMBERED: Final = 200
"""Answers kept for orders that are given twice."""
PLAY_LIVES: Final = timedelta(hours=1)
"""A play order that has not begun by then is forgotten (it was logged as missed long before)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order.

    Attributes:
        order: Which.
        state: ``stopped``, ``held``, ``resumed``, ``playing`` or ``ended``.
        since: When it took effect, aware UTC; for a play order the first sample.
        zones: Where.
        unconfirmed: Zones whose line nobody can say to be off.
    """

    order: OrderId
    state: str
    since: datetime
    zones: tuple[ZoneId, ...]
    unconfirmed: tuple[ZoneId, ...] = ()


class Answers:
    """The last answers, by order."""

    def __init__(self) -> None:
        self._answers: dict[OrderId, Answer] = {}

    def get(self, order: OrderId) -> Answer | None:
        """The answer an order has had, if it is remembered."""
        return self._answers.get(order)

    def remember(self, answer: Answer) -> None:
        """Keep an answer; the oldest are forgotten."""
        self._answers[answer.order] = answer
        while len(self._answers) > REMEMBERED:
            del self._answers[next(iter(self._answers))]


class Desk:
    """Takes orders, carries them out at once, then writes them down.

    Args:
        playout: Whose timeline they change.
        amplifiers: Lines go off before the sound is cut.
        journal: Where they are written down.
        book: Programmes.
        zones: Every zone.
        clock: When they are given.
        store: Keeps an order so that a restart obeys it; called after the deed.
    """

    def __init__(
        self,
        *,
        playout: Playout,
        amplifiers: Amplifiers,
        journal: CueJournal,
        book: Book,
        zones: Mapping[ZoneId, Zone],
        clock: Clock,
        store: Callable[[Order], None],
    ) -> None:
        self._playout = playout
        self._amplifiers = amplifiers
        self._journal = journal
        self._book = book
        self._zones = zones
        self._clock = clock
        self._store = store
        self._answers = Answers()
        self._endings = Endings(playout, journal)
        self._do = {
            Verb.STOP: self._stop,
            Verb.HOLD: self._hold,
            Verb.RESUME: self._resume,
            Verb.PLAY: self._play,
            Verb.END: self._end,
        }

    def give(self, order: Order) -> Answer:
        """Carry an order out; the same id twice is the same order and has the same answer.

        Raises:
            RefusedError: It cannot be carried out, and nothing was changed.
            StoreError: It was carried out and could not be written down.
        """
        known = self._answers.get(order.id)
        if known is not None:
            return known
        unknown = order.zones - self._zones.keys()
        if unknown:
            known_zones = ", ".join(sorted(self._zones))
            names = ", ".join(sorted(unknown))
            raise RefusedError("order.unknown_zone", zones=names, known=known_zones)
        order = given_at(order, self._playout.look_at_clock())
        answer = self._do[order.verb](order, order.zones or frozenset(self._zones))
        self._answers.remember(answer)
        self._store(order)
        return answer

    def restore(self, orders: tuple[Order, ...]) -> None:
        """Obey what was in force when the last life of this process ended."""
        for order in orders:
            zones = (order.zones or frozenset(self._zones)) & self._zones.keys()
            if order.verb is Verb.STOP:
                self._endings.stop(zones, _stopped(order))
                self._halt(order, zones)
                self._silence(zones, _stopped(order))
            elif order.verb is Verb.HOLD:
                self._halt(order, zones)
            elif order.verb is Verb.RESUME or order.resume:
                self._lift(zones)
            if order.verb is Verb.PLAY:
                self._playout.plays += (order,)

    def _stop(self, order: Order, zones: frozenset[ZoneId]) -> Answer:
        confirmations = self._amplifiers.off(zones)
        self._endings.stop(zones, _stopped(order))
        self._halt(order, zones)
        self._silence(zones, _stopped(order))
        unsure = tuple(c.zone for c in confirmations if not c.is_off)
        return Answer(order.id, "stopped", self._clock.now(), tuple(sorted(zones)), unsure)

    def _hold(self, order: Order, zones: frozenset[ZoneId]) -> Answer:
        self._halt(order, zones)
        for lane in self._lanes(zones):
            self._playout.make_way(lane)
            if lane.state is State.WARMING:
                lane.feed(Event.CUE_GONE)
        self._playout.touch()
        return Answer(order.id, "held", order.at, tuple(sorted(zones)))

    def _resume(self, order: Order, zones: frozenset[ZoneId]) -> Answer:
        self._lift(zones)
        return Answer(order.id, "resumed", order.at, tuple(sorted(zones)))

    def _play(self, order: Order, zones: frozenset[ZoneId]) -> Answer:
        cue = self._preview(order, zones)
        if order.resume:
            self._lift(zones)
        self._playout.plays = (*_recent(self._playout.plays, order.at), order)
        at_once = order.kind is Kind.EMERGENCY and not _has_emergency(self._lanes(cue.zones))
        if not at_once or isinstance(self._playout.begin(cue), Later):
            self._playout.replan(order.at)
            cue = next((c for c in self._playout.timeline.cues if c.id == cue.id), cue)
        self._playout.touch()
        return Answer(order.id, "playing", cue.start or order.at, tuple(sorted(cue.zones)))

    def _end(self, order: Order, zones: frozenset[ZoneId]) -> Answer:
        del zones
        if order.ends is None:
            raise RefusedError("order.ends_nothing")
        ended = self._endings.end(order.ends, Reason.of("because.ended_by", by=order.by))
        return Answer(order.id, "ended", order.at, tuple(sorted(ended)))

    def _preview(self, order: Order, zones: frozenset[ZoneId]) -> Cue:
        """The cue of a play order, were it alone.

        Raises:
            RefusedError: It would not be heard.
        """
        if self._book.refresh():
            self._playout.touch()
        programme = self._book.programmes.get(order.programme) if order.programme else None
        if programme is None:
            raise RefusedError("order.no_programme", programme=order.programme)
        _check_approved(programme, order, self._book.rules)
        check_meeting(order, programme)
        if not 1 <= order.repeats <= MOST_REPEATS:
            raise RefusedError("order.repeats", repeats=order.repeats, most=MOST_REPEATS)
        situation = self._playout.situation(order.at)
        kept = {z: o for z, o in situation.halts.items() if not (order.resume and z in zones)}
        cue = plan((), replace(situation.with_nothing(), plays=(order,), halts=kept)).cues[0]
        if cue.start is None:
            why = cue.because or Reason.of("because.late")
            raise RefusedError(why.key, **dict(why.values))
        return cue

    def _halt(self, order: Order, zones: frozenset[ZoneId]) -> None:
        halts = self._playout.halts
        for zone in zones:
            before = halts.get(zone)
            if before is None or before.verb is Verb.HOLD:
                halts[zone] = order

    def _lift(self, zones: frozenset[ZoneId]) -> None:
        for zone in zones:
            self._playout.halts.pop(zone, None)
        for lane in self._lanes(zones):
            if lane.state is State.STOPPED:
                lane.feed(Event.RESUME)
                if not self._playout.is_card_open(lane.bus.id):
                    lane.feed(Event.FAULT)
        self._playout.touch()

    def _silence(self, zones: frozenset[ZoneId], why: Reason) -> None:
        """Cut what is heard in these zones; on a bus that others share, their lines are enough."""
        stopped = {z for z, o in self._playout.halts.items() if o.verb is Verb.STOP}
        for lane in self._lanes(zones):
            for run in lane.runs():
                run.zones -= zones
                run.is_final = run.is_final or not run.zones
            if lane.bus.zones <= stopped:
                self._playout.make_way(lane)
                lane.feed(Event.STOP, Outcome.CUT, why)
            elif lane.run is not None and not lane.run.zones & lane.bus.zones:
                lane.feed(Event.CUE_GONE, Outcome.CUT, why)
        self._playout.touch()

    def _lanes(self, zones: frozenset[ZoneId]) -> list[Lane]:
        return [lane for lane in self._playout.lanes.values() if lane.bus.zones & zones]


def given_at(order: Order, now: datetime) -> Order:
    """The order as given now; a meeting lasts as long as was asked for."""
    until = order.until and now + (order.until - order.at)
    return replace(order, at=now, until=until)


def _has_emergency(lanes: Iterable[Lane]) -> bool:
    """Between an emergency and another the planner decides: of two ordered ones the newer."""
    runs = (run for lane in lanes for run in lane.runs())
    return any(run.cue.precedence is Precedence.EMERGENCY for run in runs)


def _recent(plays: tuple[Order, ...], now: datetime) -> tuple[Order, ...]:
    return tuple(
        order
        for order in plays
        if order.at > now - PLAY_LIVES or (order.until is not None and order.until > now)
    )


def _check_approved(programme: Programme, order: Order, rules: RuleBook) -> None:
    """Refuse what nobody approved, or not the person whom the rules want for it."""
    if not programme.approver:
        raise RefusedError("order.not_approved", programme=programme.id)
    if not rules.may_approve(programme, order.kind, order.by):
        raise RefusedError("approval.needs_other", title=programme.title, author=programme.author)


def _stopped(order: Order) -> Reason:
    return Reason.of("because.stopped_by", by=order.by)
