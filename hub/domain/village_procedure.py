"""Procedures that the village itself puts on its screen, beside the commune's catalogue (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from hub.domain.procedure import EventId, Papers, Procedure, ProcedureCode
from hub.domain.validity import Evidence, Validity

VillageProcedureId = NewType("VillageProcedureId", str)
"""Identity; chosen by whoever enters it, never a national code."""


@dataclass(frozen=True, slots=True)
class VillageProcedure:
    """A procedure that no catalogue has: borrowing the hall, a paper of the village head.

    Attributes:
        id: Identity.
        name: What people call it.
        about: What it is for, one sentence.
        papers: What to bring, one paper each.
        where: Who accepts it.
        fee: As it is known; empty = not known, never "free".
        duration: As it is known; empty = not known.
        link: Official page (https); empty = none.
        topics: Events of life it belongs to.
        words: What people call it besides.
        checked_on: Day on which it was compared with what the commune says, ``"2026-11-23"``;
            empty = never: shown as not verified.
        author: Who entered it.
        entered: When, aware UTC.
        ends: When it disappears, aware UTC; None = when somebody takes it away.
    """

    id: VillageProcedureId
    name: str
    about: str = ""
    papers: tuple[str, ...] = ()
    where: str = ""
    fee: str = ""
    duration: str = ""
    link: str = ""
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    checked_on: str = ""
    author: str = ""
    entered: datetime | None = None
    ends: datetime | None = None

    def is_shown(self, now: datetime) -> bool:
        """True until its end."""
        return self.ends is None or now < self.ends

    def as_procedure(self) -> Procedure:
        """The same as one of a catalogue, so that lists, pages and search know one kind only."""
        evidence = Evidence.DECIDED if self.checked_on else Evidence.REPORTED
        return Procedure(
            code=ProcedureCode(self.id),
            name=self.name,
            short=self.name,
            validity=Validity(evidence, checked_on=self.checked_on),
            purpose=self.about,
            where=self.where,
            events=tuple(EventId(one) for one in self.topics),
            words=self.words,
            papers=Papers(self.papers, evidence=evidence),
            fee=self.fee,
            duration=self.duration,
            address=self.link,
        )
