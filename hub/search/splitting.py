"""Words typed without any blank: dangkykhaisinh (pure)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hub.search.fold import keys_of

LEAST: Final = 6
"""Shorter words are rarely several."""
LONGEST: Final = 7
"""Letters of the longest Vietnamese syllable: nghiêng."""
SHORTEST: Final = 2


def split(written: str, known: Collection[str]) -> tuple[str, ...]:
    """The fewest known words that a word is made of; empty when it is not made of such.

    Args:
        written: Letters without blanks, NFC.
        known: Plain words that may stand in it.
    """
    if len(written) < LEAST:
        return ()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(SHORTEST, len(written) + 1):
        for start in range(max(0, end - LONGEST), end - SHORTEST + 1):
            if start in best and keys_of(written[start:end])[0] in known:
                found = (*best[start], written[start:end])
                if end not in best or len(found) < len(best[end]):
                    best[end] = found
    found = best.get(len(written), ())
    return found if len(found) > 1 else ()
