"""Under which names phones may call this hub, besides its addresses."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
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


def name_file(config: Config) -> Path:
    """Where `hub.naming` tells the name it got: ``/run/hub-name/name.json``."""
    return config.run_dir.with_name(f"{config.run_dir.name}-name") / "name.json"


def announced_name(config: Config) -> str | None:
    """The name by which phones find the hub in its network; None while there is none."""
    try:
        found = json.loads(name_file(config).read_text("utf-8"))["name"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found in hub_names(config) else None
