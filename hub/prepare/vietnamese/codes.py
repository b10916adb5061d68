"""Codes of letters and digits: classes, H5N1, QL6, Covid-19, groups of blood."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter, one_by_one
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_syllable, is_word
from hub.prepare.vietnamese.table import Entry
from hub.prepare.vietnamese.units import unit_at
from hub.prepare.vietnamese.vocabulary import words

_CLASS: Final = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<l>[A-Za-zĐđ]{1,3})(?P<b>[0-9]{0,3})(?![^\W_]|[.,][0-9])"
)
_LETTERED: Final = re.compile(
    r"(?P<l>[^\W\d_]{1,10})(?P<sep>[-.]?)(?P<n>[0-9]{1,12}(?:[.,][0-9]{1,2}(?![0-9]|\.[0-9]))?)(?P<rest>[A-Za-zĐđ0-9.-]{0,24})"
)
_EITHER: Final = words("L l V m K")
_NAMED: Final = words("lớp phòng khu nhà tòa toà lô thửa mã ký hiệu tổ xe")
"""What a number with letters names; elsewhere it counts."""
_FORMULATIONS: Final = words("SL SC WP EC WG EW SG GR OD SP WDG ND BTN")
"""How a pesticide is made up, behind its name and strength: Validacin 5SL."""
_NAME: Final = re.compile(r"(?<![^\W_])[A-Z][a-z]{3,20} \Z")
_CHUNK: Final = re.compile(r"[^\W\d_]+|[0-9]+")
_BLOOD: Final = re.compile(r"(?P<l>AB|A|B|O|Rh)(?P<s>[+-])")


def class_name(place: Place) -> Said | None:
    """10A1, 6B, thôn 2A."""
    found = _CLASS.match(place.text, place.start)
    if found is None:
        return None
    if found["l"] in _EITHER and not _is_letter(place, found):
        return None
    unit = None if found["b"] or found["l"] in _EITHER else unit_at(place.text, found.end("a"))
    if unit:
        return None
    if found["l"] in "xX" and found["b"]:
        sides = (place.numerals.whole(found[side]) for side in "ab")
        return Said(" nhân ".join(sides), found.end())
    if not (found["l"].isupper() or len(found["l"]) == 1):
        return None
    whole = place.numerals.whole
    tail = f" {_digits(place, found['b'])}" if found["b"] else ""
    counted = not tail and place.prev() not in _NAMED
    letters = (
        by_letter(found["l"])
        if found["l"] in _FORMULATIONS and _is_product(place)
        else _letters(place, found["l"], counted=counted)
    )
    return Said(f"{whole(found['a'])} {letters}{tail}", found.end())


def _is_product(place: Place) -> bool:
    """A foreign name stands before the number."""
    name = _NAME.search(place.text, max(0, place.start - 24), place.start)
    return name is not None and not is_syllable(name.group().strip().lower())


def _is_letter(place: Place, found: re.Match[str]) -> bool:
    """Whether L, V, K behind a number are names rather than units: lớp 2L, 5K."""
    if found["l"] == "K":
        return len(found["a"]) == 1
    return place.prev() in ("lớp", "phòng", "khu")


def lettered(place: Place) -> Said | None:
    """Letters with digits behind them: QL6, H5N1, Covid-19, A1."""
    if place.glued:
        return None
    found = _LETTERED.match(place.text, place.start)
    if found is None or (found["sep"] and not _goes_on(found)):
        return None
    letters = found["l"]
    if letters.islower() and (len(letters) > 1 or unit_at(place.text, place.start)):
        return _metres(place)
    if not (found["sep"] or letters.isupper()):
        return None
    head, number = _letters(place, letters), found["n"]
    code = number[0] == "0" and head == by_letter(letters)
    said = [head, one_by_one(number) if code and number.isdigit() else _decimal(place, number)]
    rest = found["rest"].rstrip(".-")
    if _is_row(letters, number, rest):
        rest = ""
    if rest and not _is_code(rest):
        rest = ""
    said.extend(
        _digits(place, chunk) if chunk.isdigit() else _letters(place, chunk)
        for chunk in _CHUNK.findall(rest)
    )
    return Said(" ".join(said), found.end("n") + len(rest))


def blood(place: Place) -> Said | None:
    """O+ behind *máu*."""
    found = _BLOOD.match(place.text, place.start)
    if found is None or not any(word in ("máu", "rh") for word in place.before[-4:]):
        return None
    sign = "dương" if found["s"] == "+" else "âm"
    group = by_letter(found["l"]) if found["l"] == "Rh" else found["l"]
    return Said(f"{group} {sign}", found.end())


def _goes_on(found: re.Match[str]) -> bool:
    """A hyphen or full stop joins: Covid-19, H18.12; not the end of a sentence."""
    if found["sep"] == "-":
        return found["l"][0].isupper()
    return found["l"].isupper() and len(found["l"]) < 3


def _is_row(letters: str, number: str, rest: str) -> bool:
    """D10-D16: two of one kind, the second larger; the dash between them is *đến*."""
    last = rest.removeprefix(f"-{letters}")
    return last != rest and last.isdigit() and number.isdigit() and int(number) < int(last)


def _is_code(rest: str) -> bool:
    return any(c.isdigit() or c.isupper() for c in rest) and not rest[0].islower()


def _metres(place: Place) -> Said | None:
    """m2 and m3 that stand without a number."""
    found = unit_at(place.text, place.start)
    return Said(*found) if found and place.text[found[1] - 1] in "23" else None


def _letters(place: Place, letters: str, *, counted: bool = False) -> str:
    """Letters of a code: spelled, unless they are a longer abbreviation or count something."""
    entry = place.table.entries.get(letters)
    if entry is not None and (counted or len(letters) > 2):
        return _meaning(entry) or by_letter(letters)
    if len(letters) == 1 or (letters.isupper() and not (len(letters) > 3 and is_word(letters))):
        return by_letter(letters)
    return letters


def _meaning(entry: Entry) -> str:
    """What stands behind a number without more: 24CV, 50HS."""
    bare = [c for c in entry.choices if not (c.after or c.before or c.near or c.follower)]
    counted = [c.say for c in bare if c.leader == "number"]
    return next((c for c in (*counted, *(c.say for c in bare if not c.leader))), "")


def _digits(place: Place, digits: str) -> str:
    if len(digits) > 4 or (digits[0] == "0" and len(digits) > 2):
        return one_by_one(digits)
    return place.numerals.whole(digits)


def _decimal(place: Place, number: str) -> str:
    whole, mark, part = number.partition("," if "," in number else ".")
    said = _digits(place, whole)
    return (
        f"{said} {'phẩy' if mark == ',' else 'chấm'} {place.numerals.fraction(part)}"
        if part
        else said
    )
