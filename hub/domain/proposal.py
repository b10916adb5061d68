"""A proposal: when and where a draft is to be heard, wished by somebody who may not approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.domain.ids import ProgrammeId
from hub.domain.person import PersonId
from hub.domain.slot import Slot


class ProposalState(StrEnum):
    """What became of it."""

    WAITS = "waits"
    """Nobody has looked at it yet."""
    APPROVED = "approved"
    """It stands in the calendar, perhaps at another time than was wished."""
    PLAYED = "played"
    """It was played at once."""
    SENT_BACK = "sent_back"
    """Its writer is to do something first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A wish, and the answer.

    Attributes:
        programme: The draft.
        slot: The slot as wished; once approved, as it was approved.
        person: Who wishes it.
        at: When they said so, aware UTC.
        state: What became of it.
        decided_by: The name of whoever decided; "" while it waits.
        decided_at: When, aware UTC; None while it waits.
        word: Why it was sent back.
    """

    programme: ProgrammeId
    slot: Slot
    person: PersonId
    at: datetime
    state: ProposalState = ProposalState.WAITS
    decided_by: str = ""
    decided_at: datetime | None = None
    word: str = ""
