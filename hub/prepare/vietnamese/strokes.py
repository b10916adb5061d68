"""What a stroke between two numbers means: a date, a fraction, so many of so many, an address."""

from __future__ import annotations

import re
from enum import Enum
from itertools import takewhile
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.rare_units import large_unit_at
from hub.prepare.vietnamese.rates import rates_at
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.scores import MONTHS, in_sets_of_strokes
from hub.prepare.vietnamese.units import unit_at
from hub.prepare.vietnamese.vocabulary import words

_STROKE: Final = re.compile(r"(?P<a>[0-9]{1,6}) ?/ ?(?P<b>[0-9]{1,6})(?![0-9]|[.,][0-9])")
_MORE: Final = re.compile(r"/([0-9]{1,6}|[A-ZĐ])(?![^\W_])")
_MIXED: Final = re.compile(r"(?P<n>[0-9]{1,3}) (?P<a>[1-9])/(?P<b>[2-9])(?![0-9/]|[.,][0-9])")
_ADDRESSED: Final = words("số ngõ ngách hẻm kiệt nhà thửa tờ lô lớp phòng")
_LANES: Final = words("ngõ ngách hẻm kiệt")
_BETWEEN: Final = words(", / và")
_NUMBERS: Final = words("tổng đa nửa sĩ sỹ quân")
_MARKED: Final = words("apgar điểm set séc xéc hiệp")
_TESTS: Final = frozenset((("thi", "bài"), ("tra", "kiểm"), ("thị", "lực"), ("lực", "thị")))
_WON: Final = words("thắng thua hòa hoà")
_SEASON: Final = re.compile(
    r"(?P<a>(?:19|20)[0-9]{2})(?: ?/ ?|-(?=[0-9]{2}(?![0-9])))"
    r"(?P<b>(?:20)?[0-9]{2})(?![0-9]|[/.,-][0-9])"
)
_DATED: Final = words(
    """ngày sáng chiều tối trưa đêm hôm từ đến trước sau vào dịp lễ tết niệm khánh mùng mồng hạn nay
    qua tới nhật cn hai tư năm sáu bảy tức giỗ hội"""
)
_MEASURED: Final = words(
    """khoảng hơn gần trên được đạt chiếm giảm tăng còn bằng quá dưới mất hết có điểm lực áp lệ tổng
    hoàn chỉ sao"""
)
_OF_A_WHOLE: Final = words(
    "số dân diện tổng quãng thời chiều lượng sản cơ kinh giá mức lương thể khối bát thìa cốc lít"
)
_OF_SO_MANY: Final = words(
    """thôn xã bản hộ tiêu chỉ đại đồng phiếu người thành đảng học em cháu phường huyện tỉnh tổ xóm
    đơn giáo trường lớp con câu điểm đội hội khu ủy công cán nhà cử sản dự mục tuyến cụm khẩu
    nhân vị cơ chi ban"""
)
_ROUNDS: Final = frozenset((2, 4, 8, 16, 32))
"""Of a cup: trận 1/4."""
_EVERY: Final = words("ngày buổi tuần")
"""7/7 ngày: all of them."""
_CALENDARS: Final = words("âm dương al âl dl")
_FAMOUS: Final = frozenset(((1, 2), (1, 3), (2, 3), (1, 4), (3, 4)))


class Stroke(Enum):
    """What the stroke stands for."""

    DATE = "date"
    FRACTION = "phần"
    OF = "trên"
    ADDRESS = "xuyệt"
    SCORE = ""


def stroke(place: Place) -> Stroke | None:
    """What the stroke between the two numbers here means; None when there is none."""
    found = _STROKE.match(place.text, place.start)
    if found is None:
        return None
    a, b = int(found["a"]), int(found["b"])
    if _is_address(place):
        return Stroke.ADDRESS
    if _is_mark(place, found):
        return Stroke.SCORE if in_sets_of_strokes(place) else Stroke.OF
    inches = place.text[found.end() : found.end() + 1] == '"' and a < b <= 16
    if inches or (place.prev_word() in ("vòng", "trận") and a == 1 and b in _ROUNDS):
        return Stroke.FRACTION
    if unit_at(place.text, found.end()) and not _next(place, found).startswith("p"):
        return _part(b)
    return _by_words(place, found, a, b)


def _is_address(place: Place) -> bool:
    """Số 14/3, and the later ones of a row: ngõ 12, 14/3 và 27A."""
    if place.prev_word() in _ADDRESSED:
        return place.prev(2) not in _NUMBERS
    row = list(takewhile(_in_row, reversed(place.before)))
    return bool(row) and place.prev(len(row) + 1) in _LANES


