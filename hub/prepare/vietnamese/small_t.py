"""A small t behind a number: years of age or tonnes: cháu 5t, 18-35t, xe 3,5t."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.amounts import Amount, amount_at
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.quantities import RANGE
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.vocabulary import words

_T: Final = re.compile(r"t(?![^\W_])")
_DASH: Final = re.compile(r"t ?[-–] ?(?=[0-9])")
_PEOPLE: Final = words(
    "anh chị ông bà cô chú bác em cháu bé trẻ nam nữ con người lao động thanh niên từ tuổi cụ"
)
_LOADS: Final = words("xe tải trọng chở nặng cầu được thu bán mua lượng còn")
_GOODS: Final = words("ngô thóc lúa gạo sắn phân hàng gỗ xi rau chè mía than đá cát quả lợn cá")
YOUNGEST: Final = 14
"""From here on a number without a word beside it is an age."""
OLDEST: Final = 105


def small_t(place: Place) -> Said | None:
    """An age or a load, or from one to another."""
    first = amount_at(place.text, place.start)
    if first is None:
        return None
    gap = RANGE.match(place.text, first.end) or _DASH.match(place.text, first.end)
    second = amount_at(place.text, gap.end()) if gap else None
    last = second or first
    end = _T.match(place.text, last.end)
    if end is None:
        return None
    said = first.said(place.numerals)
    if second:
        said += f" đến {second.said(place.numerals)}"
    unit = "tuổi" if _is_age(place, first, last, end.end()) else "tấn"
    return Said(f"{said} {unit}", end.end())


def _is_age(place: Place, low: Amount, high: Amount, end: int) -> bool:
    if low.part or high.part or int(high.whole[:6]) > OLDEST:
        return False
    if place.next(end) in _GOODS or _LOADS.intersection(place.before[-3:]):
        return False
    return int(low.whole) >= YOUNGEST or bool(_PEOPLE.intersection(place.before[-6:]))
