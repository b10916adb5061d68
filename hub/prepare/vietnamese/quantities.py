"""Numbers with their units, and ranges of them: 5 km, 60–80mm, 8-10 °C, 150.000đ/người."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hub.prepare.vietnamese.amounts import Amount, amount_at
from hub.prepare.vietnamese.numerals import one_by_one
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.rare_units import and_more, large_unit_at, small_unit_at
from hub.prepare.vietnamese.rates import rates_at
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.scores import is_score
from hub.prepare.vietnamese.units import EXACT, unit_at
from hub.prepare.vietnamese.vocabulary import words

RANGE: Final = re.compile(r" ?[-–~÷] ?(?=[0-9])")
_HALF_MILLIONS: Final = re.compile(r" ?(?:tr|triệu|Tr)([0-9]{1,3})(?![0-9])")
_TALL: Final = re.compile(r"m(?P<cm>[0-9]{2}|[14-9])(?![0-9/]|[.,][0-9]|[^\W_])")
"""1m65; m2 and m3 are areas and volumes."""
_SIDES: Final = {"N": "Bắc", "E": "Đông", "B": "Bắc", "Đ": "Đông"}
_SERIES: Final = re.compile(r"(?:-[0-9]{1,4}){1,4}(?![0-9/]|[.,][0-9]|[^\W_])")
_DATE_BEHIND: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?![0-9])")
_NAMED: Final = words("thôn bản tổ xóm đội khu khối ấp buôn điểm đợt lớp nhóm")
_ELECTRIC: Final = words("vôn ampe oát héc ôm")
_RESULT: Final = re.compile(r" ?= ?-?[0-9]")
_HALVED: Final = re.compile(
    r" ?(?P<unit>ha|kg|tấn|tạ|yến|lít|km|sào|mẫu)(?P<n>[1-9])(?![0-9]|[.,][0-9]|[^\W_])"
)
_LONGEST_NUMBER: Final = 9
"""Unbroken digits from here on are a code rather than a number, unless they are round."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, its unit if it has one, and what stands behind strokes."""

    amount: Amount
    number: str
    unit: str
    end: int

    @property
    def words(self) -> str:
        """All of it in words."""
        return f"{self.number} {self.unit}".rstrip()


def quantity(place: Place) -> Said | None:
    """A quantity, or a range of two."""
    first = quantity_at(place, place.start)
    if first is None:
        return None
    gap = RANGE.match(place.text, first.end)
    second = quantity_at(place, gap.end()) if gap else None
    if gap is None or second is None or _DATE_BEHIND.match(place.text, gap.end()):
        return Said(first.words, first.end)
    more = None if first.unit or second.unit else _SERIES.match(place.text, second.end)
    if more:
        figures = re.findall("[0-9]+", place.text[place.start : more.end()])
        return Said(" ".join(map(place.numerals.whole, figures)), more.end())
    between = _between(place, first, second, spaced=" " in gap.group())
    return Said(f"{first.words}{between}{second.words}", second.end)


def large_quantity(place: Place) -> Said | None:
    """10A and 8T, where the words around make units of capital letters."""
    amount = amount_at(place.text, place.start)
    if amount is None or large_unit_at(place, amount.end, decimal=bool(amount.part)) is None:
        return None
    return quantity(place)


def quantity_at(place: Place, start: int) -> Quantity | None:
    """The quantity that begins at `start`."""
    text, numerals = place.text, place.numerals
    amount = amount_at(text, start)
    if amount is None:
        return None
    broken = None if amount.part else _broken(place, amount)
    if broken:
        return broken
    alone = place.is_all(start, amount.end) and text[start - 1 : start] != "-"
    plain = text[start : amount.end].isdigit() and not (alone and text[start] != "0")
    counted = len(amount.whole) >= _LONGEST_NUMBER and unit_at(text, amount.end) is not None
    if plain and _is_scheme(place, amount):
        return Quantity(amount, one_by_one(amount.whole), "", amount.end)
    number = (plain and not counted and _code(amount)) or amount.said(numerals)
    return _with_unit(place, amount, number, amount.end)


