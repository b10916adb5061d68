"""Signs that are a unit only among the right words: 10A, 8T, 0,5M, 2" and 60+."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.colons import COUNTED
from hub.prepare.vietnamese.place import LOOK, Place
from hub.prepare.vietnamese.vocabulary import words

_LETTER: Final = re.compile(r" ?(?P<l>[ATM])(?![^\W_])")
_MORE: Final = re.compile(r"\+(?![0-9(])")
_ELECTRIC: Final = words(
    "v vôn kv kw w hz dòng cầu chì dao aptomat attomat át tô mát ổ cắm phích sạc nguồn"
)
_PILLS: Final = words("uống thuốc viên liều đơn")
_PILL: Final = re.compile(r" ?v(?![^\W_])")
_PER_DAY: Final = re.compile(r" ?(?:/ ?(?:ngày|lần)| ?x ?[0-9])")
_LOADS: Final = words("xe tải trọng chở nặng cầu cẩu trục kích bồn container")
_MARK: Final = re.compile(r" ?đ(?![^\W_]|/|\.[^\W_])")
_PAID: Final = words("giá tiền phí thu nộp tăng giảm lãi")
_HEIGHTS: Final = words("bđ động nước cao sâu dài rộng dày mức lũ triều độ khoảng")
_MILLIONS: Final = words("giá lương phí tiền gói thưởng nợ vay bán mua")
_TIMED: Final = words("chạy bơi hết tích giây đua về")
_YOUNG: Final = words("cháu bé trẻ em anh chị ông bà")
_YEAR: Final = re.compile(r" ?/ ?20[0-9]{2}(?![0-9])")
_OPENED: Final = re.compile(r"(?:^|[\s(:,;/-])\"")
_CLOSED: Final = re.compile(r"[^\s(:,;/-]\"")
_FEW: Final = 4
"""Up to here a plus behind a number grades a test: 2+."""


def large_unit_at(place: Place, end: int, *, decimal: bool) -> tuple[str, int] | None:
    """The unit that a capital letter or a sign behind a number stands for, and its end."""
    quote = _inch(place, end)
    if quote:
        return quote
    found = _LETTER.match(place.text, end)
    if found is None:
        return None
    spaced = found.group()[0] == " "
    unit = _LARGE[found["l"]](place, found.end(), decimal=decimal, spaced=spaced)
    return (unit, found.end()) if unit else None


def small_unit_at(place: Place, end: int, *, decimal: bool) -> tuple[str, int] | None:
    """What a small letter counts among words of medicine and marks: 2v/ngày, 17,25đ."""
    if place.text[end : end + 2].lstrip(" ")[:1] not in ("v", "đ"):
        return None
    pill = None if decimal else _PILL.match(place.text, end)
    if pill and (_PILLS.intersection(place.before) or _PER_DAY.match(place.text, pill.end())):
        return "viên", pill.end()
    mark = _MARK.match(place.text, end) if decimal else None
    return ("điểm", mark.end()) if mark and not _PAID.intersection(place.before[-6:]) else None


def _amperes(place: Place, _end: int, *, decimal: bool, spaced: bool) -> str:
    electric = _ELECTRIC.intersection(place.before[-6:])
    return "ampe" if electric and (decimal or not spaced) else ""


def _tonnes(place: Place, end: int, *, decimal: bool, spaced: bool) -> str:
    near = place.before[-6:]
    counted = "" if decimal else _months_or_years(place, end, near)
    loaded = (decimal and not spaced) or _LOADS.intersection(near)
    return counted or ("tấn" if loaded else "")


def _metres(place: Place, _end: int, *, decimal: bool, spaced: bool) -> str:
    near = place.before[-6:]
    high = _HEIGHTS.intersection(near)
    if not decimal or (spaced and not high):
        return ""
    return "triệu" if _MILLIONS.intersection(near) and not high else "mét"


_LARGE: Final = {"A": _amperes, "T": _tonnes, "M": _metres}


def _months_or_years(place: Place, end: int, near: list[str]) -> str:
    """6T đầu năm and 9T/2026 are months, cháu 3T is so old."""
    if place.next(end) in ("đầu", "cuối") or _YEAR.match(place.text, end):
        return "tháng"
    return "tuổi" if _YOUNG.intersection(near) and not _LOADS.intersection(near) else ""


def _inch(place: Place, end: int) -> tuple[str, int] | None:
    """A mark of seconds or inches; one that closes a quotation is neither."""
    if place.text[end : end + 1] != '"' or place.text[end + 1 : end + 2].isalnum():
        return None
    line = place.text[max(0, end - 2 * LOOK) : end].rpartition("\n")[2]
    if len(_OPENED.findall(line)) > len(_CLOSED.findall(line)):
        return None
    return ("giây" if _TIMED.intersection(place.before[-6:]) else "inh", end + 1)


def and_more(place: Place, end: int, whole: str) -> tuple[str, int] | None:
    """60+ is sixty and more; what is said before and behind the number, and the end."""
    found = _MORE.match(place.text, end)
    if found is None or int(whole[:9]) <= _FEW:
        return None
    behind = place.text[found.end() : found.end() + 1]
    if behind.isalnum() or (behind == " " and place.next(found.end())[:1].isdigit()):
        return None
    return ("hơn" if place.next(found.end()) in COUNTED else "", found.end())
