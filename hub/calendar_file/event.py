"""One VEVENT: what it says of itself, before it is made part of a slot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from hub.calendar_file.limits import LONGEST_TITLE
from hub.calendar_file.tree import Component
from hub.calendar_file.values import Stamp, Stamps, one_line, text
from hub.errors import HubError, RefusedError


@dataclass(frozen=True, slots=True)
class Event:
    """A VEVENT and what reads the dates of its calendar."""

    component: Component
    stamps: Stamps

    @property
    def uid(self) -> str:
        """Its UID; one made of what it says, always the same, when it has none."""
        found = self.component.first("UID")
        uid = text(found.value).strip() if found else ""
        return uid or "no-uid-" + _fingerprint(self.component)

    @property
    def title(self) -> str:
        """Its SUMMARY."""
        found = self.component.first("SUMMARY")
        return one_line(found.value, LONGEST_TITLE) if found else ""

    @property
    def name(self) -> str:
        """What people call it in a note."""
        return self.title or self.uid[:60]

    @property
    def sequence(self) -> int:
        """Its SEQUENCE, -1 when there is none: the greater replaces the smaller."""
        found = self.component.first("SEQUENCE")
        try:
            return int(found.value[:9]) if found else -1
        except ValueError:
            return -1

    @property
    def is_override(self) -> bool:
        """It changes one occurrence of a series."""
        return self.component.first("RECURRENCE-ID") is not None

    @property
    def is_cancelled(self) -> bool:
        """STATUS:CANCELLED."""
        found = self.component.first("STATUS")
        return found is not None and found.value.strip().upper() == "CANCELLED"

    @property
    def start(self) -> Stamp:
        """Its DTSTART.

        Raises:
            RefusedError: There is none, or it is no date or time.
        """
        found = self.component.first("DTSTART")
        if found is None:
            raise RefusedError("calendar.no_start")
        return self.stamps.one(found)


def event_note(error: HubError, event: Event) -> HubError:
    """A mistake with the name of its event; each sentence begins with it."""
    return RefusedError(error.key, **{**error.values, "event": f"“{event.name}”: "})


def _fingerprint(component: Component) -> str:
    said: Iterable[str] = sorted(f"{p.name}:{p.value}" for p in component.properties)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
