"""How long a session may be and how many a day may have, by zone (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from broadcast.drafts import Draft, Programmes, fits, narrow, shorten
from broadcast.session_days import SessionDay
from hub.domain.bulletin import Precedence
from hub.domain.ids import ZoneId
from hub.domain.rules import OperatingRules
from hub.domain.timeline import Reason

Days = list[tuple[ZoneId, SessionDay]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft that the other rules let through, and the rules of its zones on its local day."""

    draft: Draft
    day: date
    rules: tuple[tuple[ZoneId, OperatingRules], ...]


def keep_caps(placed: Iterable[Placed], programmes: Programmes | None) -> None:
    """Shorten or drop what goes beyond the longest session or the most sessions of a day.

    Priority bulletins take their place before routine ones; emergencies and orders are not
    asked.  Only planned times count, so that planning again later changes nothing.
    """
    days: dict[tuple[ZoneId, date], SessionDay] = {}
    for item in sorted(placed, key=_turn):
        if item.draft.precedence > Precedence.PRIORITY:
            continue
        found: Days = []
        for zone, rules in item.rules:
            day = days.get((zone, item.day))
            if day is None:
                day = days[zone, item.day] = SessionDay(rules)
            found.append((zone, day))
        _admit(item.draft, found, programmes)


def _turn(item: Placed) -> tuple[int, datetime, int, str]:
    """Sorting key: who takes a place in a session first."""
    draft = item.draft
    return (-draft.precedence, draft.start, draft.rank, draft.id)


def _admit(draft: Draft, days: Days, programmes: Programmes | None) -> None:
    """Put a draft into a session of each zone that has room for something whole of it."""
    roomy, refusal = _roomy(draft, days, programmes)
    free: Days = []
    for zone, day in roomy:
        if day.is_free(draft.start, draft.end):
            day.take(draft.start, draft.end)
            free.append((zone, day))
        else:
            refusal = day.too_many()
    if refusal is not None:
        narrow(draft, frozenset([zone for zone, _ in free]), refusal)
    draft.days = tuple([day for _, day in free])


def _roomy(draft: Draft, days: Days, programmes: Programmes | None) -> tuple[Days, Reason | None]:
    """The zones whose sessions have room for it, which shortens it; and why not the others."""
    roomy: Days = []
    refusal: Reason | None = None
    until, too_long = draft.end, None
    for zone, day in days:
        room = day.room(draft.start, draft.end)
        if isinstance(room, Reason):
            refusal = room
        elif not fits(draft, room, programmes):
            refusal = day.too_long()
        else:
            roomy.append((zone, day))
            if room < until:
                until, too_long = room, day.too_long()
    if too_long is not None:
        shorten(draft, until, programmes, too_long)
    return roomy, refusal
