"""Roman numerals behind the words that number with them: khóa XVI, quý III, thế kỷ XXI."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_syllable
from hub.prepare.vietnamese.vocabulary import words

_NUMERAL: Final = re.compile(
    r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![^\W_])"
)
_SMALL: Final = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})(?![^\W_])")
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_NUMBERED: Final = words(
    """kỷ kỉ chương khóa khoá thứ hội quý phần mục lục tập kỳ kì cấp hạng loại đoạn động đợt bậc
    quyển
    vực nhóm bđ điều học vùng giai số khoản lần tuần hồi đảng tw ương độ"""
)
_SMALL_AFTER: Final = words("kỷ kỉ chương khóa khoá phần mục lục đoạn khoản thứ")
_SAFE: Final = frozenset(("II", "III", "IV", "VII", "VIII", "IX", "XII", "XIII", "XIV", "XV", "XVI",
    "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI"))  # fmt: skip
"""Numerals that are nothing else."""
_LISTED: Final = re.compile(r"[IVX]{1,5} ?[./)]")
_YEAR: Final = re.compile(r" ?[/-] ?((?:19|20)[0-9]{2})(?![0-9])")
_RANGE: Final = re.compile(r"(?: ?[-–,] ?| và )(?=[IVX])")
_JOINS: Final = {",": ", ", "và": " và "}
_LETTERED: Final = re.compile(r"(?P<n>[IVX]{1,5})(?P<l>[a-dđ])(?![^\W_])")


def roman(place: Place) -> Said | None:
    """A Roman numeral, where it can only be one."""
    text, start = place.text, place.start
    if place.glued or text[start] not in "IVXLCDMivxlc":
        return None
    found = _NUMERAL.match(text, start)
    if found is None:
        return _lettered(place) or _small(place)
    if not _is_number(place, found.group()):
        return None
    said, end = _say(place, found.group()), found.end()
    gap = _RANGE.match(text, end)
    second = _NUMERAL.match(text, gap.end()) if gap else None
    if gap and second:
        joined = _JOINS.get(gap.group().strip(), " đến ")
        said += joined + place.numerals.whole(str(value(second.group())))
        end = second.end()
    year = _YEAR.match(text, end)
    if year:
        return Said(f"{said} năm {place.numerals.whole(year[1])}", year.end())
    return Said(said, end)


def value(numeral: str) -> int:
    """The number of a well-formed Roman numeral."""
    figures = [_VALUES[c] for c in numeral.upper()]
    following = [*figures[1:], 0]
    return sum(-a if a < b else a for a, b in zip(figures, following, strict=True))


def _say(place: Place, numeral: str) -> str:
    number = str(value(numeral))
    return place.numerals.ordinal(number) if place.prev() == "thứ" else place.numerals.whole(number)


def _is_number(place: Place, numeral: str) -> bool:
    prev = place.prev()
    if prev in _NUMBERED:
        if numeral in "LCDM" and prev not in ("chương", "mục", "phần"):
            return False
        return not (len(numeral) > 1 and is_syllable(numeral) and place.shouting and prev != "kỷ")
    if prev in ("và", ",", "-", "đến") and place.prev(2).upper() in _SAFE | {"I", "V", "X"}:
        return True
    if place.starts_line and _LISTED.match(place.text, place.start):
        return True
    return numeral in _SAFE or (len(numeral) > 3 and 1000 < value(numeral) < 2100)


def _lettered(place: Place) -> Said | None:
    """Mục IIa, biểu Ib."""
    found = _LETTERED.match(place.text, place.start)
    whole = _NUMERAL.fullmatch(found["n"]) if found else None
    if found is None or whole is None or place.prev() not in _NUMBERED:
        return None
    return Said(f"{_say(place, found['n'])} {by_letter(found['l'])}", found.end())


def _small(place: Place) -> Said | None:
    """thế kỷ xix, but never a word such as *vi* or *xi*."""
    found = _SMALL.match(place.text, place.start)
    if found is None or place.prev() not in _SMALL_AFTER or not found.group():
        return None
    century = place.prev() in ("kỷ", "kỉ")
    if (is_syllable(found.group()) and not century) or (
        len(found.group()) == 1 and found.group() in "ic"
    ):
        return None
    return Said(_say(place, found.group()), found.end())
