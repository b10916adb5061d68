"""A cue while the planner is still thinking about it (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from broadcast.session_days import NO_TIME, SessionDay
from hub.domain.bulletin import Kind, Level, Precedence
from hub.domain.ids import CueId, OrderId, PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Programme, Source
from hub.domain.sequence import seconds_of
from hub.domain.slot import AfterPreemption
from hub.domain.timeline import Cue, CueState, Reason, Segment

Programmes = Mapping[ProgrammeId, Programme]

PLANNED: Final = CueState.PLANNED
SHORTENED: Final = CueState.SHORTENED
MOVED: Final = CueState.MOVED
DROPPED: Final = CueState.DROPPED
"""By names of our own: an enum looks for its member each time, and this is asked often."""


@dataclass(slots=True)
class Mould:
    """What the planner does not change; all occurrences of a slot are made from one.

    Attributes:
        title: What people call it.
        slot: Its slot, or None for an order.
        order: Its order, or None for a slot.
        rank: Place among colliding bulletins of one kind; the smaller goes first.
        kind: Kind of bulletin.
        level: Source level.
        precedence: Its step on the ladder.
        source: A relay may be joined in progress.
        period: The special period it belongs to, or None.
        after_preemption: What becomes of it when a higher cue takes the zone.
        volume_db: Gain, -60 to 0.
        author: Who wrote it.
        approver: Who approved it.
        opening: What is played before its programmes.
        programmes: What it plays.
        closing: What is played after them.
        elastic: It may end anywhere: a relay, or content that nobody knows.
        is_meeting: A relay in which nobody speaks for minutes, and nothing is wrong.
    """

    title: str
    slot: SlotId | None = None
    order: OrderId | None = None
    rank: int = 0
    kind: Kind = Kind.ROUTINE
    level: Level = Level.COMMUNE
    precedence: Precedence = Precedence.ROUTINE
    source: Source = Source.FILE
    period: PeriodId | None = None
    after_preemption: AfterPreemption = AfterPreemption.CUT
    volume_db: float = 0.0
    author: str = ""
    approver: str = ""
    opening: tuple[ProgrammeId, ...] = ()
    programmes: tuple[ProgrammeId, ...] = ()
    closing: tuple[ProgrammeId, ...] = ()
    elastic: bool = True
    is_meeting: bool = False


class Draft:
    """What becomes a `Cue`; the planner changes it in place, in one thread, in one call.

    Args:
        cue: Identity.
        mould: What it is made from.
        start: Planned start, aware UTC.
        end: Planned end, aware UTC.
        zones: Where it is wanted.
    """

    __slots__ = (
        "because",
        "content",
        "days",
        "end",
        "id",
        "is_cancelled",
        "is_fixed",
        "late",
        "latest_start",
        "leaves",
        "mould",
        "planned_end",
        "planned_start",
        "seen",
        "segments",
        "start",
        "state",
        "zones",
    )

    def __init__(
        self, cue: CueId, mould: Mould, start: datetime, end: datetime, zones: frozenset[ZoneId]
    ) -> None:
        self.id = cue
        self.mould = mould
        self.planned_start = self.start = self.latest_start = start
        self.planned_end = self.end = self.seen = end
        self.zones = zones
        self.state = PLANNED
        self.because: Reason | None = None
        self.content: tuple[ProgrammeId, ...] = ()
        """All that is played, chimes included."""
        self.segments: tuple[Segment, ...] = ()
        self.leaves: dict[ZoneId, datetime] | None = None
        """Zones that a higher cue takes away before the end, and when."""
        self.days: tuple[tuple[ZoneId, SessionDay], ...] = ()
        """Where its sessions are counted."""
        self.late = NO_TIME
        """How much later it begins for a cause that is not in the calendar."""
        self.is_cancelled = False
        """The calendar itself took it back."""
        self.is_fixed = False
        """On air: it has begun and can only be cut."""

    def copy(self) -> Draft:
        """Another one like this, before it has a place."""
        other = Draft(self.id, self.mould, self.planned_start, self.planned_end, self.zones)
        other.start = self.start
        other.end = self.end
        other.latest_start = self.latest_start
        other.state = self.state
        other.because = self.because
        other.content = self.content
        other.days = self.days
        other.is_cancelled = self.is_cancelled
        other.is_fixed = self.is_fixed
        return other

    @property
    def is_dropped(self) -> bool:
        """True when it will not be on air."""
        return self.state is DROPPED

    def drop(self, reason: Reason) -> None:
        """It will not be on air; the first reason stays."""
        if self.state is not DROPPED:
            self.state = DROPPED
            self.because = reason

    def change(self, state: CueState, reason: Reason) -> None:
        """It is not as planned: people are told the latest reason, of the graver change.

        That something of it is left out is graver than that it begins later.
        """
        if state is not MOVED or self.state is not SHORTENED:
            self.state = state
            self.because = reason

    def move(self, start: datetime, reason: Reason) -> None:
        """Start later, whole."""
        self.end = start + (self.end - self.start)
        self.start = start
        self.change(MOVED, reason)

    def be_late(self, late: timedelta) -> None:
        """It begins later for a cause that is not in the calendar: so do its sessions."""
        if late > self.late:
            self.late = late
            for _, day in self.days:
                day.begin_late(self.planned_start, late)

    def session_late(self) -> timedelta:
        """How late its sessions are."""
        return max([day.late(self.planned_start) for _, day in self.days], default=NO_TIME)

    def session_limit(self) -> tuple[datetime, Reason] | None:
        """When the first of its sessions has to be over, and how to say so."""
        limits = [(day.limit(self.planned_start), day) for _, day in self.days]
        found = min(limits, key=_instant, default=None)
        return None if found is None else (found[0], found[1].too_long)

    def cue(self) -> Cue:
        """The finished cue."""
        mould, start, end = self.mould, self.start, self.end
        dropped = self.state is DROPPED
        return Cue(
            self.id,
            mould.slot,
            mould.order,
            mould.title,
            mould.kind,
            mould.level,
            mould.precedence,
            self.zones,
            self.content,
            mould.source,
            self.planned_start,
            self.planned_end,
            None if dropped else start,
            self.planned_end if dropped else end,
            self.state,
            self.because,
            () if dropped else self.segments or (Segment(start, end),),
            self.latest_start,
            mould.after_preemption,
            mould.volume_db,
            mould.author,
            mould.approver,
            () if dropped or not self.leaves else tuple(sorted(self.leaves.items())),
            self.late.total_seconds() if self.late else 0.0,
            mould.is_meeting,
        )


def _instant(limit: tuple[datetime, SessionDay]) -> datetime:
    return limit[0]


def draft_of_cue(cue: Cue) -> Draft:
    """The draft of a cue as an earlier planning left it."""
    mould = Mould(
        title=cue.title,
        slot=cue.slot,
        order=cue.order,
        kind=cue.kind,
        level=cue.level,
        precedence=cue.precedence,
        source=cue.source,
        after_preemption=cue.after_preemption,
        volume_db=cue.volume_db,
        author=cue.author,
        approver=cue.approver,
        is_meeting=cue.is_meeting,
    )
    draft = Draft(cue.id, mould, cue.planned_start, cue.planned_end, cue.zones)
    draft.latest_start = cue.latest_start
    return draft


def shorten(draft: Draft, until: datetime, programmes: Programmes, reason: Reason) -> None:
    """End by `until`: an elastic draft anywhere, a sequence after its last whole programme.

    A draft of which nothing whole is left is dropped; one that is on air is cut.
    """
    if draft.end <= until or draft.state is DROPPED:
        return
    if until <= draft.start:
        draft.drop(reason)
    elif draft.mould.elastic or draft.is_fixed:
        draft.end = until
        draft.change(SHORTENED, reason)
    else:
        content, length = _fitting(draft, until - draft.start, programmes)
        if not content:
            draft.drop(reason)
            return
        draft.content = content
        draft.end = draft.start + length
        draft.change(SHORTENED, reason)


def fits(draft: Draft, until: datetime, programmes: Programmes) -> bool:
    """True when `shorten` to an instant after its start would leave something of a draft."""
    return draft.mould.elastic or _fitting(draft, until - draft.start, programmes)[0] != ()


def narrow(draft: Draft, zones: frozenset[ZoneId], reason: Reason) -> None:
    """Keep only `zones`; without any it is dropped."""
    if not zones:
        draft.drop(reason)
    elif draft.state is not DROPPED:
        draft.zones = zones
        draft.change(SHORTENED, reason)


def _fitting(
    draft: Draft, room: timedelta, programmes: Programmes
) -> tuple[tuple[ProgrammeId, ...], timedelta]:
    """As many of its programmes as fit, from the first on, with its chimes; and how long."""
    mould = draft.mould
    count = len(draft.content) - len(mould.opening) - len(mould.closing)
    while count > 0:
        parts = (*mould.opening, *mould.programmes[:count], *mould.closing)
        length = timedelta(seconds=seconds_of(parts, programmes))
        if length <= room:
            return parts, length
        count -= 1
    return (), NO_TIME
