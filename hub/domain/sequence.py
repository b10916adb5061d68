"""Programmes one after the other: how long that is, and where there is a pause (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme

REPEAT_PAUSE_S: Final = 2.0
"""Silence before a bulletin is heard once more, so that nobody takes it for one sentence on."""


def pauses_before(content: Sequence[ProgrammeId], place: int) -> bool:
    """True when the programme at a place is the one before once more."""
    return place > 0 and content[place] == content[place - 1]


def times_in(content: Sequence[ProgrammeId]) -> int:
    """How often a programme is heard one time right after the other; 1 for none, too."""
    return max((len(list(run)) for _, run in groupby(content)), default=1)


def frames_of(content: Sequence[ProgrammeId], programmes: Mapping[ProgrammeId, Programme]) -> int:
    """Samples of a sequence, pauses included; an unknown programme has none."""
    return sum(
        programmes[name].frames
        + (pause_frames(programmes[name]) if pauses_before(content, place) else 0)
        for place, name in enumerate(content)
        if name in programmes
    )


def seconds_of(
    content: Sequence[ProgrammeId], programmes: Mapping[ProgrammeId, Programme]
) -> float:
    """Length of a sequence, pauses included; an unknown programme has none."""
    return sum(
        programmes[name].length_s + (REPEAT_PAUSE_S if pauses_before(content, place) else 0.0)
        for place, name in enumerate(content)
        if name in programmes
    )


def pause_frames(programme: Programme) -> int:
    """Samples of the pause before a programme is heard once more."""
    return round(REPEAT_PAUSE_S * programme.rate)
