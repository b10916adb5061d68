"""The audit log as a table for Excel, safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from hub.domain.order import Verb
from hub.logbook.sheet import BOM, safe
from hub.store.database import Database
from hub.store.people import Deed, deeds_before
from hub.words import say

PIECE: Final = 500
"""Lines that are read at once: a log of years must not lie in memory."""
COLUMNS: Final = ("number", "at", "who", "what")


def deed_lines(people: Database, tz: ZoneInfo, language: str) -> str:
    """Every line, newest first, under its heads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(say(f"people.deeds_{name}", language) for name in COLUMNS)
    for number, deed in _every(people):
        what = told(deed, partial(_say, language))
        at = f"{deed.at.astimezone(tz):%Y-%m-%d %H:%M:%S}"
        writer.writerow([number, at, safe(deed.who), safe(what)])
    return BOM + out.getvalue()


def told(deed: Deed, speak: Callable[..., str]) -> str:
    """What somebody did, as a sentence.

    Args:
        deed: The line.
        speak: The language.
    """
    values = {"who": deed.who, **deed.values}
    if values.get("verb") in set(Verb):
        values["verb"] = speak(f"logbook.verb.{values['verb']}")
    return speak(deed.key, **values)


def _say(language: str, key: str, /, **values: object) -> str:
    return say(key, language, **values)


def _every(people: Database) -> Iterator[tuple[int, Deed]]:
    before = 0
    while found := deeds_before(people, before, PIECE):
        yield from found
        before = found[-1][0]
