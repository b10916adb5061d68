"""Codes of letters and digits: account numbers, plates, classes, H5N1, QL6, mã 1.001193."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter, in_groups, one_by_one
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_word
from hub.prepare.vietnamese.units import EXACT, unit_at
from hub.prepare.vietnamese.vocabulary import words

_PLATE: Final = re.compile(
    r"(?P<p>[0-9]{2})[- ]?(?P<l>[A-ZĐ][A-ZĐ0-9]?)[- .]?"
    r"(?P<a>[0-9]{3})(?P<b>\.?[0-9]{2}|[0-9])(?![0-9]|[^\W_])"
)
_DIGITS: Final = re.compile(r"[0-9]{2,20}(?:[ .-][0-9]{2,20}){0,6}(?![0-9]|[^\W_])")
_PROCEDURE: Final = re.compile(r"(?P<a>[1-9])\.(?P<b>[0-9]{6})(?![0-9])")
_ANNOUNCED: Final = words(
    """khoản stk cccd cmnd cước mã thẻ seri sêri otp pin sbd danh mst thuế sổ dân bhyt bhxh biên
    serial"""
)
_BETWEEN: Final = words("số : là hàng công khách hồ sơ dự thưởng vé thẻ bhyt bhxh nhận hiệu định")
_AFTER_MONEY: Final = words("đồng triệu nghìn tỷ đ vnđ người hộ trường k")
_CLASS: Final = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<l>[A-Za-zĐđ]{1,3})(?P<b>[0-9]{0,3})(?![^\W_]|[.,][0-9])"
)
_LETTERED: Final = re.compile(
    r"(?P<l>[^\W\d_]{1,10})(?P<sep>[-.]?)(?P<n>[0-9]{1,12}(?:[.,][0-9]{1,2}(?![0-9.]))?)(?P<rest>[A-Za-zĐđ0-9.-]{0,24})"
)
_EITHER: Final = words("L l V m K")
_CHUNK: Final = re.compile(r"[^\W\d_]+|[0-9]+")
_BLOOD: Final = re.compile(r"(?P<l>AB|A|B|O|Rh)(?P<s>[+-])")


def identifier(place: Place) -> Said | None:
    """Digits of a card, an account or a form: said one by one where they are announced."""
    procedure = _PROCEDURE.match(place.text, place.start)
    if procedure:
        return Said(
            f"{one_by_one(procedure['a'])} chấm {one_by_one(procedure['b'])}", procedure.end()
        )
    found = _DIGITS.match(place.text, place.start)
    if found is None or sum(c.isdigit() for c in found.group()) < 4 or not _is_announced(place):
        return None
    if place.next(found.end()) in _AFTER_MONEY or unit_at(place.text, found.end()):
        return None
    return Said(in_groups(re.split("[ .-]", found.group())), found.end())


def _is_announced(place: Place) -> bool:
    for back, word in enumerate(reversed(place.before[-5:])):
        if word in _ANNOUNCED:
            return word != "dân" or "công" in place.before[-6:]
        if word not in _BETWEEN or back > 3:
            return False
    return False


def plate(place: Place) -> Said | None:
    """A number plate: province, series, number."""
    found = _PLATE.match(place.text, place.start)
    if found is None:
        return None
    number = found["a"] + found["b"].strip(".")
    return Said(
        f"{one_by_one(found['p'])} {by_letter(found['l'])}, {one_by_one(number)}", found.end()
    )


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
    return Said(f"{whole(found['a'])} {_letters(place, found['l'])}{tail}", found.end())


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
    said = [_letters(place, letters), _decimal(place, found["n"])]
    rest = found["rest"].rstrip(".-")
    if rest and not _is_code(rest):
        rest = ""
    said.extend(
        _digits(place, chunk) if chunk.isdigit() else _letters(place, chunk)
        for chunk in _CHUNK.findall(rest)
    )
    return Said(" ".join(said), found.end("n") + len(rest))


def times_sign(place: Place) -> Said | None:
    """3 x 4 and 50m x 20m."""
    if place.text[place.start] not in "xX":
        return None
    follows = place.text[place.start + 1 : place.start + 3].lstrip(" ")
    prev = place.prev()
    counted = prev.isdigit() or prev in EXACT or "=" in place.text[place.start :].split("\n")[0]
    if not follows[:1].isdigit() or not counted:
        return None
    return Said("nhân ", place.start + 1)


def blood(place: Place) -> Said | None:
    """O+ behind *máu*."""
    found = _BLOOD.match(place.text, place.start)
    if found is None or not any(word in ("máu", "rh") for word in place.before[-4:]):
        return None
    sign = "dương" if found["s"] == "+" else "âm"
    return Said(f"{found['l']} {sign}", found.end())


def _goes_on(found: re.Match[str]) -> bool:
    """A hyphen or full stop joins: Covid-19, H18.12; not the end of a sentence."""
    if found["sep"] == "-":
        return found["l"][0].isupper()
    return found["l"].isupper() and len(found["l"]) < 3


def _is_code(rest: str) -> bool:
    return any(c.isdigit() or c.isupper() for c in rest) and not rest[0].islower()


def _metres(place: Place) -> Said | None:
    """m2 and m3 that stand without a number."""
    found = unit_at(place.text, place.start)
    return Said(*found) if found and place.text[found[1] - 1] in "23" else None


def _letters(place: Place, letters: str) -> str:
    entry = place.table.entries.get(letters)
    if entry is not None and len(letters) > 1:
        numbered = [c.say for c in entry.choices if c.follower in ("number", "") and not c.after]
        return numbered[0] if numbered else by_letter(letters)
    if len(letters) == 1 or (letters.isupper() and not (len(letters) > 3 and is_word(letters))):
        return by_letter(letters)
    return letters


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
