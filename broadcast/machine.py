"""The playout's state machine: what one bus does, as a table (pure).

Rule 1: everything that decides a transition stands in `TABLE`; `step` is one look-up.
Rule 2: every state answers every event; STOP and FAULT lead to silence from anywhere.
Rule 3: the line goes off before the sound is cut (`POWER_OFF` before `SILENCE`).
Rule 4: after STOP nothing sounds on the bus until RESUME, whatever comes; after FAULT nothing
until REPAIRED.

The picture in `docs/images/machine.svg` is generated from this table by
`python -m broadcast.machine_picture`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """What a bus is doing."""

    IDLE = "idle"
    """Silence is fed to the card; no line is wanted."""
    WARMING = "warming"
    """A cue is armed and its amplifiers warm up."""
    ON_AIR = "on-air"
    """A cue is heard."""
    DEAD_AIR = "dead-air"
    """A cue is on air and silent, or its media failed: the fallback is heard in its place."""
    STOPPED = "stopped"
    """A person stopped it."""
    FAULT = "fault"
    """The card is away."""


class Event(StrEnum):
    """What can happen to a bus."""

    CUE_DUE = "cue-due"
    """The planner has a cue for it, and it is time to warm up."""
    CUE_GONE = "cue-gone"
    """The cue that was armed is not wanted any more."""
    STARTED = "started"
    """The first sample was placed."""
    ENDED = "ended"
    """The last sample was placed, or the cue's time is over."""
    FAILED = "failed"
    """The cue's media cannot be played."""
    PREEMPTED = "preempted"
    """The next cue's first sample was placed before this one was over."""
    SILENT = "silent"
    """The cue has been silent for the grace of dead air."""
    SOUND_BACK = "sound-back"
    """The cue sounds again."""
    STOP = "stop"
    RESUME = "resume"
    FAULT = "fault"
    """The card went away."""
    REPAIRED = "repaired"
    """The card is back."""


class Action(StrEnum):
    """What the shell does; in the order of the list."""

    ARM = "arm"
    """Want the lines and arm the voice."""
    ARM_NEXT = "arm-next"
    """The same for the cue that comes after, or instead of, the one on air."""
    DISARM = "disarm"
    """Forget the voice before it was heard."""
    FADE = "fade"
    """Cut the voice with a short fade."""
    POWER_OFF = "power-off"
    """Every line of the bus off, at once."""
    SILENCE = "silence"
    """Cut every voice of the bus in the next block."""
    FALLBACK = "fallback"
    """Play the fallback in the cue's place."""
    FALLBACK_OFF = "fallback-off"
    """Fade the fallback out."""
    NOTE_START = "note-start"
    """Write down that it is on air."""
    NOTE_ENDED = "note-ended"
    NOTE_CUT = "note-cut"
    NOTE_FAILED = "note-failed"
    NOTE_MISSED = "note-missed"


S, E, A = State, Event, Action
Transition = tuple[State, tuple[Action, ...]]

_STAY_IDLE: Final[Transition] = (S.IDLE, ())
_STAY_WARMING: Final[Transition] = (S.WARMING, ())
_STAY_ON_AIR: Final[Transition] = (S.ON_AIR, ())
_STAY_DEAD: Final[Transition] = (S.DEAD_AIR, ())
_STAY_STOPPED: Final[Transition] = (S.STOPPED, ())
_STAY_FAULT: Final[Transition] = (S.FAULT, ())

