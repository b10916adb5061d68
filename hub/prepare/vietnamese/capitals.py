"""Capitals that no table knows: read as a word when they can be, else letter by letter."""

from __future__ import annotations

from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_word


def capitals(place: Place, word: str) -> Said | None:
    """Spell an abbreviation that nobody has explained, and flag it for the operator."""
    if len(word) < 2 or not word.isupper() or place.glued or is_word(word):
        return None
    return Said(by_letter(word), place.start + len(word), guessed=True)
