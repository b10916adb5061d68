"""Who may watch at once: the wall always, phones of the village, and a few strangers (pure)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_WATCHERS: Final = 50
"""Event streams of paired phones at once; each holds a thread of the server (docs/adr/0016)."""
MOST_STRANGERS: Final = 10
"""Of phones that nobody paired, which may read the wall's pages: they take no phone's place."""
MOST_AN_ADDRESS: Final = 4
"""Of them at one address: nobody takes the places of all the others."""


class Sort(StrEnum):
    """Who watches."""

    SCREEN = "screen"
    PHONE = "phone"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whoever watches.

    Attributes:
        sort: Who.
        address: Where from; counted for strangers only.
    """

    sort: Sort
    address: str = ""


A_PHONE: Final = Watcher(Sort.PHONE)
THE_SCREEN: Final = Watcher(Sort.SCREEN)


def stranger(address: str) -> Watcher:
    """Somebody at an address."""
    return Watcher(Sort.STRANGER, address)


def has_room(seated: Counter[Watcher], who: Watcher) -> bool:
    """Whether one more may watch; the screen always may."""
    if who.sort is Sort.SCREEN:
        return True
    same = sum(count for one, count in seated.items() if one.sort is who.sort)
    if who.sort is Sort.PHONE:
        return same < MOST_WATCHERS
    return same < MOST_STRANGERS and seated[who] < MOST_AN_ADDRESS
