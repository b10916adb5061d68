"""Walks through a text once and lets the rules read what is not a plain word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hub.prepare.vietnamese.abbreviations import abbreviation
from hub.prepare.vietnamese.lexicon import Lexicon
from hub.prepare.vietnamese.numerals import Numerals
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.rules import DIGIT_RULES, KNOWN_RULES, LETTER_RULES, SYMBOL_RULES
from hub.prepare.vietnamese.syllable import is_common
from hub.prepare.vietnamese.table import Table
from hub.prepare.vietnamese.unexplained import unexplained
from hub.prepare.vietnamese.units import EXACT

Rule = Callable[[Place], Said | None]
_TOKEN: Final = re.compile(r"[^\W\d_]+|[0-9]+|\s+|.", re.DOTALL)
_JOINS: Final = "0123456789-–./@:&²³+_"
_PAUSES: Final = ",.;?!"
_SPACES: Final = ("", " ", "\n")
_NUMERALS: Final = frozenset("ivxlcdmx")
_DIGITS: Final = frozenset("0123456789")


def scan(text: str, table: Table, lexicon: Mapping[str, str]) -> Iterator[tuple[int, Said | None]]:
    """Every token with what is said for it, or None where it is said as it stands."""
    numerals, own = Numerals(table.region), Lexicon(lexicon)
    position, length = 0, len(text)
    heads, match = table.heads, _TOKEN.match
    while position < length:
        token = match(text, position)
        assert token is not None  # the last alternative takes anything
        word, said = token.group(), None
        if own.heads and word.lower() in own.heads:
            said = own.read(text, position)
        end = token.end()
        if said is None and (word in heads or not _is_plain(word, text[end : end + 1])):
            place = Place(text, position, table, numerals)
            said = _read(place, word, known=word in heads)
        yield position, said
        position = end if said is None else said.end


def _is_plain(word: str, behind: str) -> bool:
    """A word that no rule reads, told without asking them: most of every text."""
    first = word[0]
    if first.isalpha():
        if behind in _JOINS and behind:
            return False
        if word.isupper() or word in EXACT or _NUMERALS.issuperset(word):
            return False
        return is_common(word)
    return first.isspace() or (first in _PAUSES and behind in _SPACES)


def _read(place: Place, word: str, *, known: bool) -> Said | None:
    first = word[0]
    if first in _DIGITS:
        return _first(DIGIT_RULES, place)
    if not first.isalpha():
        return (abbreviation(place) if known else None) or _first(SYMBOL_RULES, place)
    found = _first(KNOWN_RULES, place) if known else None
    return found or _first(LETTER_RULES, place) or unexplained(place, word)


def _first(rules: tuple[Rule, ...], place: Place) -> Said | None:
    for rule in rules:
        said = rule(place)
        if said is not None:
            return said
    return None
