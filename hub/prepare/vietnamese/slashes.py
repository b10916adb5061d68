"""What is said for a stroke that no rule of numbers has read."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.phones import phone
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.units import EXACT, unit_at
from hub.prepare.vietnamese.vocabulary import words

_RATES: Final = words(
    """ngày đêm tuần tháng năm quý giờ phút giây ca buổi vụ lần lượt đợt người hộ khẩu cháu suất
    con cây bao chai hộp gói viên cái chiếc tấm tấn tạ yến cân sào công mẫu đầu nhân học trẻ
    ki xe chuyến gia phiếu đơn bộ kg ha km lít thùng túi mét khối số liều mũi lượng chỉ chục bình
    gốc hố khóm vỉ ống gram gam đàn ổ lứa đầu mẻ"""
)
_SHARED: Final = words(
    "lớp đội tiết nhóm tổ thôn bản xóm nhà trường khóa khoá trạm điểm đoàn mâm bàn"
)
"""What so many of something are in: 35 học sinh/lớp; elsewhere such words stand side by side."""
_PLACES: Final = words("thôn bản xóm tổ đội khu khối ấp")
_COUNTED: Final = words(
    """lần người đồng triệu tỷ tỉ nghìn ngàn trăm suất con cây bao chai viên tấn tạ yến cân giờ
    ngày buổi khẩu lượt gói hộp phút tiết công kg điểm"""
)
_PARTS_OF_DAY: Final = words("sáng trưa chiều tối đêm")
_PROPORTION: Final = words("lệ")
_ALIVE: Final = words("người ng con cây hộ khẩu")
_VIRUS: Final = re.compile(r"/ ?H[0-9]{1,2}N[0-9]")


def slash(place: Place) -> Said:
    """*một* in a rate, *trên* before a number, *hoặc* between words, *xuyệt* elsewhere.

    Between a time and its day it is not said.
    """
    said = "" if place.is_between_time_and_day else _stroke(place)
    return Said(f" {said} ".replace("  ", " "), place.start + 1)


def _stroke(place: Place) -> str:
    right, near = place.next(place.start + 1), place.before[-4:]
    prev = place.prev()
    if (prev, right) == ("ngày", "đêm") or _VIRUS.match(place.text, place.start):
        return ""
    if right[:1].isalpha() and near and _is_rate(place, near, right):
        return "trên" if prev in _ALIVE and _is_measure(place) else "một"
    if right.isdigit():
        return _before_number(place, prev, right)
    if _PROPORTION.intersection(place.before[-3:]):
        return "trên"
    if prev in ("và", "hoặc") or right in ("và", "hoặc"):
        return ""
    return "hoặc" if prev[:1].isalpha() and right[:1].isalpha() else "xuyệt"


def _before_number(place: Place, prev: str, right: str) -> str:
    if prev in ("tháng", "t") and len(right) == 4:
        return "năm"
    if prev in _PARTS_OF_DAY and _is_hour(place):
        return "hoặc"
    if prev.isdigit():
        return "hoặc" if _is_phone(place) else "trên"
    if prev[:1].isalpha():
        return "hoặc" if place.text[place.start - 1] == "G" else "trên"
    return "" if prev in ("và", "hoặc") else "xuyệt"


def _is_hour(place: Place) -> bool:
    return re.compile(r"/ ?[0-9]{1,2} ?(?:[hHgG:]|giờ)").match(place.text, place.start) is not None


def _is_phone(place: Place) -> bool:
    """Another telephone number stands behind the stroke."""
    start = place.start + 1
    while place.text[start : start + 1] == " ":
        start += 1
    return place.text[start : start + 1] == "0" and (
        phone(Place(place.text, start, place.table, place.numerals)) is not None
    )


def _is_measure(place: Place) -> bool:
    unit = unit_at(place.text, place.start + 1)
    return unit is not None and unit[0].endswith(("vuông", "khối"))


def _is_rate(place: Place, near: list[str], right: str) -> bool:
    if not place.text[place.start + 1 : place.start + 3].strip()[:1].islower():
        return False
    per = right in _RATES or unit_at(place.text, place.start + 1) is not None
    counted = near[-1] in _COUNTED
    if per and (counted or _goes_on(near) or any(word.isdigit() for word in near)):
        return True
    if right in _SHARED and near[-1] not in _PLACES and near[-2:][0].isdigit():
        return True
    return counted and near[-2:][0].isdigit()


def _goes_on(near: list[str]) -> bool:
    """The word before stands behind a stroke itself: đồng/hộ/tháng, not CMND/CCCD/hộ chiếu."""
    behind = near[-2:-1] == ["/"] and len(near) > 2
    return behind and (near[-3] in _COUNTED or near[-3] in _RATES or near[-3] in EXACT)
