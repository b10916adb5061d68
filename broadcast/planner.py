"""The planner: calendar + rules + orders + now → timeline, with a reason for every change (pure).

The same input gives the same timeline whatever its order, and planning again later changes
nothing that was not touched by time itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

from broadcast.drafting import Drafting
from broadcast.drafts import DROPPED, Draft, draft_of_cue, narrow
from broadcast.operating import Operating
from broadcast.precedence import place
from broadcast.present_moment import PresentMoment
from broadcast.sessions import keep_caps
from broadcast.situation import Gap, OnAir, Situation
from hub.domain.ids import ZoneId
from hub.domain.slot import Occurrence
from hub.domain.timeline import Reason, Timeline
from hub.domain.zone import Zone

__all__ = ["Gap", "OnAir", "Situation", "plan"]


def plan(occurrences: Iterable[Occurrence], situation: Situation) -> Timeline:
    """Plan a stretch of time.

    Four steps: what the calendar and the orders ask for; what the operating rules leave of
    it, by planned times alone; what the present makes of that; who has the zone.

    Args:
        occurrences: Everything the calendar says for the stretch, in any order.  It should
            begin a local day before `situation.now`, because sessions are counted by day.
        situation: All the rest.

    Returns:
        Every cue, dropped ones included, by planned start.  What is on air is among them
        even when the calendar does not know it any more; what was over on an earlier local
        day and has its row in the log is not: no session of today counts it.
    """
    everywhere = frozenset(situation.zones)
    drafting = Drafting(situation.programmes, everywhere)
    drafts = [drafting.of_occurrence(one) for one in _open(occurrences, situation)]
    drafts += [drafting.of_order(order) for order in situation.plays]
    drafts += [drafting.of_talk(talk) for talk in situation.talks]
    programmes = situation.programmes or {}
    operating = Operating(situation.rules, situation.tz, programmes)
    _keep_rules(drafts, situation.zones, operating)
    keep_caps([draft for draft in drafts if draft.state is not DROPPED], programmes)
    present = PresentMoment(situation, operating)
    alive = _see_present(drafts, situation, present)
    place(alive, situation.zones, programmes, present.settle)
    drafts.sort(key=_turn)
    return Timeline(situation.now, tuple([draft.cue() for draft in drafts]))


def _open(occurrences: Iterable[Occurrence], situation: Situation) -> Iterable[Occurrence]:
    local = situation.now.astimezone(situation.tz)
    midnight = datetime.combine(local.date(), time(), situation.tz).astimezone(UTC)
    done = situation.done
    return (one for one in occurrences if one.start >= midnight or one.id not in done)


def _turn(draft: Draft) -> tuple[datetime, str]:
    return draft.planned_start, draft.id


def _keep_rules(drafts: list[Draft], zones: Mapping[ZoneId, Zone], operating: Operating) -> None:
    """Zones and operating rules: nothing that depends on the present."""
    known = _Known(zones)
    for draft in drafts:
        known.check(draft)
        if draft.state is not DROPPED:
            operating.admit(draft)


def _see_present(drafts: list[Draft], situation: Situation, present: PresentMoment) -> list[Draft]:
    """The drafts that look for a place; adds what is on air and not in the calendar."""
    known = {draft.id for draft in drafts}
    alive: list[Draft] = []
    for draft in drafts:
        on_air = situation.on_air.get(draft.id)
        if on_air is not None and not draft.is_cancelled:
            present.fix(draft, on_air)
        elif draft.id in situation.done:
            present.forget(draft)
            continue
        elif draft.state is not DROPPED:
            present.look_at(draft)
        alive.append(draft)
    for key in situation.on_air.keys() - known:
        draft = draft_of_cue(situation.on_air[key].cue)
        present.fix(draft, situation.on_air[key])
        drafts.append(draft)
        alive.append(draft)
    return [draft for draft in alive if draft.state is not DROPPED]


class _Known:
    """Which zones there are, and which of them can be heard together."""

    def __init__(self, zones: Mapping[ZoneId, Zone]) -> None:
        self._zones = zones
        self._fine: set[frozenset[ZoneId]] = set()

    def check(self, draft: Draft) -> None:
        """Leave out unknown zones, and all but the first of an interlock."""
        if draft.zones in self._fine:
            return
        if not draft.zones:
            draft.drop(Reason.of("because.no_zone"))
            return
        before = draft.zones
        unknown = sorted(before - self._zones.keys())
        if unknown:
            reason = Reason.of("because.unknown_zone", zones=", ".join(unknown))
            narrow(draft, before.difference(unknown), reason)
        apart = self._apart(draft.zones.difference(unknown))
        if apart:
            names = ", ".join(self._zones[name].name for name in apart)
            reason = Reason.of("because.interlock", zones=names)
            narrow(draft, draft.zones.difference(apart), reason)
        if not unknown and not apart:
            self._fine.add(before)

    def _apart(self, zones: frozenset[ZoneId]) -> list[ZoneId]:
        """Zones whose interlock an earlier one of the same cue has."""
        taken: set[str] = set()
        apart = []
        for name in sorted(zones):
            interlock = self._zones[name].interlock
            if interlock in taken:
                apart.append(name)
            elif interlock:
                taken.add(interlock)
        return apart
