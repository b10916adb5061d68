"""Operating rules as a person writes them: from a TOML document to a rule book and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from hub.cli.document import MistakesError
from hub.cli.volume_document import read_volume, volumes_document
from hub.domain.ids import PeriodId, ZoneId
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from hub.domain.volume import LOUDEST_DB, LOWEST_FLOOR_DB
from hub.errors import HubError
from hub.toml_table import Table

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Weekdays as they are written; Monday is 0."""

MODES: Final = (PeriodMode.REPLACE, PeriodMode.ADD)
MOST_SESSION_MIN: Final = 24 * 60
MOST_SESSIONS: Final = 100
MOST_GAP_MIN: Final = 4 * 60


def read_rules(document: Mapping[str, object], zones: Collection[ZoneId], name: object) -> RuleBook:
    """The rule book of a document.

    What a zone or a period leaves out is as in the commune; what the commune leaves out is
    as in a new hub.

    Args:
        document: ``issuer``, ``emergency_floor_db``, ``other_approver``, ``[commune]``,
            ``[zones.ID]``, ``[zone_names]``, ``[volumes.ID]``, ``[[periods]]``.
        zones: The zones of the configuration.
        name: What people call the document.

    Raises:
        MistakesError: With every mistake found.
    """
    problems: list[HubError] = []
    top = Table("", document, problems)
    commune = _rules(top.table("commune"), OperatingRules())
    own, volumes, names = (top.table(part) for part in ("zones", "volumes", "zone_names"))
    book = RuleBook(
        commune=commune,
        zones={ZoneId(key): _rules(own.table(key), commune) for key in own.rest()},
        periods=tuple(_period(table, commune, zones) for table in top.tables("periods")),
        volumes={ZoneId(key): read_volume(volumes.table(key)) for key in volumes.rest()},
        emergency_floor_db=top.number(
            "emergency_floor_db", LOUDEST_DB, LOWEST_FLOOR_DB, LOUDEST_DB
        ),
        issuer=top.text("issuer", ""),
        other_approver=top.flag("other_approver", default=False),
        zone_names={ZoneId(key): names.text(key, "") for key in names.rest()},
    )
    for zone in book.zones:
        _check_zone(own, zone, zones)
    for zone in book.volumes:
        _check_zone(volumes, zone, zones)
    for zone in book.zone_names:
        _check_zone(names, zone, zones)
    _check_periods(top, book.periods)
    top.done()
    if problems:
        raise MistakesError(name, tuple(problems))
    return book


def rules_document(book: RuleBook) -> dict[str, object]:
    """A rule book in the form in which it is read."""
    return {
        "issuer": book.issuer,
        "emergency_floor_db": book.emergency_floor_db,
        "other_approver": book.other_approver,
        "zone_names": dict(sorted(book.zone_names.items())),
        "commune": _written(book.commune),
        "zones": {zone: _written(rules) for zone, rules in sorted(book.zones.items())},
        "volumes": volumes_document(book.volumes),
        "periods": [_written_period(period) for period in book.periods],
    }


def _rules(table: Table, base: OperatingRules) -> OperatingRules:
    weekdays = table.texts("weekdays", tuple(DAYS[day] for day in sorted(base.weekdays)))
    unknown = [day for day in weekdays if day not in DAYS]
    if unknown:
        table.problem("rules.unknown_day", days=", ".join(unknown), known=", ".join(DAYS))
    rules = OperatingRules(
        quiet_from=table.time_of_day("quiet_from", base.quiet_from),
        quiet_to=table.time_of_day("quiet_to", base.quiet_to),
        session_cap_s=60
        * table.integer("session_cap_min", base.session_cap_s // 60, 1, MOST_SESSION_MIN),
        sessions_a_day=table.integer("sessions_a_day", base.sessions_a_day, 0, MOST_SESSIONS),
        session_gap_s=60
        * table.integer("session_gap_min", base.session_gap_s // 60, 0, MOST_GAP_MIN),
        weekdays=frozenset(DAYS.index(day) for day in weekdays if day in DAYS),
    )
    table.done()
    return rules


def _period(table: Table, commune: OperatingRules, zones: Collection[ZoneId]) -> Period:
    has_rules = "rules" in table.rest()
    rules = _rules(table.table("rules"), commune)
    key = table.name("id")
    period = Period(
        id=PeriodId(key),
        title=table.text("title", key),
        first=table.day("first"),
        last=table.day("last"),
        mode=table.choice("mode", PeriodMode.REPLACE, MODES),
        zones=frozenset(ZoneId(zone) for zone in table.texts("zones", ())),
        rules=rules if has_rules else None,
    )
    if period.last < period.first:
        table.problem("rules.backwards", period=key, first=period.first, last=period.last)
    for zone in sorted(period.zones):
        _check_zone(table, zone, zones)
    table.done()
    return period


def _check_zone(table: Table, zone: ZoneId, zones: Collection[ZoneId]) -> None:
    if zone not in zones:
        table.problem("rules.unknown_zone", zone=zone, known=", ".join(zones) or "–")


def _check_periods(top: Table, periods: tuple[Period, ...]) -> None:
    ids = [period.id for period in periods]
    for twice in sorted({key for key in ids if ids.count(key) > 1}):
        top.problem("rules.period_twice", period=twice)


def _written(rules: OperatingRules) -> dict[str, object]:
    return {
        "quiet_from": f"{rules.quiet_from:%H:%M}",
        "quiet_to": f"{rules.quiet_to:%H:%M}",
        "session_cap_min": rules.session_cap_s // 60,
        "sessions_a_day": rules.sessions_a_day,
        "session_gap_min": rules.session_gap_s // 60,
        "weekdays": [DAYS[day] for day in sorted(rules.weekdays)],
    }


def _written_period(period: Period) -> dict[str, object]:
    written: dict[str, object] = {
        "id": period.id,
        "title": period.title,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "mode": period.mode,
        "zones": sorted(period.zones),
    }
    if period.rules is not None:
        written["rules"] = _written(period.rules)
    return written
