"""Plain numbers, the last rule for digits."""

from __future__ import annotations

from hub.prepare.vietnamese.amounts import amount_at
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said


def number(place: Place) -> Said | None:
    """Any number that no other rule has read."""
    amount = amount_at(place.text, place.start)
    return None if amount is None else Said(amount.said(place.numerals), amount.end)
