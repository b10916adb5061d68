"""The occurrences of a whole calendar: each slot by itself, and those that go with another (pure).

A slot with an anchor has no days of its own.  Each occurrence of the other slot brings one of
it, before or after, wherever that occurrence has been moved to; one that is cancelled brings
none.  Its occurrences carry the original start of the other's, so they stay the same when the
other is moved.  (docs/adr/0033)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from broadcast.recurrence import occurrences
from hub.dates.zone import to_utc, zone
from hub.domain.anchor import FARTHEST_GAP_S, Anchor, Side
from hub.domain.ids import CueId, SlotId
from hub.domain.recurrence import Override
from hub.domain.slot import Occurrence, Slot

REACH: Final = timedelta(seconds=2 * FARTHEST_GAP_S)
"""A follower is never farther from its anchor: gap, and lengths of both."""


def expand(
    slots: Mapping[SlotId, Slot], wanted: Iterable[Slot], first: datetime, last: datetime,
    tz: ZoneInfo,
) -> list[Occurrence]:  # fmt: skip
    """Every occurrence of some slots that starts within [first, last).

    Args:
        slots: The calendar, by id: where anchors are looked up.
        wanted: The slots whose occurrences are asked for.
        first: Begin of the window, aware UTC.
        last: End of the window, aware UTC.
        tz: The hub's own zone.
    """
    return [found for slot in wanted for found in of_slot(slots, slot, first, last, tz)]


def of_slot(
    slots: Mapping[SlotId, Slot], slot: Slot, first: datetime, last: datetime, tz: ZoneInfo
) -> tuple[Occurrence, ...]:
    """Every occurrence of one slot that starts within [first, last), by start."""
    anchor = slot.recurrence.anchor
    if anchor is None:
        return occurrences(slot, first, last, tz)
    other = slots.get(anchor.slot)
    if other is None or other.recurrence.anchor is not None:
        return ()
    found = [
        follower
        for beside in occurrences(other, first - REACH, last + REACH, tz)
        for follower in _beside(slot, anchor, beside, tz)
        if first <= follower.start < last
    ]
    return tuple(sorted(found, key=lambda follower: follower.start))


def _beside(slot: Slot, anchor: Anchor, other: Occurrence, tz: ZoneInfo) -> Iterator[Occurrence]:
    """What one occurrence of the anchor brings."""
    stamp = other.id.rpartition("@")[2]
    original = _local(stamp, tz)
    cue = CueId(f"{slot.id}@{stamp}")
    recurrence = slot.recurrence
    if not _holds(slot, anchor, original) or original.date() in _days(recurrence.exdays):
        return
    if original in recurrence.exdates:
        return
    override = next((o for o in recurrence.overrides if o.recurrence_id == original), None)
    if override is not None:
        yield _changed(slot, cue, override, tz)
    elif not other.cancelled and not other.all_day:
        start = _start(slot, anchor, other)
        end = start + timedelta(seconds=slot.length_s)
        yield Occurrence(cue, slot, start, end, recurrence.cancelled)


def _holds(slot: Slot, anchor: Anchor, original: datetime) -> bool:
    day = original.date()
    if day < slot.recurrence.start.date() or (anchor.until is not None and day > anchor.until):
        return False
    return not anchor.weekdays or original.weekday() in anchor.weekdays


def _start(slot: Slot, anchor: Anchor, other: Occurrence) -> datetime:
    gap = timedelta(seconds=min(anchor.gap_s, FARTHEST_GAP_S))
    if anchor.side is Side.AFTER:
        return other.end + gap
    return other.start - gap - timedelta(seconds=slot.length_s)


def _changed(slot: Slot, cue: CueId, override: Override, tz: ZoneInfo) -> Occurrence:
    changes: dict[str, Any] = dict(override.changes)
    if override.title is not None:
        changes["title"] = override.title
    start = to_utc(override.start, zone(override.tz, tz))
    end = start + timedelta(seconds=override.length_s)
    changed = replace(slot, length_s=override.length_s, **changes)
    is_cancelled = override.cancelled or slot.recurrence.cancelled
    return Occurrence(cue, changed, start, end, is_cancelled)


def _days(days: tuple[datetime, ...]) -> set[object]:
    return {day.date() for day in days}


def _local(stamp: str, tz: ZoneInfo) -> datetime:
    """The original start in the hub's own zone, naive."""
    instant = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return instant.astimezone(tz).replace(tzinfo=None)
