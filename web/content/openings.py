"""Opening hours as people write them: "T2-T6: 7h30-11h30, 13h30-17h" (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Final

from hub.domain.helper import Opening
from hub.errors import RefusedError

_DAYS: Final = re.compile(r"^(t[2-7]|cn)(?:\s*[-–]\s*(t[2-7]|cn))?\s*:?\s*(.+)$")
_HOURS: Final = re.compile(r"^(\d{1,2})[h:g]?(\d{2})?\s*[-–]\s*(\d{1,2})[h:g]?(\d{2})?$")
_NAMES: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
MOST: Final = 42


def read_openings(text: str) -> tuple[Opening, ...]:
    """Lines of days and hours.

    Raises:
        RefusedError: ``content_page.openings``: a line cannot be understood.
    """
    found: list[Opening] = []
    for line in filter(None, (part.strip().lower() for part in text.splitlines())):
        told = _DAYS.match(line)
        if told is None:
            raise RefusedError("content_page.openings", value=line[:40])
        first = _NAMES.index(told[1].upper())
        last = _NAMES.index((told[2] or told[1]).upper())
        for stretch in told[3].split(","):
            opens, closes = _stretch(stretch.strip(), line)
            found += [Opening(day, opens, closes) for day in range(first, last + 1)]
    if len(found) > MOST:
        raise RefusedError("content_page.openings", value=text[:40])
    return tuple(found)


def write_openings(openings: Sequence[Opening], names: Sequence[str] = _NAMES) -> str:
    """The same as a person would write it, days with equal hours joined.

    Args:
        openings: In any order.
        names: Of the days from Monday, seven.
    """
    openings = sorted(openings, key=lambda one: (one.weekday, one.opens))
    by_day = {
        day: ", ".join(
            f"{one.opens:%-Hh%M}-{one.closes:%-Hh%M}" for one in openings if one.weekday == day
        )
        for day in range(len(_NAMES))
    }
    lines: list[tuple[int, int, str]] = []
    for day, hours in by_day.items():
        if hours and lines and lines[-1][1:] == (day - 1, hours):
            lines[-1] = (lines[-1][0], day, hours)
        elif hours:
            lines.append((day, day, hours))
    return "\n".join(
        f"{names[first]}{'-' + names[last] if last > first else ''}: {hours}"
        for first, last, hours in lines
    )


def _stretch(text: str, line: str) -> tuple[time, time]:
    told = _HOURS.match(text)
    found = (_time(told[1], told[2]), _time(told[3], told[4])) if told is not None else None
    if found is None or found[0] is None or found[1] is None or found[1] <= found[0]:
        raise RefusedError("content_page.openings", value=line[:40])
    return found[0], found[1]


def _time(hour: str, minute: str | None) -> time | None:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
