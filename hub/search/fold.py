"""Words as the search compares them: without accents, and with them wherever they stand (pure).

Two keys for a word.  The *plain* one has no accents and đ as d.  The *exact* one keeps them, but
the tone goes to the end, so that hòa and hoà are one word; a final y alone after a consonant
is an i, so that kí and ký are, too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hub.keyboard.letters import strip_tone

_WORD: Final = re.compile(r"[^\W_]+")
_LONE_Y: Final = re.compile(r"^(?:[bcdđghklmnprstvx]+|qu)y$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes:
        plain: Without accents.
        exact: With its accents, the tone at the end as a digit.
        start: Where it begins in the NFC text.
        end: Where it ends.
    """

    plain: str
    exact: str
    start: int
    end: int

    @property
    def is_accented(self) -> bool:
        """True when it says more than its plain form."""
        return self.exact != self.plain


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, with their places in its NFC form."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(
        Word(*keys_of(found.group()), found.start(), found.end())
        for found in _WORD.finditer(composed)
    )


@lru_cache(maxsize=4096)
def keys_of(word: str) -> tuple[str, str]:
    """The plain and the exact key of a word."""
    letters, tone = strip_tone(word)
    if _LONE_Y.match(letters):
        letters = letters[:-1] + "i"
    exact = f"{letters}{tone}" if tone else letters
    return plain_of(letters), exact


def plain_of(letters: str) -> str:
    """Small letters without any mark, đ as d."""
    spread = unicodedata.normalize("NFD", letters.lower())
    return "".join(c for c in spread if not unicodedata.combining(c)).replace("đ", "d")


def base_of(exact: str) -> str:
    """The exact key without its tone."""
    return exact[:-1] if exact[-1:].isdigit() and not exact.isdigit() else exact
