"""Initials of somebody who is not named."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said

_INITIALS: Final = re.compile(r"[A-ZĐ](?:\.[A-ZĐ]){1,5}\.?(?![^\W_])")


def initials(place: Place) -> Said | None:
    """H.A.T: somebody who is not named."""
    found = _INITIALS.match(place.text, place.start)
    if found is None or place.glued:
        return None
    return Said(by_letter(found.group().replace(".", "")), found.end())
