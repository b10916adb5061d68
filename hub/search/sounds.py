"""Syllables that some regions say alike, and people therefore write alike (pure).

tr and ch, s and x, gi, d, r and v, l and n; at the end c and t, n, ng and nh.  Spelling alone (g
and gh; ng and ngh; ph and f; k and c) is evened out, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_BEGINNINGS: Final = (
    ("ngh", "ng"),
    ("ng", "ng"),
    ("gh", "g"),
    ("ph", "f"),
    ("gi", "z"),
    ("tr", "ch"),
    ("s", "x"),
    ("d", "z"),
    ("r", "z"),
    ("v", "z"),
    ("kh", "kh"),
    ("k", "c"),
    ("l", "n"),
)
_ENDINGS: Final = (("ng", "n"), ("nh", "n"), ("ch", "t"), ("c", "t"))


@lru_cache(maxsize=4096)
def sound_of(plain: str) -> str:
    """How a plain syllable may sound; words that some people say alike have the same.

    Args:
        plain: Small letters without accents.
    """
    for written, said in _BEGINNINGS:
        if plain.startswith(written) and len(plain) > len(written):
            plain = said + plain[len(written) :]
            break
    for written, said in _ENDINGS:
        if plain.endswith(written) and len(plain) > len(written) + 1:
            return plain[: -len(written)] + said
    return plain
