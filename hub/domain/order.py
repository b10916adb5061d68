"""An order: what a person told the hub to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hub.domain.bulletin import Kind
from hub.domain.ids import CueId, OrderId, ProgrammeId, ZoneId

LONGEST_MEETING: Final = timedelta(hours=8)
"""No meeting is heard for longer than that by one order."""


class Verb(StrEnum):
    """What can be ordered."""

    STOP = "stop"
    """Silence at once, lines off, and nothing plays until `RESUME`."""
    HOLD = "hold"
    """What is on air ends; nothing new starts until `RESUME`, but for emergencies."""
    RESUME = "resume"
    PLAY = "play"
    """Play a programme now."""
    END = "end"
    """End what one play order plays; nothing is halted."""


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
        until: For `PLAY` of a station: it is a meeting, whose long silences are no dead air, and
            is over by then, aware UTC; None = no meeting.
        title: For a meeting: what people call it; "" = as the programme.
        ends: For `END`: which order.
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
    until: datetime | None = None
    title: str = ""
    ends: OrderId | None = None


def cue_of(order: OrderId) -> CueId:
    """The cue that a play order becomes."""
    return CueId(f"order:{order}")


def shifted(order: Order, step: timedelta) -> Order:
    """The order after the wall clock was stepped: a meeting lasts as long as was meant.

    Its end was so many minutes ahead when it was ordered, perhaps by a clock that nobody had set.
    """
    if order.until is None:
        return order
    return replace(order, at=order.at + step, until=order.until + step)
