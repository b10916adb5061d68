"""Abbreviations of the table, read by what stands around them."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_syllable
from hub.prepare.vietnamese.table import Choice

_PATTERNS: Final = {
    "room": re.compile(r" ?[0-9]{3}(?![0-9])"),
    "year": re.compile(r"[ .:]*(?:19|20)[0-9]{2}(?![0-9])"),
    "number": re.compile(r" {0,3}[0-9]"),
    "colon": re.compile(r" {0,3}:"),
}
"""What a follower looks like."""


def abbreviation(place: Place) -> Said | None:
    """The longest entry that stands here with a reading that fits."""
    text, start = place.text, place.start
    head = text[start]
    end = start + 1
    while end < len(text) and end - start < 40 and head.isalpha() and text[end].isalpha():
        end += 1
    for entry in place.table.heads.get(text[start:end], ()):
        stop = start + len(entry.written)
        if not text.startswith(entry.written, start) or not _ends(text, stop):
            continue
        if place.shouting and is_syllable(entry.written):
            continue
        for choice in entry.choices:
            if _fits(choice, place, stop):
                return Said(choice.say, stop)
    return None


def _ends(text: str, stop: int) -> bool:
    """The abbreviation is not the beginning of a longer word."""
    if not text[stop - 1].isalpha():
        return True
    return not text[stop : stop + 1].isalpha()


def _fits(choice: Choice, place: Place, stop: int) -> bool:
    if choice.after and place.prev_word() not in choice.after:
        return False
    if choice.before:
        behind = place.text[stop : stop + 40].lstrip(" .:").lower()
        if not any(_begins(behind, word) for word in choice.before):
            return False
    return _follows(choice.follower, place.text, stop)


def _begins(behind: str, word: str) -> bool:
    return behind.startswith(word) and not behind[len(word) : len(word) + 1].isalpha()


def _follows(kind: str, text: str, stop: int) -> bool:
    if kind in _PATTERNS:
        return _PATTERNS[kind].match(text, stop) is not None
    rest = text[stop : stop + 4].lstrip(" ")
    if kind == "none":
        return not rest[:1].isalnum()
    return not kind or rest[:1].isupper()
