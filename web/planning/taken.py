"""A calendar file that somebody brought: looked at first, kept for a moment, then taken in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hub.domain.ids import ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Programme
from hub.domain.slot import Slot
from hub.domain.slot_change import check_emergency
from hub.errors import HubError, RefusedError
from hub.media.draft import Draft, sweep
from web.lived import system_time
from web.parts import parts

if TYPE_CHECKING:
    from hub.calendar_file.reading import CalendarFile

MOST_BYTES: Final = 1 << 20
"""A village's timetable has some kilobytes; larger ones go through the command line."""
MOST_SLOTS: Final = 500
"""Slots that one file brings over the pages."""
KEPT_S: Final = 3600
"""A file that nobody confirmed is forgotten."""
Programmes = Mapping[ProgrammeId, Programme]
_NAME: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file would bring.

    Attributes:
        name: Under which it is kept: the hash of its content.
        fresh: Slots that are new.
        changed: Slots that are there and would be otherwise.
        same: Slots that are there as they are in the file.
        refused: Slots that are not taken, and why.
        notes: What was understood only in part.
    """

    name: str
    fresh: tuple[Slot, ...]
    changed: tuple[Slot, ...]
    same: tuple[Slot, ...]
    refused: tuple[tuple[Slot, HubError], ...]
    notes: tuple[HubError, ...]

    @property
    def wanted(self) -> tuple[Slot, ...]:
        """What would be stored."""
        return (*self.fresh, *self.changed)


def keep(data: bytes) -> str:
    """Keep the bytes of a file until somebody confirms; its name.

    Raises:
        RefusedError: It is empty or too large.
        MediaError: The disk does not take it.
    """
    if not data:
        raise RefusedError("ics.empty")
    if len(data) > MOST_BYTES:
        raise RefusedError("ics.too_large", most=MOST_BYTES >> 20)
    name = hashlib.sha256(data).hexdigest()
    with Draft(_folder(), len(data)) as draft:
        draft.write(data)
        draft.keep(f"{name}.ics")
    now_s = system_time().timestamp()  # as the files are dated
    for old in _folder().glob("*.ics"):
        if now_s - old.stat().st_mtime > KEPT_S and old.stem != name:
            old.unlink(missing_ok=True)
    sweep(_folder(), now_s)
    return name


def look(name: str, calendar: dict[SlotId, Slot], known: Programmes) -> Taken:
    """What a kept file would bring.

    Args:
        name: Its name.
        calendar: The calendar as it is.
        known: Programmes that there are, by id.

    Raises:
        RefusedError: It is not kept any more, or is no calendar, or holds too much.
    """
    from hub.calendar_file.reading import read  # noqa: PLC0415  # 4 MiB with icalendar

    found = read(_bytes(name), parts().config.timezone)
    if len(found.slots) > MOST_SLOTS:
        raise RefusedError("ics.too_many", count=len(found.slots), most=MOST_SLOTS)
    zones = frozenset(parts().config.zones)
    told = [_with_content(slot, known) for slot in found.slots]
    refused = [(slot, why) for slot in told if (why := _trouble(slot, zones, known))]
    away = {slot.id for slot, _ in refused}
    kept = [slot for slot in told if slot.id not in away]
    return _sorted(name, kept, calendar, (tuple(refused), found))


def approved(slots: tuple[Slot, ...], by: str) -> tuple[Slot, ...]:
    """The slots, approved by whoever takes them in: a file approves nothing."""
    return tuple(replace(slot, approver=by) for slot in slots)


def _with_content(slot: Slot, known: Programmes) -> Slot:
    """What another program wrote names no programme: the one of its title is meant."""
    if slot.content:
        return slot
    title = slot.title.casefold().strip()
    found = [one for one in known.values() if one.approver and one.title.casefold() == title]
    return replace(slot, content=(found[0].id,)) if len(found) == 1 else slot


def _sorted(
    name: str,
    kept: list[Slot],
    calendar: dict[SlotId, Slot],
    told: tuple[tuple[tuple[Slot, HubError], ...], CalendarFile],
) -> Taken:
    refused, found = told
    same = [slot for slot in kept if _is_same(slot, calendar.get(slot.id))]
    changed = [s for s in kept if s.id in calendar and not _is_same(s, calendar[s.id])]
    fresh = [slot for slot in kept if slot.id not in calendar]
    return Taken(name, tuple(fresh), tuple(changed), tuple(same), refused, found.notes)


def _is_same(slot: Slot, other: Slot | None) -> bool:
    """Nothing is otherwise; who approved it is said by the calendar, not by the file."""
    return other is not None and replace(slot, approver=other.approver) == other


def _trouble(slot: Slot, zones: frozenset[ZoneId], known: Programmes) -> HubError | None:
    """Why a slot is not taken, or None."""
    unknown = slot.zones_named() - zones
    if unknown:
        return RefusedError("ics.unknown_zone", zones=", ".join(sorted(unknown)))
    if slot.recurrence.all_day:
        return RefusedError("ics.all_day")
    missing = slot.programmes_named() - known.keys()
    if missing or not slot.content:
        return RefusedError("ics.no_programme", programmes=", ".join(sorted(missing)) or "–")
    try:
        check_emergency(slot)
    except RefusedError as error:
        return error
    return None


def _bytes(name: str) -> bytes:
    if not _NAME.fullmatch(name):
        raise RefusedError("error.stale_form")
    try:
        return (_folder() / f"{name}.ics").read_bytes()
    except OSError as error:
        raise RefusedError("ics.forgotten") from error


def _folder() -> Path:
    return parts().config.data_dir / "calendars"
