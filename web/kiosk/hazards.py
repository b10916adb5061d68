"""Whether an alert speaks of the same danger as an emergency: by the names of dangers (pure).

Nothing ties an order on the loudspeakers to an alert but its words. In doubt they are strangers:
the level and the advice of another danger can send people the wrong way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hub.domain.alert import Alert

DRILLS: Final = ("diễn tập", "drill", "exercise")
"""What whoever orders a drill calls it, in its title or its text."""
_BETWEEN: Final = re.compile(r"\s*[,;/]\s*|\s+(?:và|hoặc|and|or)\s+")


@dataclass(frozen=True, slots=True)
class Hazards:
    """The names that dangers have.

    Attributes:
        names: In small letters, the longest first: "lũ quét" is no "lũ".
    """

    names: tuple[str, ...]

    @staticmethod
    def named(lists: Iterable[str]) -> Hazards:
        """From names as people choose them: "Lũ, ngập lụt" are two."""
        found = {name for told in lists for name in _BETWEEN.split(_small(told)) if name}
        return Hazards(tuple(sorted(found, key=lambda name: (-len(name), name))))

    def within(self, text: str) -> frozenset[str]:
        """The dangers that a text names."""
        found, left = set(), _small(text)
        for name in self.names:
            rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " # ", left)
            if rest != left:
                found.add(name)
            left = rest
        return frozenset(found)

    def are_one(self, alert: Alert, emergency: str) -> bool:
        """True when an alert is about what an emergency is about.

        Args:
            alert: The alert.
            emergency: Title and text of what is on air.
        """
        if alert.headline and _small(alert.headline) in _small(emergency):
            return True
        return bool(self.within(f"{alert.event} {alert.headline}") & self.within(emergency))


def is_drill(emergency: str) -> bool:
    """True when an emergency calls itself a drill."""
    told = _small(emergency)
    return any(re.search(rf"(?<!\w){word}(?!\w)", told) for word in DRILLS)


def _small(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
