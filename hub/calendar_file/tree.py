"""Content lines as a tree of components; a broken line or component harms nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from icalendar.parser import Parameters

from hub.calendar_file.limits import MOST_EVENTS
from hub.errors import RefusedError

_LINE: Final = re.compile(r'[ \t]*([A-Za-z0-9-]+)[ \t]*((?:;(?:[^":]|"[^"]*")*)?):(.*)', re.DOTALL)
_OF_AN_EVENT: Final = frozenset(
    {
        "UID", "SEQUENCE", "SUMMARY", "STATUS", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE",
        "RDATE", "EXDATE", "RECURRENCE-ID",
    }
)  # fmt: skip
_WANTED: Final[Mapping[str, frozenset[str]]] = {
    "VCALENDAR": frozenset({"CALSCALE", "X-WR-TIMEZONE"}),
    "VTIMEZONE": frozenset({"TZID"}),
    "STANDARD": frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"}),
    "DAYLIGHT": frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"}),
    "VEVENT": _OF_AN_EVENT,
}
"""What is kept of each component; the rest of a calendar is none of our business."""
_OF_A_CALENDAR: Final = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
OWN: Final = "X-HUB-"
"""Our own properties begin so."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property.

    Attributes:
        name: In capitals.
        parameters: By name, in capitals.
        value: As it stands in the file, escapes and all.
    """

    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """One component, such as a VEVENT.

    Attributes:
        name: In capitals.
        properties: Those that matter, in order.
        children: Components inside it.
        is_whole: Its END was there.
    """

    name: str
    properties: list[Property] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    is_whole: bool = False

    def all(self, name: str) -> list[Property]:
        """Every property of a name."""
        return [found for found in self.properties if found.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        return next((found for found in self.properties if found.name == name), None)


@dataclass(frozen=True, slots=True)
class Tree:
    """A file.

    Attributes:
        calendars: Its VCALENDAR components.
        broken_lines: How many lines are no content lines.
        is_whole: Every component that was begun was ended.
    """

    calendars: tuple[Component, ...]
    broken_lines: int
    is_whole: bool


def parse(lines: Iterable[str]) -> Tree:
    """Read content lines as components.

    Raises:
        RefusedError: There are too many events.
    """
    builder = _Builder()
    for line in lines:
        builder.take(line)
    return builder.tree()


class _Builder:
    """The components that are open while a file is read."""

    def __init__(self) -> None:
        self._open: list[Component] = []
        self._calendars: list[Component] = []
        self._broken = 0
        self._events = 0
        self._is_whole = True

    def take(self, line: str) -> None:
        """Read one line."""
        found = _LINE.match(line)
        if found is None:
            self._broken += 1
            return
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            self._begin(value.strip().upper())
        elif name == "END":
            self._end(value.strip().upper())
        elif self._open:
            component = self._open[-1]
            if name in _WANTED.get(component.name, ()) or name.startswith(OWN):
                self._keep(component, name, found[2], value)

    def tree(self) -> Tree:
        """What was found."""
        self._close(0)
        return Tree(tuple(self._calendars), self._broken, self._is_whole)

    def _begin(self, name: str) -> None:
        if name in _OF_A_CALENDAR:  # never inside another: that one's END is missing
            names = [component.name for component in self._open]
            self._close(names.index("VCALENDAR") + 1 if "VCALENDAR" in names else 0)
        elif name == "VCALENDAR":
            self._close(0)
        if name == "VEVENT":
            self._events += 1
            if self._events > MOST_EVENTS:
                raise RefusedError("calendar.too_many_events", most=MOST_EVENTS)
        component = Component(name)
        if self._open:
            self._open[-1].children.append(component)
        if name == "VCALENDAR":
            self._calendars.append(component)
        self._open.append(component)

    def _end(self, name: str) -> None:
        names = [component.name for component in self._open]
        if name not in names:
            self._broken += 1
            return
        at = len(names) - 1 - names[::-1].index(name)
        self._close(at + 1)
        self._open.pop().is_whole = True

    def _close(self, depth: int) -> None:
        """Give up the components that are open beyond a depth."""
        self._is_whole = self._is_whole and len(self._open) <= depth
        del self._open[depth:]

    def _keep(self, component: Component, name: str, parameters: str, value: str) -> None:
        try:
            read = _parameters(parameters) if parameters else {}
        except ValueError:
            self._broken += 1
            return
        component.properties.append(Property(name, read, value.strip()))


@lru_cache(maxsize=256)
def _parameters(text: str) -> Mapping[str, str]:
    """The parameters of a property; of a list of values, the first."""
    found = Parameters.from_ical(text[1:], strict=False)  # type: ignore[no-untyped-call]
    return {
        str(name).upper(): str(value[0] if isinstance(value, list) else value)
        for name, value in found.items()
    }
