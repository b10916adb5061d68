"""Operating rules of which a part cannot be read: the rest holds, and never no rules at all."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.bulletin import Kind
from hub.domain.ids import PeriodId, ZoneId
from hub.domain.rules import OperatingRules, Period, RuleBook
from hub.domain.volume import Stretch, ZoneVolume
from hub.store.calendar_json import dump_rules, rules_document
from hub.store.rules_reading import read_rules

XOM = ZoneId("xom-1")
ALL = frozenset({XOM})
USUAL = OperatingRules()
Told = list[tuple[str, str]]
BOOK = RuleBook(
    commune=OperatingRules(quiet_from=time(20), quiet_to=time(4, 30), session_cap_s=1200),
    zones={XOM: OperatingRules(quiet_from=time(19), weekdays=frozenset({0, 6}))},
    periods=(
        Period(PeriodId("tet"), "Tết", date(2027, 2, 5), date(2027, 2, 12), "add", ALL),
        Period(PeriodId("bau-cu"), "Bầu cử", date(2026, 5, 1), date(2026, 5, 9), rules=USUAL),
    ),
    volumes={XOM: ZoneVolume(-6.0, (Stretch(time(5), time(6), -12.0),))},
    emergency_floor_db=-3.0,
    issuer="Xã Yên Minh",
    other_approver=True,
    zone_names={XOM: "Xóm Đình"},
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def read(document: object, before: RuleBook | None = None) -> tuple[RuleBook, Told]:
    book, unread = read_rules(json.dumps(document), before or RuleBook())
    return book, [(one.key, one.name) for one in unread]


def changed(path: str, value: object) -> dict[str, Any]:
    """The document of `BOOK` with something else at one place."""
    document = rules_document(BOOK)
    *way, last = path.split(".")
    here: Any = document
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    here[int(last) if isinstance(here, list) else last] = value
    return document


def test_a_whole_rule_book_is_read_as_it_was_written() -> None:
    assert read_rules(dump_rules(BOOK), RuleBook()) == (BOOK, ())


@pytest.mark.parametrize("body", [None, 7, "", "x", "[]", "{", b"\xff", "null", "[" * 100_000])
def test_a_row_that_is_no_rule_book_leaves_the_rules_that_were_read_before(body: object) -> None:
    book, unread = read_rules(body, BOOK)

    assert book == BOOK
    assert [(one.key, one.name) for one in unread] == [("incident.rules_unread", "20:00–04:30")]


def test_a_hub_that_never_read_its_rules_is_quiet_at_night() -> None:
    assert read("nothing")[0] == RuleBook()
    assert RuleBook().commune.quiet_from == time(21)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("commune.quiet_from", "25:00"),
        ("commune.quiet_from", "21:00+07:00"),
        ("commune.quiet_to", 5),
        ("commune.session_cap_s", 10**30),
        ("commune.session_cap_s", -1),
        ("commune.sessions_a_day", True),
        ("commune.session_gap_s", "lâu"),
        ("commune.weekdays", [7]),
        ("commune.weekdays", "0123456"),
    ],
)
def test_one_rule_that_cannot_be_read_leaves_the_others(path: str, value: object) -> None:
    name = path.partition(".")[2]
    book, told = read(changed(path, value))

    rules = rules_document(BOOK)["commune"] | {name: rules_document(RuleBook())["commune"][name]}
    assert rules_document(book)["commune"] == rules
    assert [key for key, _ in told] == ["incident.rules_unread"]
    assert book.zones == BOOK.zones


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("zones.xom-1", 5, ("incident.zone_rules_unread", "xom-1")),
        ("zones.xom-1.quiet_from", None, ("incident.zone_rules_unread", "xom-1")),
        ("zones", [], ("incident.zone_rules_unread", "*")),
        ("periods.0", 5, ("incident.period_left_out", "?")),
        ("periods.0.mode", "whisper", ("incident.period_left_out", "Tết")),
        ("periods.0.first", "2027-02-30", ("incident.period_left_out", "Tết")),
        ("periods.0.title", ["x"], ("incident.period_left_out", "['x']")),
        ("periods.1.rules", 5, ("incident.period_left_out", "bau-cu")),
        ("volumes.xom-1.usual_db", 1e300, ("incident.volume_unread", "xom-1")),
        ("volumes.xom-1.stretches", [5], ("incident.volume_unread", "xom-1")),
        ("emergency_floor_db", "x", ("incident.rules_part_unread", "emergency_floor_db")),
        ("other_approver", "no", ("incident.rules_part_unread", "other_approver")),
        ("issuer", 5, ("incident.rules_part_unread", "issuer")),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name_and_stays_as_it_was(
    path: str, value: object, told: tuple[str, str]
) -> None:
    fresh, first = read(changed(path, value))
    later, second = read(changed(path, value), BOOK)

    assert first == second == [told]
    assert fresh.commune == BOOK.commune
    if not path.startswith("periods.1"):
        assert {period.id for period in later.periods} >= {"bau-cu"}
    assert later.volumes == BOOK.volumes


@given(st.sampled_from(sorted(rules_document(BOOK))), anything)
def test_whatever_a_part_holds_there_are_rules_that_the_planner_can_use(
    part: str, value: object
) -> None:
    book, _ = read({**rules_document(BOOK), part: value})

    for day in (date(2027, 2, 6), date(2026, 12, 1)):
        rules = book.on(day, XOM)
        assert isinstance(hash((rules, book.period_on(day, XOM))), int)
        assert isinstance(rules.quiet_from, time)
    assert book.volume(XOM, Kind.ROUTINE, time(5)) <= 0.0
