"""A dash between words: part of a foreign name, *đến* between ends of a stretch, or a pause."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.vocabulary import words

_ROWS: Final = words(
    "mùng mồng ngày thứ tháng tuần quý năm tổ xóm số điều khoản lớp bài trang khu nhà tiết phòng"
)
"""What stands in a row; two teams with a dash between them play."""
_ENDS: Final = words(
    """sáng trưa chiều tối đêm rạng ngày mùng mồng rằm thứ tháng quý năm km hết cuối đầu giữa nay
    khoảng"""
)
"""Words with which the end of a stretch begins."""
_SUNDAY: Final = re.compile(r"[-–] ?CN(?![^\W_])")
_WEEKDAYS: Final = frozenset("23456")
_SPANS: Final = words("thứ tháng ngày quý năm")
_MARKERS: Final = re.compile(r"(?i)km ?[0-9+]{1,9} ?[-–] ?km ?[0-9]")
_ROW: Final = re.compile(r"(?<![^\W_])(?P<l>[^\W\d_]{1,3})[0-9]{1,4}-(?P=l)[0-9]{1,4}(?![^\W_])")
_HOUR_OF_DAY: Final = (
    r"[0-9] ?(?:h|g|giờ) ?(?:[0-9]{1,2})?'?,? (?:ngày )?[0-9]{1,2}[/-][0-9]{1,2}(?:[/-][0-9]{4})?"
)
_TWO_DAYS: Final = re.compile(rf"(?i){_HOUR_OF_DAY} ?[-–] ?[0-9]?{_HOUR_OF_DAY}(?![0-9])")
_STOPS: Final = frozenset(("đến", "tới", "-", "–", ".", ";", ",", "\n"))


def dash(place: Place) -> Said:
    """Between the parts of a foreign name a hyphen stays; elsewhere it is *đến* or a pause."""
    text, start = place.text, place.start
    left, right = text[start - 1 : start] if start else "", text[start + 1 : start + 2]
    if _SUNDAY.match(text, start) and place.prev() in _WEEKDAYS and place.prev(2) in ("t", "thứ"):
        return Said(" đến ", start + 1)
    if _ROW.search(text, max(0, start - 8), start + 8):
        return Said(" đến ", start + 1)
    if left.isalpha() and right.isalpha() and text[start] == "-":
        return Said("-" if right.islower() else " ", start + 1)
    if left.isspace() or right.isspace() or not left or not right or text[start] == "–":
        span = _is_span(place) or _is_from(place)
        return Said(" đến " if span else ", ", start + 1)
    return Said(" đến " if left.isdigit() and _is_span(place) else " ", start + 1)


def _is_span(place: Place) -> bool:
    """From one to another: mùng 1 - mùng 3, thứ 2 – thứ 6, 22h ngày 24/11 - 5h ngày 25/11."""
    if _MARKERS.search(place.text, max(0, place.start - 14), place.start + 6):
        return True
    if _TWO_DAYS.search(place.text, max(0, place.start - 28), place.start + 30):
        return True
    low, head = place.prev(), place.prev(2)
    high = place.after(place.start + 1)[:2]
    if len(high) == 2 and high[0] in _SPANS and (head == high[0] or high[0] in place.before[-4:]):
        return head != high[0] or not low.isdigit() or low < high[1] or len(low) < len(high[1])
    if not low.isdigit() or len(high) < 2 or high[0] != head or not high[1].isdigit():
        return False
    return head in _ROWS and int(low[:9]) < int(high[1][:9])


def _is_from(place: Place) -> bool:
    """Từ stands before it without its *đến*: từ đêm 28 - sáng 29/11, từ Km5 - Km7."""
    stretch: list[str] = []
    for word in reversed(place.before):
        if word == "từ":
            break
        if word in _STOPS:
            return False
        stretch.append(word)
    else:
        return False
    follows = place.next(place.start + 1)
    if not stretch or not follows:
        return False
    if follows in _ENDS or follows in stretch:
        return True
    return follows[0].isdigit() and any(word.isdigit() or word == "nay" for word in stretch)
