"""A cue while the planner is still thinking about it (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hub.domain.bulletin import PRECEDENCE_OF_KIND, Kind, Level, Precedence
from hub.domain.ids import CueId, OrderId, PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order
from hub.domain.programme import Programme, Source
from hub.domain.slot import LATEST_START_S, AfterPreemption, Occurrence, Slot
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
        "elastic",
        "end",
        "id",
        "is_fixed",
        "kind",
        "latest_start",
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
        """It is not as planned; the latest reason is the one that people are told."""
        self.state = state
        self.because = reason

    def move(self, start: datetime, reason: Reason) -> None:
        """Start later, whole."""
        self.end = start + (self.end - self.start)
        self.start = start
        self.change(CueState.MOVED, reason)

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
        )


def draft_of_occurrence(
    occurrence: Occurrence, programmes: Programmes | None, everywhere: frozenset[ZoneId]
) -> Draft:
    """The draft of one occurrence of a slot.

    Args:
        occurrence: What the calendar says.
        programmes: Known programmes, or None when only the calendar is known.
        everywhere: All zones, for slots that name none.
    """
    slot = occurrence.slot
    draft = Draft(occurrence.id, slot.title, occurrence.start, occurrence.end)
    draft.slot = slot.id
    draft.rank = slot.order
    draft.kind = slot.kind
    draft.level = slot.level
    draft.precedence = PRECEDENCE_OF_KIND[slot.kind]
    draft.zones = slot.zones or everywhere
    draft.source = slot.source
    draft.period = slot.period
    draft.latest_start = occurrence.start + timedelta(seconds=slot.latest_start_s)
    draft.after_preemption = slot.after_preemption
    draft.volume_db = slot.volume_db
    draft.author = slot.author
    draft.approver = slot.approver
    draft.elastic = slot.source is Source.RELAY or programmes is None or not slot.content
    if occurrence.cancelled:
        draft.drop(Reason.of("because.cancelled"))
    elif occurrence.all_day:
        draft.drop(Reason.of("because.all_day"))
    if programmes is not None:
        _fill(draft, slot, programmes)
    return draft


def draft_of_order(order: Order, programmes: Programmes, everywhere: frozenset[ZoneId]) -> Draft:
    """The draft of a "play now" order."""
    programme = programmes.get(order.programme) if order.programme else None
    length_s = programme.length_s * order.repeats if programme else 0.0
    title = programme.title if programme else str(order.programme)
    end = order.at + timedelta(seconds=length_s)
    draft = Draft(CueId(f"order:{order.id}"), title, order.at, end)
    draft.order = order.id
    draft.kind = order.kind
    emergency = order.kind is Kind.EMERGENCY
    draft.precedence = Precedence.EMERGENCY if emergency else Precedence.LIVE
    draft.zones = order.zones or everywhere
    draft.latest_start = order.at + timedelta(seconds=LATEST_START_S)
    draft.author = order.by
    draft.elastic = False
    if programme is None:
        draft.drop(Reason.of("because.no_programme", programme=order.programme))
    else:
        draft.level = programme.level
        draft.content = (programme.id,) * order.repeats
        draft.approver = programme.approver
    return draft


def shorten(draft: Draft, until: datetime, programmes: Programmes | None, reason: Reason) -> None:
    """End by `until`: an elastic draft anywhere, a sequence after its last whole programme.

    A draft of which nothing whole is left is dropped; one that is on air is cut.
    """
    if draft.end <= until or draft.is_dropped:
        return
    if until <= draft.start:
        draft.drop(reason)
    elif draft.elastic or draft.is_fixed or programmes is None:
        draft.end = until
        draft.change(CueState.SHORTENED, reason)
    else:
        _fit(draft, (until - draft.start).total_seconds(), programmes, reason)


def _fill(draft: Draft, slot: Slot, programmes: Programmes) -> None:
    """Put the approved programmes in; the length of a file cue is the length of its content."""
    missing = [p for p in slot.content if p not in programmes or not programmes[p].approver]
    draft.content = tuple(p for p in slot.content if p not in missing)
    draft.opening = _chime(slot.chime, programmes)
    draft.closing = _chime(slot.closing, programmes)
    if not draft.content:
        draft.drop(_why_empty(missing, programmes))
        return
    if missing:
        left_out = Reason.of("because.left_out", programmes=", ".join(missing))
        draft.change(draft.state if draft.is_dropped else CueState.SHORTENED, left_out)
    if slot.source is Source.FILE:
        draft.end = draft.start + timedelta(seconds=_length_s(draft, programmes))


def _chime(chime: ProgrammeId | None, programmes: Programmes) -> tuple[ProgrammeId, ...]:
    return (chime,) if chime is not None and chime in programmes else ()


def _why_empty(missing: list[ProgrammeId], programmes: Programmes) -> Reason:
    if not missing:
        return Reason.of("because.no_content")
    key = "because.not_approved" if missing[0] in programmes else "because.no_programme"
    return Reason.of(key, programme=missing[0])


def _length_s(draft: Draft, programmes: Programmes) -> float:
    return sum(programmes[p].length_s for p in (*draft.opening, *draft.content, *draft.closing))


def _fit(draft: Draft, seconds: float, programmes: Programmes, reason: Reason) -> None:
    """Leave out whole programmes from the end; the chimes stay as long as anything does."""
    while draft.content and _length_s(draft, programmes) > seconds:
        draft.content = draft.content[:-1]
    if not draft.content:
        draft.drop(reason)
        return
    draft.end = draft.start + timedelta(seconds=_length_s(draft, programmes))
    draft.change(CueState.SHORTENED, reason)
