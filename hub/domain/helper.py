"""Who in the village helps, where, and when that place is open (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import NewType

HelperId = NewType("HelperId", str)
"""A member of the village's digital team."""

PlaceId = NewType("PlaceId", str)
"""A place people go to: cultural house, commune office."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch in which a place is open.

    Attributes:
        weekday: 0 = Monday to 6 = Sunday.
        opens: Local time.
        closes: Local time after `opens`, on the same day.
    """

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Place:
    """A place.

    Attributes:
        id: Identity.
        name: What people call it.
        address: Where it is.
        phone: Its number; empty = none.
        openings: When it is open, in any order; empty = not told.
        topics: Events of life or codes it is there for; empty = all.
    """

    id: PlaceId
    name: str
    address: str = ""
    phone: str = ""
    openings: tuple[Opening, ...] = ()
    topics: tuple[str, ...] = ()

    def is_open(self, weekday: int, at: time) -> bool | None:
        """Whether it is open then; None when nobody told its hours."""
        if not self.openings:
            return None
        return any(o.weekday == weekday and o.opens <= at < o.closes for o in self.openings)

    def is_for(self, *topics: str) -> bool:
        """True when it is there for one of these topics."""
        return not self.topics or any(topic in self.topics for topic in topics)


@dataclass(frozen=True, slots=True)
class Helper:
    """A member of the digital team.

    Attributes:
        id: Identity.
        name: Name as it is shown.
        role: What they are in the village.
        phone: Number people may call; shown only with the helper's consent.
        languages: Languages they speak, BCP-47 tags.
        topics: Events of life or codes they help with; empty = all.
        hours: When and where they can be met, in words; empty = ask.
    """

    id: HelperId
    name: str
    role: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ("vi",)
    topics: tuple[str, ...] = ()
    hours: str = ""

    def helps_with(self, *topics: str) -> bool:
        """True when one of these topics is theirs."""
        return not self.topics or any(topic in self.topics for topic in topics)
