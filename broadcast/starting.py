"""Begins cues, and lets those on air follow a new plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from math import inf

from broadcast.agenda import HARDLY
from broadcast.clips import content_of
from broadcast.cue_run import CueRun, frames_of, whole_end
from broadcast.lane import Lane
from broadcast.levels import next_change
from broadcast.machine import Event, State
from broadcast.parts import Parts
from hub.domain.facts import Outcome
from hub.domain.ids import BusId
from hub.domain.timeline import Cue, CueState, Reason


class Later(Enum):
    """Why a cue cannot be armed now, and when it is worth another try."""

    CARD_AWAY = timedelta(seconds=10)
    FILE_UNKNOWN = timedelta(seconds=0.2)
    """Its hash is being found: seconds for a long file on a slow card, less for most."""
    HIGHER_FIRST = timedelta(seconds=0.1)
    """Something higher is armed or on air where it would begin; the plan knows soon since when."""


class Starter:
    """Arms cues on their buses.

    Args:
        parts: What the playout is put together from.
        lanes: Every lane.
    """

    def __init__(self, parts: Parts, lanes: Mapping[BusId, Lane]) -> None:
        self._parts = parts
        self._lanes = lanes
        self._runs = 0

    def begin(self, cue: Cue) -> CueRun | Later:
        """Arm a cue on every bus of its zones, unless it has to wait."""
        parts = self._parts
        buses = sorted({parts.zones[zone].bus for zone in cue.zones})
        if cue.start is None or any(self._lanes[b].state is State.FAULT for b in buses):
            return Later.CARD_AWAY
        if any(_gives_way(cue, run) for bus in buses for run in self._lanes[bus].runs()):
            return Later.HIGHER_FIRST
        content = content_of(cue, parts.book.programmes, parts.media_dir, parts.seal)
        if content.is_unknown:
            return Later.FILE_UNKNOWN
        frames = frames_of(cue, parts.book.programmes)
        end = whole_end(cue, cue.start, frames, parts.sink.rate)
        run = CueRun(cue, cue.start, end, cue.zones, parts.sink.rate)
        run.media, run.frames_planned = content.media, frames
        for key, lacking in (("missing", content.missing), ("changed", content.changed)):
            if lacking:
                reason = Reason.of(f"because.media_{key}", programmes=", ".join(lacking))
                run.spoil(Outcome.FAILED, reason)
        parts.journal.begin(run)
        self._runs += 1
        run.name = f"{cue.id}/{self._runs}"
        run.voices.update({bus: f"{run.name}/{bus}" for bus in buses})
        for bus, voice in tuple(run.voices.items()):
            self.make_way(self._lanes[bus])
            sound = replace(parts.sound(cue, bus, content.clips), standby=content.standby)
            self._lanes[bus].begin(run, voice, sound)
        return run

    def follow_hour(self, now: datetime) -> float:
        """Turn what is on air to what the hour and people want.

        Returns:
            Monotonic time at which the hour wants something else; infinity when it never does.
        """
        for lane in self._lanes.values():
            lane.deck.turn(lane.run, now)
        parts = self._parts
        then = next_change(parts.book.rules, now, parts.tz) if parts.journal.runs else None
        return inf if then is None else parts.clock.monotonic() + (then - now).total_seconds()

    def make_way(self, lane: Lane) -> None:
        """Give an armed cue back to the planner before another takes its place."""
        coming = lane.coming
        if coming is not None:
            for other in self._lanes.values():
                if other.coming is coming:
                    other.forget_coming()


def _gives_way(cue: Cue, run: CueRun) -> bool:
    """True when a cue would cut what is higher on the ladder.

    A card may begin an emergency some milliseconds later than planned; the plan then has a gap
    just before it, and a relay that is joined in it would take the lane over from the emergency.
    """
    return run.cue.precedence > cue.precedence and cue.start is not None and cue.start < run.end


def follow(run: CueRun, cue: Cue, lanes: Iterable[Lane]) -> None:
    """What is on air ends earlier, leaves zones or goes, as the new plan says."""
    run.cue = cue if cue.state is not CueState.DROPPED else run.cue
    run.zones = run.zones & cue.zones if cue.start is not None else frozenset()
    end = cue.segments[0].end if cue.segments else run.end
    for lane in lanes:
        if lane.run is run and not lane.bus.zones & run.zones:
            lane.feed(Event.CUE_GONE, Outcome.CUT, cue.because)
        elif lane.coming is run and not lane.bus.zones & run.zones:
            lane.forget_coming()
        elif run in lane.runs() and end < run.end - HARDLY:
            lane.deck.give_way(run, end)
    if end < run.end - HARDLY:
        run.end = end
        run.spoil(Outcome.CUT, cue.because)
