"""Capitals that no table knows: read as a word when they can be, else letter by letter."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_word

_INITIALS: Final = re.compile(r"[A-ZĐ](?:\.[A-ZĐ]){1,5}\.?(?![^\W_])")


def initials(place: Place) -> Said | None:
    """H.A.T: somebody who is not named."""
    found = _INITIALS.match(place.text, place.start)
    if found is None or place.glued:
        return None
    return Said(by_letter(found.group().replace(".", "")), found.end())


def capitals(place: Place, word: str) -> Said | None:
    """Spell an abbreviation that nobody has explained, and flag it for the operator."""
    if len(word) < 2 or not word.isupper() or is_word(word):
        return None
    return Said(by_letter(word), place.start + len(word), guessed=True)
