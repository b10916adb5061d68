"""`village-hub migrate`: prepares the store, and can be called again."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from hub.cli import migrate
from hub.store.migrate import back_up
from hub.words import LANGUAGES, say


def call(*words: str, language: str = "vi") -> int:
    parser = argparse.ArgumentParser()
    migrate.add_to(parser, language)
    arguments = parser.parse_args(words)
    arguments.config, arguments.language = None, language
    return migrate.run(arguments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_made_and_the_second_time_that_nothing_was_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert call(str(tmp_path / "data"), language=language) == 0
    made = capsys.readouterr().out
    assert call(str(tmp_path / "data"), language=language) == 0
    again = capsys.readouterr().out

    path = tmp_path / "data" / "samples.db"
    assert say("migrate.made", language, path=path, after=1) in made
    assert say("migrate.nothing", language, path=path, after=1) in again


def test_programs_read_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(str(tmp_path), "--json")

    told = json.loads(capsys.readouterr().out)
    assert [(Path(one["path"]).name, one["before"]) for one in told] == [
        ("hub.db", 0),
        ("samples.db", 0),
        ("people.db", 0),
        ("content.db", 0),
    ]


@pytest.mark.parametrize("flag", ["--restore", "--mend"])
def test_a_damaged_store_comes_back_from_its_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str
) -> None:
    call(str(tmp_path))
    backup = back_up(tmp_path / "hub.db")
    (tmp_path / "hub.db").write_bytes(b"no database at all")

    assert call(str(tmp_path), flag) == 0

    assert str(backup) in capsys.readouterr().out


def test_mending_a_new_or_whole_store_is_nothing_to_do(tmp_path: Path) -> None:
    assert call(str(tmp_path), "--mend") == 0
    assert call(str(tmp_path), "--mend") == 0
    assert not list(tmp_path.glob("*.damaged.*"))
