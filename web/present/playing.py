"""What a form offers to play in a slot, and how loud, in words (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme
from hub.domain.slot import Slot
from web.planning.playing import MOST_TIMES, may_play, times_of
from web.present.moment import Speak
from web.present.settings import Choice, choices
from web.present.slot import content_in_words


@dataclass(frozen=True, slots=True)
class PlayingForm:
    """The fields.

    Attributes:
        now: What it plays now.
        approved: Ids and titles of approved programmes.
        drafts: Ids and titles of what nobody has approved yet.
        levels: Levels that this slot may have; one alone is no choice.
        level: The level that it has.
        times: How often it plays its one programme; 0 = there is no choice.
        most: So often at most.
    """

    now: str
    approved: list[tuple[str, str]]
    drafts: list[tuple[str, str]]
    levels: list[Choice]
    level: str
    times: int = 0
    most: int = MOST_TIMES


def playing_form(
    slot: Slot, known: Mapping[ProgrammeId, Programme], emergency_floor_db: float, speak: Speak
) -> PlayingForm:
    """What a form offers.

    Args:
        slot: The slot, or its occurrence.
        known: Every programme.
        emergency_floor_db: No emergency is softer than this.
        speak: The language.
    """
    found = may_play(slot, known)
    levels = choices(speak, slot.volume_db)
    if slot.kind is Kind.EMERGENCY:
        levels = [one for one in levels if float(one.value) >= emergency_floor_db]
    titles = {one.id: one.title for one in known.values()}
    return PlayingForm(
        content_in_words(slot.content, titles, speak) or "–",
        [(one.id, one.title) for one in found if one.approver],
        [(one.id, one.title) for one in found if not one.approver],
        levels,
        f"{slot.volume_db:g}",
        times_of(slot) or 0,
        max(MOST_TIMES, times_of(slot) or 0),
    )
