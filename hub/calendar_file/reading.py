"""Read a calendar file as slots: what cannot be used becomes a note, the rest goes on."""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from hub.calendar_file.limits import MOST_BYTES, MOST_COUNTED, MOST_NOTES, MOST_TOGETHER_A_DAY
from hub.calendar_file.series import Event, SeriesReader, event_note
from hub.calendar_file.text import content_lines
from hub.calendar_file.tree import Tree, parse
from hub.calendar_file.values import Stamps
from hub.calendar_file.zones import Zones
from hub.domain.rrule import Rule
from hub.domain.slot import Slot
from hub.errors import HubError, RefusedError

IGNORED: Final = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY"})
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
    notes += problems
    notes += [note for zones in all_zones for note in zones.notes]
    if not events:
        notes.append(RefusedError("calendar.no_events"))
    _keep_budget(slots)
    return CalendarFile(tuple(slots), _shortened(notes))


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
    reader, slots = SeriesReader(), list[Slot]()
    for group in events.values():
        whole = [event for event in group if event.component.is_whole]
        reader.notes += [
            event_note(RefusedError("calendar.event_cut_off"), event)
            for event in group
            if not event.component.is_whole
        ]
        if whole:
            try:
                slots.append(reader.slot(whole))
            except RefusedError as error:
                reader.notes.append(event_note(error, whole[0]))
    return slots, reader.notes


def _keep_budget(slots: list[Slot]) -> None:
    """Refuse a file whose events are each allowed but together would hang the planner."""
    rules = [
        Rule.parse(text) for s in slots for text in (*s.recurrence.rrules, *s.recurrence.exrules)
    ]
    a_day = sum(rule.most_a_day for rule in rules)
    if a_day > MOST_TOGETHER_A_DAY:
        raise RefusedError("calendar.too_many_a_day", count=a_day, most=MOST_TOGETHER_A_DAY)
    counted = sum(rule.count or 0 for rule in rules)
    if counted > MOST_COUNTED:
        raise RefusedError("calendar.too_many_counted", count=counted, most=MOST_COUNTED)


def _shortened(notes: list[HubError]) -> tuple[HubError, ...]:
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    more = RefusedError("calendar.more_notes", count=len(notes) - MOST_NOTES)
    return (*notes[:MOST_NOTES], more)
