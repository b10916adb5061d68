"""The first draft of every occurrence and of every "play now" order (pure)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from broadcast.drafts import Draft, Programmes
from hub.domain.bulletin import PRECEDENCE_OF_KIND, Kind, Precedence
from hub.domain.ids import CueId, ProgrammeId, ZoneId
from hub.domain.order import Order
from hub.domain.programme import Programme, Source
from hub.domain.renditions import expanded
from hub.domain.slot import LATEST_START_S, Occurrence, Slot
from hub.domain.talk import Talk
from hub.domain.timeline import CueState, Reason

RELAY_ORDERED: Final = timedelta(minutes=30)
"""How long a station is relayed that was ordered, unless somebody stops it."""
TALK_WAITS: Final = timedelta(seconds=90)
"""Somebody who wants to speak waits this long for amplifiers and an emergency, not longer."""


class _Mould(NamedTuple):
    """What all occurrences of a slot have in common: what it plays, and how it is placed.

    `slot` is held so that its identity stays its own.
    """

    slot: Slot
    precedence: Precedence
    latest: timedelta
    content: _Content | None


class _Content(NamedTuple):
    """What a slot plays, as far as it is there and approved."""

    opening: tuple[ProgrammeId, ...]
    programmes: tuple[ProgrammeId, ...]
    closing: tuple[ProgrammeId, ...]
    length: timedelta
    left_out: Reason | None
    why_empty: Reason | None


class Drafting:
    """Makes drafts; remembers what it has found out about the content of slots.

    Args:
        programmes: Known programmes, or None when only the calendar is known.
        everywhere: All zones, for slots and orders that name none.
    """

    def __init__(self, programmes: Programmes | None, everywhere: frozenset[ZoneId]) -> None:
        self._programmes = programmes
        self._everywhere = everywhere
        self._moulds: dict[int, _Mould] = {}
        self._contents: dict[tuple[object, ...], _Content] = {}

    def of_occurrence(self, occurrence: Occurrence) -> Draft:
        """The draft of one occurrence of a slot."""
        slot = occurrence.slot
        mould = self._moulds.get(id(slot)) or self._mould(slot)
        draft = Draft(occurrence.id, slot.title, occurrence.start, occurrence.end)
        draft.slot = slot.id
        draft.rank = slot.order
        draft.kind = slot.kind
        draft.level = slot.level
        draft.precedence = mould.precedence
        draft.zones = slot.zones or self._everywhere
        draft.source = slot.source
        draft.period = slot.period
        draft.latest_start = occurrence.start + mould.latest
        draft.after_preemption = slot.after_preemption
        draft.volume_db = slot.volume_db
        draft.author = slot.author
        draft.approver = slot.approver
        if occurrence.cancelled:
            draft.drop(Reason.of("because.cancelled"))
            draft.is_cancelled = True
        elif occurrence.all_day:
            draft.drop(Reason.of("because.all_day"))
        if mould.content is not None:
            _fill(draft, mould.content)
        return draft

    def of_order(self, order: Order) -> Draft:
        """The draft of a "play now" order."""
        known = self._programmes or {}
        programme = known.get(order.programme) if order.programme else None
        parts = _parts_of(programme, known) * order.repeats if programme else ()
        title = programme.title if programme else str(order.programme)
        end = order.at + timedelta(seconds=sum(known[part].length_s for part in parts))
        draft = Draft(CueId(f"order:{order.id}"), title, order.at, end)
        draft.order = order.id
        draft.kind = order.kind
        emergency = order.kind is Kind.EMERGENCY
        draft.precedence = Precedence.EMERGENCY if emergency else Precedence.LIVE
        draft.zones = order.zones or self._everywhere
        draft.latest_start = order.at + timedelta(seconds=LATEST_START_S)
        draft.author = order.by
        draft.elastic = False
        if programme is None:
            draft.drop(Reason.of("because.no_programme", programme=order.programme))
            return draft
        draft.level = programme.level
        draft.content = parts
        draft.approver = programme.approver
        if programme.streams:
            draft.source, draft.elastic = Source.RELAY, True
            draft.end = order.at + RELAY_ORDERED
        if not programme.approver:
            draft.drop(Reason.of("because.not_approved", programme=programme.id))
        return draft

    def of_talk(self, talk: Talk) -> Draft:
        """The draft of a talk: it may end anywhere, and nobody waits long to speak."""
        end = talk.at + timedelta(seconds=talk.limit_s)
        draft = Draft(CueId(f"talk:{talk.id}"), talk.title, talk.at, end)
        draft.order = talk.id
        draft.source = Source.LIVE
        draft.kind = talk.kind
        emergency = talk.kind is Kind.EMERGENCY
        draft.precedence = Precedence.EMERGENCY if emergency else Precedence.LIVE
        draft.zones = talk.zones or self._everywhere
        draft.latest_start = talk.at + TALK_WAITS
        draft.author = draft.approver = talk.by
        if talk.chime is not None and talk.chime in (self._programmes or {}):
            draft.content = (talk.chime,)
        return draft

    def _mould(self, slot: Slot) -> _Mould:
        latest = timedelta(seconds=slot.latest_start_s)
        mould = _Mould(slot, PRECEDENCE_OF_KIND[slot.kind], latest, self._content(slot))
        self._moulds[id(slot)] = mould
        return mould

    def _content(self, slot: Slot) -> _Content | None:
        if self._programmes is None:
            return None
        key = (slot.chime, slot.closing, slot.content)
        found = self._contents.get(key)
        if found is None:
            found = self._contents[key] = _content_of(slot, self._programmes)
        return found


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
    seconds = sum(programmes[part].length_s for part in (*opening, *kept, *closing))
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


def _fill(draft: Draft, content: _Content) -> None:
    """Put the programmes in; the length of a file cue is the length of its content."""
    draft.opening, draft.content, draft.closing = content[:3]
    if content.why_empty is not None:
        draft.drop(content.why_empty)
    if draft.is_dropped:
        return
    if content.left_out is not None:
        draft.change(CueState.SHORTENED, content.left_out)
    if draft.source is Source.FILE:
        draft.elastic = False
        draft.end = draft.start + content.length
