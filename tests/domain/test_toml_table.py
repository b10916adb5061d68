"""Reading a TOML table: mistakes are noted, and reading goes on."""

import tomllib
from datetime import date, time

import pytest

from hub.errors import HubError
from hub.toml_table import Table


def read(text: str) -> tuple[Table, list[HubError]]:
    problems: list[HubError] = []
    return Table("", tomllib.loads(text), problems), problems


@pytest.mark.parametrize("written", ['"05:30"', '"5:30"', "05:30:00"])
def test_a_local_time_is_read_as_people_write_it(written: str) -> None:
    table, problems = read(f"at = {written}")

    assert table.time_of_day("at", time(0)) == time(5, 30)
    assert problems == []


@pytest.mark.parametrize("written", ['"24:00"', '"5h30"', "530", "true", '"05:30\\n"'])
def test_what_is_no_local_time_is_noted(written: str) -> None:
    table, problems = read(f"at = {written}")

    assert table.time_of_day("at", time(7)) == time(7)
    assert [problem.key for problem in problems] == ["config.wrong_value"]


@pytest.mark.parametrize("written", ["2027-02-05", '"2027-02-05"'])
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    table, problems = read(f"on = {written}")

    assert table.day("on") == date(2027, 2, 5)
    assert problems == []


@pytest.mark.parametrize("text", ["on = '5/2/2027'", "on = 2027-02-05T05:00:00", "on = 5", ""])
def test_what_is_no_day_is_noted(text: str) -> None:
    table, problems = read(text)

    assert table.day("on") == date.min
    assert [problem.key for problem in problems] == ["config.wrong_value"]


def test_a_list_of_texts_is_read_and_a_mixed_one_noted() -> None:
    table, problems = read('good = ["a", "b"]\nbad = ["a", 1]\nworse = "a"')

    assert table.texts("good", ()) == ("a", "b")
    assert (table.texts("bad", ("x",)), table.texts("worse", ())) == (("x",), ())
    assert len(problems) == 2


def test_a_line_feed_is_no_part_of_a_name() -> None:
    table, problems = read('id = "abc\\n"')

    table.name("id")

    assert [problem.key for problem in problems] == ["config.bad_name"]
