"""Documents and handbooks that the village itself puts on its screen (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from hub.domain.entry import Audience, Entry, EntryId, EntryKind
from hub.domain.validity import Evidence, Validity

DocumentId = NewType("DocumentId", str)
"""A document; chosen by whoever enters it."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document, read page by page on the screen and given to phones.

    Attributes:
        id: Identity.
        name: Title.
        kind: A handbook or a document.
        audience: Everybody, or only who knows the code of the party cell.
        paper: SHA-256 of the file, hexadecimal.
        text: What it is about.
        author: Who entered it.
        entered: When, aware UTC.
        ends: When it disappears, aware UTC; None = when somebody takes it away.
    """

    id: DocumentId
    name: str
    kind: EntryKind
    audience: Audience
    paper: str
    text: str = ""
    author: str = ""
    entered: datetime | None = None
    ends: datetime | None = None

    def is_shown(self, now: datetime) -> bool:
        """True until its end."""
        return self.ends is None or now < self.ends

    def as_entry(self) -> Entry:
        """The same as an entry of a catalogue, so that lists and search know one kind only."""
        return Entry(
            EntryId(self.id),
            self.kind,
            self.name,
            Validity(evidence=Evidence.DECIDED),
            self.text,
            file=self.paper,
            audience=self.audience,
        )
