"""Says in words what somebody wishes for a draft, and what became of it (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.proposal import Proposal, ProposalState
from web.present.moment import Speak
from web.present.when import rule_in_words


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """One wish, as its writer reads it.

    Attributes:
        programme: The draft.
        slot: The slot that it became, or None while it is none.
        title: Of the bulletin.
        state: What became of it.
        text: The same in a sentence: "Bà Hoa đã duyệt".
        when: The wished or the approved time: "Hằng ngày lúc 17:00, từ 1/12/2026".
        word: Why it was sent back, or "".
    """

    programme: ProgrammeId
    slot: SlotId | None
    title: str
    state: ProposalState
    text: str
    when: str
    word: str

    @property
    def is_open(self) -> bool:
        """It can still be approved or proposed again."""
        return self.state in {ProposalState.WAITS, ProposalState.SENT_BACK}


def shown_proposal(
    found: Proposal, title: str, speak: Speak, titles: Mapping[SlotId, str] | None = None
) -> ShownProposal:
    """A wish in words.

    Args:
        found: The wish and its answer.
        title: Of the bulletin.
        speak: The language.
        titles: What slots are called, for a wish that goes with another.
    """
    return ShownProposal(
        found.programme,
        found.slot.id if found.state is ProposalState.APPROVED else None,
        title,
        found.state,
        speak(f"proposal.state.{found.state}", name=found.decided_by),
        rule_in_words(found.slot.recurrence, speak, titles)
        if found.state is not ProposalState.PLAYED
        else "",
        found.word,
    )
