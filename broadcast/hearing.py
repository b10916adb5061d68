"""What the sink says, told to the lanes; and the end of cues that do not end by themselves."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from broadcast.audio.sink import (
    CardBack,
    CardLost,
    DeadAir,
    Ended,
    SinkEvent,
    SoundBack,
    Started,
    VoiceReport,
)
from broadcast.clock_watch import ClockWatch
from broadcast.journal import CueJournal
from broadcast.lane import FALLBACK, Lane
from broadcast.machine import Event, State
from hub.domain.facts import Outcome
from hub.domain.ids import BusId
from hub.domain.timeline import Reason
from hub.errors import HubError, MediaError

OVERDUE: Final = timedelta(seconds=2)
"""A voice that has not ended this long after its cue is cut."""


class Hearing:
    """Tells the lanes what happened to their voices.

    Args:
        lanes: Every lane.
        journal: Who writes down incidents.
        watch: Says what time it is for this turn (a step of the clock that it has not seen would
            end what is on air), and keeps the stretches in which nothing could play.
    """

    def __init__(self, lanes: Mapping[BusId, Lane], journal: CueJournal, watch: ClockWatch) -> None:
        self._lanes = lanes
        self._journal = journal
        self._watch = watch
        self._lost: dict[str, datetime] = {}
        self.changed = False

    def listen(self, events: Iterable[SinkEvent]) -> None:
        """Tell the lanes, oldest first; then end what should have ended."""
        waiting = deque(events)
        while waiting:
            event = waiting.popleft()
            before = self._end_before(event, waiting)
            if before is not None:
                waiting.remove(before)
                self._one(before)
            self._one(event)
        now = self._watch.now
        for lane in self._lanes.values():
            if lane.run is not None and lane.state is State.DEAD_AIR and lane.run.is_failed:
                if now >= lane.run.end:
                    lane.feed(Event.ENDED)
            elif lane.run is not None and now >= lane.run.end + OVERDUE + lane.bus.delay:
                lane.feed(Event.CUE_GONE, Outcome.CUT, Reason.of("because.overdue"))

    def next_due(self, mono: float) -> float | None:
        """When `listen` has something to end by itself, monotonic seconds."""
        now = self._watch.now
        ends = [
            (lane.run.end if lane.run.is_failed else lane.run.end + OVERDUE + lane.bus.delay)
            for lane in self._lanes.values()
            if lane.run is not None
        ]
        return min((mono + (end - now).total_seconds() for end in ends), default=None)

    def _end_before(self, event: SinkEvent, waiting: Iterable[SinkEvent]) -> Ended | None:
        """The end of the cue on air, when the next one's start is told before it.

        Both happen in one block; only the end knows all that was played.
        """
        if not isinstance(event, Started):
            return None
        lanes = [lane for lane in self._lanes.values() if lane.is_coming(event.voice)]
        ends = (e for e in waiting if isinstance(e, Ended))
        return next((e for e in ends if any(lane.is_mine(e.voice) for lane in lanes)), None)

    def _one(self, event: SinkEvent) -> None:
        match event:
            case CardLost():
                self._card_lost(event)
            case CardBack():
                self._card_back(event)
            case Started() | Ended() | DeadAir() | SoundBack():
                for lane in self._lanes.values():
                    self._voice(lane, event)
            case _:
                self._journal.incident("incident.card_strained", card=event.card)

    def _voice(self, lane: Lane, event: Started | Ended | DeadAir | SoundBack) -> None:
        match event:
            case Started(voice, report):
                lane.voice_started(voice, report)
                if lane.is_mine(voice):
                    self._began(lane, report)
            case DeadAir(voice) if lane.is_mine(voice):
                self._journal.incident("incident.dead_air", title=_title(lane))
                lane.feed(Event.SILENT)
            case SoundBack(voice) if lane.is_mine(voice):
                lane.feed(Event.SOUND_BACK)
            case Ended() if lane.is_mine(event.voice):
                self._ended(lane, event)
            case Ended() if lane.is_coming(event.voice) and event.error is not None:
                lane.forget_coming()
            case _:
                return

    def _began(self, lane: Lane, report: VoiceReport) -> None:
        """A cue that began late moves what comes after it: the planner has that again."""
        run = lane.run
        if run is None or report.started_s is None:
            return
        at = datetime.fromtimestamp(report.started_s, tz=UTC) - lane.bus.delay
        if run.began(at):
            self.changed = True
            for other in self._lanes.values():
                if other.coming is not None and other.coming.start < run.end:
                    other.forget_coming()

    def _ended(self, lane: Lane, event: Ended) -> None:
        run = lane.run
        if run is None:
            return
        run.measure(lane.bus.id, event.report)
        error = event.error
        if error is None:
            lane.voice_ended(cut=event.cut)
            return
        reason = _reason(error)
        run.spoil(Outcome.FAILED, reason)
        if isinstance(error, MediaError):
            run.is_failed = True
            run.end = min(run.end, self._watch.now + FALLBACK)
            lane.feed(Event.FAILED)
        else:
            run.is_broken = True
            lane.feed(Event.FAULT, Outcome.FAILED, reason)

    def _card_lost(self, event: CardLost) -> None:
        if event.card in self._lost:
            return
        self._lost[event.card] = self._watch.now
        self._journal.incident("incident.card_lost", card=event.card, error=event.error)
        reason = Reason.of("because.card_lost", card=event.card)
        for lane in self._of(event.card):
            for run in lane.runs():
                run.is_broken = True
            lane.forget_coming()
            lane.feed(Event.FAULT, Outcome.FAILED, reason)
        self.changed = True

    def _card_back(self, event: CardBack) -> None:
        since = self._lost.pop(event.card, None)
        if since is not None:
            self._journal.incident("incident.card_back", card=event.card)
            self._watch.note_gap(since, self._watch.now, "card")
        for lane in self._of(event.card):
            lane.feed(Event.REPAIRED)
        self.changed = True

    def _of(self, card: str) -> list[Lane]:
        return [lane for bus, lane in self._lanes.items() if bus.split(":")[0] == card]


def _reason(error: Exception) -> Reason:
    if isinstance(error, HubError):
        return Reason.of(error.key, **error.values)
    return Reason.of("because.failed", error=error)


def _title(lane: Lane) -> str:
    return lane.run.cue.title if lane.run is not None else ""
