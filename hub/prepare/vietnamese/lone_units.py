"""Units that stand without a number: mỗi kg, vài km, triệu đồng/ha."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.units import ALONE, EXACT, unit_at
from hub.prepare.vietnamese.vocabulary import words

_COUNTING: Final = words(
    """mỗi / một hai ba bốn năm sáu bảy tám chín mười mươi trăm nghìn vạn chục vài mấy ( trên theo
    ngàn nửa"""
)
_MARKER: Final = re.compile(r"[kK][mM][ .]{0,2}(?=[0-9])")
_AREA: Final = re.compile(r"km[23](?![0-9+,.]*[0-9])")


def lone_unit(place: Place) -> Said | None:
    """A unit behind a word that counts, or one that is nothing else; km before a number."""
    if place.glued:
        return None
    marker = _MARKER.match(place.text, place.start)
    area = place.prev() in _COUNTING and _AREA.match(place.text, place.start)
    if marker and not area:
        return Said("ki lô mét ", marker.end())
    found = unit_at(place.text, place.start)
    if found is None or place.text[place.start].isspace():
        return None
    written = place.text[place.start : found[1]]
    rare = written in ("ha", "m", "g", "l", "h", "mg", "kg") and place.prev() in _COUNTING
    if written in ALONE or (rare and written in EXACT and place.prev() != "ha"):
        return Said(*found)
    return None
