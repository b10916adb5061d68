"""Talks on the playout's side: admitted by the planner, followed until they are over.

Runs on the playout's own thread, once a turn of its loop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from broadcast.audio.sink import Clip
from broadcast.cue_run import CueRun
from broadcast.deck import END_FADE_S, Sound
from broadcast.live.admission import admit, is_urgent
from broadcast.live.buffer import LiveBuffer
from broadcast.live.messages import Ask, Ended, Feed, Left, Over, ToPlayout, ToTalker, Warming
from broadcast.machine import Event
from broadcast.parts import Parts
from broadcast.playout import Playout
from broadcast.post import Post
from broadcast.starting import Later
from hub.domain.bulletin import Kind
from hub.domain.facts import Outcome
from hub.domain.ids import BusId, CueId, OrderId
from hub.domain.programme import Source
from hub.domain.talk import Talk
from hub.domain.timeline import Cue, Reason
from hub.errors import RefusedError

WHY: Final = {
    "because.stopped_by": "stopped",
    "because.stopped": "stopped",
    "because.held": "stopped",
    "because.preempted": "preempted",
    "because.after": "preempted",
    "because.quiet_hours": "quiet",
    "because.talk_limit": "limit",
    "because.talk_vanished": "vanished",
}
"""How an end is called on the wire."""
CHANGED_S: Final = 0.2
"""A change of the end by less is not worth a word."""


@dataclass(slots=True)
class Active:
    """A talk that is not over.

    Attributes:
        talk: Which.
        cue: Its cue.
        buffers: One a bus.
        run: As armed last.
        end: The end that the talker was told.
    """

    talk: Talk
    cue: CueId
    buffers: dict[BusId, LiveBuffer] = field(default_factory=dict)
    run: CueRun | None = None
    end: datetime | None = None
    why: str = ""


class Talks:
    """Every talk that is not over.

    Args:
        inbox: What the live socket asks for.
        tell: Tells the live socket's thread.
        rate: Samples a second of the cards.
    """

    def __init__(self, inbox: Post[ToPlayout], tell: Callable[[ToTalker], None], rate: int) -> None:
        self.inbox = inbox
        self._tell = tell
        self._rate = rate
        self._active: dict[OrderId, Active] = {}

    def sound(self, cue: Cue, bus: BusId, clips: tuple[Clip, ...]) -> Sound:
        """What a cue plays on a bus (`Parts.sound`): a talk has its buffer behind its chime."""
        if cue.source is not Source.LIVE:
            return Sound(clips)
        buffer = LiveBuffer(self._rate, self._behind_s(cue, bus))
        active = next((a for a in self._active.values() if a.cue == cue.id), None)
        if active is None:
            buffer.end()
        else:
            active.buffers[bus] = buffer
            first = min(active.buffers.values(), key=lambda one: one.delay_s)
            for one in active.buffers.values():
                if one.delay_s > first.delay_s:
                    one.follow(first)
            self._tell(Feed(active.talk.id, tuple(active.buffers.values())))
        return Sound(clips, buffer, watch=False)  # whoever speaks may pause

    def _behind_s(self, cue: Cue, bus: BusId) -> float:
        """How much later a cue is heard on a bus than on its first one, seconds."""
        lanes, zones = self._playout.lanes, self._parts.zones
        first = min(lanes[zones[zone].bus].bus.delay for zone in cue.zones)
        return (lanes[bus].bus.delay - first).total_seconds()

    def attach(self, parts: Parts, playout: Playout) -> None:
        """Say whose playout it is, before the first turn."""
        self._parts = parts
        self._playout = playout
        self._now, self._mono_now = parts.clock.now(), parts.clock.monotonic()

    def turn(self) -> float | None:
        """Do what was asked for and see what became of the talks.

        Returns:
            Monotonic time at which it wants to be called again, or None.
        """
        clock = self._parts.clock
        self._now, self._mono_now = self._playout.look_at_clock(), clock.monotonic()
        changed = False
        for item in self.inbox.take():
            changed = True
            match item:
                case Ask(talk):
                    self._open(talk)
                case Over(talk, why):
                    self._finish(talk, why)
        for active in tuple(self._active.values()):
            self._follow(active)
        if changed:
            return clock.monotonic()
        limits = [
            self._mono(a.run.end) - END_FADE_S
            for a in self._active.values()
            if a.run is not None and not a.why
        ]
        return min(limits, default=None)

    def _open(self, talk: Talk) -> None:
        talk = replace(talk, at=self._now)
        try:
            others = [active.talk for active in self._active.values()]
            cue = admit(talk, self._parts.zones, self._playout.situation(talk.at), others)
        except RefusedError as error:
            values = tuple((name, str(value)) for name, value in error.values.items())
            self._tell(Ended(talk.id, "refused", error.key, values))
            return
        active = Active(talk, cue.id)
        self._active[talk.id] = active
        self._playout.talks += (talk,)
        at_once = talk.kind is Kind.EMERGENCY and not is_urgent(cue, self._parts.journal.runs)
        if not at_once or isinstance(self._playout.begin(cue), Later):
            self._playout.replan(self._now)
        self._playout.touch()
        planned = self._planned(active)
        start = (planned or cue).start or talk.at
        self._tell(Warming(talk.id, self._mono(start)))

    def _finish(self, talk: OrderId, why: str) -> None:
        """Whoever spoke has ended: the rest in the buffers is heard, and that was it."""
        active = self._active.get(talk)
        if active is None or active.why:
            return
        active.why = why
        run = self._parts.journal.runs.get(active.cue)
        if run is not None and why != "released":
            run.spoil(Outcome.CUT, Reason.of("because.talk_vanished"))
        for buffer in active.buffers.values():
            buffer.end()
        if run is None or not run.is_heard:
            self._withdraw(active)

    def _withdraw(self, active: Active) -> None:
        """It was never heard: nothing of it is left in plan and log."""
        self._forget(active)
        for lane in self._playout.lanes.values():
            if lane.run is not None and lane.run.cue.id == active.cue:
                lane.feed(Event.CUE_GONE)
            elif lane.coming is not None and lane.coming.cue.id == active.cue:
                lane.forget_coming()
        self._tell(Ended(active.talk.id, active.why or "released"))

    def _follow(self, active: Active) -> None:
        journal = self._parts.journal
        run = journal.runs.get(active.cue)
        if run is not None:
            active.run = run
            self._limit(active, run)
        elif active.run is not None and active.run.is_heard:
            self._over(active, active.run)
        else:
            planned = self._planned(active)
            if planned is not None and planned.start is None:
                journal.missed(planned)
                self._forget(active)
                self._tell(_ended(active.talk.id, "refused", planned.because))

    def _limit(self, active: Active, run: CueRun) -> None:
        """Tell its end when that changes; note it in the log when the limit cuts it."""
        end = run.end
        if active.end is None or abs((end - active.end).total_seconds()) > CHANGED_S:
            active.end = end
            self._tell(Left(active.talk.id, self._mono(end)))
        left_s = (end - self._now).total_seconds()
        if run.is_heard and not active.why and left_s <= END_FADE_S:
            active.why = "limit"
            run.spoil(Outcome.CUT, Reason.of("because.talk_limit"))

    def _over(self, active: Active, run: CueRun) -> None:
        fact = run.fact({})
        self._forget(active)
        why = active.why
        if fact.because is not None:
            why = WHY.get(fact.because.key, "failed")
        self._tell(_ended(active.talk.id, why or "released", fact.because))

    def _forget(self, active: Active) -> None:
        self._active.pop(active.talk.id, None)
        talks = self._playout.talks
        self._playout.talks = tuple(talk for talk in talks if talk.id != active.talk.id)
        for buffer in active.buffers.values():
            buffer.end()
        self._playout.touch()

    def _planned(self, active: Active) -> Cue | None:
        return next((c for c in self._playout.timeline.cues if c.id == active.cue), None)

    def _mono(self, instant: datetime) -> float:
        return self._mono_now + (instant - self._now).total_seconds()


def _ended(talk: OrderId, why: str, because: Reason | None) -> Ended:
    return Ended(talk, why) if because is None else Ended(talk, why, because.key, because.values)
