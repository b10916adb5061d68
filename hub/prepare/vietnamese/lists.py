"""Numbers and letters that begin a line as list markers: 1. 2) a) 1/ 1.2."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said

_NUMBER: Final = re.compile(
    r"(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})(?P<m>[.)/:]|\.-)(?P<s>\s+)(?=[^\s\d])"
)
_GLUED: Final = re.compile(r"(?P<n>[0-9]{1,2})(?P<m>[.)/])(?=[^\W\d_][^\W\d_A-ZĐ])")


def list_number(place: Place) -> Said | None:
    """The number of an item, with a pause behind it."""
    if not place.starts_line:
        return None
    found = _NUMBER.match(place.text, place.start) or _GLUED.match(place.text, place.start)
    if found is None or "\n" in (found.groupdict().get("s") or ""):
        return None
    said = " chấm ".join(place.numerals.whole(n) for n in found["n"].split("."))
    return Said(f"{said}, ", found.end())
