"""What the form of a bulletin begins with when it was sent before: all that was entered."""

from __future__ import annotations

from flask import request

from hub.domain.ids import ZoneId
from hub.domain.programme import Programme
from hub.domain.proposal import Proposal
from web.parts import parts
from web.planning import approving, when_form
from web.planning.proposing import Start


def typed() -> Start:
    """The fields as they were sent, whatever stands in them."""
    known = frozenset(parts().config.zones)
    ticked = frozenset(ZoneId(zone) for zone in request.form.getlist("zone")) & known
    return Start(when_form.as_typed(request.form), ticked)


def repeats_of(wish: Proposal | None, programme: Programme) -> int:
    """How often it is heard: as it was entered, as it was wished, as it was typed; once."""
    if "repeats" in request.values:
        return approving.repeats()
    if wish is None:
        return approving.wished(programme)
    return min(approving.MOST_REPEATS, max(1, len(wish.slot.content)))
