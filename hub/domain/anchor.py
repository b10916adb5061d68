"""A slot that comes before or after another one and goes along when that one is moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hub.domain.ids import SlotId

FARTHEST_GAP_S = 6 * 3600
"""Silence between the two, at most; what is farther away has a time of its own."""


class Side(StrEnum):
    """On which side of the other slot."""

    BEFORE = "before"
    """It ends when the other begins, less the gap."""
    AFTER = "after"
    """It begins when the other ends, plus the gap."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Which slot another one goes with.

    Attributes:
        slot: The other slot; it may not go with a third.
        side: Before or after it.
        gap_s: Silence between them, 0 to `FARTHEST_GAP_S` seconds.
        weekdays: Only on these days, Monday is 0; empty = whenever the other comes.
        until: The last local day, included, or None.
    """

    slot: SlotId
    side: Side
    gap_s: int = 0
    weekdays: frozenset[int] = frozenset()
    until: date | None = None
