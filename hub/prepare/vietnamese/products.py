"""The sign of multiplication written as a letter or an asterisk: 3 x 4, 2 viên x 3 lần."""

from __future__ import annotations

from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.units import EXACT
from hub.prepare.vietnamese.vocabulary import words

_SIDES: Final = words("dài rộng cao sâu dày ngang sải đường số")
_STOPS: Final = frozenset((".", ";", "\n", "?", "!"))


def times_sign(place: Place) -> Said | None:
    """3 x 4, 50m x 20m, 1.000đ/tháng x 6 tháng, dài 2m x rộng 3m."""
    text, start = place.text, place.start
    if text[start] not in "xX*":
        return None
    behind = text[start + 1 : start + 2]
    if behind.isalpha() or not _is_factor(place):
        return None
    prev = place.prev()
    if prev.isdigit() or prev in EXACT:
        return Said(" nhân ", start + 1)
    spaced = behind == " " and text[start - 1 : start] == " "
    return Said(" nhân ", start + 1) if spaced and _is_counted(place) else None


def _is_factor(place: Place) -> bool:
    """A number stands behind it, or a side and its number."""
    follows = place.after(place.start + 1)[:3]
    if not follows:
        return False
    if follows[0].isdigit():
        return True
    return follows[0] in _SIDES and any(word.isdigit() for word in follows[1:])


def _is_counted(place: Place) -> bool:
    """A number stands before it in the same sentence, or it is part of a sum."""
    for word in reversed(place.before[-7:]):
        if word.isdigit():
            return True
        if word in _STOPS:
            break
    return "=" in place.text[place.start : place.start + 64].split("\n")[0]
