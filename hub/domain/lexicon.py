"""How the village and the commune want words and abbreviations to be said (pure)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hub.errors import RefusedError

MOST_WRITTEN: Final = 40
MOST_READING: Final = 200
MOST_CONTEXT: Final = 10
"""Words of a context; more is no context any more."""


class Sort(StrEnum):
    """What is respelled."""

    WORD = "word"
    """A whole word or name, in any case: Krông, Facebook."""
    ABBREVIATION = "abbreviation"
    """Letters that stand for words, as they are written: UBND, TP., VNeID."""


class Scope(StrEnum):
    """Who set it; the village's own reading goes before the commune's."""

    COMMUNE = "commune"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Respelling:
    """One entry of the lexicon.

    Attributes:
        sort: Word or abbreviation.
        scope: Village or commune.
        written: As it stands in texts, in NFC; a word in small letters.
        reading: What is said for it.
        after: It holds only when one of these words stands before it; empty = always.
        before: It holds only when one of these words stands behind it; empty = always.
    """

    sort: Sort
    scope: Scope
    written: str
    reading: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


def respelling(
    written: str,
    reading: str,
    *,
    scope: Scope = Scope.VILLAGE,
    sort: Sort | None = None,
    after: tuple[str, ...] = (),
    before: tuple[str, ...] = (),
) -> Respelling:
    """An entry from what a person typed.

    Args:
        written: The word or abbreviation.
        reading: What is to be said.
        scope: Who sets it.
        sort: What it is; None = an abbreviation if it looks like one.
        after: Words before it.
        before: Words behind it.

    Raises:
        RefusedError: ``lexicon.written``, ``lexicon.reading`` or ``lexicon.context``.
    """
    written, reading = _line(written), _line(reading)
    sort = sort or sort_of(written)
    if not 1 <= len(written) <= MOST_WRITTEN or not any(c.isalnum() for c in written):
        raise RefusedError("lexicon.written", written=written[:60], most=MOST_WRITTEN)
    if not 1 <= len(reading) <= MOST_READING or not any(c.isalpha() for c in reading):
        raise RefusedError("lexicon.reading", written=written, most=MOST_READING)
    contexts = [tuple(_line(word).lower() for word in words) for words in (after, before)]
    flat = [word for words in contexts for word in words]
    if len(flat) > MOST_CONTEXT or not all(1 <= len(word) <= MOST_WRITTEN for word in flat):
        raise RefusedError("lexicon.context", most=MOST_CONTEXT)
    if flat and sort is Sort.WORD:
        raise RefusedError("lexicon.word_context", written=written)
    return Respelling(sort, scope, key_of(sort, written), reading, contexts[0], contexts[1])


def sort_of(written: str) -> Sort:
    """An abbreviation has a dot, or a capital after its first letter: UBND, TP., VNeID."""
    letters = [c for c in written if c.isalpha()]
    capitals = any(c.isupper() for c in letters[1:]) and " " not in written
    return Sort.ABBREVIATION if capitals or written.endswith(".") else Sort.WORD


def key_of(sort: Sort, written: str) -> str:
    """How an entry is found: words in small letters, abbreviations as they are written."""
    line = _line(written)
    return line.lower() if sort is Sort.WORD else line


def _line(text: str) -> str:
    """One line: composed letters, single spaces, nothing that cannot be printed."""
    words = unicodedata.normalize("NFC", text).split()
    return "".join(c for c in " ".join(words) if c.isprintable())
