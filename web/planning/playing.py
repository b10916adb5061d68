"""What a slot plays, and how loud: chosen for one occurrence or for the series (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from hub.domain.bulletin import PRECEDENCE_OF_KIND, Kind
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Override
from hub.domain.sequence import seconds_of
from hub.domain.slot import Slot
from hub.errors import RefusedError
from web.settings.forms import level_of

_CHANGED: Final = ("content", "kind", "level", "volume_db")
"""Fields of a slot that another content or volume may change."""
MOST_TIMES: Final = 3
"""A form lets nothing be heard more often, unless it is already."""
Programmes = Mapping[ProgrammeId, Programme]


@dataclass(frozen=True, slots=True)
class Playing:
    """What is chosen.

    Attributes:
        content: Another programme, or None for the one that it has.
        volume_db: Gain, -30 to 0, or None for the one that it has.
        times: How often it is heard, one time after the other, or None for as often as now.
    """

    content: Programme | None = None
    volume_db: float | None = None
    times: int | None = None


AS_IT_IS: Final = Playing()


def read_playing(
    form: MultiDict[str, str], slot: Slot, known: Programmes, emergency_floor_db: float
) -> Playing:
    """What a form that was sent chooses.

    Args:
        form: The form; a field that is missing or empty leaves what there is.
        slot: The slot, or its occurrence.
        known: Every programme.
        emergency_floor_db: No emergency is softer than this (docs/adr/0034).

    Raises:
        RefusedError: There is no such programme, it is another kind of sound, or a level that
            no slot of this kind may have.
    """
    level, name = form.get("level", ""), ProgrammeId(form.get("content", ""))
    volume_db = level_of(level) if level else None
    if volume_db == slot.volume_db:
        volume_db = None
    if volume_db is not None and slot.kind is Kind.EMERGENCY and volume_db < emergency_floor_db:
        raise RefusedError("slot.emergency_level", db=f"{emergency_floor_db:g}")
    now = times_of(slot)
    times = _times(form.get("repeats", ""), now)
    if not name or {name} == set(slot.content):
        if times == now:
            return Playing(None, volume_db)
        name = slot.content[0]
    found = known.get(name)
    if found is None or found.source is not slot.source:
        raise RefusedError("slot.no_content")
    return Playing(found, volume_db, times)


def times_of(slot: Slot) -> int | None:
    """How often a slot plays its one programme; None when it plays several, or a station."""
    if slot.source is not Source.FILE or len(set(slot.content)) != 1:
        return None
    return len(slot.content)


def _times(told: str, now: int | None) -> int | None:
    """As often as a form says; as now when it says nothing, or nothing that can be."""
    if now is None or not (told.isascii() and told.isdigit()):
        return now
    return min(max(MOST_TIMES, now), max(1, int(told[:3])))


def may_play(slot: Slot, known: Programmes) -> list[Programme]:
    """Programmes that a slot could play instead, by title: the approved ones first."""
    fitting = (p for p in known.values() if p.source is slot.source and {p.id} != set(slot.content))
    return sorted(fitting, key=lambda one: (not one.approver, one.title.casefold(), one.id))


def with_playing(slot: Slot, playing: Playing) -> Slot:
    """The slot with another content or volume.

    Another content is heard as often as the one before, unless somebody chose how often.
    Its kind stays, but is never above what the content was written as.
    """
    if playing.volume_db is not None:
        slot = replace(slot, volume_db=playing.volume_db)
    content = playing.content
    if content is None:
        return slot
    kind = min(slot.kind, content.kind, key=PRECEDENCE_OF_KIND.__getitem__)
    played = (content.id,) * (playing.times or times_of(slot) or 1)
    length_s = seconds_of(played, {content.id: content})
    return replace(slot, content=played, length_s=length_s, kind=kind, level=content.level)


def as_there(slot: Slot, original: datetime) -> Slot:
    """The slot as one occurrence has it."""
    found = _override(slot, original)
    if found is None or found.cancelled:
        return slot
    changes: dict[str, Any] = dict(found.changes)
    return replace(slot, length_s=found.length_s, **changes)


def play_once(slot: Slot, original: datetime, playing: Playing) -> Slot:
    """One occurrence with another content or volume; it has been given its start already."""
    if playing == AS_IT_IS:
        return slot
    found = _override(slot, original)
    assert found is not None
    there = with_playing(as_there(slot, original), playing)
    kept = {name: value for name, value in found.changes if name not in _CHANGED}
    other = {
        name: getattr(there, name)
        for name in _CHANGED
        if getattr(there, name) != getattr(slot, name)
    }
    changed = replace(found, length_s=there.length_s, changes=tuple((kept | other).items()))
    overrides = tuple(changed if one is found else one for one in slot.recurrence.overrides)
    return replace(slot, recurrence=replace(slot.recurrence, overrides=overrides))


def _override(slot: Slot, original: datetime) -> Override | None:
    found = (o for o in slot.recurrence.overrides if o.recurrence_id == original)
    return next(found, None)
