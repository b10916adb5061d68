"""Cards of the screen as forms: which fields each kind has, read and checked (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

UNCUT: Final = 2000
"""What stands in a code is never cut: too long, it is refused; cut, it would lead elsewhere."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        name: Its name.
        sort: "line", "text", "tel", "url", "date", "time", "number", "bank", "sound", "stars",
            "check" or "many" (several of a list, parted by blanks).
        is_needed: It must be filled.
        most: Longest text.
        called: Its key in the catalogue, where that is another than its name.
    """

    name: str
    sort: str = "line"
    is_needed: bool = False
    most: int = 120
    called: str = ""

    @property
    def key(self) -> str:
        """Under which its label and its hint stand in the catalogue."""
        return self.called or self.name


FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "procedure": (
        Field("name", is_needed=True),
        Field("about", most=300),
        Field("papers", "text", most=3000),
        Field("where", most=200),
        Field("fee", most=200),
        Field("duration", most=200),
        Field("link", "url", most=UNCUT, called="official_link"),
        Field("topics", "many", most=2000, called="events"),
        Field("words", most=300),
        Field("checked_on", "date"),
        Field("ends", "date"),
    ),
    "helper": (
        Field("name", is_needed=True, most=60),
        Field("role"),
        Field("phone", "tel", most=20),
        Field("consent", "check"),
        Field("hours"),
        Field("topics", "many", most=2000),
        Field("languages", "many", most=200),
    ),
    "place": (
        Field("name", is_needed=True),
        Field("address"),
        Field("phone", "tel", most=20),
        Field("openings", "text", most=300),
        Field("topics", "many", most=2000),
    ),
    "wifi": (
        Field("place", is_needed=True, most=60),
        Field("ssid", is_needed=True, most=UNCUT),
        Field("password", most=UNCUT),
        Field("hours", called="wifi_hours"),
        Field("address", most=UNCUT, called="lan_address"),
        Field("port", "number", most=9, called="lan_port"),
    ),
    "product": (
        Field("name", is_needed=True),
        Field("maker", is_needed=True),
        Field("text", "text", most=1000),
        Field("stars", "stars"),
        Field("price", most=60),
        Field("phone", "tel", most=20),
        Field("trace", "url", most=UNCUT),
    ),
    "payment": (
        Field("title", is_needed=True),
        Field("bank", "bank", is_needed=True),
        Field("account", is_needed=True, most=UNCUT),
        Field("holder", is_needed=True, most=80),
        Field("amount", "number", most=UNCUT),
        Field("purpose", most=UNCUT),
        Field("ends", "date"),
    ),
    "meeting": (
        Field("title", is_needed=True),
        Field("day", "date", is_needed=True),
        Field("time", "time", is_needed=True),
        Field("minutes", "number", is_needed=True, most=UNCUT),
        Field("link", "url", is_needed=True, most=UNCUT),
        Field("host"),
        Field("sound", "sound", most=100),
    ),
}
"""By the kind of card, in the order of the form."""


def clean(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, without blanks around, cut to its longest; fields that are none left out.

    Args:
        kind: Kind of card.
        given: The form.
    """
    found = {}
    for field in FIELDS[kind]:
        value = given.get(field.name, "").replace("\r\n", "\n").strip()[: field.most]
        if field.sort != "text":
            value = " ".join(value.split())
        found[field.name] = "".join(c for c in value if c.isprintable() or c == "\n")
    return found


def missing(kind: str, values: Mapping[str, str]) -> str:
    """The first field that must be filled and is not; "" when there is none."""
    needed = (field.name for field in FIELDS[kind] if field.is_needed)
    return next((name for name in needed if not values[name]), "")
