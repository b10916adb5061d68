"""Letters of other alphabets that stand alone: Φ16, 2Ø100."""

from __future__ import annotations

from hub.prepare.vietnamese.numerals import LETTERS
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said


def foreign_letter(place: Place) -> Said | None:
    """The name of one Greek letter, or of the sign of a diameter."""
    text, start = place.text, place.start
    letter = text[start].lower()
    if text[start + 1 : start + 2].isalpha() or (letter != "ø" and not "\u03b1" <= letter <= "ω"):
        return None
    name = LETTERS.get(letter)
    return Said(name, start + 1) if name else None
