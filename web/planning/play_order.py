"""Plays a bulletin at once: approved first, then asked, and taken back when that is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from hub.domain.ids import OrderId, ProgrammeId, ZoneId
from hub.domain.programme import Programme
from hub.domain.proposal import Proposal, ProposalState
from hub.errors import RefusedError
from hub.store.calendar import put_programme, slots
from hub.store.orders import PLAY_LIVES, order_of
from hub.store.people import newest_deeds
from hub.store.proposals import proposal_of, put_proposal
from web.entry.guard import person
from web.parts import parts, people, store
from web.planning import approvers, approving, proposing

GIVE: Final = "vn.hub.Broadcast.Give"
UNCONFIRMED: Final = "audit.order_unconfirmed"
PLAYED: Final = "audit.played"
LOOKED_AT: Final = 200
"""Newest deeds among which an order that nobody confirmed is looked for."""


@dataclass(frozen=True, slots=True)
class Before:
    """A bulletin as it was before it was to be played.

    Attributes:
        programme: Perhaps a draft.
        wish: What somebody had proposed for it.
    """

    programme: Programme
    wish: Proposal | None


def is_given(order: str, programme: ProgrammeId) -> bool:
    """The playout has written this order down: it was carried out, whatever was answered.

    Raises:
        RefusedError: ``error.stale_form``: it was the order of something else.
    """
    found = order_of(store(), OrderId(order))
    if found is None:
        return False
    if found.programme != programme:
        raise RefusedError("error.stale_form")
    return True


def unconfirmed(programme: ProgrammeId) -> str:
    """The order to play it that nobody has confirmed, while it may still begin; "" = none.

    Trying again under the same name cannot play it twice.
    """
    after = parts().clock.now() - PLAY_LIVES
    for deed in newest_deeds(people(), LOOKED_AT):
        if deed.key in {UNCONFIRMED, PLAYED} and deed.values.get("programme") == programme:
            order = deed.values.get("order", "")
            is_open = deed.key == UNCONFIRMED and deed.at > after
            return order if is_open and not is_given(order, programme) else ""
    return ""


def approve(identity: str) -> Before:
    """Approve it, unless it is; what it was before.

    Raises:
        RefusedError: It is gone, somebody else was faster, or the rules want another person.
    """
    with store().transaction():
        found = approving.bulletin_of(identity)
        approving.check_seen(found)
        approvers.check([found], found.kind, person().name)
        before = Before(found, proposal_of(store(), found.id))
        if not found.approver:
            put_programme(store(), replace(found, approver=person().name))
            proposing.settle(found.id, ProposalState.PLAYED)
    return before


def take_back(before: Before) -> None:
    """The playout refused and changed nothing: what was a draft is one again."""
    with store().transaction():
        is_used = any(before.programme.id in slot.programmes_named() for slot in slots(store()))
        if before.programme.approver or is_used:
            return
        put_programme(store(), before.programme)
        if before.wish is not None:
            put_proposal(store(), before.wish)


def ask(programme: Programme, order: str, zones: Iterable[ZoneId], repeats: int) -> dict[str, Any]:
    """Ask the playout; the same order again is the same order.

    Raises:
        RefusedError: It cannot be carried out, and nothing was changed.
        ControlError: Nobody knows whether it was carried out.
    """
    told = {
        "id": order,
        "verb": "play",
        "by": person().name,
        "programme": programme.id,
        "kind": programme.kind,
        "zones": sorted(zones),
        "repeats": repeats,
    }
    return parts().ask(GIVE, told)
