"""Abbreviations of the table, read by what stands around them."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_syllable
from hub.prepare.vietnamese.table import Choice, Entry

_PATTERNS: Final = {
    "room": re.compile(r" ?[0-9]{3}(?![0-9])"),
    "year": re.compile(r"[ .:]*(?:19|20)[0-9]{2}(?![0-9])"),
    "number": re.compile(r" {0,3}[0-9]|-[0-9]"),
    "spaced": re.compile(r"[ .]{1,3}[0-9]"),
    "person": re.compile(r"[ .]*[A-ZĐÀ-Ỹ](?=[^\W\d_])(?![A-ZĐ])"),
    "day": re.compile(r"[ ,(]{1,3}(?:ngày )?[0-3]?[0-9][/-][01]?[0-9](?![0-9])"),
    "code": re.compile(r"[-.]?[0-9]"),
    "colon": re.compile(r" {0,3}:"),
    "bracket": re.compile(r" ?\)"),
    "plate": re.compile(r"[ .:]{1,3}[0-9]{2}[- ]?[A-ZĐ]"),
}
"""What a follower looks like."""
_NUMBERED: Final = ("number", "code", "year", "room")
"""Followers of what is numbered: QL6, SN1950."""
_DIGITS: Final = re.compile(r"-?[0-9]")
_SERIAL: Final = re.compile(r"-?[0-9]+(?:[A-ZĐ]{2}|[A-ZĐ][0-9])|-?0[0-9]{3}")
"""TB-00123, PA05LB12: the number of a machine or a letter, which no road and no paper has."""
_SHORT: Final = 2
"""So few letters with digits right behind them are a code, unless they are known to be numbered."""


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
        choice = fitting(entry, place, stop)
        if choice is not None:
            return Said(choice.say, stop, guessed=choice.guess)
    return None


def fitting(entry: Entry, place: Place, stop: int) -> Choice | None:
    """The first reading of the entry that holds here, where it ends at `stop`."""
    if _is_short(entry.written) and _SERIAL.match(place.text, stop):
        return None
    code = _is_short(entry.written) and _DIGITS.match(place.text, stop) is not None
    for choice in entry.choices:
        if code and not (choice.follower in _NUMBERED or choice.before):
            continue
        if _fits(choice, place, stop):
            return choice
    return None


def _ends(text: str, stop: int) -> bool:
    """The abbreviation is not the beginning of a longer word."""
    if not text[stop - 1].isalpha():
        return True
    return not text[stop : stop + 1].isalpha()


def _is_short(written: str) -> bool:
    """With digits right behind them such letters are those of a code: BV10, VN2000."""
    return len(written) <= _SHORT and written.isalpha() and written.isupper()


def _fits(choice: Choice, place: Place, stop: int) -> bool:
    if choice.after and not place.stands_after(choice.after):
        return False
    if choice.before:
        behind = place.text[stop : stop + 40].lstrip(" .:").lower()
        if not any(_begins(behind, word) for word in choice.before):
            return False
    if choice.leader and not _leads(choice.leader, place):
        return False
    if not _follows(choice.follower, place.text, stop):
        return False
    return not choice.near or _is_near(choice.near, place.around(stop))


def _begins(behind: str, word: str) -> bool:
    return behind.startswith(word) and not behind[len(word) : len(word) + 1].isalpha()


def _is_near(words: tuple[str, ...], around: str) -> bool:
    return any(f" {word} " in around for word in words)


def _leads(kind: str, place: Place) -> bool:
    if kind == "line":
        return place.starts_line
    prev = place.prev()
    if kind == "number":
        return prev.isdigit()
    if kind == "bracket":
        return prev == "("
    words = place.text[max(0, place.start - 40) : place.start].split()
    return bool(words) and words[-1][0].isupper() and words[-1][-1].isalpha()


def _follows(kind: str, text: str, stop: int) -> bool:
    if kind in _PATTERNS:
        return _PATTERNS[kind].match(text, stop) is not None
    rest = text[stop : stop + 4].lstrip(" ")
    if kind == "none":
        return not rest[:1].isalnum()
    if kind == "small":
        return not rest[:1].isupper()
    return not kind or rest[:1].isupper()
