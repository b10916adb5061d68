"""One bus: its state, its cue and the next one; carries out what the machine decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, Protocol

from broadcast.audio.sink import VoiceReport
from broadcast.cue_run import CueRun
from broadcast.deck import Bus, Deck, Sound
from broadcast.machine import Action, Event, State, step
from hub.domain.facts import Outcome
from hub.domain.ids import ZoneId
from hub.domain.timeline import Reason
from hub.errors import DeviceError, MediaError

FALLBACK: Final = timedelta(seconds=60)
"""How long the fallback stands in for media that cannot be played."""


_DOES: Final = {
    Action.ARM: "_arm",
    Action.ARM_NEXT: "_arm_next",
    Action.DISARM: "_disarm",
    Action.FADE: "_fade",
    Action.POWER_OFF: "_power_off",
    Action.SILENCE: "_silence",
    Action.FALLBACK: "_play_fallback",
    Action.FALLBACK_OFF: "_stop_fallback",
    Action.NOTE_START: "_note_start",
    Action.NOTE_ENDED: "_note_ended",
    Action.NOTE_CUT: "_note_over",
    Action.NOTE_FAILED: "_note_over",
    Action.NOTE_MISSED: "_note_over",
}
"""The method of a lane that carries an action out; a test sees to it that all are there."""


class Power(Protocol):
    """The amplifiers, as far as a lane needs them."""

    def off(self, zones: Iterable[ZoneId] | None = None) -> object:
        """Switch these zones off at once."""
        ...


class Journal(Protocol):
    """Who writes down what becomes of a run."""

    def heard(self, run: CueRun) -> None:
        """Its first sample was placed on some bus."""
        ...

    def over(self, run: CueRun) -> None:
        """It is over on its last bus."""
        ...

    def withdraw(self, run: CueRun) -> None:
        """It was disarmed before it was heard: the planner has it again."""
        ...


class Lane:
    """One bus and what is on it.

    Args:
        bus: What it drives.
        deck: Its voices.
        power: The amplifiers.
        journal: Who writes down what happened.
    """

    def __init__(self, bus: Bus, deck: Deck, power: Power, journal: Journal) -> None:
        self.bus = bus
        self.state = State.IDLE
        self.run: CueRun | None = None
        self.coming: CueRun | None = None
        self.deck = deck
        self._power = power
        self._journal = journal
        self._why: tuple[Outcome, Reason | None] = (Outcome.CUT, None)

    def runs(self) -> tuple[CueRun, ...]:
        """What is on it and what is armed."""
        return tuple(run for run in (self.run, self.coming) if run is not None)

    def begin(self, run: CueRun, voice: str, sound: Sound) -> None:
        """A cue is due: arm it, behind or instead of what is on air."""
        self.deck.load(run, voice, sound)
        if self.run is None and self.state is State.IDLE:
            self.run = run
        else:
            self.coming = run
        self.feed(Event.CUE_DUE)

    def forget_coming(self) -> None:
        """The armed cue is not wanted any more; the planner has it again."""
        coming, self.coming = self.coming, None
        if coming is not None:
            self._forget(coming)

    def feed(self, event: Event, outcome: Outcome = Outcome.CUT, why: Reason | None = None) -> None:
        """Let something happen; `outcome` and `why` go into the log if it ends a cue."""
        self._why = (outcome, why)
        self.state, actions = step(self.state, event)
        for action in actions:
            getattr(self, _DOES[action])()

    def voice_started(self, voice: str, report: VoiceReport) -> None:
        """The sink placed the first sample of a voice."""
        if self.is_coming(voice):
            self._hand_over()
        if self.is_mine(voice) and self.run is not None:
            self.run.measure(self.bus.id, report)
            self.feed(Event.STARTED)

    def voice_ended(self, *, cut: bool) -> None:
        """The run's voice is over; cut before its end only when the next cue took its place."""
        coming = self.coming
        if cut and coming is not None and self.run is not None:
            self._judge_preempted(self.run, coming)
        else:
            self.feed(Event.ENDED)

    def is_mine(self, voice: str) -> bool:
        """True when a voice belongs to the run on this bus."""
        return self.deck.voice_of(self.run) == voice

    def is_coming(self, voice: str) -> bool:
        """True when a voice belongs to the cue that is armed behind it."""
        return self.deck.voice_of(self.coming) == voice

    def clock_stepped(self) -> None:
        """The wall clock was stepped: what waits for a moment of it has to be told anew.

        What sounds goes on, and the sink keeps the moment of a cut that it was told before.
        """
        if self.state is State.WARMING:
            self.feed(Event.CUE_GONE)

    def _hand_over(self) -> None:
        """The next cue's first sample is out: the one before is over."""
        coming, self.coming = self.coming, None
        if self.run is not None and coming is not None:
            self.deck.measure(self.run)
            self._judge_preempted(self.run, coming)
        self.run = coming
        self.feed(Event.CUE_DUE)

    def _judge_preempted(self, run: CueRun, coming: CueRun) -> None:
        """A run that had its time has ended; the next cue took the rest from any other."""
        if run.is_complete(coming.start):
            self.feed(Event.ENDED)
        else:
            reason = Reason.of("because.preempted", title=coming.cue.title)
            self.feed(Event.PREEMPTED, Outcome.CUT, reason)

    def _arm(self) -> None:
        if self.run is not None:
            self._start(self.run)

    def _arm_next(self) -> None:
        if self.coming is not None:
            if self.run is not None:
                self.deck.give_way(self.run, self.coming.start)
            self._start(self.coming)

    def _start(self, run: CueRun) -> None:
        try:
            self.deck.start(run)
        except MediaError as error:
            run.spoil(Outcome.FAILED, Reason.of(error.key, **error.values))
            run.is_failed = True
            run.end = min(run.end, run.start + FALLBACK)
            if run is self.run:
                self.feed(Event.FAILED)
            else:
                self._refuse_coming()
        except DeviceError:
            run.is_broken = True
            self.feed(Event.FAULT, Outcome.FAILED)

    def _refuse_coming(self) -> None:
        """The next cue cannot be played: log it and leave the one on air alone."""
        coming, self.coming = self.coming, None
        if coming is not None and coming.leave(self.bus.id):
            self._journal.over(coming)

    def _forget(self, run: CueRun) -> None:
        self.deck.forget(run)
        if not run.voices:
            self._journal.withdraw(run)

    def _disarm(self) -> None:
        run, self.run = self.run, None
        if run is not None:
            self._forget(run)

    def _fade(self) -> None:
        if self.run is not None:
            self.deck.fade(self.run)

    def _power_off(self) -> None:
        self.deck.measure(self.run)
        self._power.off(self.bus.zones)

    def _silence(self) -> None:
        self.deck.measure(self.run)
        self.deck.silence()
        self.forget_coming()

    def _play_fallback(self) -> None:
        waits = self.run is not None and not self.run.is_heard
        self.deck.play_fallback(
            self.run, self.run.start if waits and self.run is not None else None
        )

    def _stop_fallback(self) -> None:
        self.deck.stop_fallback()

    def _note_start(self) -> None:
        if self.run is not None:
            self._journal.heard(self.run)

    def _note_over(self) -> None:
        run, self.run = self.run, None
        if run is not None:
            run.spoil(*self._why)
            if run.leave(self.bus.id):
                self._journal.over(run)

    def _note_ended(self) -> None:
        self._why = (Outcome.PLAYED, None)
        self._note_over()
