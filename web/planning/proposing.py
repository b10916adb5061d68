"""What somebody who may not approve wishes for a draft, and what becomes of the wish."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from flask import request

from hub.domain.ids import ProgrammeId, ZoneId
from hub.domain.programme import Programme
from hub.domain.proposal import Proposal, ProposalState
from hub.domain.slot import Slot
from hub.errors import HubError, RefusedError
from hub.store.calendar_json import dump_slot
from hub.store.proposals import proposal_of, proposals_of, put_proposal
from web.entry.guard import person
from web.language import tell
from web.parts import parts, store
from web.planning import approving, when_form
from web.planning.deeds import series_when
from web.planning.effect import outlook
from web.present.effect import Effect

LONGEST_WORD: Final = 300
"""Letters of a word why."""
WISH: Final = "wish"
"""Field of a form: the mark of the wish that its page showed."""
NEWS: Final = timedelta(days=30)
"""So long an answer is shown to whoever asked."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a draft's form begins with.

    Attributes:
        when: Its fields.
        zones: The zones that are ticked.
        effect: What the wished time would do, or None when nothing is wished.
        problem: Why the wish cannot be fulfilled as it is, or "".
    """

    when: when_form.Filled
    zones: frozenset[ZoneId]
    effect: Effect | None = None
    problem: str = ""


def propose(programme: Programme) -> Proposal:
    """Keep what the form of a draft wishes.

    Raises:
        RefusedError: Something is missing, or cannot be, or somebody else's wish waits.
    """
    slot = approving.slot_for(programme, "")
    wish = Proposal(programme.id, slot, person().id, parts().clock.now())
    with store().transaction():
        found = proposal_of(store(), programme.id)
        if found is not None and found.person != wish.person:
            raise RefusedError("proposal.others")
        put_proposal(store(), wish)
    return wish


def settle(programme: ProgrammeId, state: ProposalState, slot: Slot | None = None) -> None:
    """Tell whoever wished something that it was approved, and as what.

    Call it in the transaction that approves; without a wish nothing is written.
    """
    found = proposal_of(store(), programme)
    if found is not None:
        put_proposal(store(), _decided(replace(found, slot=slot or found.slot), state, ""))


def wish_mark(found: Proposal | None) -> str:
    """A mark that is another one when somebody wishes otherwise."""
    told = dump_slot(found.slot) if found is not None else ""
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check_wish(found: Proposal | None) -> None:
    """Whoever answers a wish has read it as it is now.

    Raises:
        RefusedError: ``proposal.changed``: its writer was faster.
    """
    is_open = found is not None and found.state is ProposalState.WAITS
    if is_open and request.form.get(WISH, now := wish_mark(found)) != now:
        raise RefusedError("proposal.changed")


def send_back(programme: ProgrammeId, word: str) -> Proposal:
    """Give a wish back with a word why.

    Raises:
        RefusedError: The word is missing or too long, nothing waits any more, or the writer
            has wished otherwise since the form was opened.
    """
    told = " ".join(word.split())
    if not 0 < len(told) <= LONGEST_WORD or not told.isprintable():
        raise RefusedError("proposal.no_word", most=LONGEST_WORD)
    with store().transaction():
        found = proposal_of(store(), programme)
        if found is None or found.state is not ProposalState.WAITS:
            raise RefusedError("proposal.gone")
        check_wish(found)
        answered = _decided(found, ProposalState.SENT_BACK, told)
        put_proposal(store(), answered)
    return answered


def start_of(found: Proposal | None, *, may_answer: bool) -> Start:
    """What the form of a draft begins with: the wish, or the next full hour.

    Args:
        found: What somebody wishes for the draft.
        may_answer: Whoever asks may approve it: they see what the wish would do, too.
    """
    every = frozenset(parts().config.zones)
    if found is None:
        return Start(approving.blank(), every)
    when = series_when(found.slot.recurrence, parts().config.timezone)
    filled, zones = when_form.filled(when), found.slot.zones or every
    if found.state is not ProposalState.WAITS or not may_answer:
        return Start(filled, zones)
    try:
        approving.check(found.slot, when)
        return Start(filled, zones, outlook(approving.as_draft(found.slot)))
    except HubError as error:
        return Start(filled, zones, problem=tell(error.key, **error.values))


def own(known: Mapping[ProgrammeId, Programme]) -> list[tuple[Proposal, str]]:
    """This person's wishes with the titles of their bulletins, newest first."""
    found = proposals_of(store(), person().id, parts().clock.now() - NEWS)
    return [(one, known[one.programme].title) for one in found if one.programme in known]


def _decided(found: Proposal, state: ProposalState, word: str) -> Proposal:
    now = parts().clock.now()
    return replace(found, state=state, decided_by=person().name, decided_at=now, word=word)
