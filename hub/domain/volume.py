"""How loud each zone is, by local time of day (pure).

A decree's "living characteristics of local people" are different in each hamlet: softer at five
in the morning, louder at noon, softer all day beside a school (Decree 49/2024/NĐ-CP leaves times,
quiet hours and volume to the commune).  These gains come on top of what the installer has set in
the configuration, which evens the amplifiers out; they only ever make it softer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

LOUDEST_DB: Final = 0.0
"""As loud as the installer has set it."""
SOFTEST_DB: Final = -30.0
"""Softer than this is no loudspeaker but a riddle: a zone is switched off otherwise."""
LOWEST_FLOOR_DB: Final = -6.0
"""Emergencies may be softened by no more than this, whatever is entered."""
MOST_STRETCHES: Final = 12
"""Stretches of the day that a zone may have."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the day with its own gain.

    Attributes:
        first: Local time at which it begins.
        last: Local time at which it ends, not included; may be the next morning.
        gain_db: Gain, `SOFTEST_DB` to 0.
    """

    first: time
    last: time
    gain_db: float

    def holds_at(self, moment: time) -> bool:
        """Whether local time `moment` is in it."""
        if self.first <= self.last:
            return self.first <= moment < self.last
        return moment >= self.first or moment < self.last

    def meets(self, other: Stretch) -> bool:
        """Whether some moment is in both."""
        return self.holds_at(other.first) or other.holds_at(self.first)


@dataclass(frozen=True, slots=True)
class ZoneVolume:
    """How loud one zone is.

    Attributes:
        usual_db: Gain outside all stretches, `SOFTEST_DB` to 0.
        stretches: Stretches of the day with another gain; none meets another.
    """

    usual_db: float = LOUDEST_DB
    stretches: tuple[Stretch, ...] = ()

    def at(self, moment: time) -> float:
        """Gain at local time `moment`, dB."""
        return next((s.gain_db for s in self.stretches if s.holds_at(moment)), self.usual_db)

    def clash(self) -> tuple[Stretch, Stretch] | None:
        """Two stretches that meet, if any do: nobody could say which holds."""
        for index, one in enumerate(self.stretches):
            for other in self.stretches[index + 1 :]:
                if one.meets(other):
                    return one, other
        return None


AS_SET_UP: Final = ZoneVolume()
"""A zone for which nobody has chosen anything."""
