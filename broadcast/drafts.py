"""A cue while the planner is still thinking about it (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from broadcast.session_days import NO_TIME, SessionDay
from hub.domain.bulletin import Kind, Level, Precedence
from hub.domain.ids import CueId, OrderId, PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Programme, Source
from hub.domain.slot import AfterPreemption
from hub.domain.timeline import Cue, CueState, Reason, Segment

Programmes = Mapping[ProgrammeId, Programme]


class Draft:
    """What becomes a `Cue`; the planner changes it in place, in one thread, in one call."""

    __slots__ = (
        "after_preemption",
        "approver",
        "author",
        "because",
        "closing",
        "content",
        "days",
        "elastic",
        "end",
        "id",
        "is_cancelled",
        "is_fixed",
        "kind",
        "late",
        "latest_start",
        "leaves",
        "level",
        "opening",
        "order",
        "period",
        "planned_end",
        "planned_start",
        "precedence",
        "rank",
        "segments",
        "slot",
        "source",
        "start",
        "state",
        "title",
        "volume_db",
        "zones",
    )

    def __init__(self, cue: CueId, title: str, start: datetime, end: datetime) -> None:
        self.id = cue
        self.title = title
        self.planned_start = start
        self.planned_end = end
        self.start = start
        self.end = end
        self.state = CueState.PLANNED
        self.because: Reason | None = None
        self.slot: SlotId | None = None
        self.order: OrderId | None = None
        self.rank = 0
        self.kind = Kind.ROUTINE
        self.level = Level.COMMUNE
        self.precedence = Precedence.ROUTINE
        self.zones: frozenset[ZoneId] = frozenset()
        self.opening: tuple[ProgrammeId, ...] = ()
        self.content: tuple[ProgrammeId, ...] = ()
        self.closing: tuple[ProgrammeId, ...] = ()
        self.source = Source.FILE
        self.period: PeriodId | None = None
        self.latest_start = start
        self.after_preemption = AfterPreemption.CUT
        self.volume_db = 0.0
        self.author = ""
        self.approver = ""
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
        self.elastic = True
        """It may end anywhere: a relay, or content that nobody knows."""

    @property
    def is_dropped(self) -> bool:
        """True when it will not be on air."""
        return self.state is CueState.DROPPED

    def drop(self, reason: Reason) -> None:
        """It will not be on air; the first reason stays."""
        if self.state is not CueState.DROPPED:
            self.state = CueState.DROPPED
            self.because = reason

    def change(self, state: CueState, reason: Reason) -> None:
        """It is not as planned: people are told the latest reason, of the graver change.

        That something of it is left out is graver than that it begins later.
        """
        if state is not CueState.MOVED or self.state is not CueState.SHORTENED:
            self.state = state
            self.because = reason

    def move(self, start: datetime, reason: Reason) -> None:
        """Start later, whole."""
        self.end = start + (self.end - self.start)
        self.start = start
        self.change(CueState.MOVED, reason)

    def be_late(self, late: timedelta) -> None:
        """It begins later for a cause that is not in the calendar: so do its sessions."""
        if late > self.late:
            self.late = late
            for _, day in self.days:
                day.begin_late(self.planned_start, late)

    def session_late(self) -> timedelta:
        """How late its sessions are."""
        return max((day.late(self.planned_start) for _, day in self.days), default=NO_TIME)

    def session_limit(self) -> tuple[datetime, Reason] | None:
        """When the first of its sessions has to be over, and how to say so."""
        limits = ((day.limit(self.planned_start), day) for _, day in self.days)
        found = min(limits, key=_instant, default=None)
        return None if found is None else (found[0], found[1].too_long)

    def cue(self) -> Cue:
        """The finished cue."""
        dropped = self.state is CueState.DROPPED
        start, end = self.start, self.end
        return Cue(
            self.id,
            self.slot,
            self.order,
            self.title,
            self.kind,
            self.level,
            self.precedence,
            self.zones,
            (*self.opening, *self.content, *self.closing),
            self.source,
            self.planned_start,
            self.planned_end,
            None if dropped else start,
            self.planned_end if dropped else end,
            self.state,
            self.because,
            () if dropped else self.segments or (Segment(start, end),),
            self.latest_start,
            self.after_preemption,
            self.volume_db,
            self.author,
            self.approver,
            () if dropped or not self.leaves else tuple(sorted(self.leaves.items())),
            self.late.total_seconds(),
        )


def _instant(limit: tuple[datetime, SessionDay]) -> datetime:
    return limit[0]


def draft_of_cue(cue: Cue) -> Draft:
    """The draft of a cue as an earlier planning left it."""
    draft = Draft(cue.id, cue.title, cue.planned_start, cue.planned_end)
    draft.slot = cue.slot
    draft.order = cue.order
    draft.kind = cue.kind
    draft.level = cue.level
    draft.precedence = cue.precedence
    draft.source = cue.source
    draft.latest_start = cue.latest_start
    draft.after_preemption = cue.after_preemption
    draft.volume_db = cue.volume_db
    draft.author = cue.author
    draft.approver = cue.approver
    return draft


def shorten(draft: Draft, until: datetime, programmes: Programmes, reason: Reason) -> None:
    """End by `until`: an elastic draft anywhere, a sequence after its last whole programme.

    A draft of which nothing whole is left is dropped; one that is on air is cut.
    """
    if draft.end <= until or draft.is_dropped:
        return
    if until <= draft.start:
        draft.drop(reason)
    elif draft.elastic or draft.is_fixed:
        draft.end = until
        draft.change(CueState.SHORTENED, reason)
    else:
        fitting = _fitting(draft, until - draft.start, programmes)
        if not fitting:
            draft.drop(reason)
            return
        draft.content = draft.content[:fitting]
        draft.end = draft.start + _length(draft, fitting, programmes)
        draft.change(CueState.SHORTENED, reason)


def fits(draft: Draft, until: datetime, programmes: Programmes) -> bool:
    """True when `shorten` to an instant after its start would leave something of a draft."""
    return draft.elastic or _fitting(draft, until - draft.start, programmes) > 0


def narrow(draft: Draft, zones: frozenset[ZoneId], reason: Reason) -> None:
    """Keep only `zones`; without any it is dropped."""
    if not zones:
        draft.drop(reason)
    elif not draft.is_dropped:
        draft.zones = zones
        draft.change(CueState.SHORTENED, reason)


def _fitting(draft: Draft, room: timedelta, programmes: Programmes) -> int:
    """How many of its programmes fit, from the first on, chimes included."""
    count = len(draft.content)
    while count and _length(draft, count, programmes) > room:
        count -= 1
    return count


def _length(draft: Draft, count: int, programmes: Programmes) -> timedelta:
    """How long its chimes and its first `count` programmes are."""
    parts = (*draft.opening, *draft.content[:count], *draft.closing)
    return timedelta(seconds=sum(programmes[part].length_s for part in parts))
