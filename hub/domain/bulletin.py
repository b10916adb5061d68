"""The three kinds of bulletin, the three source levels, and the ladder of precedence.

Source: Circular 39/2020/TT-BTTTT (kinds and levels, Vietnamese names in the catalogue).
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """Kind of bulletin: *thông thường*, *ưu tiên*, *khẩn cấp*."""

    ROUTINE = "routine"
    PRIORITY = "priority"
    EMERGENCY = "emergency"


class Level(StrEnum):
    """Source level: a receiver must be able to play all three."""

    CENTRAL = "central"
    PROVINCE = "province"
    COMMUNE = "commune"

    @property
    def rank(self) -> int:
        """0 for central, 1 for province, 2 for commune: the smaller goes first in a tie."""
        return list(Level).index(self)


class Precedence(IntEnum):
    """The ladder that settles who has the zone; the greater number wins."""

    FILLER = 10
    ROUTINE = 20
    PRIORITY = 30
    LIVE = 40
    EMERGENCY = 50


PRECEDENCE_OF_KIND = {
    Kind.ROUTINE: Precedence.ROUTINE,
    Kind.PRIORITY: Precedence.PRIORITY,
    Kind.EMERGENCY: Precedence.EMERGENCY,
}
