"""A key with which a program calls the JSON API, and what it may do (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from hub.domain.person import Person, Right

KeyId = NewType("KeyId", str)


def signature_of(name: str) -> str:
    """How a key of this name stands in logs."""
    return f"{name} (API)"


@dataclass(frozen=True, slots=True)
class ProgramKey:
    """A key that somebody made for a program.

    Attributes:
        id: Made by the hub.
        name: What people call the program; stands in the log book with what it orders.
        rights: What it was made for.
        maker: Who made it; it ends when they leave.
        made_at: When, aware UTC.
        used_at: Last used, to the hour, aware UTC; None = never.
        used_from: The address it was last used from, or "".
    """

    id: KeyId
    name: str
    rights: frozenset[Right]
    maker: Person
    made_at: datetime
    used_at: datetime | None = None
    used_from: str = ""

    def may(self, right: Right) -> bool:
        """True when it was made for this, and whoever made it still may."""
        return right in self.rights and self.maker.may(right)

    @property
    def signature(self) -> str:
        """How it stands in logs, never to be taken for a person."""
        return signature_of(self.name)
