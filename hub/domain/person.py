"""People who may work the hub, their roles, and what each role may do (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

PersonId = NewType("PersonId", str)
PhoneId = NewType("PhoneId", str)


class Role(StrEnum):
    """What a person is in the village."""

    HEAD = "head"
    """Trưởng thôn."""
    DEPUTY = "deputy"
    SPEAKER = "speaker"
    """Writes and records; somebody else approves."""
    OFFICER = "officer"
    """Cán bộ văn hóa – xã hội of the commune."""
    IT = "it"
    """The commune's technician: looks after the hub, not after what it says."""


class Right(StrEnum):
    """What can be allowed to a role."""

    SEE = "see"
    STOP = "stop"
    """Silence.  Whoever has a paired phone may, and without a PIN: silence harms nobody."""
    HOLD = "hold"
    """Hold, and resume after a hold or a stop."""
    WRITE = "write"
    """Make drafts of bulletins."""
    APPROVE = "approve"
    PLAY = "play"
    """Play now; the PIN is asked for again."""
    LIVE = "live"
    """Speak live; the PIN is asked for again."""
    CALENDAR = "calendar"
    PEOPLE = "people"
    """Add people, pair and revoke phones."""
    SETTINGS = "settings"


_ALL: Final = frozenset(Right)
_SILENCE: Final = frozenset({Right.SEE, Right.STOP})

MAY: Final[Mapping[Role, frozenset[Right]]] = {
    Role.HEAD: _ALL,
    Role.DEPUTY: _ALL - {Right.PEOPLE, Right.SETTINGS},
    Role.SPEAKER: _SILENCE | {Right.WRITE},
    Role.OFFICER: _ALL,
    Role.IT: _SILENCE | {Right.HOLD, Right.PEOPLE, Right.SETTINGS},
}
"""Who may do what; `docs/routes.md` shows it route by route."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works the hub.

    Attributes:
        id: Made by the hub; never shown.
        name: What people call them, as it stands in the log book.
        role: What they are.
    """

    id: PersonId
    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """True when the role allows it."""
        return right in MAY[self.role]


@dataclass(frozen=True, slots=True)
class Phone:
    """A paired phone.

    Attributes:
        id: Made by the hub.
        person: Whose it is.
        name: What kind of phone, for the list: "Android · Chrome".
        paired_at: When, aware UTC.
        seen_at: Last used, to the hour, aware UTC.
        revoked_at: When it was shut out, or None.
    """

    id: PhoneId
    person: Person
    name: str
    paired_at: datetime
    seen_at: datetime
    revoked_at: datetime | None = None
