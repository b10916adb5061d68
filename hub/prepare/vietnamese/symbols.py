"""Marks: pauses, list markers, signs that are words, and what is only seen."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.units import unit_at
from hub.prepare.vietnamese.vocabulary import words

_PAUSES: Final = {
    ":": ", ", ";": "; ", ",": ", ", ".": ". ", "?": "? ", "!": "! ",
    "(": ", ", ")": ", ", "[": ", ", "]": ", ", "{": ", ", "}": ", ", "…": ". ",
    "|": ", ",
}  # fmt: skip
_PLAIN: Final = frozenset(",.;?!")
_BEHIND: Final = ("", " ", "\n")
_WORDS: Final = {
    "&": "và", "+": "cộng", "=": "bằng", "<": "dưới", ">": "trên", "≥": "lớn hơn hoặc bằng",
    "≤": "nhỏ hơn hoặc bằng", "±": "cộng trừ", "×": "nhân", "÷": "chia", "%": "phần trăm",
    "‰": "phần nghìn", "@": "a còng", "°": "độ", "℃": "độ C", "½": "một phần hai",
    "¼": "một phần tư", "¾": "ba phần tư", "⅓": "một phần ba", "⅔": "hai phần ba", "₫": "đồng",
    "$": "đô la", "€": "ơ rô", "£": "bảng Anh", "¥": "yên", "²": "vuông", "³": "khối",
    "µ": "micrô",
}  # fmt: skip
_OR_EQUAL: Final = {">": "≥", "<": "≤"}
_BULLETS: Final = frozenset("-–+*•>=~#")
_SIGN: Final = re.compile(r" ?[0-9$₫]")
_ROWS: Final = words(
    "mùng mồng ngày thứ tháng tuần quý năm tổ xóm số điều khoản lớp bài trang khu nhà tiết phòng"
)
"""What stands in a row; two teams with a dash between them play."""
_RATES: Final = words(
    """ngày đêm tuần tháng năm quý giờ phút giây ca buổi vụ lần lượt đợt người hộ khẩu cháu suất
    con cây bao chai hộp gói viên cái chiếc tấm tấn tạ yến cân sào công mẫu đầu nhân học trẻ
    ki xe chuyến gia phiếu đơn bộ kg ha km lít"""
)
_COUNTED: Final = words(
    """lần người đồng triệu tỷ tỉ nghìn ngàn trăm suất con cây bao chai viên tấn tạ yến cân giờ
    ngày buổi khẩu lượt gói hộp phút tiết công kg điểm"""
)


def mark(place: Place) -> Said | None:
    """Any mark that no other rule has read."""
    text, start = place.text, place.start
    c, end = text[start], start + 1
    if c == "\n" or (c in _PLAIN and text[end : end + 1] in _BEHIND):
        return None
    if c in _BULLETS and place.starts_line and not (c in "<>" and _SIGN.match(text, end)):
        return Said(" ", end)
    if c in _JOINING:
        return _JOINING[c](place)
    if c in _PAUSES:
        return Said(_PAUSES[c], end)
    return Said(f" {_WORDS[c]} " if c in _WORDS else " ", end)


def _dots(place: Place) -> Said:
    """One dot or many are one pause; so is "./.", the end of an official paper."""
    end = place.start + 1
    if place.text.startswith("/.", end):
        return Said(". ", end + 2)
    while place.text[end : end + 1] == ".":
        end += 1
    return Said(". ", end)


def _compared(place: Place) -> Said:
    """A sign of comparison stands before a number; an arrow is nothing."""
    c, end = place.text[place.start], place.start + 1
    if place.text[end : end + 1] == "=" and _SIGN.match(place.text, end + 1):
        return Said(f" {_WORDS[_OR_EQUAL[c]]} ", end + 1)
    return Said(f" {_WORDS[c]} " if _SIGN.match(place.text, end) else " ", end)


def _dash(place: Place) -> Said:
    """Between the parts of a foreign name a hyphen stays; elsewhere it is a pause."""
    text, start = place.text, place.start
    left, right = text[start - 1 : start] if start else "", text[start + 1 : start + 2]
    if left.isalpha() and right.isalpha() and text[start] == "-":
        return Said("-" if right.islower() else " ", start + 1)
    if left.isspace() or right.isspace() or not left or not right or text[start] == "–":
        return Said(" đến " if _is_span(place) else ", ", start + 1)
    return Said(" ", start + 1)


def _is_span(place: Place) -> bool:
    """From one to another of the same: mùng 1 - mùng 3, thứ 2 – thứ 6, tổ 1 - tổ 5."""
    low, head = place.prev(), place.prev(2)
    high = place.after(place.start + 1)[:2]
    if not low.isdigit() or len(high) < 2 or high[0] != head or not high[1].isdigit():
        return False
    return head in _ROWS and int(low[:9]) < int(high[1][:9])


def _counts(near: list[str]) -> bool:
    """A number stands among the words before the stroke."""
    return any(word.isdigit() for word in near)


def _slash(place: Place) -> Said:
    """*một* in a rate, *trên* before a number, *hoặc* between words, *xuyệt* elsewhere.

    Between a time and its day it is not said.
    """
    said = "" if place.is_between_time_and_day else _stroke(place)
    return Said(f" {said} ".replace("  ", " "), place.start + 1)


def _stroke(place: Place) -> str:
    right, near = place.next(place.start + 1), place.before[-4:]
    prev = place.prev()
    if right[:1].isalpha() and near and _is_rate(place, near, right):
        return "một"
    if right.isdigit() and prev[:1].isalpha():
        if prev == "tháng" and len(right) == 4:
            return "năm"
        return "hoặc" if place.text[place.start - 1] == "G" else "trên"
    if prev in ("và", "hoặc") or right in ("và", "hoặc"):
        return ""
    if prev.isdigit() and right.isdigit():
        return "trên"
    return "hoặc" if prev[:1].isalpha() and right[:1].isalpha() else "xuyệt"


def _is_rate(place: Place, near: list[str], right: str) -> bool:
    if not place.text[place.start + 1 : place.start + 3].strip()[:1].islower():
        return False
    per = right in _RATES or unit_at(place.text, place.start + 1) is not None
    counted = near[-1] in _COUNTED
    if per and (counted or "/" in near[-2:] or _counts(near)):
        return True
    return counted and near[-2:][0].isdigit()


def _colon(place: Place) -> Said:
    """1:25.000 is a scale; elsewhere a colon is a pause."""
    left, right = place.text[max(0, place.start - 1)], place.text[place.start + 1 :][:1]
    is_scale = left.isdigit() and right.isdigit()
    return Said(" trên " if is_scale else _PAUSES[":"], place.start + 1)


def _about(place: Place) -> Said:
    """~200 km is about so much."""
    end = place.start + 1
    return Said(" khoảng " if _SIGN.match(place.text, end) else " ", end)


_JOINING: Final = {
    "-": _dash, "–": _dash, "/": _slash, ".": _dots, "<": _compared, ">": _compared, "~": _about,
    ":": _colon,
}  # fmt: skip
