"""A slot: a recurring place in the calendar, and one occurrence of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import CueId, PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Source
from hub.domain.recurrence import Recurrence

LATEST_START_S = 600
"""How late a slot may still start unless it says otherwise, seconds."""


class AfterPreemption(StrEnum):
    """What becomes of a cue that a higher one takes the zone from."""

    CUT = "cut"
    """It ends where it was cut."""
    DROP = "drop"
    """When the collision is known before, it is not begun at all; else as `CUT`."""
    JOIN = "join"
    """It is joined in progress afterwards: relays only."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of the calendar.

    Attributes:
        id: UID.
        title: What people call it.
        kind: Kind of bulletin.
        level: Source level.
        zones: Where it is heard; empty = every zone.
        content: Programmes in order; empty for calendars of other programs.
        source: `RELAY` when the slot may be joined in progress.
        recurrence: When it comes.
        length_s: Length of the slot, seconds; the cap of a relay, a guess for the rest.
        chime: Opening chime, or None.
        closing: Closing chime, or None.
        latest_start_s: How late it may still start, seconds.
        order: Place among colliding bulletins of one kind, as the commune user set it;
            the smaller goes first.
        after_preemption: What becomes of it when it is preempted.
        period: The special period it belongs to, or None for an ordinary slot.
        volume_db: Gain, -60 to 0.
        author: Who entered it.
        approver: Who approved it.
    """

    id: SlotId
    title: str
    recurrence: Recurrence
    length_s: float
    kind: Kind = Kind.ROUTINE
    level: Level = Level.COMMUNE
    zones: frozenset[ZoneId] = frozenset()
    content: tuple[ProgrammeId, ...] = ()
    source: Source = Source.FILE
    chime: ProgrammeId | None = None
    closing: ProgrammeId | None = None
    latest_start_s: int = LATEST_START_S
    order: int = 0
    after_preemption: AfterPreemption = AfterPreemption.CUT
    period: PeriodId | None = None
    volume_db: float = 0.0
    author: str = ""
    approver: str = ""

    def versions(self) -> Iterator[Slot]:
        """The slot as it is, and as each changed occurrence has it."""
        yield self
        for override in self.recurrence.overrides:
            changes: dict[str, Any] = dict(override.changes)
            if changes:
                yield replace(self, **changes)

    def zones_named(self) -> frozenset[ZoneId]:
        """Every zone that it names on any day; empty = every zone of the hub."""
        return frozenset(zone for version in self.versions() for zone in version.zones)

    def programmes_named(self) -> frozenset[ProgrammeId]:
        """Every programme that it plays on any day, chimes included."""
        named = (
            name
            for version in self.versions()
            for name in (*version.content, version.chime, version.closing)
        )
        return frozenset(name for name in named if name is not None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated occurrence of a slot, before any rule has looked at it.

    Attributes:
        id: Slot and original start: the identity under which it is logged.
        slot: The slot, with this occurrence's changes (RECURRENCE-ID) applied.
        start: Planned start, aware UTC.
        end: Planned end, aware UTC; never before `start`.
        cancelled: STATUS:CANCELLED.
        all_day: The event has a date but no time, so there is no moment to play it at.
    """

    id: CueId
    slot: Slot
    start: datetime
    end: datetime
    cancelled: bool = False
    all_day: bool = False
