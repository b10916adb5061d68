"""Letters that no rule explains: guessed, and shown to the operator."""

from __future__ import annotations

from typing import Final

from hub.prepare.vietnamese.abbreviations import fitting
from hub.prepare.vietnamese.documents import compound
from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import has_vowel, is_common, is_word

LONGEST: Final = 24
"""Letters of a word that is still guessed at; a longer run of letters is read as it stands."""


def unexplained(place: Place, word: str) -> Said | None:
    """What is most likely meant by letters that are no word."""
    if len(word) < 2 or len(word) > LONGEST:
        return None
    return _capitals(place, word) if word.isupper() else _small(place, word)


def _capitals(place: Place, word: str) -> Said | None:
    """An abbreviation that nobody has explained is spelled.

    One that papers are numbered with is known; one that is made of two such is a guess.
    """
    end = place.start + len(word)
    if is_word(word):
        return None
    known = place.table.papers.get(word) if len(word) > 2 else None
    if known:
        return Said(known, end)
    return Said(compound(place.table, word) or by_letter(word), end, guessed=True)


def _small(place: Place, word: str) -> Said | None:
    """kv, Nv, ktra: the abbreviation in capitals, else spelled, else as it stands."""
    if is_common(word):
        return None
    end = place.start + len(word)
    entry = place.table.entries.get(word.upper())
    choice = fitting(entry, place, end) if entry is not None else None
    if choice is not None:
        return Said(choice.say, end, guessed=True)
    spoken = word if has_vowel(word) else by_letter(word)
    return Said(spoken, end, guessed=True)
