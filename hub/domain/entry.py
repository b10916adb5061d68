"""What else the screen leads to: apps, handbooks, guides, documents, telephone numbers (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from hub.domain.procedure import EventId
from hub.domain.validity import Validity

EntryId = NewType("EntryId", str)
"""An entry: lower-case letters, digits and dashes."""


class EntryKind(StrEnum):
    """What it is."""

    APP = "app"
    HANDBOOK = "handbook"
    GUIDE = "guide"
    """Advice without a code: who to go to, what to do first."""
    LINK = "link"
    PHONE = "phone"
    DOCUMENT = "document"


class Audience(StrEnum):
    """Who may read it on the hub."""

    PUBLIC = "public"
    MEMBERS = "members"
    """Only after a log-in, such as documents of the party cell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to look at, install or call.

    Attributes:
        id: Identity.
        kind: What it is.
        name: Title.
        text: What it is for; what to do.
        address: https link or telephone number; empty = none is known.
        file: Name of a file that the hub serves itself; empty = none.
        audience: Who may read it.
        events: Events of life it belongs to.
        words: Words that people search with.
        validity: Dates and evidence.
        names: The title in other languages, by BCP-47 tag.
    """

    id: EntryId
    kind: EntryKind
    name: str
    validity: Validity
    text: str = ""
    address: str = ""
    file: str = ""
    audience: Audience = Audience.PUBLIC
    events: tuple[EventId, ...] = ()
    words: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
