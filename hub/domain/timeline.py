"""Cues and the timeline: what will be on air, by zone, and why not the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from hub.domain.bulletin import Kind, Level, Precedence
from hub.domain.ids import CueId, OrderId, ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption


class CueState(StrEnum):
    """What the planner made of a cue."""

    PLANNED = "planned"
    SHORTENED = "shortened"
    MOVED = "moved"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cue was dropped, shortened or moved: a key of the catalogue and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, key: str, **values: object) -> Reason:
        """Make a reason; values become text."""
        return cls(key, tuple((name, str(value)) for name, value in values.items()))


class Segment(NamedTuple):
    """A stretch of a cue on air: [start, end), aware UTC."""

    start: datetime
    end: datetime


class Cue(NamedTuple):
    """One dated thing to play.

    A plan of a busy week makes tens of thousands of them: a named tuple is made in a sixth of
    the time that a frozen dataclass takes.

    Attributes:
        id: Identity for the as-run log: at most one row, whatever the clock does.
        slot: Its slot, or None for an order.
        order: Its order, or None for a slot.
        title: What people call it.
        kind: Kind of bulletin.
        level: Source level.
        precedence: Its step on the ladder.
        zones: Where it will be heard, after the rules.
        content: Programmes in order, chimes included, as far as they will be played.
        source: `RELAY` may be joined in progress.
        planned_start: What the calendar says, aware UTC.
        planned_end: What the calendar says, aware UTC.
        start: First sample, aware UTC; None when dropped.
        end: Where it will end, aware UTC; when dropped, the planned end.
        state: What the planner made of it.
        because: Why, or None when it is as planned.
        segments: The stretches on air; more than one only for a relay that is joined again.
        latest_start: The last instant at which it may still start.
        after_preemption: What becomes of it when a higher cue takes the zone.
        volume_db: Gain, -60 to 0.
        author: Who wrote it.
        approver: Who approved it.
        leaves: Zones that a higher cue takes away before the end, and when.
        late_s: Seconds of its delay whose cause is not in the calendar: power, card, orders.
        is_meeting: A relay in which nobody speaks for minutes, and nothing is wrong.
    """

    id: CueId
    slot: SlotId | None
    order: OrderId | None
    title: str
    kind: Kind
    level: Level
    precedence: Precedence
    zones: frozenset[ZoneId]
    content: tuple[ProgrammeId, ...]
    source: Source
    planned_start: datetime
    planned_end: datetime
    start: datetime | None
    end: datetime
    state: CueState
    because: Reason | None
    segments: tuple[Segment, ...]
    latest_start: datetime
    after_preemption: AfterPreemption
    volume_db: float = 0.0
    author: str = ""
    approver: str = ""
    leaves: tuple[tuple[ZoneId, datetime], ...] = ()
    late_s: float = 0.0
    is_meeting: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The plan from one planning: every cue of the window, dropped ones included, by start."""

    made_at: datetime
    cues: tuple[Cue, ...]

    def next_after(self, instant: datetime) -> Cue | None:
        """The first cue that will start after `instant`."""
        coming = [(c.start, c.id, c) for c in self.cues if c.start is not None]
        return min((c for c in coming if c[0] > instant), default=(None, None, None))[2]
