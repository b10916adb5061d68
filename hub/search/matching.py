"""How well one typed word fits the words of the index (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from hub.keyboard.table import Method, table
from hub.keyboard.typing import type_text
from hub.search.fold import Word, base_of, keys_of, words_of
from hub.search.index import Index, Place, Term

EXACT: Final = 1.0
NO_ACCENTS: Final = 0.95
"""Typed without accents."""
OTHER_TONE: Final = 0.75
OTHER_ACCENTS: Final = 0.6
OTHER_BOTH: Final = 0.45
"""Other vowels and another tone."""
JOINED: Final = 0.9
UNTYPED: Final = 0.9
"""The keys of an input method that was off."""
BEGUN: Final = 0.5
BEGUN_MORE: Final = 0.3
BEGUN_INSIDE: Final = 0.7
"""A word that is not the last one is rarely only begun."""
SLIP: Final = 0.45
SLIP_OF_KNOWN: Final = 0.3
"""What is typed is a word itself: that another was meant is less likely."""
SOUND: Final = 0.7
"""Written as it is said somewhere: tạm chú."""
SOUND_OF_KNOWN: Final = 0.5

Levels = dict[Term, float]
"""How well a typed word fits words of the index, 0 to 1."""

_Places = Mapping[str, Mapping[str, list[Place]]]


def levels(typed: Word, index: Index, *, is_last: bool) -> Levels:
    """Every single word that a typed word may mean, and how well it fits."""
    best: Levels = {}
    for term, level in _all(typed, index, is_last=is_last):
        if level > best.get(term, 0.0):
            best[term] = level
    return best


def joined_levels(typed: Word, index: Index) -> Levels:
    """Words that were typed as one."""
    return {term: JOINED * level for term, level in _equal(typed, index.joined)}


def agreement(typed: Word, exact: str) -> float:
    """How well accents agree, when the plain words are the same."""
    if typed.exact == exact:
        return EXACT
    if not typed.is_accented:
        return NO_ACCENTS
    if base_of(typed.exact) == base_of(exact):
        return OTHER_TONE
    return OTHER_ACCENTS if _tone(typed.exact) == _tone(exact) else OTHER_BOTH


def meant_by(typed: Word) -> tuple[Word, ...]:
    """What was meant when keys of Telex or VNI stand there themselves, or a key came twice."""
    once = _once(typed)
    if typed.is_accented:
        return once
    keys = (typed.plain, *(word.plain for word in once))
    return (*(word for key in keys for word in _meant(key)), *once)


def _once(typed: Word) -> tuple[Word, ...]:
    """The word with each letter once in a row: honn; no Vietnamese word needs it twice."""
    plain, exact = (re.sub(r"([^\W\d_])\1+", r"\1", key) for key in (typed.plain, typed.exact))
    return (Word(plain, exact, 0, len(plain)),) if 1 < len(plain) < len(typed.plain) else ()


def _all(typed: Word, index: Index, *, is_last: bool) -> Iterator[tuple[Term, float]]:
    yield from _equal(typed, index.places)
    for meant in meant_by(typed):
        for term, level in _equal(meant, index.places):
            yield term, UNTYPED * level
    yield from _begun(typed, index, 1.0 if is_last else BEGUN_INSIDE)
    sound = SOUND_OF_KNOWN if typed.plain in index.places else SOUND
    for word in index.sounding_like(typed.plain):
        for exact in index.places[word]:
            yield (word, exact), sound if _tone(typed.exact) == _tone(exact) else sound * OTHER_TONE
    slip = SLIP_OF_KNOWN if typed.plain in index.places else SLIP
    for word in index.one_slip_from(typed.plain):
        for exact in index.places[word]:
            yield (word, exact), slip


def _equal(typed: Word, places: _Places) -> Iterator[tuple[Term, float]]:
    for exact in places.get(typed.plain, ()):
        yield (typed.plain, exact), agreement(typed, exact)


def _begun(typed: Word, index: Index, factor: float) -> Iterator[tuple[Term, float]]:
    base, tone = base_of(typed.exact), _tone(typed.exact)
    for word in index.beginning_with(typed.plain):
        level = factor * (BEGUN + BEGUN_MORE * len(typed.plain) / len(word))
        for exact in index.places[word]:
            agrees = not typed.is_accented or (exact.startswith(base) and _has_tone(exact, tone))
            yield (word, exact), level if agrees else level * OTHER_ACCENTS


@lru_cache(maxsize=1024)
def _meant(plain: str) -> tuple[Word, ...]:
    found = {type_text("", plain, table(method)) for method in Method} - {plain}
    return tuple(
        Word(*keys_of(word), 0, len(word)) for word in sorted(found) if len(words_of(word)) == 1
    )


def _has_tone(exact: str, tone: str) -> bool:
    """Whether a word may be the one begun with a tone; without one it may still come."""
    return not tone or _tone(exact) == tone


def _tone(exact: str) -> str:
    """The tone at the end of an exact key; empty = level, or not typed."""
    return exact[-1] if exact[-1:].isdigit() and not exact.isdigit() else ""
