"""What stands behind a stroke after a quantity: đồng/người/tháng, km/h, lần/ngày."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.units import EXACT, is_money

_WORD: Final = re.compile(r" ?/ ?(?P<one>1 |01 )?([^\W\d_]{1,12}[²³23]?)(?![^\W_])")
_PER: Final = {
    "h": "giờ", "s": "giây", "ph": "phút", "p": "phút", "ng": "người", "th": "tháng",
    "hs": "học sinh", "HS": "học sinh", "hộ": "hộ", "đêm": "đêm", "g": "gam", "l": "lít",
    "L": "lít", "kg": "ki lô gam", "ha": "héc ta", "LĐ": "lao động", "NK": "nhân khẩu",
    "GĐ": "gia đình", "HV": "học viên", "SV": "sinh viên", "ĐV": "đảng viên",
}  # fmt: skip


def rates_at(text: str, end: int, said: str, limit: int = 4) -> tuple[str, int]:
    """Words for the strokes behind `end`, and where they end."""
    found = _WORD.match(text, end)
    if found is None or limit == 0:
        return "", end
    word = found[2]
    technical = _PER.get(word) or EXACT.get(word)
    if technical is None and not word[:1].islower():
        return "", end
    over = "trên" if technical and not is_money(said) and _is_measure(said) else "một"
    if found["one"] and over == "trên":
        over = "trên một"
    more, stop = rates_at(text, found.end(), said, limit - 1)
    return f" {over} {technical or word}{more}", stop


def _is_measure(said: str) -> bool:
    """A unit that has a symbol; people and times are counted."""
    return said in _SAID and said not in ("tấn", "tạ", "người")


_SAID: Final = frozenset(EXACT.values())
