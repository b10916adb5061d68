"""A calendar with one bulletin more: what approving it would change (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from broadcast.recurrence import occurrences
from broadcast.situation import Situation
from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Programme
from hub.domain.recurrence import Recurrence
from hub.domain.slot import Occurrence, Slot
from hub.errors import RefusedError

SLOT: Final = SlotId("draft")
"""Under this name the bulletin stands in the timeline."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bulletin that somebody thinks of putting into the calendar.

    Attributes:
        programme: Which; it need not be approved yet.
        kind: As which kind of bulletin.
        zones: Where; empty = every zone.
        at: When, aware.
    """

    programme: ProgrammeId
    kind: Kind
    zones: frozenset[ZoneId]
    at: datetime


def slot_of(wanted: Wanted, programme: Programme, tz: ZoneInfo) -> Slot:
    """The slot that it would be."""
    start = wanted.at.astimezone(tz).replace(tzinfo=None)
    return Slot(
        SLOT,
        programme.title,
        Recurrence(start),
        programme.length_s,
        kind=wanted.kind,
        level=programme.level,
        zones=wanted.zones,
        content=(programme.id,),
        author=programme.author,
        approver=str(SLOT),
    )


def with_draft(
    found: list[Occurrence], situation: Situation, wanted: Wanted, tz: ZoneInfo
) -> tuple[list[Occurrence], Situation]:
    """What the planner is given as if the bulletin were approved.

    Raises:
        RefusedError: There is no such programme.
    """
    known: Mapping[ProgrammeId, Programme] = situation.programmes or {}
    programme = known.get(wanted.programme)
    if programme is None:
        raise RefusedError("order.no_programme", programme=wanted.programme)
    approved = replace(programme, approver=str(SLOT))
    slot = slot_of(wanted, approved, tz)
    first = wanted.at - DAY
    more = occurrences(slot, first, wanted.at + DAY, tz)
    programmes = {**known, programme.id: approved}
    return [*found, *more], replace(situation, programmes=programmes)
