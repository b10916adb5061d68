"""From when to when something holds, who says so, and how well that was checked (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Evidence(StrEnum):
    """How well something from an authority was checked, best first."""

    SEEN = "A"
    """Current by an official decision, and seen live."""
    DECIDED = "B"
    """Current by an official decision."""
    REPORTED = "C"
    """Only found in public data: shown as not verified."""


class Standing(StrEnum):
    """What a page says about something on a day."""

    CURRENT = "current"
    UNVERIFIED = "unverified"
    NOT_YET = "not_yet"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Validity:
    """Dates and evidence.

    Attributes:
        evidence: How well it was checked.
        source: The decision or page it comes from; empty = not known.
        checked_on: ``"2026-09-30"``, or ``"2026-09"`` when only the month is known; empty = never.
        valid_from: First day it holds; None = already.
        valid_to: Last day it holds; None = no end is known.
    """

    evidence: Evidence = Evidence.REPORTED
    source: str = ""
    checked_on: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def standing(self, today: date) -> Standing:
        """What to say of it today (local date)."""
        if self.valid_to is not None and today > self.valid_to:
            return Standing.EXPIRED
        if self.valid_from is not None and today < self.valid_from:
            return Standing.NOT_YET
        return Standing.UNVERIFIED if self.evidence is Evidence.REPORTED else Standing.CURRENT

    def is_shown(self, today: date) -> bool:
        """True while it holds; past its date it is hidden."""
        return self.standing(today) in {Standing.CURRENT, Standing.UNVERIFIED}
