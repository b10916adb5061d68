"""What people think of the service: one-tap ratings, and feedback that is answered (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final, NewType

FeedbackId = NewType("FeedbackId", str)
"""A feedback; chosen by the page, so that sending it twice is the same feedback."""

PointId = NewType("PointId", str)
"""A place that people rate: the house's screen, a counter."""

BURST: Final = timedelta(seconds=20)
"""Taps nearer than this count once: the standing complaint about rating screens is double taps."""

UNKNOWN: Final = "?"
"""After a month: it, or a later one, for the clock was lost."""


class Face(IntEnum):
    """Five faces, as on the pilots' screens: from very dissatisfied to very satisfied."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


@dataclass(frozen=True, slots=True)
class Rating:
    """One tap.

    Attributes:
        point: What was rated.
        face: Which face.
        at: When, aware UTC.
        month: Local month, ``"2026-11"``: what it is counted under; see `MonthOfRatings`.
        is_burst: It came so soon after another that it is kept and not counted.
    """

    point: PointId
    face: Face
    at: datetime
    month: str
    is_burst: bool


@dataclass(frozen=True, slots=True)
class MonthOfRatings:
    """What a month of taps came to at one point.

    Attributes:
        point: What was rated.
        month: ``"2026-11"``; while nobody knew the time the month it was at least and, once the
            clock was trusted again, the one it was at most: ``"2026-11?"``, ``"2026-11/2027-01"``.
        counts: How often each face was counted, from the worst to the best.
        bursts: Taps that were kept and not counted.
    """

    point: PointId
    month: str
    counts: tuple[int, int, int, int, int]
    bursts: int

    @property
    def first(self) -> str:
        """The month, or the earliest that it can be."""
        return self.month[:7]

    @property
    def last(self) -> str:
        """The latest month that it can be; "" = nobody knows yet."""
        return "" if self.month.endswith(UNKNOWN) else self.month[-7:]

    @property
    def total(self) -> int:
        """Ratings that count."""
        return sum(self.counts)

    @property
    def satisfied(self) -> float | None:
        """Share of good and very good, 0 to 1; None without ratings."""
        return sum(self.counts[3:]) / self.total if self.total else None


def is_burst(at: datetime, last: datetime | None) -> bool:
    """Whether a tap counts as part of the one before; a clock that was set back is none."""
    return last is not None and timedelta(0) <= at - last < BURST


class FeedbackState(StrEnum):
    """How far an answer is."""

    RECEIVED = "received"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    CLOSED = "closed"


class Addressee(StrEnum):
    """Who is to read it."""

    VILLAGE = "village"
    COMMUNE = "commune"


NEXT_STATES: Final = {
    FeedbackState.RECEIVED: frozenset(
        {FeedbackState.FORWARDED, FeedbackState.ANSWERED, FeedbackState.CLOSED}
    ),
    FeedbackState.FORWARDED: frozenset({FeedbackState.ANSWERED, FeedbackState.CLOSED}),
    FeedbackState.ANSWERED: frozenset({FeedbackState.CLOSED}),
    FeedbackState.CLOSED: frozenset(),
}
"""Where a feedback may go from each state."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody told the village or the commune.

    Attributes:
        id: Identity.
        number: Short number that the person notes to ask for the answer; 0 = not stored yet.
        to: Who is to read it.
        text: What was typed; empty = it was spoken.
        voice_sha256: Hash of the voice message; empty = it was typed.
        phone: Telephone number the person gave; empty = none.
        at: When, aware UTC.
        state: How far it is.
        answer: The answer, once there is one.
        changed: When its state changed last, aware UTC.
    """

    id: FeedbackId
    to: Addressee
    text: str
    at: datetime
    changed: datetime
    number: int = 0
    voice_sha256: str = ""
    phone: str = ""
    state: FeedbackState = FeedbackState.RECEIVED
    answer: str = ""
