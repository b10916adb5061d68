"""Signs before a number: minus, plus, money, geographical degrees."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.quantities import quantity
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.strokes import mixed, parts
from hub.prepare.vietnamese.units import is_money
from hub.prepare.vietnamese.vocabulary import words

_BELOW: Final = words("xuống dưới đến là khoảng từ mức còn tới độ")
_ALONE: Final = re.compile(r"-[0-9.,/ ]{1,20}(?: ?[^\W\d_]{1,6})?\s*\Z")
_BRACKETED: Final = re.compile(r"-[0-9.,]{1,16} ?(?:[^\W\d_]{1,6}|%)?\)")
_DEGREES: Final = re.compile(r"-[0-9]{1,3}(?:[.,][0-9]{1,2})?(?:[-–][0-9]{1,3})? ?(?:°|độ|℃|oC|%)")
_ANGLE: Final = re.compile(
    r"(?P<d>[0-9]{1,3}) ?° ?(?P<m>[0-9]{1,2}) ?'"
    r"(?: ?(?P<s>[0-9]{1,2}(?:[.,][0-9]{1,3})?) ?(?:\"|''))?"
    r"(?: ?(?P<c>[NEBĐ])(?![^\W_]))?"
)
_COMPASS: Final = {"N": "Bắc", "B": "Bắc", "E": "Đông", "Đ": "Đông"}
_MONEY: Final = {"$": "đô la", "€": "ơ rô", "£": "bảng Anh", "₫": "đồng"}


def minus(place: Place) -> Said | None:
    """A dash that is a minus."""
    text, start = place.text, place.start
    if text[start] != "-" or not text[start + 1 : start + 2].isdigit():
        return None
    before = text[start - 1 : start] if start else ""
    if before.isalnum() or before in (")", "%", "°"):
        return None
    bracketed = before == "(" and _BRACKETED.match(text, start) is not None
    degrees = _DEGREES.match(text, start) is not None
    alone = place.is_all(start, len(text)) and _ALONE.match(text, start) is not None
    if not (degrees or alone or bracketed or (place.prev() in _BELOW and not place.starts_line)):
        return None
    inner = Place(text, start + 1, place.table, place.numerals)
    said = mixed(inner) or parts(inner) or quantity(inner)
    if said is None:
        return None
    word = "trừ" if bracketed and is_money(said.spoken) else "âm"
    return Said(f"{word} {said.spoken}", said.end)


def money(place: Place) -> Said | None:
    """$50 and ₫5000: the sign is said behind the number."""
    text, start = place.text, place.start
    if text[start] not in _MONEY or not text[start + 1 : start + 2].isdigit():
        return None
    said = quantity(Place(text, start + 1, place.table, place.numerals))
    return Said(f"{said.spoken} {_MONEY[text[start]]}", said.end) if said else None


def angle(place: Place) -> Said | None:
    """21°34'12"N."""
    found = _ANGLE.match(place.text, place.start)
    if found is None:
        return None
    whole = place.numerals.whole
    said = f"{whole(found['d'])} độ {whole(found['m'])} phút"
    if found["s"]:
        seconds, _, part = found["s"].replace(".", ",").partition(",")
        said += (
            f" {whole(seconds)}"
            + (f" phẩy {place.numerals.fraction(part)}" if part else "")
            + " giây"
        )
    return Said(f"{said} {_COMPASS[found['c']]}" if found["c"] else said, found.end())
