"""What cannot be used as it stands in the store: the rest is, without it (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.ids import SlotId

LONGEST_DETAIL = 120


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A slot that cannot be played, and what is wrong with it.

    Attributes:
        slot: Its id.
        title: What people call it.
        detail: The first words of the error, for whoever mends it.
    """

    slot: SlotId
    title: str
    detail: str

    @classmethod
    def because(cls, slot: SlotId, title: str, error: Exception) -> LeftOut:
        """A slot with which something went wrong."""
        return cls(slot, title, described(error))


@dataclass(frozen=True, slots=True)
class Unread:
    """Something other than a slot that cannot be read.

    Attributes:
        key: The incident that says so, and what holds in its place.
        name: What people call it.
        detail: The first words of the error, for whoever mends it.
    """

    key: str
    name: str
    detail: str


def described(error: Exception) -> str:
    """The first words of an error."""
    return f"{type(error).__name__}: {error}"[:LONGEST_DETAIL]
