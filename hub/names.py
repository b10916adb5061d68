"""Under which names phones may call this hub, besides its addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from hub.config import Config

LOCAL: Final = ".local"
"""Names that a machine gives itself in its own network (RFC 6762)."""
LABEL: Final = 50
"""Letters of a name made from the village's; 63 is the most (RFC 1035), a number may follow."""


def village_name(config: Config) -> str:
    """The village's own name: ``thon-yen-minh.local``."""
    plain = unicodedata.normalize("NFD", config.name.lower().replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    label = re.sub("[^a-z0-9]+", "-", letters).strip("-")[:LABEL].strip("-")
    return (label or "thon") + LOCAL


def hub_names(config: Config) -> tuple[str, ...]:
    """Every name it goes by: those of the configuration, then the village's own."""
    return tuple(dict.fromkeys((*config.web.names, village_name(config))))
