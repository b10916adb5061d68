"""What the present makes of a draft: on air, halted, late, missed (pure)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from broadcast.drafts import Draft, narrow, shorten
from broadcast.operating import Operating
from broadcast.situation import Gap, OnAir, Situation
from hub.domain.bulletin import Kind, Precedence
from hub.domain.ids import ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Source
from hub.domain.timeline import CueState, Reason

NO_TIME: Final = timedelta(0)
TOLERANCE: Final = timedelta(seconds=1)
"""A start later than planned by no more than this is not worth a word."""


class PresentMoment:
    """Looks at drafts from where we are now.

    Args:
        situation: Where we are.
        operating: The rules, for drafts that begin later than planned.
    """

    def __init__(self, situation: Situation, operating: Operating) -> None:
        self._situation = situation
        self._operating = operating
        needed = [self._needs(zone, is_emergency=False) for zone in situation.zones]
        self._horizon = situation.now + timedelta(seconds=max(needed, default=0.0))
        self._forgone = situation.now - TOLERANCE
        self._is_plain = situation.clock_trusted and not situation.halts

    def look_at(self, draft: Draft) -> None:
        """A draft that has not begun: may it begin, and when at the earliest?"""
        if not self._is_plain:
            self._see_clock(draft)
            self._see_halts(draft)
        if draft.start < self._horizon and not draft.is_dropped:
            self._see_lateness(draft)

    def forget(self, draft: Draft) -> None:
        """It has its row in the log: it is not played again, even if the clock was set back."""
        if draft.start > self._situation.now:
            draft.drop(Reason.of("because.done"))

    def fix(self, draft: Draft, on_air: OnAir) -> None:
        """It has begun: what it is, when and where, are facts; it can only be cut.

        The end of a relay's slot, a person's stop and quiet hours cut it.
        """
        now, cue, slot_end = self._situation.now, on_air.cue, draft.end
        draft.content = cue.content
        draft.state, draft.because = cue.state, cue.because
        draft.start, draft.end, draft.zones = on_air.start, on_air.end, on_air.zones
        draft.is_fixed = True
        draft.be_late(timedelta(seconds=cue.late_s))
        if draft.mould.source is Source.RELAY:
            draft.end = max(slot_end, now)
            if slot_end < now < on_air.end:
                draft.change(CueState.SHORTENED, Reason.of("because.slot_over"))
        self._see_halts(draft)
        if self._situation.clock_trusted and not draft.is_dropped:
            self._operating.end_on_air(draft, now)

    def settle(self, draft: Draft, uncounted: timedelta) -> None:
        """The rules once more for a draft that gives way to others by beginning later.

        Args:
            draft: It has its new start.
            uncounted: For how long it waits for what no session counts.
        """
        draft.be_late(min(draft.start - draft.planned_start, uncounted + draft.session_late()))
        self._operating.check_again(draft)
        limit = draft.session_limit()
        if limit is not None:
            shorten(draft, limit[0], self._situation.programmes or {}, limit[1])

    def _see_clock(self, draft: Draft) -> None:
        is_calendar = draft.mould.order is None and draft.mould.kind is not Kind.EMERGENCY
        if is_calendar and not self._situation.clock_trusted:
            draft.drop(Reason.of("because.clock"))

    def _see_halts(self, draft: Draft) -> None:
        """A stopped zone stays silent; a held one lets emergencies through and what is on air."""
        passes_hold = draft.mould.kind is Kind.EMERGENCY or draft.is_fixed
        last: Order | None = None
        kept = set(draft.zones)
        for zone in sorted(draft.zones):
            halt = self._situation.halts.get(zone)
            if halt is not None and not (passes_hold and halt.verb is Verb.HOLD):
                kept.discard(zone)
                last = halt
        if last is not None:
            key = "because.stopped" if last.verb is Verb.STOP else "because.held"
            since = last.at.astimezone(self._situation.tz).strftime("%H:%M:%S %d/%m/%Y")
            narrow(draft, frozenset(kept), Reason.of(key, since=since, by=last.by))

    def _see_lateness(self, draft: Draft) -> None:
        """A late bulletin plays whole or not at all; only a relay is joined in progress."""
        if draft.latest_start < self._forgone and draft.mould.source is not Source.RELAY:
            self._miss(draft)  # whatever the amplifiers need
            return
        first = self._situation.now + timedelta(seconds=self._warm_up_s(draft))
        late = first - draft.start
        if late <= NO_TIME:
            return
        if draft.mould.source is Source.RELAY:
            if first >= draft.end:
                self._miss(draft)
                return
            draft.start = first
            if late > TOLERANCE:
                draft.change(CueState.MOVED, Reason.of("because.joined"))
        elif first <= draft.latest_start + TOLERANCE:
            self._begin_late(draft, first, late)
        else:
            self._miss(draft)

    def _begin_late(self, draft: Draft, first: datetime, late: timedelta) -> None:
        state, because = draft.state, draft.because
        minutes = math.ceil(late.total_seconds() / 60)
        draft.move(first, Reason.of("because.late", minutes=minutes))
        if late <= TOLERANCE or draft.mould.order is not None:
            draft.state, draft.because = state, because
        self._operating.check_again(draft)

    def _miss(self, draft: Draft) -> None:
        """Say which gap its start fell into; of several the one that began last."""
        gaps = [g for g in self._situation.gaps if g.first <= draft.planned_start < g.last]
        found = max(gaps, key=_begin, default=None)
        draft.drop(_missed("late" if found is None else found.cause))

    def _warm_up_s(self, draft: Draft) -> float:
        """How long until every zone of a draft can be heard; an emergency asks for no rest."""
        is_emergency = draft.mould.precedence is Precedence.EMERGENCY
        return max(self._needs(zone, is_emergency=is_emergency) for zone in draft.zones)

    def _needs(self, zone: ZoneId, *, is_emergency: bool) -> float:
        warm_up_s = self._situation.zones[zone].warm_up_s
        needed_s = self._situation.warm_in_s.get(zone, warm_up_s)
        return min(needed_s, warm_up_s) if is_emergency else needed_s


@cache
def _missed(cause: str) -> Reason:
    return Reason.of(f"because.missed_{cause}")


def _begin(gap: Gap) -> tuple[datetime, datetime, str]:
    return gap.first, gap.last, gap.cause