def _in_row(word: str) -> bool:
    return word.isdigit() or word in _BETWEEN or (len(word) == 1 and word.isalpha())


def _is_mark(place: Place, found: re.Match[str]) -> bool:
    """Points of ten: Apgar 9/10, bài thi 9/10, 8/10 điểm; and sĩ số 9/12, 7/7 ngày, 25/20."""
    if in_sets_of_strokes(place) or (found["a"] == found["b"] and _next(place, found) in _EVERY):
        return True
    if place.prev_word() == "số" and place.prev(2) in _NUMBERS:
        return True
    if _WON.intersection(place.before[-6:]):
        return True
    marked = place.prev_word() in _MARKED or (place.prev(), place.prev(2)) in _TESTS
    return marked or (found["b"] == "10" and _next(place, found) in ("điểm", "đạt"))


def _by_words(place: Place, found: re.Match[str], a: int, b: int) -> Stroke:
    prev, follows = place.prev_word(), _next(place, found)
    is_date = 1 <= a <= 31 and 1 <= b <= MONTHS
    told = place.after_time or prev in _DATED or follows in _CALENDARS
    until = prev == "hết" and place.prev(2) == "đến"
    if is_date and (told or until or b == 1 < a):  # nobody counts in whole ones
        return Stroke.DATE
    if follows in _OF_A_WHOLE or ((a, b) in _FAMOUS and _goes_on(place)):
        return _part(b)
    if follows in _OF_SO_MANY:
        return Stroke.FRACTION if (a, b) in _FAMOUS else Stroke.OF
    if not is_date:
        return Stroke.OF
    if prev in _MEASURED:
        return Stroke.OF if prev in ("điểm", "lực", "áp", "lệ", "sao") else _part(b)
    return _part(b) if _alone(place, found) and a <= 15 else Stroke.DATE


def _goes_on(place: Place) -> bool:
    """Another part of the same whole stands before: 2/3 số đại biểu …, 1/4 …."""
    before = place.before
    return "/" in before and any(word in ("số", "tích", "dân") for word in before)


def _next(place: Place, found: re.Match[str]) -> str:
    return place.next(found.end())


def _part(b: int) -> Stroke:
    return Stroke.FRACTION if b <= 10 or b in (100, 1000) else Stroke.OF


def _alone(place: Place, found: re.Match[str]) -> bool:
    """Nothing else stands in the text, and no zero makes a date of it."""
    alone = place.is_all(place.start, found.end())
    return alone and "0" not in (found["a"][0], found["b"][0])


def mixed(place: Place) -> Said | None:
    """5 1/2 and 12 1/4 kg: a whole number with a fraction."""
    found = _MIXED.match(place.text, place.start)
    if found is None or int(found["a"]) >= int(found["b"]):
        return None
    unit = unit_at(place.text, found.end())
    short = place.start < 8 and len(place.text) <= found.end() + 8
    if not (unit or short):
        return None
    whole = place.numerals.whole
    below = "tư" if found["b"] == "4" else whole(found["b"])
    said = f"{whole(found['n'])} và {whole(found['a'])} phần {below}"
    return Said(f"{said} {unit[0]}", unit[1]) if unit else Said(said, found.end())


def season(place: Place) -> Said | None:
    """Vụ đông xuân 2025/26: two years, one behind the other."""
    found = _SEASON.match(place.text, place.start)
    if found is None or (int(found["a"]) + 1) % 100 != int(found["b"][-2:]):
        return None
    years = place.numerals.whole(found["a"]), place.numerals.whole(str(int(found["a"]) + 1))
    return Said(", ".join(years), found.end())


def parts(place: Place) -> Said | None:
    """A fraction, so many of so many, or a number of an address."""
    found = _STROKE.match(place.text, place.start)
    kind = stroke(place)
    if found is None or kind is None or kind is Stroke.DATE:
        return None
    whole, end = place.numerals.whole, found.end()
    below = "tư" if kind is Stroke.FRACTION and found["b"] == "4" else whole(found["b"])
    said = f"{whole(found['a'])} {kind.value} {below}".replace("  ", " ")
    more = _MORE.match(place.text, end)
    while more and kind is Stroke.ADDRESS:
        piece = more[1]
        said += f" xuyệt {whole(piece) if piece.isdigit() else piece}"
        end = more.end()
        more = _MORE.match(place.text, end)
    unit = unit_at(place.text, end) or large_unit_at(place, end, decimal=False)
    if unit is None:
        return Said(said, end)
    rate, end = rates_at(place.text, unit[1], unit[0])
    return Said(f"{said} {unit[0]}{rate}", end)
