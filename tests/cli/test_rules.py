"""`village-hub rules`: quiet hours, caps and special periods as data."""

from __future__ import annotations

import json
import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from hub.cli import rules
from hub.cli.document import MistakesError
from hub.cli.rules_document import read_rules, rules_document
from hub.config import load
from hub.domain.ids import PeriodId, ZoneId
from hub.domain.rules import ALL_WEEK, OperatingRules, Period, PeriodMode, RuleBook
from hub.errors import RefusedError
from hub.store.calendar import revision, rule_book
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import LANGUAGES, say
from tests.cli.village import ZONES, Call, caller, make_village

EXAMPLE = Path(__file__).parents[2] / "examples" / "thon-yen-minh"
TEXT = """
[commune]
quiet_from = "21:30"
session_cap_min = 40
weekdays = ["mon", "sun"]
[zones.xom-3]
quiet_from = "20:00"
[[periods]]
id = "tet"
title = "Tết"
first = 2027-02-05
last = "2027-02-11"
mode = "add"
zones = ["xom-1", "xom-2"]
rules = { sessions_a_day = 5, quiet_from = 23:00:00 }
[[periods]]
id = "bau-cu"
first = 2026-05-20
last = 2026-05-20
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return make_village(tmp_path)


@pytest.fixture
def call(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(rules, config, capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(TEXT, "utf-8")
    return path


def stored(tmp_path: Path) -> RuleBook:
    with open_hub(tmp_path / "data", Service.CLI) as store:
        return rule_book(store)


def test_rules_are_stored_as_they_are_written(tmp_path: Path, call: Call, file: Path) -> None:
    call("set", file)

    commune = OperatingRules(
        quiet_from=time(21, 30), session_cap_s=2400, weekdays=frozenset({0, 6})
    )
    here = OperatingRules(quiet_from=time(20), session_cap_s=2400, weekdays=frozenset({0, 6}))
    then = OperatingRules(
        quiet_from=time(23), session_cap_s=2400, sessions_a_day=5, weekdays=frozenset({0, 6})
    )
    tet = Period(
        id=PeriodId("tet"),
        title="Tết",
        first=date(2027, 2, 5),
        last=date(2027, 2, 11),
        mode=PeriodMode.ADD,
        zones=frozenset({ZoneId("xom-1"), ZoneId("xom-2")}),
        rules=then,
    )
    day = Period(PeriodId("bau-cu"), "bau-cu", date(2026, 5, 20), date(2026, 5, 20))
    assert stored(tmp_path) == RuleBook(commune, {ZoneId("xom-3"): here}, (tet, day))


def test_setting_rules_tells_the_playout_that_they_changed(
    tmp_path: Path, call: Call, file: Path
) -> None:
    with open_hub(tmp_path / "data", Service.CLI) as store:
        before = revision(store)
        call("set", file)

        assert revision(store) > before


def test_what_is_shown_as_json_can_be_set_again(call: Call, file: Path) -> None:
    call("set", file)

    shown = json.loads(call("show", "--json"))

    zones = [ZoneId(zone) for zone in ZONES]
    assert rules_document(read_rules(shown, zones, "shown")) == shown
    assert shown["periods"][0]["rules"]["quiet_from"] == "23:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_every_rule(
    config: Path, file: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    told = caller(rules, config, capsys, language)("set", file)

    for words in ("21:30", "20:00", "xom-3", "Tết", "05/02/2027", "xom-1, xom-2", "20/05/2026"):
        assert words in told
    assert say("rules.day.sun", language) in told
    assert "rules." not in told
    assert "{" not in told


def test_a_new_hub_shows_what_it_starts_with(call: Call) -> None:
    told = call("show")

    assert "21:00" in told
    assert say("rules.every_day", "vi") in told


def test_no_quiet_hours_and_no_days_are_said_so(tmp_path: Path, call: Call) -> None:
    (tmp_path / "r.toml").write_text(
        '[commune]\nquiet_from = "00:00"\nquiet_to = "00:00"\nweekdays = []\n'
    )

    told = call("set", tmp_path / "r.toml")

    assert say("rules.no_quiet", "vi") in told
    assert say("rules.no_day", "vi") in told


MANY_MISTAKES = """
        [commune]
        quiet_from = "25:00"
        session_cap_min = 0
        weekdays = ["mon", "t3"]
        colour = 1
        [zones.xom-9]
        quiet_to = 5
        [[periods]]
        id = "a"
        first = 2027-02-11
        last = 2027-02-05
        mode = "stop"
        zones = ["xom-8"]
        [[periods]]
        id = "a"
        first = "Tết"
        last = 2027-02-05
        [extra]
        """


def test_all_mistakes_are_told_together_and_the_old_rules_stay(
    tmp_path: Path, call: Call, file: Path
) -> None:
    call("set", file)
    before = stored(tmp_path)
    (tmp_path / "bad.toml").write_text(MANY_MISTAKES)

    with pytest.raises(MistakesError) as caught:
        call("set", tmp_path / "bad.toml")

    problems = caught.value.problems
    assert sorted(problem.key for problem in problems) == [
        "config.unknown_key",
        "config.unknown_key",
        "config.wrong_value",
        "config.wrong_value",
        "config.wrong_value",
        "config.wrong_value",
        "config.wrong_value",
        "rules.backwards",
        "rules.period_twice",
        "rules.unknown_day",
        "rules.unknown_zone",
        "rules.unknown_zone",
    ]
    unknown = {p.values["zone"] for p in problems if p.key == "rules.unknown_zone"}
    assert unknown == {"xom-8", "xom-9"}
    assert stored(tmp_path) == before
    for problem in problems:
        for language in LANGUAGES:
            assert "{" not in say(problem.key, language, **problem.values)


def test_setting_without_a_file_is_refused(call: Call) -> None:
    with pytest.raises(RefusedError) as caught:
        call("set")

    assert caught.value.key == "rules.no_document"


def test_the_example_villages_rules_hold() -> None:
    document = tomllib.loads((EXAMPLE / "rules.toml").read_text("utf-8"))

    book = read_rules(document, load(EXAMPLE / "village.toml").zones, "rules.toml")

    clinic = book.on(date(2026, 12, 1), ZoneId("xom-3"))
    assert (clinic.quiet_from, clinic.weekdays) == (time(20), ALL_WEEK)
    assert book.on(date(2026, 12, 1), ZoneId("xom-1")).quiet_from == time(21)
    tet = book.period_on(date(2027, 2, 6), ZoneId("xom-1"))
    assert tet is not None
    assert (tet.id, tet.mode) == ("tet-2027", PeriodMode.ADD)
