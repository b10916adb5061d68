"""Vietnamese letters: which tone a vowel carries, and the same vowel with another (pure)."""

from __future__ import annotations

import unicodedata
from typing import Final

VOWELS: Final = "aăâeêioôơuưy"

_MARKS: Final = ("", *"\u0301\u0300\u0309\u0303\u0323")

TONED: Final = {
    vowel: tuple(unicodedata.normalize("NFC", vowel + mark) for mark in _MARKS) for vowel in VOWELS
}
"""Each vowel without tone, then with sắc, huyền, hỏi, ngã, nặng."""

UNTONED: Final = {
    letter: (vowel, tone) for vowel, row in TONED.items() for tone, letter in enumerate(row)
}
"""Each vowel with its tone 0 to 5."""


def strip_tone(word: str) -> tuple[str, int]:
    """The word in small letters without tone, and its tone (the last one, 0 = none)."""
    tone = 0
    letters = []
    for letter in word.lower():
        vowel, own = UNTONED.get(letter, (letter, 0))
        tone = own or tone
        letters.append(vowel)
    return "".join(letters), tone
