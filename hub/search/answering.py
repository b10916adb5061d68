"""What to show for what was typed: things found, and whether they look like the answer (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hub.search.findable import ABSENT
from hub.search.finder import Finder, Hit

SURE: Final = 0.42
"""Score of a first hit from which it looks like the answer.

Fitted to tests/search: it keeps 97 of 100 right first hits, and of questions to which nothing
fits two thirds lie below.
"""
AS_GOOD: Final = 0.9
"""Share of the first score from which what is absent may as well be what was asked for."""
TOO_SHORT: Final = 5
"""Letters of what was hardly begun: of it nobody says that nothing fits."""
WHOLE: Final = 0.8
"""Score of a word that stands there whole."""
HARDLY: Final = 0.5
MOST: Final = 8
SPARE: Final = 4
"""Hits more that are asked for, since some may be of what is absent."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found.

    Attributes:
        hits: The best first.
        is_sure: Whether the first one looks like the answer; otherwise somebody is to be asked.
    """

    hits: tuple[Hit, ...]
    is_sure: bool


def answer(finder: Finder, typed: str, most: int = MOST) -> Answered:
    """Answers to what was typed so far.

    Args:
        finder: The catalogue.
        typed: What stands in the field.
        most: How many hits at most.
    """
    found = finder.find(typed, most + SPARE)
    hits = tuple(hit for hit in found if not hit.key.startswith(ABSENT))[:most]
    if len(typed.strip()) < TOO_SHORT:
        return Answered(hits, is_sure=not _is_short_and_absent(found))
    if not found or found[0].score < SURE or finder.says_nothing(typed):
        return Answered(hits, is_sure=False)
    enough = AS_GOOD * found[0].score
    is_absent = any(hit.key.startswith(ABSENT) and hit.score >= enough for hit in found)
    return Answered(hits, is_sure=not is_absent)


def _is_short_and_absent(found: tuple[Hit, ...]) -> bool:
    """Whether few letters are a whole word of what is absent, and hardly anything else: "thuế"."""
    others = (hit.score for hit in found if not hit.key.startswith(ABSENT))
    is_absent = bool(found) and found[0].key.startswith(ABSENT) and found[0].score >= WHOLE
    return is_absent and max(others, default=0.0) < HARDLY * found[0].score
