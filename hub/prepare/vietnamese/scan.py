"""Walks through a text once and lets the rules read what is not a plain word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hub.prepare.vietnamese.abbreviations import abbreviation
from hub.prepare.vietnamese.capitals import capitals
from hub.prepare.vietnamese.lexicon import Lexicon
from hub.prepare.vietnamese.numerals import Numerals
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.rules import DIGIT_RULES, KNOWN_RULES, LETTER_RULES, SYMBOL_RULES
from hub.prepare.vietnamese.table import Table

Rule = Callable[[Place], Said | None]
_TOKEN: Final = re.compile(r"[^\W\d_]+|[0-9]+|\s+|.", re.DOTALL)
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
        if said is None and not word.isspace():
            place = Place(text, position, table, numerals)
            said = _read(place, word, token.end(), known=word in heads)
        yield position, said
        position = token.end() if said is None else said.end


def _read(place: Place, word: str, end: int, *, known: bool) -> Said | None:
    first = word[0]
    if first in _DIGITS:
        return _first(DIGIT_RULES, place)
    if not first.isalpha():
        return (abbreviation(place) if known else None) or _first(SYMBOL_RULES, place)
    if word.islower() and not known and end < len(place.text) and place.text[end].isspace():
        return _first(LETTER_RULES, place) if len(word) <= 3 else None
    found = _first(KNOWN_RULES, place) if known else None
    return found or _first(LETTER_RULES, place) or capitals(place, word)


def _first(rules: tuple[Rule, ...], place: Place) -> Said | None:
    for rule in rules:
        said = rule(place)
        if said is not None:
            return said
    return None
