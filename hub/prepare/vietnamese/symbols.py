"""Marks: pauses, list markers, signs that are words, and what is only seen."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.colons import NUMBERING, divides
from hub.prepare.vietnamese.dashes import dash
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.signs_said import SIGNS
from hub.prepare.vietnamese.slashes import slash
from hub.prepare.vietnamese.vocabulary import words

_PAUSES: Final = {
    ":": ", ", ";": "; ", ",": ", ", ".": ". ", "?": "? ", "!": "! ",
    "(": ", ", ")": ", ", "[": ", ", "]": ", ", "{": ", ", "}": ", ", "…": ". ",
    "|": ", ",
}  # fmt: skip
_PLAIN: Final = frozenset(",.;?!")
_BEHIND: Final = ("", " ", "\n")
_OR_EQUAL: Final = {">": "≥", "<": "≤"}
_BULLETS: Final = frozenset("-–+*•>=~#→★")
_SIGN: Final = re.compile(r" ?[0-9$₫]")
_POWER: Final = re.compile(r"\^ ?(?P<minus>-?)(?P<n>[0-9]{1,4})")
_DAY: Final = re.compile(r" ?(?:[0-9]{1,2}/[0-9]{1,2}|CN(?![^\W_])|T[2-7](?![^\W_]))")
_RESULTS: Final = {"(+)": " dương tính ", "(-)": " âm tính "}
_PROPORTION: Final = words("lệ đồ pha")
_GRADED: Final = words("ocop sạn hạng chuẩn đạt cấp")
_ENDS_OF_NUMBER: Final = words("h giờ phút % đ đồng km m kg độ c")


def mark(place: Place) -> Said | None:
    """Any mark that no other rule has read."""
    text, start = place.text, place.start
    c, end = text[start], start + 1
    if c == "\n" or (c in _PLAIN and text[end : end + 1] in _BEHIND):
        return None
    if c in _BULLETS and place.starts_line and not (c in "<>" and _SIGN.match(text, end)):
        return Said(" ", end)
    result = _RESULTS.get(text[start : start + 3])
    if result:
        return Said(result, start + 3)
    if c in _JOINING:
        return _JOINING[c](place)
    if c in _PAUSES:
        return Said(_PAUSES[c], end)
    return Said(f" {SIGNS[c]} " if c in SIGNS else " ", end)


def _dots(place: Place) -> Said:
    """One dot or many are one pause; so is "./.", the end of an official paper."""
    end = place.start + 1
    if place.text.startswith("đêm", end) and place.prev() == "ngày":
        return Said(" ", end)
    if place.text.startswith("/.", end):
        return Said(". ", end + 2)
    while place.text[end : end + 1] == ".":
        end += 1
    return Said(". ", end)


def _compared(place: Place) -> Said:
    """A sign of comparison stands before a number; an arrow is nothing."""
    c, end = place.text[place.start], place.start + 1
    if place.text[end : end + 1] == "=" and _SIGN.match(place.text, end + 1):
        return Said(f" {SIGNS[_OR_EQUAL[c]]} ", end + 1)
    return Said(f" {SIGNS[c]} " if _SIGN.match(place.text, end) else " ", end)


def _colon(place: Place) -> Said:
    """1:25.000 is a scale, tỷ lệ 1: 10 too, 15 : 3 = 5 a sum; elsewhere a colon is a pause."""
    left, right = place.text[max(0, place.start - 1)], place.text[place.start + 1 : place.start + 2]
    if divides(place.text, place.start):
        return Said(" chia ", place.start + 1)
    near = place.before[-8:]
    mixed = bool(_PROPORTION.intersection(near)) and ("tỷ" in near or "tỉ" in near or "pha" in near)
    if right == " " and mixed and left.isdigit() and _SIGN.match(place.text, place.start + 1):
        return Said(" trên ", place.start + 1)
    is_scale = left.isdigit() and right.isdigit() and (mixed or place.prev(2) not in NUMBERING)
    return Said(" trên " if is_scale else _PAUSES[":"], place.start + 1)


def _plus(place: Place) -> Said:
    """Ngày 13+14/12, T7+CN: days are joined by *và*."""
    end = place.start + 1
    days = {"ngày", "thứ", "t"}.intersection(place.before[-6:])
    return Said(" và " if days and _DAY.match(place.text, end) else " cộng ", end)


def _power(place: Place) -> Said:
    """10^6, and what was written 10⁶."""
    found = _POWER.match(place.text, place.start)
    if found is None:
        return Said(" ", place.start + 1)
    minus = "trừ " if found["minus"] else ""
    return Said(f" mũ {minus}{place.numerals.whole(found['n'])} ", found.end())


def _raised(place: Place) -> Said:
    """² is *vuông* behind a unit, *mũ hai* behind a number."""
    c = place.text[place.start]
    if place.start and place.text[place.start - 1].isdigit():
        return Said(f" mũ {'hai' if c == '²' else 'ba'} ", place.start + 1)
    return Said(f" {SIGNS[c]} ", place.start + 1)


def _arrow(place: Place) -> Said:
    """From one number or place to the next; else it only points."""
    after = place.text[place.start + 1 : place.start + 3].lstrip()
    numbers = place.prev()[:1].isdigit() or (
        place.prev() in _ENDS_OF_NUMBER and any(word.isdigit() for word in place.before[-4:])
    )
    return Said(" đến " if numbers and after[:1].isdigit() else ", ", place.start + 1)


def _star(place: Place) -> Said:
    """OCOP 4★ and 4* have stars; elsewhere a star is only seen."""
    starred = place.prev().isdigit()
    if place.text[place.start] == "*":
        behind = place.text[place.start + 1 : place.start + 2]
        graded = _GRADED.intersection(place.before[-8:])
        starred = starred and bool(graded) and not (behind.isalnum() or behind == "*")
    return Said(" sao " if starred else " ", place.start + 1)


def _change(place: Place) -> Said:
    """↑ 5% has risen."""
    c, end = place.text[place.start], place.start + 1
    return Said(f" {SIGNS[c]} " if _SIGN.match(place.text, end) else " ", end)


def _about(place: Place) -> Said:
    """~200 km is about so much."""
    end = place.start + 1
    return Said(" khoảng " if _SIGN.match(place.text, end) else " ", end)


_JOINING: Final = {
    "-": dash, "–": dash, "/": slash, ".": _dots, "<": _compared, ">": _compared, "~": _about,
    ":": _colon, "+": _plus, "^": _power, "²": _raised, "³": _raised, "→": _arrow, "★": _star,
    "*": _star, "↑": _change, "↓": _change,
}  # fmt: skip
