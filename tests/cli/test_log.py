"""`village-hub log`: read, print, export and verify."""

from __future__ import annotations

import argparse
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hub.cli import log
from hub.errors import RefusedError
from hub.store.asrun import append_many
from hub.words import say
from tests.logbook.weeks import FACTS
from tests.store.samples import MORNING, make_store

CONFIG = """
[hub]
name = "Thôn Yên Minh"
data_dir = "data"
[[cards]]
name = "main"
[[zones]]
id = "xom-1"
name = "Xóm 1"
card = "main"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "village.toml").write_text(CONFIG, "utf-8")
    with make_store(tmp_path / "data") as store:
        append_many(store, [(fact, MORNING) for fact in FACTS])
    return tmp_path / "village.toml"


def call(config: Path, *words: str, language: str = "vi") -> int:
    parser = argparse.ArgumentParser()
    log.add_to(parser, language)
    arguments = parser.parse_args(words)
    arguments.config, arguments.language = str(config), language
    return log.run(arguments)


def spoil(config: Path) -> None:
    with closing(sqlite3.connect(config.parent / "data" / "hub.db")) as connection:
        connection.execute("DROP TRIGGER asrun_stays")
        connection.execute("UPDATE asrun SET body = replace(body, '}', ' }') WHERE seq = 4")
        connection.commit()


def test_a_week_is_printed_for_a_person(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(config, "--week", "2026-W49") == 0

    said = capsys.readouterr().out
    assert "Tuần 49 năm 2026" in said
    assert "Bản tin xã số 1  [Xóm 1, xom-2]" in said


def test_without_a_week_it_is_this_week(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(config) == 0

    assert len(capsys.readouterr().out.splitlines()) >= 2


def test_a_whole_log_verifies(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(config, "--verify") == 0

    assert capsys.readouterr().out == "Sổ nguyên vẹn, 8 dòng.\n"


def test_a_broken_log_names_the_row_and_ends_with_65(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(config)

    assert call(config, "--verify", language="en") == 65

    assert capsys.readouterr().out == say("log.row_changed", "en", seq=4) + "\n"


def test_programs_read_rows_and_verdict_as_json(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(config)

    assert call(config, "--week", "2026-W49", "--verify", "--json") == 65

    told = json.loads(capsys.readouterr().out)
    assert told["week"] == "2026-W49"
    assert len(told["rows"]) == len(FACTS)
    assert told["rows"][1]["fact"]["cue"] == "tin-xa@1"
    assert told["chain"] == {
        "whole": False,
        "rows": 4,
        "first_broken": 4,
        "why": "log.row_changed",
    }


def test_page_and_table_are_written(config: Path, tmp_path: Path) -> None:
    names = ["--html", str(tmp_path / "w.html"), "--csv", str(tmp_path / "w.csv")]

    assert call(config, "--week", "2026-W49", *names) == 0

    page = (tmp_path / "w.html").read_text("utf-8")
    assert "Sổ nguyên vẹn, 8 dòng." in page
    assert (tmp_path / "w.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_table_goes_to_the_standard_output(
    config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert call(config, "--week", "2026-W49", "--csv", "-") == 0

    said = capsysbinary.readouterr().out
    assert said.startswith(b"\xef\xbb\xbf")
    assert said.count(b"\r\n") == 6


def test_a_folder_that_cannot_be_written_is_a_clear_refusal(config: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"log\.cannot_write"):
        call(config, "--csv", str(tmp_path / "none" / "w.csv"))


def test_a_week_that_is_none_is_refused(config: Path) -> None:
    with pytest.raises(RefusedError, match=r"log\.bad_week"):
        call(config, "--week", "tuần này")


def test_the_paper_for_an_inspector_is_written(config: Path, tmp_path: Path) -> None:
    assert call(config, "--week", "2026-W49", "--pdf", str(tmp_path / "w.pdf")) == 0

    assert (tmp_path / "w.pdf").read_bytes().startswith(b"%PDF-")
