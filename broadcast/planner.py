"""The planner: calendar + rules + orders + now → timeline, with a reason for every change (pure).

The same input gives the same timeline whatever its order, and planning again later changes
nothing that was not touched by time itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time

from broadcast.asked import Kept
from broadcast.drafts import DROPPED, Draft, draft_of_cue
from broadcast.precedence import place
from broadcast.present_moment import PresentMoment
from broadcast.sessions import keep_caps
from broadcast.situation import Gap, OnAir, Situation
from hub.domain.ids import CueId
from hub.domain.slot import Occurrence
from hub.domain.timeline import Cue, Timeline

__all__ = ["Gap", "Kept", "OnAir", "Situation", "plan"]


def plan(
    occurrences: Iterable[Occurrence], situation: Situation, kept: Kept | None = None
) -> Timeline:
    """Plan a stretch of time.

    Four steps: what the calendar and the orders ask for; what the operating rules leave of
    it, by planned times alone; what the present makes of that; who has the zone.

    Args:
        occurrences: Everything the calendar says for the stretch, in any order.  It should
            begin a local day before `situation.now`, because sessions are counted by day.
        situation: All the rest.
        kept: What an earlier planning found out; the timeline is the same with it and without
            it.  This planning leaves there what the next one can use.

    Returns:
        Every cue, dropped ones included, by planned start.  What is on air is among them
        even when the calendar does not know it any more; what was over on an earlier local
        day and has its row in the log is not: no session of today counts it.
    """
    asked = (kept or Kept()).asked(situation)
    drafts = asked.drafts(_open(occurrences, situation), situation)
    programmes = situation.programmes or {}
    keep_caps([draft for draft in drafts if draft.state is not DROPPED], programmes)
    present = PresentMoment(situation, asked.operating)
    alive = _see_present(drafts, situation, present)

    def put(some: Sequence[Draft]) -> None:
        place(some, situation.zones, programmes, present.settle)

    cues: Mapping[CueId, Cue] = {}
    if kept is None:
        put(alive)
    else:
        cues = asked.islands.place(alive, put)
    drafts.sort(key=_turn)
    return Timeline(situation.now, tuple([cues.get(draft.id) or draft.cue() for draft in drafts]))


def _open(occurrences: Iterable[Occurrence], situation: Situation) -> Iterable[Occurrence]:
    local = situation.now.astimezone(situation.tz)
    midnight = datetime.combine(local.date(), time(), situation.tz).astimezone(UTC)
    done = situation.done
    return (one for one in occurrences if one.start >= midnight or one.id not in done)


def _turn(draft: Draft) -> tuple[datetime, str]:
    return draft.planned_start, draft.id


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
