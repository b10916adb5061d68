"""The first draft of every occurrence and of every "play now" order (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from broadcast.drafts import SHORTENED, Draft, Mould, Programmes
from hub.domain.bulletin import PRECEDENCE_OF_KIND, Kind, Precedence
from hub.domain.ids import CueId, ProgrammeId, ZoneId
from hub.domain.order import Order
from hub.domain.programme import Programme, Source
from hub.domain.renditions import expanded
from hub.domain.sequence import seconds_of
from hub.domain.slot import LATEST_START_S, AfterPreemption, Occurrence, Slot
from hub.domain.talk import Talk
from hub.domain.timeline import Reason

RELAY_ORDERED: Final = timedelta(minutes=30)
"""How long a station is relayed that was ordered, unless somebody stops it."""
TALK_WAITS: Final = timedelta(seconds=90)
"""Somebody who wants to speak waits this long for amplifiers and an emergency, not longer."""
CANCELLED: Final = Reason.of("because.cancelled")
ALL_DAY: Final = Reason.of("because.all_day")


@dataclass(slots=True)
class _Template:
    """What is found out once about a slot, for all its occurrences.

    Attributes:
        slot: The slot; it is held so that its identity stays its own.
        mould: What its drafts are made from.
        zones: Where it is wanted.
        latest: How much later than planned it may begin.
        content: All that it plays, chimes included.
        length: How long that is, or None where the slot says it.
        left_out: Why something is left out, if so.
        why_empty: Why it has nothing to play, if so.
    """

    slot: Slot
    mould: Mould
    zones: frozenset[ZoneId]
    latest: timedelta
    content: tuple[ProgrammeId, ...] = ()
    length: timedelta | None = None
    left_out: Reason | None = None
    why_empty: Reason | None = None


class _Content(NamedTuple):
    """What a slot plays, as far as it is there and approved."""

    opening: tuple[ProgrammeId, ...]
    programmes: tuple[ProgrammeId, ...]
    closing: tuple[ProgrammeId, ...]
    length: timedelta
    left_out: Reason | None
    why_empty: Reason | None


class Drafting:
    """Makes drafts; remembers what it has found out about slots and their content.

    Args:
        programmes: Known programmes, or None when only the calendar is known.
        everywhere: All zones, for slots and orders that name none.
    """

    def __init__(self, programmes: Programmes | None, everywhere: frozenset[ZoneId]) -> None:
        self._programmes = programmes
        self._everywhere = everywhere
        self._templates: dict[int, _Template] = {}
        self._contents: dict[tuple[object, ...], _Content] = {}

    def of_occurrence(self, occurrence: Occurrence) -> Draft:
        """The draft of one occurrence of a slot; a file lasts as long as its content."""
        slot = occurrence.slot
        found = self._templates.get(id(slot)) or self._template(slot)
        start = occurrence.start
        draft = Draft(occurrence.id, found.mould, start, occurrence.end, found.zones)
        draft.latest_start = start + found.latest
        draft.content = found.content
        if occurrence.cancelled:
            draft.drop(CANCELLED)
            draft.is_cancelled = True
        elif occurrence.all_day:
            draft.drop(ALL_DAY)
        elif found.why_empty is not None:
            draft.drop(found.why_empty)
        else:
            if found.left_out is not None:
                draft.change(SHORTENED, found.left_out)
            if found.length is not None:
                draft.end = start + found.length
        return draft

    def of_order(self, order: Order) -> Draft:
        """The draft of a "play now" order."""
        known = self._programmes or {}
        programme = known.get(order.programme) if order.programme else None
        parts = _parts_of(programme, known) * order.repeats if programme else ()
        end = order.at + timedelta(seconds=seconds_of(parts, known))
        emergency = order.kind is Kind.EMERGENCY
        mould = Mould(
            title=programme.title if programme else str(order.programme),
            order=order.id,
            kind=order.kind,
            precedence=Precedence.EMERGENCY if emergency else Precedence.LIVE,
            author=order.by,
            programmes=parts,
            elastic=False,
        )
        draft = Draft(
            CueId(f"order:{order.id}"), mould, order.at, end, order.zones or self._everywhere
        )
        draft.latest_start = order.at + timedelta(seconds=LATEST_START_S)
        draft.content = parts
        if programme is None:
            draft.drop(Reason.of("because.no_programme", programme=order.programme))
            return draft
        mould.level = programme.level
        mould.approver = programme.approver
        if programme.streams:
            mould.source, mould.elastic = Source.RELAY, True
            draft.end = order.at + RELAY_ORDERED
        if programme.streams and order.until is not None:
            _be_meeting(draft, order, order.until)
        if not programme.approver:
            draft.drop(Reason.of("because.not_approved", programme=programme.id))
        return draft

    def of_talk(self, talk: Talk) -> Draft:
        """The draft of a talk: it may end anywhere, and nobody waits long to speak."""
        emergency = talk.kind is Kind.EMERGENCY
        mould = Mould(
            title=talk.title,
            order=talk.id,
            source=Source.LIVE,
            kind=talk.kind,
            precedence=Precedence.EMERGENCY if emergency else Precedence.LIVE,
            author=talk.by,
            approver=talk.by,
        )
        end = talk.at + timedelta(seconds=talk.limit_s)
        zones = talk.zones or self._everywhere
        draft = Draft(CueId(f"talk:{talk.id}"), mould, talk.at, end, zones)
        draft.latest_start = talk.at + TALK_WAITS
        if talk.chime is not None and talk.chime in (self._programmes or {}):
            draft.content = (talk.chime,)
        return draft

    def _template(self, slot: Slot) -> _Template:
        mould = Mould(
            title=slot.title,
            slot=slot.id,
            rank=slot.order,
            kind=slot.kind,
            level=slot.level,
            precedence=PRECEDENCE_OF_KIND[slot.kind],
            source=slot.source,
            period=slot.period,
            after_preemption=slot.after_preemption,
            volume_db=slot.volume_db,
            author=slot.author,
            approver=slot.approver,
        )
        latest = timedelta(seconds=slot.latest_start_s)
        made = _Template(slot, mould, slot.zones or self._everywhere, latest)
        if self._programmes is not None:
            _fill(made, self._content(slot, self._programmes))
        self._templates[id(slot)] = made
        return made

    def _content(self, slot: Slot, programmes: Programmes) -> _Content:
        key = (slot.chime, slot.closing, slot.content)
        found = self._contents.get(key)
        if found is None:
            found = self._contents[key] = _content_of(slot, programmes)
        return found


def _be_meeting(draft: Draft, order: Order, until: datetime) -> None:
    """It is heard until somebody ends it, and again after whatever goes before it.

    Whoever speaks or plays something meanwhile knows what is on air: that goes first.
    """
    mould = draft.mould
    mould.is_meeting, mould.after_preemption = True, AfterPreemption.JOIN
    if mould.precedence is Precedence.LIVE:
        mould.precedence = Precedence.PRIORITY
    mould.title = order.title or mould.title
    draft.planned_end = draft.end = until


def _fill(made: _Template, content: _Content) -> None:
    """Put in what a slot plays."""
    mould = made.mould
    mould.opening, mould.programmes, mould.closing = content[:3]
    made.content = (*content.opening, *content.programmes, *content.closing)
    made.left_out, made.why_empty = content.left_out, content.why_empty
    if mould.source is Source.FILE and content.why_empty is None:
        mould.elastic = False
        made.length = content.length


def _parts_of(programme: Programme, programmes: Programmes) -> tuple[ProgrammeId, ...]:
    """What is played for a programme that is ordered; recordings that are no draft."""
    parts = expanded((programme.id,), programmes)
    kept = tuple(part for part in parts if part in programmes and programmes[part].approver)
    return kept or (programme.id,)


def _content_of(slot: Slot, programmes: Programmes) -> _Content:
    """The chimes and programmes of a slot that are known and approved."""

    def ready(part: ProgrammeId) -> bool:
        return part in programmes and bool(programmes[part].approver)

    chimes = [() if chime is None else (chime,) for chime in (slot.chime, slot.closing)]
    wanted = (chimes[0], expanded(slot.content, programmes), chimes[1])
    missing = [part for parts in wanted for part in parts if not ready(part)]
    opening, kept, closing = (tuple(filter(ready, parts)) for parts in wanted)
    seconds = seconds_of((*opening, *kept, *closing), programmes)
    names = ", ".join(dict.fromkeys(missing))
    left_out = Reason.of("because.left_out", programmes=names) if missing else None
    why_empty = None if kept else _why_empty(slot, programmes)
    return _Content(opening, kept, closing, timedelta(seconds=seconds), left_out, why_empty)


def _why_empty(slot: Slot, programmes: Programmes) -> Reason:
    if not slot.content:
        return Reason.of("because.no_content")
    first = slot.content[0]
    key = "because.not_approved" if first in programmes else "because.no_programme"
    return Reason.of(key, programme=first)
