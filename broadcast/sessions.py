"""Sessions: how long one may be and how many a day may have, by zone (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from broadcast.drafts import Draft, Programmes, shorten
from hub.domain.bulletin import Precedence
from hub.domain.ids import ZoneId
from hub.domain.rules import OperatingRules
from hub.domain.timeline import CueState, Reason


@dataclass(slots=True)
class _Session:
    start: datetime
    end: datetime


@dataclass(slots=True)
class _Day:
    """The sessions of one zone on one local day."""

    rules: OperatingRules
    sessions: list[_Session] = field(default_factory=list)


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
    days: dict[tuple[ZoneId, date], _Day] = {}
    ladder = sorted(placed, key=lambda p: (-p.draft.precedence, p.draft.planned_start, p.draft.id))
    for item in ladder:
        if item.draft.precedence > Precedence.PRIORITY or item.draft.is_dropped:
            continue
        refusal: Reason | None = None
        kept = []
        for zone, rules in item.rules:
            day = days.setdefault((zone, item.day), _Day(rules))
            why = _admit(day, item.draft, programmes)
            refusal = why or refusal
            if why is None:
                kept.append(zone)
        narrow(item.draft, frozenset(kept), refusal)


def narrow(draft: Draft, zones: frozenset[ZoneId], reason: Reason | None) -> None:
    """Keep only `zones`; without any it is dropped."""
    if draft.zones == zones or draft.is_dropped:
        return
    reason = reason or Reason.of("because.no_zone")
    if not zones:
        draft.drop(reason)
        return
    draft.zones = zones
    draft.change(CueState.SHORTENED, reason)


def _admit(day: _Day, draft: Draft, programmes: Programmes | None) -> Reason | None:
    """Put the draft into a session; why not, if there is no place."""
    cap = timedelta(seconds=day.rules.session_cap_s)
    gap = timedelta(seconds=day.rules.session_gap_s)
    too_long = Reason.of("because.session_cap", minutes=day.rules.session_cap_s // 60)
    near = [s for s in day.sessions if s.start - gap <= draft.end and draft.start <= s.end + gap]
    if not near:
        if len(day.sessions) >= day.rules.sessions_a_day:
            return Reason.of("because.sessions_a_day", count=day.rules.sessions_a_day)
        shorten(draft, draft.start + cap, programmes, too_long)
        if draft.is_dropped:
            return too_long
        day.sessions.append(_Session(draft.start, draft.end))
        return None
    first = min(draft.start, *(s.start for s in near))
    shorten(draft, first + cap, programmes, too_long)
    whole = _Session(first, max(draft.end, *(s.end for s in near)))
    if draft.is_dropped or whole.end - whole.start > cap:
        return too_long
    day.sessions = [s for s in day.sessions if s not in near]
    day.sessions.append(whole)
    return None
