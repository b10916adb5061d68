"""The playout: carries out the timeline, one turn of its loop at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from math import inf

from broadcast.agenda import Agenda
from broadcast.clock_watch import ClockWatch
from broadcast.cue_run import CueRun
from broadcast.hearing import Hearing
from broadcast.journal import MISSED
from broadcast.lane import Lane
from broadcast.parts import Parts
from broadcast.planner import Kept, OnAir, Situation
from broadcast.power import wishes
from broadcast.starting import Later, Starter, follow
from broadcast.tolerance import planned
from hub.domain.bulletin import Precedence
from hub.domain.ids import BusId, CueId, ZoneId
from hub.domain.order import Order, cue_of, shifted
from hub.domain.programme import Source
from hub.domain.talk import Talk
from hub.domain.timeline import Cue, Timeline


class Playout:
    """One turn after the other: hear what happened, plan, begin what is due, switch lines.

    Args:
        parts: What it is put together from.
    """

    def __init__(self, parts: Parts, lanes: Mapping[BusId, Lane], watch: ClockWatch) -> None:
        self._parts = parts
        self._watch = watch
        self._hearing = Hearing(lanes, parts.journal, watch)
        self._dirty = True
        self._trusted = True
        self._window: tuple[datetime, datetime] | None = None
        self._agenda = Agenda(parts.zones)
        self._starter = Starter(parts, lanes)
        self._kept = Kept()
        self.lanes = lanes
        self.halts: dict[ZoneId, Order] = {}
        self.plays: tuple[Order, ...] = ()
        self.talks: tuple[Talk, ...] = ()
        self.timeline = Timeline(parts.clock.now(), ())

    def turn(self) -> float:
        """Do what is due.

        Returns:
            Monotonic time of the next turn, unless something wakes it earlier.
        """
        parts = self._parts
        now = self.look_at_clock()
        self._hearing.listen(parts.sink.events())
        if self._needs_plan(now):
            self.replan(now)
            if parts.journal.changed:
                self.replan(now)
        self._begin_due(now)
        parts.tend(tuple(parts.journal.runs.values()), self._agenda.pending, now)
        self._power(now)
        return min(self._deadline(now), self._starter.follow_hour(now))

    def replan(self, now: datetime) -> None:
        """Plan again and let what is on air follow the new plan."""
        parts = self._parts
        self._dirty = parts.journal.changed = False
        self._window = parts.book.window(now)
        situation = self.situation(now)
        self.plays = tuple(one for one in self.plays if not _is_over(one, situation.done))
        self.timeline = planned(parts, situation, self._kept)
        begun = parts.journal.runs.keys() | situation.done
        self._agenda.renew(cue for cue in self.timeline.cues if cue.id not in begun)
        for cue in self.timeline.cues:
            run = parts.journal.runs.get(cue.id)
            if run is not None:
                follow(run, cue, self.lanes.values())
            elif cue.start is None and cue.id not in situation.done:
                _settle(cue, parts, self._agenda, now)

    @property
    def next_cue(self) -> Cue | None:
        """What will be heard next: armed already, or planned."""
        return next(iter([*self._parts.journal.armed(), *self._agenda.pending[:1]]), None)

    @property
    def next_emergency(self) -> Cue | None:
        """The next emergency, which others may stand before: it waits for amplifiers alone."""
        coming = (*self._parts.journal.armed(), *self._agenda.pending)
        return next((cue for cue in coming if cue.precedence is Precedence.EMERGENCY), None)

    def preview(self, now: datetime) -> Timeline:
        """What a plan made now would say; changes nothing."""
        return planned(self._parts, self.situation(now))

    def situation(self, now: datetime) -> Situation:
        """All that a plan depends on, as it is now."""
        parts = self._parts
        return Situation(
            now=now,
            tz=parts.tz,
            zones=parts.zones,
            rules=parts.book.rules,
            programmes=parts.book.programmes,
            plays=self.plays,
            talks=self.talks,
            halts=self.halts,
            done=parts.journal.done(*parts.book.window(now)),
            on_air=_on_air(parts.journal.runs),
            warm_in_s={zone: parts.amplifiers.warm_in(zone) for zone in parts.zones},
            clock_trusted=self._trusted,
            gaps=self._watch.gaps,
        )

    def look_at_clock(self) -> datetime:
        """Read the clock, and follow it when it was stepped; who decides by the time looks first.

        Returns:
            What time it is, aware UTC.  A step after this look is for the next one.
        """
        step_s = self._watch.step_s()
        if step_s:
            now = self._watch.now
            self._parts.journal.incident("incident.clock_step", seconds=f"{step_s:+.1f}")
            self._watch.note_gap(now - timedelta(seconds=step_s), now, "clock")
            self._parts.journal.shift(timedelta(seconds=step_s))
            self.plays = tuple(shifted(one, timedelta(seconds=step_s)) for one in self.plays)
            for lane in self.lanes.values():
                self.make_way(lane)
                lane.clock_stepped()
            self._dirty = True
        return self._watch.now

    def begin(self, cue: Cue) -> CueRun | Later:
        """Arm a cue on every bus of its zones, unless it has to wait."""
        return self._starter.begin(cue)

    def make_way(self, lane: Lane) -> None:
        """Give an armed cue back to the planner before another takes its place."""
        self._starter.make_way(lane)

    def is_card_open(self, bus: BusId) -> bool:
        """Whether the card of a bus runs."""
        return self._parts.sink.health()[bus.split(":")[0]].is_open

    def note_gap(self, first: datetime, last: datetime, cause: str) -> None:
        """Tell the planner why nothing played in a stretch of time."""
        self._watch.note_gap(first, last, cause)

    def touch(self) -> None:
        """Plan again on the next turn."""
        self._dirty = True

    def _needs_plan(self, now: datetime) -> bool:
        parts = self._parts
        trusted = parts.trusted(now)
        if trusted != self._trusted:
            self._trusted = trusted
            parts.journal.incident("incident.clock_trusted" if trusted else "incident.clock_lost")
            self._dirty = True
        changed = parts.book.refresh()
        rolled = parts.book.window(now) != self._window
        heard = self._hearing.changed or parts.journal.changed
        self._hearing.changed = False
        return self._dirty or changed or rolled or heard or self._agenda.is_time_to_look(now)

    def _begin_due(self, now: datetime) -> None:
        while (cue := self._agenda.pop_due(now)) is not None:
            begun = self.begin(cue)
            if isinstance(begun, Later):
                self._agenda.look_again(now + begun.value, now)

    def _power(self, now: datetime) -> None:
        parts = self._parts
        mono = parts.clock.monotonic()
        runs = (run for lane in self.lanes.values() for run in lane.runs())
        parts.amplifiers.want(wishes(runs, self._agenda.pending, now, mono), mono)
        for event in parts.amplifiers.events():
            parts.journal.incident(event.what.key, **dict(event.what.values))

    def _deadline(self, now: datetime) -> float:
        parts = self._parts
        mono = parts.clock.monotonic()
        due = [mono + parts.max_wait_s]
        begins = [mono + (at - now).total_seconds() for at in self._agenda.instants()]
        parts.sink.expect(min(begins, default=inf))
        due += [*begins, *(mono + (at - now).total_seconds() for at in (self._window or ())[1:])]
        others = (parts.sink.next_due(), parts.amplifiers.next_due(), self._hearing.next_due(mono))
        return max(mono, min([*due, *(at for at in others if at is not None)]))


def _settle(cue: Cue, parts: Parts, agenda: Agenda, now: datetime) -> None:
    """Write down that a dropped cue was missed, or look at it again in time."""
    if cue.slot is not None and cue.planned_start < parts.book.known_since(cue.slot):
        return
    final = cue.planned_end if cue.source is Source.RELAY else cue.latest_start
    missed = cue.because is not None and cue.because.key in MISSED
    if missed or final < now:
        parts.journal.missed(cue)
    elif cue.planned_start <= now + timedelta(days=1):
        agenda.look_again(final, now)


def _is_over(order: Order, done: Collection[CueId]) -> bool:
    """A meeting that has its row in the log is asked for no more."""
    return order.until is not None and cue_of(order.id) in done


def _on_air(runs: Mapping[CueId, CueRun]) -> Mapping[CueId, OnAir]:
    return {key: OnAir(run.cue, run.start, run.end, run.zones) for key, run in runs.items()}
