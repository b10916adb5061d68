"""Joins what is said: one space between words, one pause where several meet."""

from __future__ import annotations

import re
from typing import Final

_PAUSES: Final = re.compile(r"[ ,.;?!]*[,.;?!][ ,.;?!]*")
_SPACES: Final = re.compile(r" {2,}")
_LINES: Final = re.compile(r"[ ,;]*\n[ ,;.\n]*")
_STRENGTH: Final = "?!.;,"


def finish(said: str) -> str:
    """Tidy the spoken text; doing it twice changes nothing."""
    tidy = _SPACES.sub(" ", said)
    tidy = _PAUSES.sub(_strongest, tidy)
    tidy = _LINES.sub("\n", tidy)
    return tidy.strip(" ,;\n").lstrip(".?! ")


def _strongest(found: re.Match[str]) -> str:
    marks = found.group()
    if marks in (", ", ". "):
        return marks
    mark = next(mark for mark in _STRENGTH if mark in marks)
    return mark + " "
