"""How often a bulletin was heard within one cue, found again from a row's samples (pure).

A row names each file once, however often it was played; but it says how many samples the whole
cue had, and the store knows how many each file has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from hub.domain.facts import AsRun, Outcome
from hub.domain.sequence import REPEAT_PAUSE_S

MOST: Final = 20
"""No order and no slot plays a bulletin more often."""


@dataclass(frozen=True, slots=True)
class Times:
    """How often it was heard.

    Attributes:
        planned: How often it was to be heard.
        heard: How often it was heard from beginning to end.
    """

    planned: int
    heard: int

    @property
    def is_whole(self) -> bool:
        """It was heard as often as was planned."""
        return self.heard == self.planned


@dataclass(frozen=True, slots=True)
class _Found:
    """What is repeated: from which sample on, how many samples once, and how many between."""

    planned: int
    before: int
    once: int
    pause: int

    def heard(self, played: int) -> int:
        """How often it was over by then."""
        whole = (played - self.before + self.pause) // (self.once + self.pause)
        return min(self.planned, max(0, whole))


def times_of(cue: AsRun, frames: Mapping[str, int]) -> Times | None:
    """How often its bulletin was heard; None when that cannot be told, as of a relay.

    Args:
        cue: The row.
        frames: Samples of each file by its hash.
    """
    lengths = [frames.get(digest, 0) for _, digest in cue.media]
    if not lengths or not all(lengths) or not cue.frames_planned:
        return None
    found = _found(lengths, cue.frames_planned, round(REPEAT_PAUSE_S * cue.rate))
    if found is None:
        return None
    is_whole = cue.outcome is Outcome.PLAYED and cue.because is None
    return Times(found.planned, found.planned if is_whole else found.heard(cue.frames_played))


def _found(lengths: Sequence[int], planned: int, pause: int) -> _Found | None:
    """What explains the samples: one file again and again, or all of them in turn."""
    once = sum(lengths)
    doubled = chain((0,), lengths)  # the same chime may open and close
    for extra in doubled:
        rest = planned - once - extra
        if rest == 0:
            return _Found(1, 0, once + extra, 0)
        for place, length in enumerate(lengths):
            more, left = divmod(rest, length + pause)
            if left == 0 and 0 < more < MOST:
                return _Found(more + 1, sum(lengths[:place]), length, pause)
    turns, left = divmod(planned, once)
    return _Found(turns, 0, once, 0) if left == 0 and 1 < turns <= MOST else None
