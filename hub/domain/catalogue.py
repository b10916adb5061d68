"""The catalogue of procedures as one dated whole, and what is shown of it on a day (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hub.domain.entry import Audience, Entry
from hub.domain.procedure import EventId, LifeEvent, Procedure, ProcedureCode


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything one publisher gives, replaced as a whole.

    Attributes:
        id: Which catalogue it is.
        title: Its name for people.
        publisher: Who answers for it.
        version: Counts up with every edition of the same `id`.
        made_on: The day of this edition.
        events: Events of life, in the order they are shown.
        procedures: Procedures, in the order they are shown.
        entries: Apps, handbooks, guides, telephone numbers.
        abbreviations: What people shorten, in small letters: ``("ks", "khai sinh")``.
        fillers: Words of a question that say nothing: "xin", "làm", "ở đâu".
        absent: What people ask for and this catalogue does not have: "hộ chiếu".
    """

    id: str
    title: str
    publisher: str
    version: int
    made_on: date
    events: tuple[LifeEvent, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    entries: tuple[Entry, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    fillers: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def procedure(self, code: ProcedureCode) -> Procedure | None:
        """The procedure with a code."""
        return next((one for one in self.procedures if one.code == code), None)

    def shown(self, today: date) -> tuple[Procedure, ...]:
        """Procedures that hold today."""
        return tuple(one for one in self.procedures if one.validity.is_shown(today))

    def shown_entries(self, today: date, *, is_member: bool = False) -> tuple[Entry, ...]:
        """Entries that hold today and that this person may read."""
        return tuple(
            one
            for one in self.entries
            if one.validity.is_shown(today) and (is_member or one.audience is Audience.PUBLIC)
        )

    def of_event(self, event: EventId, today: date) -> tuple[Procedure, ...]:
        """Procedures of an event of life; those it fits most first."""
        found = [one for one in self.shown(today) if event in one.events]
        return tuple(sorted(found, key=lambda one: one.events.index(event)))


@dataclass(frozen=True, slots=True)
class StoredCatalogue:
    """A catalogue file that was imported.

    Attributes:
        name: The catalogue's identity.
        version: Its edition.
        sha256: Hash of the file.
        document: The file.
        imported_at: When, aware UTC.
    """

    name: str
    version: int
    sha256: str
    document: bytes
    imported_at: datetime
