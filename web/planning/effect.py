"""Asks the playout's own planner what a change of the calendar would do, a day at a time.

A preview keeps the playout from its other work for as long as it plans, so it is asked for
single days: those of the next occurrences, however far apart they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from hub.domain.ids import SlotId
from hub.domain.slot_change import Change
from hub.store.calendar_json import slot_document
from web.language import language, tell
from web.parts import parts
from web.planning.times import times_by
from web.present import moment as present
from web.present.effect import DayLook, Effect, effect

FARTHEST: Final = timedelta(days=366)
"""So far ahead may somebody look."""
PREVIEW: Final = "vn.hub.Broadcast.Preview"
MOST_DAYS: Final = 5
"""Days that are planned for one preview."""

Document = Mapping[str, Any]


def outlook(change: Change, days: Iterable[date] = ()) -> Effect:
    """What a change of the calendar would do, in sentences.

    Args:
        change: Slots as they would be, and those that would be gone.
        days: Local days that are looked at besides those of the next occurrences.

    Raises:
        ControlError: The playout does not answer.
        RefusedError: It does not take the change.
    """
    draft = _draft(change)
    dates = _ask(_today(), draft).get("coming", []) if change.slots else []
    wanted = sorted({*days, *(present.instant(one["at"]).date() for one in dates)})
    looks = [_look(day, draft) for day in wanted[:MOST_DAYS] if day >= _today()]
    own = {str(slot.id) for slot in change.slots} | {str(key) for key in change.gone}
    return effect(looks, dates, frozenset(own), tell, times_by(change.slots))


def cues_of(day: date) -> list[Document]:
    """What one local day will bring, by the playout's own planner."""
    midnight = _midnight(day)
    told = _ask(day, None)["cues"]
    return [cue for cue in told if _begin(cue) >= midnight and _begin(cue).date() == day]


def _look(day: date, draft: Document) -> DayLook:
    before, after = _ask(day, None)["cues"], _ask(day, draft)["cues"]
    return DayLook(day, _on(before, day), _on(after, day))


def _on(cues: list[Document], day: date) -> tuple[Document, ...]:
    return tuple(cue for cue in cues if _begin(cue).date() == day)


def _begin(cue: Document) -> datetime:
    return present.instant(cue["start"] or cue["planned_start"])


def _ask(day: date, draft: Document | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"days": 1, "language": language(), "from": _midnight(day).isoformat()}
    if draft is not None:
        asked["draft"] = draft
    return parts().ask(PREVIEW, asked)


def _draft(change: Change) -> Document:
    return {
        "slots": [slot_document(slot) for slot in change.slots],
        "gone": sorted(str(key) for key in change.gone),
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, parts().config.timezone)


def _today() -> date:
    return parts().clock.now().astimezone(parts().config.timezone).date()


def new_draft_id(place: int) -> SlotId:
    """The id under which a new slot stands in a preview."""
    return SlotId(f"draft-{place}")