def _broken(place: Place, amount: Amount) -> Quantity | None:
    """A unit with something behind it: 1tr5, 1m65, 2ha5, 60+."""
    text, numerals = place.text, place.numerals
    broken = _HALF_MILLIONS.match(text, amount.end)
    if broken:
        rest = numerals.whole(broken[1].ljust(3, "0"))
        number = f"{numerals.whole(amount.whole)} triệu {rest} {numerals.region.thousand}"
        return _with_unit(place, amount, number, broken.end())
    tall = _TALL.match(text, amount.end)
    if tall:
        rest = one_by_one(tall["cm"]) if tall["cm"][0] == "0" else numerals.whole(tall["cm"])
        return Quantity(amount, f"{numerals.whole(amount.whole)} mét {rest}", "", tall.end())
    halved = _HALVED.match(text, amount.end)
    if halved and not (halved["unit"] == "km" and halved["n"] in "23"):
        rest = "rưỡi" if halved["n"] == "5" else numerals.whole(halved["n"])
        unit = EXACT.get(halved["unit"], halved["unit"])
        return Quantity(amount, f"{numerals.whole(amount.whole)} {unit} {rest}", "", halved.end())
    more = and_more(place, amount.end, amount.whole)
    if more:
        said = numerals.whole(amount.whole)
        said = f"{more[0]} {said}" if more[0] else f"{said} trở lên"
        return Quantity(amount, said, "", more[1])
    return None


def _with_unit(place: Place, amount: Amount, number: str, end: int) -> Quantity:
    found = (
        _compass(place.text, end, amount)
        or small_unit_at(place, end, decimal=bool(amount.part) and len(amount.whole) < 3)
        or unit_at(place.text, end)
        or large_unit_at(place, end, decimal=bool(amount.part))
    )
    if found is None:
        return Quantity(amount, number, "", end)
    unit, end = found
    if amount.mark == "chấm":
        number = number.replace(" chấm ", " phẩy ")
    more = unit_at(place.text, end) if unit in ("triệu", "nghìn", "tỷ", "tỉ", "ngàn") else None
    if more:
        unit, end = f"{unit} {more[0]}", more[1]
    rate, end = rates_at(place.text, end, unit)
    return Quantity(amount, number, unit + rate, end)


def _compass(text: str, end: int, amount: Amount) -> tuple[str, int] | None:
    """18,5N and 110,2E of a storm's place."""
    side = _SIDES.get(text[end : end + 1]) if amount.part else None
    if side is None or text[end + 1 : end + 2].isalnum():
        return None
    return f"độ {side}", end + 1


def _is_scheme(place: Place, amount: Amount) -> bool:
    """Đề án 06 is known by its two digits."""
    return amount.whole[0] == "0" and (place.prev(2), place.prev()) == ("đề", "án")


def _code(amount: Amount) -> str:
    """Digits that are no number: 007, 123456789."""
    digits = amount.whole
    if amount.part or len(digits) <= 2:
        return ""
    if digits[0] == "0" or (len(digits) >= _LONGEST_NUMBER and not digits.endswith("00")):
        return one_by_one(digits)
    return ""


def _between(place: Place, first: Quantity, second: Quantity, *, spaced: bool) -> str:
    """What is said for the dash between two quantities."""
    if second.unit and first.unit != "độ Bắc":
        return _between_units(place, first, second, spaced=spaced)
    if second.unit or place.text[second.end : second.end + 1] == "/":
        return ", "
    low, high = first.amount, second.amount
    falling = int(low.whole[:18]) >= int(high.whole[:18])
    if _RESULT.match(place.text, second.end):
        return " trừ " if spaced or falling else " đến "
    if first.unit or first.end > low.end or low.part or high.part:
        return " đến "
    if is_score(place, place.next(second.end), low.whole, high.whole):
        return " "
    codes = len(low.whole) > 1 and low.whole[0] == "0" and len(low.whole) != len(high.whole)
    return ", " if codes or (falling and spaced) else " " if falling else " đến "


def _between_units(place: Place, first: Quantity, second: Quantity, *, spaced: bool) -> str:
    """5-7kg is a range; 220V-10A and 5kW-220V are what is written on a machine."""
    kinds = {quantity.unit.split()[-1] for quantity in (first, second) if quantity.unit}
    if len(kinds) == 2 and kinds & _ELECTRIC:
        return ", "
    leap = len(second.amount.whole) > len(first.amount.whole) + 1
    bare = not first.unit and spaced and (place.prev() in _NAMED or leap)
    return ", " if bare else " đến "
