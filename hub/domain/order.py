"""An order: what a person told the hub to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ProgrammeId, ZoneId


class Verb(StrEnum):
    """The four orders."""

    STOP = "stop"
    """Silence at once, lines off, and nothing plays until `RESUME`."""
    HOLD = "hold"
    """What is on air ends; nothing new starts until `RESUME`, but for emergencies."""
    RESUME = "resume"
    PLAY = "play"
    """Play a programme now."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order.

    Attributes:
        id: Chosen by whoever gives it; the same id twice is the same order.
        verb: What to do.
        zones: Where; empty = every zone.
        at: When it was given, aware UTC.
        by: Who gave it.
        programme: For `PLAY`: which programme.
        kind: For `PLAY`: the kind of bulletin it is given as.
        repeats: For `PLAY`: how often, 1 to 20.
        resume: For `PLAY`: lift a stop or hold of these zones first, as one order.
    """

    id: OrderId
    verb: Verb
    zones: frozenset[ZoneId]
    at: datetime
    by: str
    programme: ProgrammeId | None = None
    kind: Kind = Kind.ROUTINE
    repeats: int = 1
    resume: bool = False
