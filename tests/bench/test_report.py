"""Rows, bars and what is written."""

import json
from pathlib import Path

import pytest

from bench.report import Part, missed, number, table, write


def part() -> Part:
    made = Part("starts", raw={"starts": [1, 2]})
    made.say("ours", "median", 0.04, "ms", bar=1.0)
    made.say("ours", "frames heard", 99.9, "%", bar=100.0, at_least=True)
    made.say("mpv", "median", 2.4, "ms", note="n = 50")
    return made


def test_a_bar_is_an_upper_bound_unless_it_says_at_least() -> None:
    assert [row.verdict for row in part().rows] == ["ok", "MISSED", ""]


def test_a_figure_that_could_not_be_had_misses_its_bar() -> None:
    made = Part("starts")
    made.say("ours", "median", None, "ms", bar=1.0)

    assert [row.verdict for row in missed(made.rows)] == ["MISSED"]


def test_the_table_says_a_subject_once() -> None:
    text = table(part().rows)

    assert text.count("starts: ours") == 1
    assert "<= 1" in text
    assert ">= 100" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (50.0, "50"), (0.0417, "0.042"), (2.444, "2.44"), (231.04, "231.0")],
)
def test_a_number_has_the_digits_that_mean_something(value: float | None, text: str) -> None:
    assert number(value) == text


def test_the_results_hold_every_raw_number(tmp_path: Path) -> None:
    write(tmp_path / "results.json", {"date": "2026-01-01"}, [part()])

    document = json.loads((tmp_path / "results.json").read_text("utf-8"))
    found = document["parts"]["starts"]
    assert (document["schema"], found["date"]) == (2, "2026-01-01")
    assert found["raw"] == {"starts": [1, 2]}
    assert found["rows"][1]["verdict"] == "MISSED"


def test_parts_measured_at_other_times_keep_their_own_dates(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text('{"schema": 1, "rows": [], "raw": {}}')

    write(path, {"date": "first"}, [part(), Part("orders")], keep=True)
    write(path, {"date": "second"}, [Part("orders")], keep=True)

    found = json.loads(path.read_text("utf-8"))["parts"]
    assert {name: one["date"] for name, one in found.items()} == {
        "starts": "first",
        "orders": "second",
    }