TABLE: Final[dict[State, dict[Event, Transition]]] = {
    S.IDLE: {
        E.CUE_DUE: (S.WARMING, (A.ARM,)),
        E.CUE_GONE: _STAY_IDLE,
        E.STARTED: _STAY_IDLE,
        E.ENDED: _STAY_IDLE,
        E.FAILED: _STAY_IDLE,
        E.PREEMPTED: _STAY_IDLE,
        E.SILENT: _STAY_IDLE,
        E.SOUND_BACK: _STAY_IDLE,
        E.STOP: (S.STOPPED, (A.POWER_OFF, A.SILENCE)),
        E.RESUME: _STAY_IDLE,
        E.FAULT: (S.FAULT, (A.POWER_OFF, A.SILENCE)),
        E.REPAIRED: _STAY_IDLE,
    },
    S.WARMING: {
        E.CUE_DUE: (S.WARMING, (A.ARM_NEXT,)),
        E.CUE_GONE: (S.IDLE, (A.DISARM,)),
        E.STARTED: (S.ON_AIR, (A.NOTE_START,)),
        E.ENDED: (S.IDLE, (A.DISARM,)),
        E.FAILED: (S.DEAD_AIR, (A.FALLBACK, A.NOTE_START)),
        E.PREEMPTED: (S.IDLE, (A.DISARM,)),
        E.SILENT: _STAY_WARMING,
        E.SOUND_BACK: _STAY_WARMING,
        E.STOP: (S.STOPPED, (A.POWER_OFF, A.SILENCE, A.NOTE_MISSED)),
        E.RESUME: _STAY_WARMING,
        E.FAULT: (S.FAULT, (A.POWER_OFF, A.DISARM, A.SILENCE)),
        E.REPAIRED: _STAY_WARMING,
    },
    S.ON_AIR: {
        E.CUE_DUE: (S.ON_AIR, (A.ARM_NEXT,)),
        E.CUE_GONE: (S.IDLE, (A.FADE, A.NOTE_CUT)),
        E.STARTED: _STAY_ON_AIR,
        E.ENDED: (S.IDLE, (A.NOTE_ENDED,)),
        E.FAILED: (S.DEAD_AIR, (A.FALLBACK,)),
        E.PREEMPTED: (S.IDLE, (A.FADE, A.NOTE_CUT)),
        E.SILENT: (S.DEAD_AIR, (A.FALLBACK,)),
        E.SOUND_BACK: _STAY_ON_AIR,
        E.STOP: (S.STOPPED, (A.POWER_OFF, A.SILENCE, A.NOTE_CUT)),
        E.RESUME: _STAY_ON_AIR,
        E.FAULT: (S.FAULT, (A.POWER_OFF, A.SILENCE, A.NOTE_FAILED)),
        E.REPAIRED: _STAY_ON_AIR,
    },
    S.DEAD_AIR: {
        E.CUE_DUE: (S.DEAD_AIR, (A.ARM_NEXT,)),
        E.CUE_GONE: (S.IDLE, (A.FALLBACK_OFF, A.FADE, A.NOTE_CUT)),
        E.STARTED: _STAY_DEAD,
        E.ENDED: (S.IDLE, (A.FALLBACK_OFF, A.NOTE_ENDED)),
        E.FAILED: _STAY_DEAD,
        E.PREEMPTED: (S.IDLE, (A.FALLBACK_OFF, A.FADE, A.NOTE_CUT)),
        E.SILENT: _STAY_DEAD,
        E.SOUND_BACK: (S.ON_AIR, (A.FALLBACK_OFF,)),
        E.STOP: (S.STOPPED, (A.POWER_OFF, A.SILENCE, A.NOTE_CUT)),
        E.RESUME: _STAY_DEAD,
        E.FAULT: (S.FAULT, (A.POWER_OFF, A.SILENCE, A.NOTE_FAILED)),
        E.REPAIRED: _STAY_DEAD,
    },
    S.STOPPED: {
        E.CUE_DUE: _STAY_STOPPED,
        E.CUE_GONE: _STAY_STOPPED,
        E.STARTED: (S.STOPPED, (A.POWER_OFF, A.SILENCE)),
        E.ENDED: _STAY_STOPPED,
        E.FAILED: _STAY_STOPPED,
        E.PREEMPTED: _STAY_STOPPED,
        E.SILENT: _STAY_STOPPED,
        E.SOUND_BACK: (S.STOPPED, (A.POWER_OFF, A.SILENCE)),
        E.STOP: (S.STOPPED, (A.POWER_OFF, A.SILENCE)),
        E.RESUME: (S.IDLE, ()),
        E.FAULT: (S.STOPPED, (A.POWER_OFF, A.SILENCE)),
        E.REPAIRED: _STAY_STOPPED,
    },
    S.FAULT: {
        E.CUE_DUE: _STAY_FAULT,
        E.CUE_GONE: _STAY_FAULT,
        E.STARTED: (S.FAULT, (A.POWER_OFF, A.SILENCE)),
        E.ENDED: _STAY_FAULT,
        E.FAILED: _STAY_FAULT,
        E.PREEMPTED: _STAY_FAULT,
        E.SILENT: _STAY_FAULT,
        E.SOUND_BACK: (S.FAULT, (A.POWER_OFF, A.SILENCE)),
        E.STOP: (S.STOPPED, (A.POWER_OFF, A.SILENCE)),
        E.RESUME: _STAY_FAULT,
        E.FAULT: (S.FAULT, (A.POWER_OFF, A.SILENCE)),
        E.REPAIRED: (S.IDLE, ()),
    },
}


def step(state: State, event: Event) -> Transition:
    """The next state and what to do, in order."""
    return TABLE[state][event]
