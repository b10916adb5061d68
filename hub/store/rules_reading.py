"""Reads the operating rules from their row: what of it cannot be read holds as it did before.

A village without its rules would be woken at night, and one whose playout ends is silent.  So
each part is read by itself; in place of one that cannot be read stands what was read last, else
what a hub starts with (docs/adr/0050).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any, Final, TypeVar

from hub.domain.ids import PeriodId, ZoneId
from hub.domain.left_out import LONGEST_DETAIL, Unread, described
from hub.domain.rules import ALL_WEEK, OperatingRules, Period, PeriodMode, RuleBook
from hub.domain.volume import LOUDEST_DB, LOWEST_FLOOR_DB, SOFTEST_DB, Stretch, ZoneVolume

LONGEST_S: Final = 7 * 24 * 3600
MOST_SESSIONS: Final = 1000
MODES: Final = (PeriodMode.REPLACE, PeriodMode.ADD)

Value = TypeVar("Value")
Rows = TypeVar("Rows", dict[str, Any], list[Any])


def read_rules(body: object, before: RuleBook) -> tuple[RuleBook, tuple[Unread, ...]]:
    """The rule book of a row, and what of it could not be read.

    Args:
        body: The column, whatever is in it.
        before: What was read last.
    """
    try:
        document = _table(json.loads(body))  # type: ignore[arg-type]  # whatever it is
    except (TypeError, ValueError, RecursionError) as error:
        return before, (Unread("incident.rules_unread", _quiet(before), described(error)),)
    reading = _Reading(document, before)
    book = reading.book()
    return book, tuple(reading.unread)


class _Reading:
    """One reading: a method a part, and a list of what went wrong."""

    def __init__(self, document: Mapping[str, Any], before: RuleBook) -> None:
        self._document = document
        self._before = before
        self._wrong: list[str] = []
        self.unread: list[Unread] = []

    def book(self) -> RuleBook:
        before = self._before
        commune = self._rules(self._document.get("commune"), before.commune)
        self._tell("incident.rules_unread", _quiet(commune))
        return RuleBook(
            commune=commune,
            zones=self._zones(commune),
            periods=self._periods(commune),
            volumes=self._volumes(),
            emergency_floor_db=self._rest("emergency_floor_db", _floor, LOUDEST_DB),
            issuer=self._rest("issuer", _text, ""),
            other_approver=self._rest("other_approver", _flag, False),
            zone_names=self._zone_names(),
        )

    def _zones(self, commune: OperatingRules) -> dict[ZoneId, OperatingRules]:
        part = self._part("zones", dict, "incident.zone_rules_unread")
        if part is None:
            return self._before.zones
        found = {}
        for zone, document in part.items():
            fallback = self._before.zones.get(ZoneId(zone), commune)
            found[ZoneId(zone)] = self._rules(document, fallback)
            self._tell("incident.zone_rules_unread", zone)
        return found

    def _periods(self, commune: OperatingRules) -> tuple[Period, ...]:
        part = self._part("periods", list, "incident.period_left_out")
        if part is None:
            return self._before.periods
        found = []
        before = {period.id: period for period in self._before.periods}
        for document in part:
            name = _name_of(document)
            try:
                found.append(self._period(document, commune))
            except (KeyError, TypeError, ValueError) as error:
                self._wrong.append(described(error))
                found += [before[PeriodId(name)]] if name in before else []
                name = str(document.get("title", name)) if isinstance(document, dict) else name
            self._tell("incident.period_left_out", name)
        return tuple(found)

    def _period(self, document: Mapping[str, Any], commune: OperatingRules) -> Period:
        rules = document["rules"]
        if document["mode"] not in MODES:
            raise ValueError(f"mode {document['mode']!r}")
        return Period(
            id=PeriodId(_text(document["id"])),
            title=_text(document["title"]),
            first=date.fromisoformat(document["first"]),
            last=date.fromisoformat(document["last"]),
            mode=document["mode"],
            zones=frozenset(ZoneId(_text(zone)) for zone in _list(document["zones"])),
            rules=self._rules(rules, commune) if rules is not None else None,
        )

    def _rules(self, document: object, fallback: OperatingRules) -> OperatingRules:
        """Rules, each of them by itself."""
        if not isinstance(document, dict):
            self._wrong.append(f"{document!r}"[:20])
            return fallback
        found = {}
        for field in fields(OperatingRules):
            try:
                found[field.name] = _RULE[field.name](document[field.name])
            except (KeyError, TypeError, ValueError) as error:
                self._wrong.append(f"{field.name}: {described(error)}")
                found[field.name] = getattr(fallback, field.name)
        return OperatingRules(**found)

    def _volumes(self) -> dict[ZoneId, ZoneVolume]:
        part = self._part("volumes", dict, "incident.volume_unread", usual={})
        if part is None:
            return self._before.volumes
        found = {}
        for zone, document in part.items():
            try:
                found[ZoneId(zone)] = _volume(document)
            except (KeyError, TypeError, ValueError) as error:
                self._wrong.append(described(error))
                if zone in self._before.volumes:
                    found[ZoneId(zone)] = self._before.volumes[ZoneId(zone)]
            self._tell("incident.volume_unread", zone)
        return found

    def _zone_names(self) -> dict[ZoneId, str]:
        usual: dict[str, Any] = {}
        found = self._rest("zone_names", _table, usual)
        return {ZoneId(zone): name for zone, name in found.items() if isinstance(name, str)}

    def _part(
        self, name: str, sort: type[Rows], key: str, usual: Rows | None = None
    ) -> Rows | None:
        """A part with rows of its own; None when it is none, which is told."""
        found = self._document.get(name, usual)
        if isinstance(found, sort):
            return found
        self.unread.append(Unread(key, "*", f"{name}: {found!r}"[:20]))
        return None

    def _rest(self, name: str, read: Callable[[object], Value], usual: Value) -> Value:
        """A part that stands for itself; older programs did not write it."""
        if name not in self._document:
            return usual
        try:
            return read(self._document[name])
        except (TypeError, ValueError) as error:
            self.unread.append(Unread("incident.rules_part_unread", name, described(error)))
            kept: Value = getattr(self._before, name)
            return kept

    def _tell(self, key: str, name: str) -> None:
        """One word about everything that was wrong with one row."""
        if self._wrong:
            self.unread.append(Unread(key, name, "; ".join(self._wrong)[:LONGEST_DETAIL]))
            self._wrong = []


def _name_of(document: object) -> str:
    key = document.get("id") if isinstance(document, dict) else None
    return key if isinstance(key, str) else "?"


def _quiet(rules: OperatingRules | RuleBook) -> str:
    """The quiet hours that hold, as people say them."""
    commune = rules.commune if isinstance(rules, RuleBook) else rules
    return f"{commune.quiet_from:%H:%M}–{commune.quiet_to:%H:%M}"


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r}"[:20])
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r}"[:20])
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r}"[:20])
    return value


def _number(value: object, least: float, most: float) -> float:
    if not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"{value!r}"[:20])
    return float(value)


def _floor(value: object) -> float:
    return _number(value, LOWEST_FLOOR_DB, LOUDEST_DB)


def _gain(value: object) -> float:
    return _number(value, SOFTEST_DB, LOUDEST_DB)


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"{value!r}"[:20])
        return int(_number(value, least, most))

    return read


def _hour(value: object) -> time:
    found = time.fromisoformat(_text(value))
    if found.tzinfo is not None:
        raise ValueError(f"{value!r}")
    return found


def _weekdays(value: object) -> frozenset[int]:
    found = frozenset(_list(value))
    if not found <= ALL_WEEK:
        raise ValueError(f"{value!r}"[:40])
    return found


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r}"[:20])
    return value


def _volume(document: object) -> ZoneVolume:
    found = _table(document)
    return ZoneVolume(
        _gain(found["usual_db"]),
        tuple(
            Stretch(_hour(s["first"]), _hour(s["last"]), _gain(s["gain_db"]))
            for s in _list(found["stretches"])
        ),
    )


_RULE: Final[Mapping[str, Callable[[object], Any]]] = {
    "quiet_from": _hour,
    "quiet_to": _hour,
    "session_cap_s": _whole(1, LONGEST_S),
    "sessions_a_day": _whole(0, MOST_SESSIONS),
    "session_gap_s": _whole(0, LONGEST_S),
    "weekdays": _weekdays,
}
"""How each rule is read."""
