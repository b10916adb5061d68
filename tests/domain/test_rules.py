"""Whose operating rules hold in a zone on a day."""

from __future__ import annotations

from datetime import date, time

import pytest

from hub.domain.ids import PeriodId, ZoneId
from hub.domain.rules import OperatingRules, Period, RuleBook

TET = date(2027, 2, 6)
CLINIC, MARKET = ZoneId("tram-xa"), ZoneId("cho")
COMMUNE = OperatingRules()
QUIET = OperatingRules(quiet_from=time(19), quiet_to=time(6))
LONG = OperatingRules(quiet_from=time(0, 30), quiet_to=time(5))


def book(*named: ZoneId, rules: OperatingRules | None = LONG) -> RuleBook:
    """The clinic's zone has rules of its own, and it is Tết."""
    tet = Period(PeriodId("tet"), "Tết", TET, TET, zones=frozenset(named), rules=rules)
    return RuleBook(COMMUNE, {CLINIC: QUIET}, (tet,))


@pytest.mark.parametrize(
    ("rules", "zone", "expected"),
    [
        (book(), MARKET, LONG),
        (book(), CLINIC, QUIET),
        (book(CLINIC), CLINIC, LONG),
        (book(CLINIC), MARKET, COMMUNE),
        (book(rules=None), MARKET, COMMUNE),
        (book(CLINIC, rules=None), CLINIC, QUIET),
    ],
)
def test_who_speaks_of_fewer_zones_is_heard_first(
    rules: RuleBook, zone: ZoneId, expected: OperatingRules
) -> None:
    assert rules.on(TET, zone) == expected


def test_after_the_period_a_zone_has_its_usual_rules() -> None:
    after = date(2027, 3, 1)
    assert book(CLINIC).on(after, CLINIC) == QUIET
    assert book().on(after, MARKET) == COMMUNE
