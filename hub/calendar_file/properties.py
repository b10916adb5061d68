"""Our own properties of a VEVENT (`X-HUB-…`) and the fields of a slot that they carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from hub.calendar_file.limits import LONGEST_NAME, MOST_NAMES
from hub.calendar_file.tree import Component
from hub.calendar_file.values import duration, escaped, text
from hub.domain.bulletin import Kind, Level
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption, Slot
from hub.errors import RefusedError

LUNAR_RULE: Final = "X-HUB-LUNAR-RULE"
LUNAR_SINCE: Final = "X-HUB-LUNAR-SINCE"
"""From when on a lunar rule holds, when that is no lunar day itself."""

LATEST_START_MOST_S: Final = 86_400
ORDER_MOST: Final = 1_000_000
VOLUME_LEAST_DB: Final = -60.0


@dataclass(frozen=True, slots=True)
class Carried:
    """How one property carries one field.

    Attributes:
        field: Name of the field of `Slot`.
        read: From the property's value; raises ValueError for a wrong one.
        write: To the property's value.
        wanted: What a right value looks like, for the sentence about a wrong one.
    """

    field: str
    read: Callable[[str], object]
    write: Callable[[Any], str]
    wanted: str


def changes_of(event: Component) -> dict[str, object]:
    """The fields that an event's own properties set; those it does not mention are left out.

    Raises:
        RefusedError: A value is wrong.
    """
    found: dict[str, object] = {}
    for name, carried in CARRIED.items():
        given = event.first(name)
        if given is None:
            continue
        try:
            found[carried.field] = carried.read(text(given.value).strip())
        except ValueError as error:
            raise RefusedError(
                "calendar.bad_property",
                property=name,
                value=given.value[:40],
                wanted=carried.wanted,
            ) from error
    return found


def lines_of(values: Mapping[str, object]) -> dict[str, str]:
    """The properties that carry these fields of a slot."""
    return {
        name: carried.write(values[carried.field])
        for name, carried in CARRIED.items()
        if carried.field in values
    }


def values_of(slot: Slot) -> dict[str, object]:
    """The fields of a slot that differ from what a slot has when nothing is said."""
    plain = Slot(slot.id, slot.title, slot.recurrence, slot.length_s)
    return {
        carried.field: getattr(slot, carried.field)
        for carried in CARRIED.values()
        if getattr(slot, carried.field) != getattr(plain, carried.field)
    }


def _choice(kind: type[StrEnum]) -> Carried:
    def read(value: str) -> StrEnum:
        return kind(value.lower())

    return Carried("", read, str, " | ".join(kind))


def _field(name: str, carried: Carried) -> Carried:
    return replace(carried, field=name)


def _names(value: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in value.split(",") if name.strip())
    if len(found) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in found):
        raise ValueError(value)
    return found


def _name(value: str) -> str | None:
    return (_names(value) or (None,))[0]


def _integer(value: str) -> int:
    if len(value) > 8:
        raise ValueError(value)
    number = int(value)
    if abs(number) > ORDER_MOST:
        raise ValueError(value)
    return number


def _volume(value: str) -> float:
    volume = float(value)
    if not VOLUME_LEAST_DB <= volume <= 0:
        raise ValueError(value)
    return volume


def _latest(value: str) -> int:
    seconds = duration(value).total_seconds()
    if not 0 <= seconds <= LATEST_START_MOST_S:
        raise ValueError(value)
    return int(seconds)


def duration_text(seconds: float) -> str:
    """A DURATION in hours, minutes and seconds, which is exact where days would not be."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    parts = ((hours, "H"), (minute, "M"), (second, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


_NAMES: Final = Carried("", _names, ",".join, "a, b")
_NAME: Final = Carried("", _name, lambda name: name or "", "a")
_WORDS: Final = Carried("", lambda value: " ".join(value.split())[:LONGEST_NAME], escaped, "…")

CARRIED: Final[Mapping[str, Carried]] = {
    "X-HUB-KIND": _field("kind", _choice(Kind)),
    "X-HUB-LEVEL": _field("level", _choice(Level)),
    "X-HUB-ZONES": Carried(
        "zones", lambda value: frozenset(_names(value)), lambda v: ",".join(sorted(v)), "a, b"
    ),
    "X-HUB-CONTENT": _field("content", _NAMES),
    "X-HUB-SOURCE": _field("source", _choice(Source)),
    "X-HUB-CHIME": _field("chime", _NAME),
    "X-HUB-CLOSING": _field("closing", _NAME),
    "X-HUB-LATEST-START": Carried("latest_start_s", _latest, duration_text, "PT10M"),
    "X-HUB-ORDER": Carried("order", _integer, str, "1"),
    "X-HUB-AFTER-PREEMPTION": _field("after_preemption", _choice(AfterPreemption)),
    "X-HUB-PERIOD": _field("period", _NAME),
    "X-HUB-VOLUME-DB": Carried("volume_db", _volume, str, "-60 … 0"),
    "X-HUB-AUTHOR": _field("author", _WORDS),
    "X-HUB-APPROVER": _field("approver", _WORDS),
}
"""Every property of ours but the lunar ones."""
