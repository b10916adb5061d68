"""Telephone numbers, digit by digit in the groups they are written in."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import in_groups, one_by_one
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.vocabulary import words

_PHONE: Final = re.compile(
    r"\(?(?P<head>\+ ?84|0[0-9]{1,14})\)?"
    r"(?P<tail>(?:[ .-]{1,2}(?:\(0\))?[0-9]{1,9}|(?<=[)4])[0-9]{1,9}){0,5})(?![0-9])"
)
_SERVICE: Final = re.compile(r"1[89]00(?:[ .-]?[0-9]{1,6}){1,3}(?![0-9])")
_SHORT: Final = re.compile(
    r"(?:11[0-9]|10[0-9]{2}|12[0-9]{1,2}|[0-9]{3,8})(?![0-9]|[.,/:-][0-9]|[^\W_])"
)
_DIALLED: Final = re.compile(r"\*[0-9]{2,6}(?:\*[0-9]{1,6}){0,2}#")
_SERVICE_DIGITS: Final = 8
_ABROAD_DIGITS: Final = 11
_GROUP: Final = re.compile(r"[0-9]+")
_LENGTHS: Final = {
    "03": 10,
    "05": 10,
    "07": 10,
    "08": 10,
    "09": 10,
    "02": 11,
    "01": 11,
    "04": 11,
    "06": 11,
}
_CALLED: Final = words("gọi đài nóng hotline thoại máy sđt đt alo tel phone cứu")
_KNOWN: Final = frozenset(("111", "112", "113", "114", "115"))
_OFFICES: Final = words("pccc cnch cháy hỏa hoả an thương")
"""Words right before a number that everybody knows: công an 113, chữa cháy 114."""
_ENDS: Final = frozenset((",", ";", ".", ")", "\n", "", "hoặc", "và", "-", "–", "/"))
_JOINED: Final = words("hoặc và , / - hay số là : đến")
_COUNTED: Final = words(
    "người hộ đồng lần cuộc phút giờ ngày nghìn triệu tin cháu con cây em suất bao kg tấn tạ lít"
    " chiếc cái nhà ha m km đảng hội"
)


def phone(place: Place) -> Said | None:
    """A telephone number of any length."""
    text, start = place.text, place.start
    found = _PHONE.match(text, start)
    if found:
        said = _long(text, found)
        if said:
            return said
    service = _SERVICE.match(text, start)
    if service:
        groups = _GROUP.findall(service.group())
        if sum(map(len, groups)) in (8, 10):
            return Said(in_groups(_regrouped(groups)), service.end())
    return _short(place)


def dialled(place: Place) -> Said | None:
    """*101# as it is typed into a telephone."""
    found = _DIALLED.match(place.text, place.start)
    if found is None:
        return None
    names = {"*": "sao", "#": "thăng"}
    said = " ".join(names.get(c) or one_by_one(c) for c in found.group())
    return Said(said, found.end())


def _long(text: str, found: re.Match[str]) -> Said | None:
    """Groups are taken until the number is as long as its beginning asks for."""
    start, whole = found.start(), found.group()
    abroad = found["head"].startswith("+")
    wanted = (11, 12) if abroad else _wanted(found["head"])
    ends = [group.end() for group in _GROUP.finditer(whole)]
    for end in reversed(ends):
        groups = _GROUP.findall(whole[:end])
        if sum(map(len, groups)) in wanted:
            stop = start + end + (text[start + end : start + end + 1] == ")" and whole[0] == "(")
            said = in_groups(_regrouped(groups))
            return Said(f"cộng {said}" if abroad else said, stop)
    return None


def _wanted(head: str) -> tuple[int, ...]:
    longest = _LENGTHS.get(head[:2], 0)
    return (10,) if longest == 10 else (10, 11) if longest else ()


def _regrouped(groups: list[str]) -> list[str]:
    """A number without gaps in groups that can be followed: 4-3-3, 4-4, +84-3-3-3."""
    if len(groups) > 1 or len(groups[0]) < 6:
        return groups
    digits = groups[0]
    if len(digits) == _SERVICE_DIGITS:
        return [digits[:4], digits[4:]]
    if len(digits) == _ABROAD_DIGITS and digits.startswith("84"):
        return [digits[:2], digits[2:5], digits[5:8], digits[8:]]
    ends = range(4, len(digits) - 3, 3)
    return [digits[:4], *(digits[n : n + 3] for n in ends), digits[4 + 3 * len(ends) :]]


def _short(place: Place) -> Said | None:
    """113, 1022 and the like behind words of calling."""
    found = _SHORT.match(place.text, place.start)
    if found is None or place.next(found.end()) in _COUNTED:
        return None
    texted = place.prev() == "gửi" and len(found.group()) in (3, 4)
    if not (texted or _is_called(place, found.group())):
        return None
    return Said(one_by_one(found.group()), found.end())


def _is_called(place: Place, digits: str) -> bool:
    """The nearest words speak of calling, over *số*, *hoặc* and other numbers."""
    for word in reversed(place.before[-6:]):
        if word in _CALLED:
            return True
        if (
            word not in _JOINED
            and not word.isdigit()
            and word not in ("ngay", "khẩn", "cấp", "dây")
        ):
            break
    if digits in _KNOWN and place.prev() in _OFFICES and place.next(place.start + 3) in _ENDS:
        return True
    # behind another number the words of calling stand further back
    reach = 24 if place.prev() in _JOINED and place.prev(2).isdigit() else 10
    return digits in _KNOWN and any(w in _CALLED for w in place.before[-reach:])
