"""Read a calendar file as slots: what cannot be used becomes a note, the rest goes on."""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from hub.calendar_file.event import Event, event_note
from hub.calendar_file.limits import (
    COUNTED_TILL,
    MOST_BYTES,
    MOST_COUNTED,
    MOST_NAMED,
    MOST_NOTES,
    MOST_TOGETHER_A_DAY,
)
from hub.calendar_file.series import SeriesReader
from hub.calendar_file.text import content_lines
from hub.calendar_file.tree import Tree, parse
from hub.calendar_file.values import Stamps
from hub.calendar_file.zones import Zones
from hub.dates.expand import is_plain
from hub.domain.rrule import Rule
from hub.domain.slot import Slot
from hub.errors import HubError, RefusedError

IGNORED: Final = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY"})
LEFT_OUT: Final = "calendar.left_out"
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a calendar file holds.

    Attributes:
        slots: One for each event or series.
        notes: What was not understood, a sentence each.
    """

    slots: tuple[Slot, ...]
    notes: tuple[HubError, ...]

    @property
    def is_spoiled(self) -> bool:
        """There are events in it, and none can be used."""
        return not self.slots and any(note.key == LEFT_OUT for note in self.notes)


def read_file(path: Path, tz: ZoneInfo) -> CalendarFile:
    """Read a file; its size is looked at before anything is read.

    Args:
        path: The file.
        tz: The hub's own zone.

    Raises:
        RefusedError: It is not there, too large, not to be read, or no calendar.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise RefusedError("calendar.not_a_file", path=path)
        if facts.st_size > MOST_BYTES:
            raise _too_large(path, facts.st_size)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise RefusedError("calendar.no_file", path=path) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusedError("calendar.unreadable", path=path, error=reason) from error
    if len(data) > MOST_BYTES:
        raise _too_large(path, len(data))
    return read(data, tz)


def read(data: bytes, tz: ZoneInfo) -> CalendarFile:
    """Read the bytes of a calendar file.

    Args:
        data: The file, of at most `MOST_BYTES`.
        tz: The hub's own zone, for times that name none.

    Raises:
        RefusedError: It is no calendar, or holds more than a calendar may.
    """
    lines = content_lines(data)
    tree = parse(lines.lines)
    if not tree.calendars:
        raise RefusedError("calendar.not_a_calendar")
    notes = list(_notes_on(tree, is_damaged=lines.is_damaged))
    events: dict[str, list[Event]] = defaultdict(list)
    all_zones: list[Zones] = []
    for calendar in tree.calendars:
        scale = calendar.first("CALSCALE")
        if scale is not None and scale.value.strip().upper() != "GREGORIAN":
            notes.append(RefusedError("calendar.not_gregorian", scale=scale.value[:40]))
            continue
        zones = Zones(calendar, tz)
        all_zones.append(zones)
        stamps = Stamps(zones, tz)
        for component in calendar.children:
            if component.name == "VEVENT":
                event = Event(component, stamps)
                events[event.uid].append(event)
    slots, problems = _slots(events)
    notes += _shortened([note for zones in all_zones for note in zones.notes])
    notes += problems
    if not events:
        notes.append(RefusedError("calendar.no_events"))
    _keep_budget(slots)
    return CalendarFile(tuple(slots), tuple(notes))


def _too_large(path: Path, size: int) -> RefusedError:
    return RefusedError(
        "calendar.too_large",
        path=path,
        size=-(-size // MEBIBYTE),
        most=MOST_BYTES // MEBIBYTE,
    )


def _notes_on(tree: Tree, *, is_damaged: bool) -> Iterator[HubError]:
    """What is wrong with the file as a whole."""
    if is_damaged:
        yield RefusedError("calendar.bad_bytes")
    if tree.broken_lines:
        yield RefusedError("calendar.broken_lines", count=tree.broken_lines)
    if not tree.is_whole:
        yield RefusedError("calendar.cut_off")
    ignored = sum(child.name in IGNORED for each in tree.calendars for child in each.children)
    if ignored:
        yield RefusedError("calendar.ignored", count=ignored)


def _slots(events: dict[str, list[Event]]) -> tuple[list[Slot], list[HubError]]:
    """The slot of each UID, and why there is none of some."""
    reader, slots, left_out = SeriesReader(), list[Slot](), list[Event]()
    for group in events.values():
        whole = [event for event in group if event.component.is_whole]
        reader.notes += [
            event_note(RefusedError("calendar.event_cut_off"), event)
            for event in group
            if not event.component.is_whole
        ]
        try:
            if whole:
                slots.append(reader.slot(whole))
                continue
        except RefusedError as error:
            reader.notes.append(event_note(error, whole[0]))
        left_out.append(group[0])
    notes = list(_shortened(reader.notes))
    if left_out:
        names = ", ".join(f"“{event.name}”" for event in left_out[:MOST_NAMED])
        more = " …" if len(left_out) > MOST_NAMED else ""
        notes.append(RefusedError(LEFT_OUT, names=names + more))
    return slots, notes


def _keep_budget(slots: list[Slot]) -> None:
    """Refuse a file whose events are each allowed but together would hang the planner."""
    a_day = sum(rule.most_a_day for slot in slots for rule in _rules(slot))
    if a_day > MOST_TOGETHER_A_DAY:
        raise RefusedError("calendar.too_many_a_day", count=a_day, most=MOST_TOGETHER_A_DAY)
    counted = sum(_counted(rule, slot.recurrence.start) for slot in slots for rule in _rules(slot))
    if counted > MOST_COUNTED:
        raise RefusedError("calendar.too_many_counted", count=counted, most=MOST_COUNTED)


def _rules(slot: Slot) -> list[Rule]:
    return [Rule.parse(text) for text in (*slot.recurrence.rrules, *slot.recurrence.exrules)]


def _counted(rule: Rule, start: datetime) -> int:
    """How many starts are counted when a plan of this century first asks for the end."""
    if rule.count is None or is_plain(rule):
        return 0
    days = max(1, (COUNTED_TILL - start).days)
    return min(rule.count, days * rule.most_a_day)


def _shortened(notes: list[HubError]) -> list[HubError]:
    if len(notes) <= MOST_NOTES:
        return notes
    more = RefusedError("calendar.more_notes", count=len(notes) - MOST_NOTES)
    return [*notes[:MOST_NOTES], more]
