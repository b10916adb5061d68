"""The touchscreen as a thing on a wall: how large, how far, how high, when it is on (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

REACH_MM: Final = 1200.0
"""How high a person in a wheelchair reaches, over the floor (ISO 21542)."""
LEAST_PX_PER_MM: Final = 1.5
"""A television of 55 inches; anything coarser is a mistake in the numbers."""
MOST_PX_PER_MM: Final = 20.0
USUAL: Final = 80
"""Volume in percent where nothing else is said."""
MODERATE: Final = 50
"""Volume in percent while nobody knows whether it is day or night."""


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of a day; may go over midnight.

    Attributes:
        start: First minute, local time.
        end: First minute that is outside.
    """

    start: time
    end: time

    def has(self, moment: time) -> bool:
        """True inside; a span that ends when it starts is empty."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud the screen's own loudspeaker is, from a time of day on.

    Attributes:
        start: From then on, local time.
        percent: 0 to 100.
    """

    start: time
    percent: int


@dataclass(frozen=True, slots=True)
class Screen:
    """A touchscreen, as it hangs.

    Attributes:
        width_px: Pixels from left to right.
        height_px: Pixels from top to bottom.
        width_mm: Millimetres of the picture from left to right.
        scan_distance_m: From how far its codes are to be scanned.
        lower_edge_mm: Height of the picture's lower edge over the floor.
    """

    width_px: int = 1280
    height_px: int = 800
    width_mm: float = 217.0
    scan_distance_m: float = 0.6
    lower_edge_mm: float = 900.0

    @property
    def px_per_mm(self) -> float:
        """Pixels of a millimetre."""
        return self.width_px / self.width_mm

    @property
    def is_likely(self) -> bool:
        """False when pixels and millimetres cannot belong to one screen."""
        return LEAST_PX_PER_MM <= self.px_per_mm <= MOST_PX_PER_MM

    @property
    def reach_px(self) -> int:
        """Pixels from its lower edge up that a wheelchair reaches; at least half of all."""
        within = int((REACH_MM - self.lower_edge_mm) * self.px_per_mm)
        return max(self.height_px // 2, min(self.height_px, within))

    @property
    def is_high(self) -> bool:
        """True when a part of it is out of reach of a wheelchair."""
        return self.reach_px < self.height_px


@dataclass(frozen=True, slots=True)
class Hours:
    """What the screen does at which time of day.

    Attributes:
        on: When it is lit; None = always.
        night: When it is dark of colour.
        loudness: Changes of its volume during a day.
        has_headphones: It speaks into a headphone socket, not into the room.
    """

    on: Span | None = None
    night: Span = Span(time(18, 30), time(5, 30))
    loudness: tuple[Loudness, ...] = ()
    has_headphones: bool = False

    def is_lit(self, moment: time) -> bool:
        """Whether it is on."""
        return self.on is None or self.on.has(moment)

    def percent(self, moment: time) -> int:
        """Volume of its own loudspeaker: of the last change, which may be yesterday's."""
        if self.has_headphones or not self.loudness:
            return USUAL
        ordered = sorted(self.loudness, key=lambda one: one.start)
        past = [one for one in ordered if one.start <= moment]
        return (past or ordered)[-1].percent

    def percent_any(self) -> int:
        """Volume while nobody knows the time: heard by day, not blaring at night."""
        if self.has_headphones or not self.loudness:
            return USUAL
        told = [one.percent for one in self.loudness]
        return max(min(told), min(max(told), MODERATE))
