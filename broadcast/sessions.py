"""How long a session may be and how many a day may have, by zone (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from broadcast.drafts import Draft, Programmes, fits, narrow, shorten
from broadcast.session_days import SessionDay, Spot
from hub.domain.bulletin import Precedence
from hub.domain.ids import ZoneId
from hub.domain.timeline import Reason

PRIORITY: Final = Precedence.PRIORITY


def keep_caps(drafts: Iterable[Draft], programmes: Programmes) -> None:
    """Shorten or drop what goes beyond the longest session or the most sessions of a day.

    Priority bulletins take their place before routine ones; emergencies and orders are not
    asked.  Only planned times count, so that planning again later changes nothing.
    """
    for draft in sorted(drafts, key=_turn):
        if draft.mould.precedence > PRIORITY or draft.mould.is_meeting:
            draft.days = ()
        else:
            _admit(draft, programmes)


def _turn(draft: Draft) -> tuple[int, datetime, int, str]:
    """Sorting key: who takes a place in a session first."""
    mould = draft.mould
    return (-mould.precedence, draft.start, mould.rank, draft.id)


def _admit(draft: Draft, programmes: Programmes) -> None:
    """Put a draft into a session of each zone that has room for something whole of it."""
    start, end = draft.start, draft.end
    spots: list[tuple[SessionDay, Spot]] = []
    for _, day in draft.days:
        spot = day.whole(start, end)
        if spot is None:
            _squeeze_in(draft, programmes)
            return
        spots.append((day, spot))
    for day, spot in spots:
        day.take(start, end, spot)


def _squeeze_in(draft: Draft, programmes: Programmes) -> None:
    """Somewhere there is no room for the whole of it."""
    refusal = _fit_in(draft, programmes)
    start, end = draft.start, draft.end
    free: list[tuple[ZoneId, SessionDay]] = []
    for pair in draft.days:
        day = pair[1]
        spot = day.near(start, end)
        if day.is_free(spot):
            day.take(start, end, spot)
            free.append(pair)
        else:
            refusal = day.too_many
    if refusal is not None:
        narrow(draft, frozenset([zone for zone, _ in free]), refusal)
        draft.days = tuple(free)


def _fit_in(draft: Draft, programmes: Programmes) -> Reason | None:
    """Leave the zones without room, and end by when the others say; why, if it left any."""
    start, end, until = draft.start, draft.end, draft.end
    refusal: Reason | None = None
    too_long: Reason | None = None
    roomy: list[tuple[ZoneId, SessionDay]] = []
    for pair in draft.days:
        day = pair[1]
        room = day.room(start, end)
        if isinstance(room, Reason):
            refusal = room
        elif end <= room or fits(draft, room, programmes):
            roomy.append(pair)
            if room < until:
                until, too_long = room, day.too_long
        else:
            refusal = day.too_long
    if too_long is not None:
        shorten(draft, until, programmes, too_long)
    if refusal is not None:
        draft.days = tuple(roomy)
    return refusal
