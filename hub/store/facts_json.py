"""Facts as canonical JSON and back: the one text of a fact that the as-run log's hash covers.

Keys sorted, no spaces, UTF-8 letters as they are; instants in UTC with six decimals and a Z,
so that the order of texts is the order of time.  Unknown keys are passed over, so that a
program that was rolled back reads what a newer one wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum, StrEnum
from math import isfinite
from typing import Any, Final

from hub.domain.bulletin import Kind, Level
from hub.domain.facts import AsRun, Fact, Incident, Outcome
from hub.domain.ids import CueId, OrderId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.timeline import Reason

Document = Mapping[str, Any]
"""JSON as read: each value is checked by whoever turns it into a domain value."""


class Sort(StrEnum):
    """What a row of the as-run log holds."""

    CUE = "cue"
    ORDER = "order"
    INCIDENT = "incident"


def sort_of(fact: Fact) -> Sort:
    """The sort of a fact."""
    match fact:
        case AsRun():
            return Sort.CUE
        case Order():
            return Sort.ORDER
        case Incident():
            return Sort.INCIDENT


def to_text(instant: datetime) -> str:
    """An instant as text: ``2026-12-01T22:00:00.000000Z``.

    Raises:
        ValueError: It has no offset, so nobody knows which instant it is.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant without an offset: {instant}")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def to_instant(text: str) -> datetime:
    """The instant of a text; aware UTC.

    Raises:
        ValueError: It is none.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"an instant without an offset: {text}")
    return instant.astimezone(UTC)


def dump(fact: Fact) -> str:
    """The canonical text of a fact."""
    return _canonical({field.name: _plain(getattr(fact, field.name)) for field in fields(fact)})


def load(sort: Sort, text: str) -> Fact:
    """The fact of a text.

    Raises:
        ValueError: It is no fact of this sort.
    """
    try:
        return _READERS[sort](json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError(f"not a fact of the sort {sort}: {error!r}") from error


def _canonical(value: object) -> str:
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    # A lone surrogate (a file name that is no UTF-8) is written as its escape.
    return text.encode("utf-8", "backslashreplace").decode()


def _plain(value: object) -> object:  # noqa: PLR0911  # one line a type
    match value:
        case Enum():
            return value.value
        case datetime():
            return to_text(value)
        case Reason():
            return {"key": value.key, "values": [list(pair) for pair in value.values]}
        case frozenset():
            return sorted(value)
        case tuple():
            return [_plain(item) for item in value]
        case float() if not isfinite(value):
            return str(value)
        case _:
            return value


def _read_cue(body: Document) -> AsRun:
    return AsRun(
        cue=CueId(str(body["cue"])),
        slot=SlotId(body["slot"]) if body.get("slot") is not None else None,
        order=OrderId(body["order"]) if body.get("order") is not None else None,
        title=str(body["title"]),
        kind=Kind(body["kind"]),
        level=Level(body["level"]),
        author=str(body.get("author", "")),
        approver=str(body.get("approver", "")),
        zones=tuple(ZoneId(zone) for zone in body["zones"]),
        volume_db=float(body.get("volume_db", 0.0)),
        planned_start=to_instant(body["planned_start"]),
        planned_end=to_instant(body["planned_end"]),
        started=_instant(body.get("started")),
        ended=_instant(body.get("ended")),
        outcome=Outcome(body["outcome"]),
        because=_reason(body["because"]) if body.get("because") is not None else None,
        **_read_measured(body),
    )


def _read_measured(body: Document) -> dict[str, Any]:
    """What was measured: every field has a default, so an older row may lack it."""
    readers = {name: read for name, read in _MEASURED.items() if name in body}
    return {name: read(body[name]) for name, read in readers.items()}


def _read_order(body: Document) -> Order:
    programme = body.get("programme")
    return Order(
        id=OrderId(str(body["id"])),
        verb=Verb(body["verb"]),
        zones=frozenset(ZoneId(zone) for zone in body["zones"]),
        at=to_instant(body["at"]),
        by=str(body["by"]),
        programme=ProgrammeId(programme) if programme is not None else None,
        kind=Kind(body.get("kind", Kind.ROUTINE)),
        repeats=int(body.get("repeats", 1)),
        resume=bool(body.get("resume", False)),
        until=_instant(body.get("until")),
        title=str(body.get("title", "")),
        ends=OrderId(body["ends"]) if body.get("ends") is not None else None,
    )


def _read_incident(body: Document) -> Incident:
    return Incident(at=to_instant(body["at"]), what=_reason(body["what"]))


def _reason(body: Document) -> Reason:
    return Reason(str(body["key"]), tuple((name, value) for name, value in body["values"]))


def _instant(text: str | None) -> datetime | None:
    return to_instant(text) if text is not None else None


def _number(value: object) -> float | None:
    return float(str(value)) if value is not None else None


_MEASURED: Final[Mapping[str, Callable[[Any], object]]] = {
    "estimated": bool,
    "frames_planned": int,
    "frames_played": int,
    "rate": int,
    "level_dbfs": _number,
    "peak_dbfs": _number,
    "xruns": int,
    "dead_air_s": float,
    "interruptions": int,
    "current_a": lambda pairs: tuple((ZoneId(zone), float(amps)) for zone, amps in pairs),
    "media": lambda pairs: tuple((ProgrammeId(name), str(digest)) for name, digest in pairs),
    "sent_db": lambda pairs: tuple((ZoneId(zone), float(gain)) for zone, gain in pairs),
}
_READERS: Final[Mapping[Sort, Callable[[Document], Fact]]] = {
    Sort.CUE: _read_cue,
    Sort.ORDER: _read_order,
    Sort.INCIDENT: _read_incident,
}
