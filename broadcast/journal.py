"""Writes down what becomes of cues: on air, played, cut, missed, taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from broadcast.cue_run import CueRun, Earlier, unheard
from broadcast.recovery import Recovery, recover_cue
from hub.clock import Clock
from hub.domain.facts import AsRun, Fact, Incident, Outcome
from hub.domain.ids import CueId, ZoneId
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption
from hub.domain.timeline import Cue, Reason

Currents = Callable[[frozenset[ZoneId], datetime, datetime], Mapping[ZoneId, float]]
"""Mean amplifier current of zones over a stretch of time, amperes, where it was measured."""

NOT_LOGGED: Final = frozenset(
    {
        "because.cancelled",
        "because.all_day",
        "because.period",
        "because.not_in_period",
        "because.weekday",
    }
)
"""Cues that the calendar itself takes back leave no row."""

MISSED: Final = frozenset(
    {
        "because.missed_late",
        "because.missed_power",
        "because.missed_clock",
        "because.missed_card",
    }
)
"""It is too late for these cues, whatever happens."""

NEARLY: Final = timedelta(seconds=1)


class Log(Protocol):
    """The as-run log, as far as the playout needs it."""

    def write(self, fact: Fact) -> None:
        """Append a fact; it is not lost even when the store is busy."""
        ...

    def mark_on_air(self, fact: AsRun, since: datetime, interruptions: int) -> None:
        """Remember that a cue is on air, and the row to write should nobody be there to end it."""
        ...

    def done(self, first: datetime, last: datetime) -> frozenset[CueId]:
        """Cues planned in [first, last) that have their row."""
        ...


class CueJournal:
    """The playout's own writer (implements `broadcast.lane.Journal`).

    Args:
        log: The as-run log.
        clock: The clock.
        currents: What the sensors measured.
    """

    def __init__(self, log: Log, clock: Clock, currents: Currents) -> None:
        self._log = log
        self._clock = clock
        self._currents = currents
        self.runs: dict[CueId, CueRun] = {}
        self.earlier: dict[CueId, Earlier] = {}
        self.changed = False

    def begin(self, run: CueRun) -> None:
        """A run was armed."""
        run.earlier = self.earlier.pop(run.cue.id, run.earlier)
        self.runs[run.cue.id] = run

    def armed(self) -> list[Cue]:
        """Cues that are on their way and not heard yet."""
        return [run.cue for run in self.runs.values() if not run.is_heard]

    def shift(self, step: timedelta) -> None:
        """The wall clock was stepped: what is on its way keeps its moments under new names."""
        for run in self.runs.values():
            run.shift(step)

    def withdraw(self, run: CueRun) -> None:
        """A run was disarmed before it was heard: the planner has the cue again."""
        self.runs.pop(run.cue.id, None)
        if run.earlier.interruptions or run.earlier.frames:
            self.earlier[run.cue.id] = run.earlier
        self.changed = True

    def heard(self, run: CueRun) -> None:
        """Its first sample was placed: from here on a power cut must not make it unheard."""
        if run.is_heard:
            return
        run.is_heard = True
        broken_off = Reason.of("because.broken_off")
        fact = unheard(run.cue, Outcome.CUT, broken_off)
        self._log.mark_on_air(fact, run.start, run.earlier.interruptions)

    def over(self, run: CueRun) -> None:
        """It is over on its last bus: write its row, or keep it for when it is taken up again."""
        cue = run.cue
        self.runs.pop(cue.id, None)
        self.changed = True
        if self._goes_on(run):
            interruptions = run.earlier.interruptions + run.is_broken
            self.earlier[cue.id] = Earlier(run.started, run.frames, interruptions)
            return
        started = run.started
        current = (
            self._currents(cue.zones, started, self._clock.now()) if started is not None else {}
        )
        self._log.write(run.fact(current))

    def missed(self, cue: Cue) -> None:
        """A cue that will not be on air any more; nothing when the calendar took it back."""
        before = self.earlier.pop(cue.id, None)
        reason = cue.because
        if reason is not None and reason.key in NOT_LOGGED and before is None:
            return
        outcome = Outcome.MISSED if before is None or not before.frames else Outcome.CUT
        self._log.write(_with(unheard(cue, outcome, reason), before))

    def broken_off(self, fact: AsRun) -> None:
        """A cue that an earlier life of this process began and that is not taken up again."""
        self._log.write(fact)

    def incident(self, key: str, **values: object) -> None:
        """The hub's own trouble."""
        self._log.write(Incident(self._clock.now(), Reason.of(key, **values)))

    def done(self, first: datetime, last: datetime) -> frozenset[CueId]:
        """Cues that must not be played again."""
        return self._log.done(first, last)

    def _goes_on(self, run: CueRun) -> bool:
        """True when the planner shall have the cue again: broken off, or a relay to be joined."""
        now = self._clock.now()
        if run.is_final or run.is_failed:
            return False
        if run.cue.source is Source.RELAY:
            joins = run.is_broken or run.cue.after_preemption is AfterPreemption.JOIN
            return joins and now < run.cue.end - NEARLY
        return run.is_broken and recover_cue(run.cue, run.heard(), now) is not Recovery.OVER


def _with(fact: AsRun, before: Earlier | None) -> AsRun:
    if before is None:
        return fact
    return replace(
        fact,
        started=before.started,
        frames_played=before.frames,
        interruptions=before.interruptions,
    )
