"""Facts for the as-run log: what was really heard, what was ordered, what went wrong.

One row each, appended and chained by hash.  What a cue's row holds follows the weekly
broadcast log book that inspectors read (docs/as-run-log.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import CueId, OrderId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order
from hub.domain.timeline import Reason


class Outcome(StrEnum):
    """What became of a cue."""

    PLAYED = "played"
    CUT = "cut"
    """It was on air and ended early."""
    MISSED = "missed"
    """It was never on air: too late, dropped by a rule, stopped."""
    FAILED = "failed"
    """It should have been on air and could not: media, card, zone."""


@dataclass(frozen=True, slots=True)
class AsRun:
    """One cue as it was really heard.

    Attributes:
        cue: Identity; the log holds at most one row for it.
        slot: Its slot, if any.
        order: Its order, if any.
        title: What people call it.
        kind: Kind of bulletin.
        level: Source level.
        author: Who wrote it.
        approver: Who approved it.
        zones: Where it was sent.
        volume_db: Gain it was sent with.
        planned_start: What the calendar said, aware UTC.
        planned_end: What the calendar said, aware UTC.
        started: First sample by the stream's clock, aware UTC; None when nothing was heard.
        ended: Last sample, aware UTC; None when nothing was heard.
        estimated: True when the card's clock was not plausible and `started` is estimated.
        outcome: What became of it.
        because: Why, unless it was played as planned.
        frames_planned: Samples it should have had; 0 for a relay.
        frames_played: Samples that were handed to the card.
        rate: Samples a second.
        level_dbfs: Measured mean level of what was played, dBFS; None when nothing was heard.
        peak_dbfs: Measured sample peak, dBFS; None when nothing was heard.
        xruns: Times the card ran dry while it was on air.
        dead_air_s: Seconds of it in which the sink was silent.
        interruptions: Times it was broken off by a crash or power cut and taken up again.
        current_a: Mean current of each zone with a sensor while it was on air, amperes.
        media: Programme and hash of each file that was to be played, in order and as often; of
            a relay each once.
        sent_db: Gain each zone was sent it with, dB; a zone stands there again for each time it
            was turned softer or louder meanwhile.  Empty in rows of older programs.
    """

    cue: CueId
    slot: SlotId | None
    order: OrderId | None
    title: str
    kind: Kind
    level: Level
    author: str
    approver: str
    zones: tuple[ZoneId, ...]
    volume_db: float
    planned_start: datetime
    planned_end: datetime
    started: datetime | None
    ended: datetime | None
    outcome: Outcome
    because: Reason | None = None
    estimated: bool = False
    frames_planned: int = 0
    frames_played: int = 0
    rate: int = 48_000
    level_dbfs: float | None = None
    peak_dbfs: float | None = None
    xruns: int = 0
    dead_air_s: float = 0.0
    interruptions: int = 0
    current_a: tuple[tuple[ZoneId, float], ...] = ()
    media: tuple[tuple[ProgrammeId, str], ...] = ()
    sent_db: tuple[tuple[ZoneId, float], ...] = ()

    @property
    def files(self) -> tuple[tuple[ProgrammeId, str], ...]:
        """Programme and hash of each file, each once."""
        return tuple(dict.fromkeys(self.media))


@dataclass(frozen=True, slots=True)
class Incident:
    """The hub's own trouble: the clock jumped, a card went away, a relay sticks.

    Attributes:
        at: When it was seen, aware UTC.
        what: A key of the catalogue (``incident.*``) and its values.
    """

    at: datetime
    what: Reason


Fact = AsRun | Order | Incident
"""What a row of the as-run log can hold."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the as-run log.

    Attributes:
        seq: Its number, from 1 without a gap.
        at: When it was written, aware UTC.
        fact: What it holds.
        hash: Its link of the chain, 64 hexadecimal digits.
    """

    seq: int
    at: datetime
    fact: Fact
    hash: str
