"""A slot that cannot be played as it stands in the store: the others are, without it."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.ids import SlotId

LONGEST_DETAIL = 120


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Which slot, and what is wrong with it.

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
        return cls(slot, title, f"{type(error).__name__}: {error}"[:LONGEST_DETAIL])
