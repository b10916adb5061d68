"""Whether a colon between digits makes a time of day: 7:30 does, *thôn 1: 10 hộ* does not."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import LOOK, Place
from hub.prepare.vietnamese.units import unit_at
from hub.prepare.vietnamese.vocabulary import words

COLON: Final = re.compile(
    r"(?P<h>[0-9]{1,2})(?P<left> ?):(?P<right> ?)(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9]))?"
    r"(?![0-9:%]|\.[0-9]{3})(?P<mark> ?(?:h|H|giờ|phút)(?![^\W_]))?"
)
"""An hour, a colon and minutes, with or without spaces."""
NUMBERING: Final = words(
    """thôn tổ xóm bản ấp buôn làng khu khối đội cụm nhóm chi hội lớp khóa khoá đợt ca vòng hiệp
    set séc xéc bước buổi mức loại điều câu tháng ngày giải trạm bàn trận bảng số lần lượt
    quý kỳ vụ tuần chương mục phần bài tiết tập khoản điểm cấp hạng bậc thứ phòng tầng dãy
    nhà lô thửa tờ ô cột tuyến đoạn án mẫu gói mũi liều lộ đập hồ cửa hàng vị chốt hòm thùng
    phương giờ"""
)
"""Words that number things: the digits behind them are no hours."""
_PROPORTIONS: Final = words("lệ số đồ pha khoản điểm")
_DAILY: Final = words("hàng hằng mỗi trong cả các mọi cùng")
_BEFORE_TIME: Final = words(
    """lúc hồi từ đến tới trước sau vào khoảng đúng sáng trưa chiều tối đêm hay hoặc gian mốc"""
)
_BEHIND_TIME: Final = words(
    """sáng trưa chiều tối đêm ngày tại ở hôm thứ đến tới hàng hằng mời nay mai - – , . ; ! ? ) ("""
)
COUNTED: Final = words(
    """hộ người khẩu suất cháu em chị anh ông bà cụ con cây bộ bản tờ cái chiếc ca liều tin đảng
    đoàn hội trẻ thẻ đồng triệu nghìn ngàn tỷ tỉ trăm tấn tạ yến cân bao gói hộp chai viên
    lít mét trang câu điểm giải phút ngày tháng năm tuần tiết buổi lượt lần đơn đợt học sinh
    giáo cán nam nữ hồ vụ xe máy nhà phòng thửa lô sào công mẫu ha kg cặp đôi nhóm đội tổ
    thôn phiếu xuất phần quả củ"""
)
"""Words behind a number that is counted."""
_NUMBER: Final = r"[0-9][0-9.,]{0,20}(?: ?[^\W\d_]{1,8})?"
_DIVIDED: Final = re.compile(rf"(?P<sum>= ?)?{_NUMBER}(?P<gap> ?)\Z")
_DIVISOR: Final = re.compile(rf":(?P<gap> ?){_NUMBER}(?:/[^\W\d_]{{1,8}})?(?P<sum> ?= ?[0-9])?")
_DATED: Final = re.compile(r" ?/ ?[0-9]| ?[-–] ?[0-9]{1,2}/")


def divides(text: str, colon: int) -> bool:
    """15 : 3 = 5 and 5 = 15 : 3: the colon is the sign of division."""
    left = _DIVIDED.search(text, max(0, colon - LOOK), colon)
    right = _DIVISOR.match(text, colon)
    if left is None or right is None or left["gap"] != right["gap"]:
        return False
    return bool(left["sum"] or right["sum"])


def is_clock(place: Place, found: re.Match[str], *, sure: bool) -> bool:
    """Whether what `COLON` found is a time; `sure` when another time stands before it."""
    if int(found["h"]) > 24 or divides(place.text, found.end("left")):
        return False
    glued = not found["left"] and not found["right"]
    if sure:
        return glued or not _counts(place, found)
    if place.prev() in NUMBERING and not _daily(place):
        return glued and _is_round(place, found)
    if glued:
        return place.prev() not in _PROPORTIONS
    if _counts(place, found) or _DATED.match(place.text, found.end("m")):
        return False
    return bool(found["left"]) or place.prev_word() in _BEFORE_TIME


def _daily(place: Place) -> bool:
    return place.prev() == "ngày" and place.prev(2) in _DAILY


def _is_round(place: Place, found: re.Match[str]) -> bool:
    """Họp thôn 19:30 tại nhà văn hóa: behind *thôn* only an hour that is plainly one."""
    if found["s"] or _counts(place, found) or _DATED.match(place.text, found.end()):
        return False
    if place.next(found.end()) not in _BEHIND_TIME | {""}:
        return False
    return found["m"] == "00" or (len(found["h"]) == 2 and int(found["m"]) % 15 == 0)


def _counts(place: Place, found: re.Match[str]) -> bool:
    """Behind the second number stands what it counts, or its own hour: 1:10h00."""
    end = found.end("m")
    if place.prev_word() in _BEFORE_TIME and not unit_at(place.text, end):
        return False
    follows = place.next(end)
    return follows in COUNTED or follows in ("h", "giờ") or unit_at(place.text, end) is not None
