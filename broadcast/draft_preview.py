"""A calendar as it would be: bulletins more, slots changed or gone (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from broadcast.expansion import expand
from broadcast.situation import Situation
from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Programme
from hub.domain.recurrence import Recurrence
from hub.domain.slot import Occurrence, Slot
from hub.errors import RefusedError

SLOT: Final = SlotId("draft")
"""Under this name a bulletin that is not approved yet stands in the timeline."""
COMING: Final = 5
"""So many next dates are told."""
LOOKS: Final = (timedelta(days=8), timedelta(days=62), timedelta(days=800), timedelta(days=7400))
"""How far is looked for them, one after the other: a daily slot is not expanded for years."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bulletin that somebody thinks of playing once.

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


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What would be different in the calendar.

    Attributes:
        slots: New slots, and those that would be otherwise.
        gone: Slots that would not be there.
    """

    slots: tuple[Slot, ...]
    gone: frozenset[SlotId] = frozenset()


def slot_of(wanted: Wanted, programmes: Mapping[ProgrammeId, Programme], tz: ZoneInfo) -> Slot:
    """The slot that a bulletin would be.

    Raises:
        RefusedError: There is no such programme.
    """
    programme = programmes.get(wanted.programme)
    if programme is None:
        raise RefusedError("order.no_programme", programme=wanted.programme)
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


def rewritten(
    found: list[Occurrence],
    before: Mapping[SlotId, Slot],
    rewrite: Rewrite,
    window: tuple[datetime, datetime],
    tz: ZoneInfo,
) -> list[Occurrence]:
    """The occurrences that the planner is given as if the rewrite were approved.

    Args:
        found: Occurrences of the calendar as it is.
        before: The calendar as it is.
        rewrite: What would be different.
        window: First and last moment of `found`, aware UTC.
        tz: The hub's own zone.
    """
    after = _after(before, rewrite)
    touched = {slot.id for slot in rewrite.slots} | rewrite.gone
    touched |= {slot.id for slot in after.values() if _anchor(slot) in touched}
    kept = [occurrence for occurrence in found if occurrence.slot.id not in touched]
    again = [slot for key, slot in after.items() if key in touched]
    return [*kept, *expand(after, again, *window, tz)]


def approved(situation: Situation, rewrite: Rewrite) -> Situation:
    """The same situation, with every programme of a rewrite as if it were approved.

    Raises:
        RefusedError: A slot names a programme that is not there.
    """
    known = situation.programmes or {}
    versions = (version for slot in rewrite.slots for version in slot.versions())
    named = {name for version in versions for name in version.content}
    missing = sorted(named - known.keys())
    if missing:
        raise RefusedError("order.no_programme", programme=missing[0])
    ready = {name: replace(known[name], approver=str(SLOT)) for name in named}
    return replace(situation, programmes={**known, **ready})


def coming(
    before: Mapping[SlotId, Slot], rewrite: Rewrite, now: datetime, tz: ZoneInfo
) -> tuple[Occurrence, ...]:
    """The next occurrences of the slots of a rewrite, at most `COMING` in all."""
    after = _after(before, rewrite)
    found: list[Occurrence] = []
    for look in LOOKS:
        found = [o for o in expand(after, rewrite.slots, now, now + look, tz) if not o.cancelled]
        if len(found) >= COMING:
            break
    return tuple(sorted(found, key=lambda occurrence: occurrence.start)[:COMING])


def _after(before: Mapping[SlotId, Slot], rewrite: Rewrite) -> dict[SlotId, Slot]:
    kept = {key: slot for key, slot in before.items() if key not in rewrite.gone}
    return {**kept, **{slot.id: slot for slot in rewrite.slots}}


def _anchor(slot: Slot) -> SlotId | None:
    anchor = slot.recurrence.anchor
    return None if anchor is None else anchor.slot
