"""What the touchscreen leads to besides procedures, and what each has to say just now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hub.domain.goods import Meeting, PaymentTarget, Product
from hub.store.cards import cards
from hub.store.reading_code import reading_code
from web.kiosk.lost_clock import held_notices, latest
from web.kiosk.place import is_screen
from web.kiosk.shelf import shelf
from web.language import tell
from web.parts import content


@dataclass(frozen=True, slots=True)
class Subject:
    """A tile of the first page.

    Attributes:
        path: Below ``/kiosk/``.
        icon: Its picture.
        name: What stands on it.
        told: A word about what is there now; may be empty.
    """

    path: str
    icon: str
    name: str
    told: str = ""


ALWAYS: Final = (
    ("notices", "notice"),
    ("loudspeakers", "on-air"),
    ("weather", "weather"),
    ("wifi", "wifi"),
    ("feedback", "feedback"),
    ("rating", "rating"),
    ("goods", "goods"),
    ("payments", "payment"),
    ("meetings", "meeting"),
    ("apps", "apps"),
    ("party", "book"),
    ("phones", "call"),
)
"""In the order of the first page."""
ONLY_WITH: Final = frozenset({"goods", "payments", "meetings", "party"})
"""Not on the first page while there is nothing."""


def subjects() -> list[Subject]:
    """The tiles, with counts of what is there now."""
    now, store = latest(), content()
    with store.snapshot():
        counts = {
            "notices": len(held_notices()),
            "goods": len(cards(store, Product)),
            "payments": sum(one.is_shown(now) for one in cards(store, PaymentTarget)),
            "meetings": sum(now < one.ends for one in cards(store, Meeting)),
            "party": len(shelf().look().members) if reading_code(store) else 0,
        }
    hidden = {path for path in ONLY_WITH if not counts[path]}
    if not is_screen():
        hidden |= {"rating"}
    return [
        Subject(path, icon, tell(f"shown.subject.{path}"), _told(path, counts))
        for path, icon in ALWAYS
        if path not in hidden
    ]


def _told(path: str, counts: dict[str, int]) -> str:
    count = counts.get(path, 0)
    return tell(f"shown.count.{path}", count=count) if count else ""
