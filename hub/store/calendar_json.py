"""Slots and rules as JSON and back, for the columns of the calendar's tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, Final

from hub.domain.anchor import Anchor, Side
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.lunar import LunarRule
from hub.domain.programme import Source
from hub.domain.recurrence import Override, Recurrence
from hub.domain.rules import OperatingRules, Period, RuleBook
from hub.domain.slot import AfterPreemption, Slot
from hub.domain.volume import LOUDEST_DB, Stretch, ZoneVolume

Document = Mapping[str, Any]
"""JSON as this program wrote it."""


def dump_slot(slot: Slot) -> str:
    """A slot without its id and title, which have columns of their own."""
    return _text({n: v for n, v in _document(slot).items() if n not in {"id", "title"}})


def load_slot(key: str, title: str, body: str) -> Slot:
    """The slot of a row.

    Raises:
        Exception: Whatever is wrong with it.
    """
    if not isinstance(key, str) or not isinstance(title, str):
        raise TypeError(f"no name: {key!r}, {title!r}"[:80])
    return load_slot_document({**json.loads(body), "id": key, "title": title})


def slot_document(slot: Slot) -> dict[str, Any]:
    """A whole slot, as another service is told of it."""
    return _document(slot)


def load_slot_document(document: Document) -> Slot:
    """The slot of `slot_document`.

    Raises:
        KeyError, TypeError, ValueError: It is no slot; only of documents from elsewhere.
    """
    key, recurrence = SlotId(document["id"]), _recurrence(document["recurrence"])
    return Slot(id=key, recurrence=recurrence, **_slot_fields(document))


def dump_rules(book: RuleBook) -> str:
    """A rule book."""
    return _text(_document(book))


def rules_document(book: RuleBook) -> dict[str, Any]:
    """A whole rule book, as another service is told of it."""
    return _document(book)


def load_rules_document(document: Document) -> RuleBook:
    """The rule book of `rules_document`.

    Raises:
        KeyError, TypeError, ValueError: It is none; only of documents from elsewhere.
    """
    return RuleBook(
        commune=_rules(document["commune"]),
        zones={ZoneId(zone): _rules(rules) for zone, rules in document["zones"].items()},
        periods=tuple(_period(period) for period in document["periods"]),
        volumes={ZoneId(z): _volume(v) for z, v in document.get("volumes", {}).items()},
        emergency_floor_db=float(document.get("emergency_floor_db", LOUDEST_DB)),
        issuer=str(document.get("issuer", "")),
        other_approver=bool(document.get("other_approver", False)),
        zone_names={ZoneId(z): str(n) for z, n in document.get("zone_names", {}).items()},
    )


def _text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _document(value: object) -> dict[str, Any]:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)  # type: ignore[arg-type]  # only our own dataclasses come here
    }


_PLAIN: Final[Mapping[type, Callable[[Any], Any]]] = {
    LunarRule: str,
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: timedelta.total_seconds,
    frozenset: sorted,
    tuple: lambda value: [_plain(item) for item in value],
    dict: lambda value: {name: _plain(item) for name, item in value.items()},
}
"""How a domain value is written."""


def _plain(value: object) -> Any:
    """A domain value as JSON."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    write: Callable[[Any], Any] = _PLAIN.get(type(value), _document)
    return write(value)


def _zones(value: list[str]) -> frozenset[ZoneId]:
    return frozenset(ZoneId(zone) for zone in value)


def _programmes(value: list[str]) -> tuple[ProgrammeId, ...]:
    return tuple(ProgrammeId(name) for name in value)


def _programme(value: str | None) -> ProgrammeId | None:
    return ProgrammeId(value) if value is not None else None


_SLOT: Final[Mapping[str, Callable[[Any], Any]]] = {
    "title": str,
    "length_s": float,
    "kind": Kind,
    "level": Level,
    "zones": _zones,
    "content": _programmes,
    "source": Source,
    "chime": _programme,
    "closing": _programme,
    "latest_start_s": int,
    "order": int,
    "after_preemption": AfterPreemption,
    "period": lambda value: PeriodId(value) if value is not None else None,
    "volume_db": float,
    "author": str,
    "approver": str,
}
"""How each field of a slot is read; fields of a newer program are passed over."""


def _slot_fields(document: Document) -> dict[str, Any]:
    return {name: read(document[name]) for name, read in _SLOT.items() if name in document}


def _recurrence(document: Document) -> Recurrence:
    lunar = document["lunar"]
    return Recurrence(
        start=datetime.fromisoformat(document["start"]),
        tz=document["tz"],
        rrules=tuple(document["rrules"]),
        exrules=tuple(document["exrules"]),
        rdates=tuple(
            (datetime.fromisoformat(start), None if s is None else timedelta(seconds=s))
            for start, s in document["rdates"]
        ),
        exdates=tuple(datetime.fromisoformat(at) for at in document["exdates"]),
        exdays=tuple(datetime.fromisoformat(at) for at in document["exdays"]),
        overrides=tuple(_override(override) for override in document["overrides"]),
        lunar=LunarRule.parse(lunar) if lunar is not None else None,
        all_day=document["all_day"],
        cancelled=document["cancelled"],
        anchor=_anchor(document.get("anchor")),
    )


def _anchor(document: Document | None) -> Anchor | None:
    if document is None:
        return None
    until = document["until"]
    return Anchor(
        SlotId(document["slot"]),
        Side(document["side"]),
        int(document["gap_s"]),
        frozenset(document["weekdays"]),
        None if until is None else date.fromisoformat(until),
    )


def _override(document: Document) -> Override:
    changes = document.get("changes", ())
    return Override(
        recurrence_id=datetime.fromisoformat(document["recurrence_id"]),
        start=datetime.fromisoformat(document["start"]),
        tz=document["tz"],
        length_s=float(document["length_s"]),
        title=document["title"],
        cancelled=document["cancelled"],
        and_future=document["and_future"],
        all_day=document.get("all_day", False),
        changes=tuple((name, _SLOT[name](value)) for name, value in changes if name in _SLOT),
    )


def _rules(document: Document) -> OperatingRules:
    return OperatingRules(
        quiet_from=time.fromisoformat(document["quiet_from"]),
        quiet_to=time.fromisoformat(document["quiet_to"]),
        session_cap_s=document["session_cap_s"],
        sessions_a_day=document["sessions_a_day"],
        session_gap_s=document["session_gap_s"],
        weekdays=frozenset(document["weekdays"]),
    )


def _volume(document: Document) -> ZoneVolume:
    return ZoneVolume(
        float(document["usual_db"]),
        tuple(
            Stretch(time.fromisoformat(s["first"]), time.fromisoformat(s["last"]), s["gain_db"])
            for s in document["stretches"]
        ),
    )


def _period(document: Document) -> Period:
    rules = document["rules"]
    return Period(
        id=PeriodId(document["id"]),
        title=document["title"],
        first=date.fromisoformat(document["first"]),
        last=date.fromisoformat(document["last"]),
        mode=document["mode"],
        zones=_zones(document["zones"]),
        rules=_rules(rules) if rules is not None else None,
    )
