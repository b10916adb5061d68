"""Whether two numbers with a dash between them are the score of a match."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from hub.prepare.vietnamese.place import LOOK, Place
from hub.prepare.vietnamese.vocabulary import words

_RESULTS: Final = words("thắng thua hòa lưu hoà bại lượt")
_MATCHES: Final = words("gặp set séc xéc hiệp penalty kết đấu vs hp pen")
_COUNTED: Final = words(
    """ngày năm tháng tuần lần người hộ đợt nhiệm gói bàn điểm giờ phút trận tấn tạ đội em vận học
    tuổi triệu nghìn đồng giải h g con cái chiếc suất cháu buổi tiết"""
)
_SETS: Final = re.compile(
    r"\( ?([0-9]{1,2} ?[-–/] ?[0-9]{1,2}(?: ?[,;] ?[0-9]{1,2} ?[-–/] ?[0-9]{1,2}){0,4}) ?\)"
)
MONTHS: Final = 12
NEAR: Final = 8
"""A list in brackets so few characters behind a result is of the same match."""
_PAIR: Final = re.compile(r"([0-9]+) ?[-–/] ?([0-9]+)")
_SIDES: Final = re.compile(
    r"(?P<kind>[^\W\d_]{1,8}) [0-9]{1,3} ?[-–] ?(?P=kind) [0-9]{1,3} ?[:,]? ?\Z", re.IGNORECASE
)
"""Thôn 1 - Thôn 2: two that play."""

_NAME: Final = r"[A-ZĐ][^\W\d_]{0,8}(?: [A-ZĐ][^\W\d_]{0,8}){0,3}"
_NAMES: Final = re.compile(rf"(?<![^\W_]){_NAME} ?[-–] ?{_NAME} ?[:,]? ?\Z")
"""Mường Chanh - Chiềng Mung: two that play, where the words around are of sports."""
_SPORTS: Final = words("bóng chuyền lông trận bảng giải đấu vòng futsal hiệp kết cầu")


def is_score(place: Place, follows: str, *figures: str) -> bool:
    """Whether the two figures are a score; `follows` is the word behind them."""
    if any(len(figure) > 3 for figure in figures) or follows in _COUNTED:
        return False
    return _is_told(place) or _is_played(place) or in_sets(place)


def _is_told(place: Place) -> bool:
    """Words of a result stand before the figures or the list of them."""
    listed = list(place.before)
    while listed and (listed[-1].isdigit() or listed[-1] in "-–,("):
        listed.pop()
    near = listed[-6:] if len(listed) < len(place.before) - 2 else place.before[-6:]
    return any(word in _RESULTS for word in near) or any(
        pair in (("tỷ", "số"), ("tỉ", "số")) for pair in pairwise(near)
    )


def _is_played(place: Place) -> bool:
    left = place.text[max(0, place.start - LOOK) : place.start].rpartition("\n")[2]
    if _SIDES.search(left) or (_NAMES.search(left) and not _SPORTS.isdisjoint(place.before[-16:])):
        return True
    ready = place.prev() in (":", "(", ",", ";", "là", "hp", "pen") or place.prev().isdigit()
    return ready and any(word in _MATCHES for word in place.before[-14:])


def in_sets(place: Place) -> bool:
    """(25-21, 18-25) at it or around it, with a pair that falls: nobody counts downwards."""
    return any(int(a) > int(b) for a, b in _pairs(place))


def in_sets_of_strokes(place: Place) -> bool:
    """(25/20, 22/25): a list of pairs, and one of them is no day of the year."""
    pairs = _pairs(place)
    return len(pairs) > 1 and any(int(b) > MONTHS for _, b in pairs)


def _pairs(place: Place) -> list[tuple[str, str]]:
    """The pairs of the list in brackets that the place is in."""
    start = max(0, place.start - LOOK)
    if "(" not in place.text[start : place.start + NEAR]:
        return []
    for found in _SETS.finditer(place.text, start, place.start + LOOK):
        touches = found.start() - place.start < NEAR and place.start < found.end()
        if touches:
            return _PAIR.findall(found[1])
    return []
