"""Numbers of sections, versions and addresses of machines: mục 3.2.1, 192.168.1.1."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said

_SECTION: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){2,5}(?![0-9]|[.,][0-9]|[^\W_])")
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


def section(place: Place) -> Said | None:
    """Groups of digits with dots that are neither a date nor marks between thousands."""
    found = _SECTION.match(place.text, place.start)
    if found is None or _THOUSANDS.fullmatch(found.group()):
        return None
    return Said(
        " chấm ".join(place.numerals.whole(n) for n in found.group().split(".")), found.end()
    )
