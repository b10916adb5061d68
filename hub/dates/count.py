"""COUNT as the day on which a series ends: what people see, and what splitting a series needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from hub.dates.expand import starts
from hub.domain.recurrence import Recurrence
from hub.domain.rrule import Rule

FAR: Final = datetime(2999, 1, 1)  # noqa: DTZ001  # local by nature; no file goes beyond


def without_count(recurrence: Recurrence) -> Recurrence:
    """The same occurrences, with UNTIL in the place of every COUNT."""
    return replace(
        recurrence, rrules=tuple(_rule(text, recurrence.start) for text in recurrence.rrules)
    )


def _rule(text: str, start: datetime) -> str:
    rule = Rule.parse(text)
    if rule.count is None:
        return text
    found = starts(rule, start, start, FAR)
    last = max(found, default=start)
    parts = (part for part in text.split(";") if part.strip())
    kept = (part for part in parts if part.partition("=")[0].strip().upper() != "COUNT")
    return ";".join([*kept, f"UNTIL={last:%Y%m%dT%H%M%S}"])
