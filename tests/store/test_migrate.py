"""Migrations: forward only, whole or not at all, with a backup before."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hub.errors import StoreError
from hub.store.asrun import append
from hub.store.migrate import back_up, back_up_village, migrate, migrate_all, statements
from hub.store.steps import FOLDERS, Step, read, shipped
from tests.store.samples import MORNING, make_cue, make_store

FIRST = Step(1, "first", "CREATE TABLE one (x);\nINSERT INTO one VALUES (1);\n", 1)
SECOND = Step(2, "second", "CREATE TABLE two (x);\nINSERT INTO two SELECT x FROM one;\n", 1)


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_new_store_gets_every_step(tmp_path: Path) -> None:
    done = migrate_all(tmp_path)

    assert {d.path.name for d in done} == set(FOLDERS)
    for one in done:
        assert (one.before, one.after) == (0, len(shipped(one.path.name)))
        assert ask(one.path, "PRAGMA user_version") == [(one.after,)]


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    migrate_all(tmp_path)
    again = migrate_all(tmp_path)

    assert all(one.before == one.after and one.backup is None for one in again)
    assert not (tmp_path / "backup").exists()


def test_a_step_keeps_the_rows_and_leaves_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    migrate(path, [FIRST])

    done = migrate(path, [FIRST, SECOND])

    assert (done.before, done.after) == (1, 2)
    assert ask(path, "SELECT x FROM two") == [(1,)]
    assert done.backup == tmp_path / "backup" / "hub-000001-v0001.db"
    assert ask(done.backup, "PRAGMA user_version") == [(1,)]
    assert ask(done.backup, "SELECT x FROM one") == [(1,)]


def test_a_step_with_a_mistake_leaves_the_old_version_and_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    migrate(path, [FIRST])
    broken = Step(2, "broken", "CREATE TABLE two (x);\nDROP TABLE one;\nNONSENSE;\n", 2)

    with pytest.raises(StoreError, match=r"store\.failed"):
        migrate(path, [FIRST, broken])

    assert ask(path, "PRAGMA user_version") == [(1,)]
    assert ask(path, "SELECT x FROM one") == [(1,)]
    assert ask(path, "SELECT name FROM sqlite_schema WHERE name = 'two'") == []


@pytest.mark.parametrize("sql", ["COMMIT;\n", "ROLLBACK;\n", "ATTACH ':memory:' AS m;\n"])
def test_a_step_cannot_leave_its_transaction(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "hub.db"

    with pytest.raises(StoreError, match=r"store\.not_permitted"):
        migrate(path, [Step(1, "bad", "CREATE TABLE one (x);\n" + sql, 1)])

    assert ask(path, "PRAGMA user_version") == [(0,)]
    assert ask(path, "SELECT name FROM sqlite_schema") == []


def test_a_step_that_breaks_links_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    sql = (
        "CREATE TABLE a (x INTEGER PRIMARY KEY);\n"
        "CREATE TABLE b (y REFERENCES a (x));\nINSERT INTO b VALUES (7);\n"
    )

    with pytest.raises(StoreError, match=r"store\.step_breaks_links"):
        migrate(path, [Step(1, "links", sql, 1)])

    assert ask(path, "PRAGMA user_version") == [(0,)]


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    migrate(path, [FIRST, Step(2, "second", "CREATE TABLE two (x);\n", 2)])

    with pytest.raises(StoreError) as caught:
        migrate(path, [FIRST])

    assert caught.value.key == "store.too_new"
    assert caught.value.values["found"] == 2


def test_a_newer_file_that_works_with_this_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    migrate(path, [FIRST, SECOND])  # SECOND works with programs from 1

    assert migrate(path, [FIRST]).after == 2


def test_three_backups_are_kept_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    migrate(path, [FIRST])

    made = [back_up(path) for _ in range(5)]

    assert sorted((tmp_path / "backup").iterdir()) == made[-3:]


def test_the_screens_content_is_kept_like_the_log_and_people_are_not_copied(
    tmp_path: Path,
) -> None:
    migrate_all(tmp_path)

    back_up_village(tmp_path)

    kept = {path.name.split("-")[0] for path in (tmp_path / "backup").iterdir()}
    assert kept == {"hub", "content"}


def test_an_unfinished_backup_is_no_obstacle_and_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    migrate(path, [FIRST])
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "hub.unfinished").write_bytes(b"half")

    done = back_up(path)

    assert list((tmp_path / "backup").iterdir()) == [done]


def test_a_backup_has_what_stands_in_the_log_only(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        append(store, make_cue(1), MORNING)

        copy = back_up(tmp_path / "hub.db")

    assert ask(copy, "SELECT count(*) FROM asrun") == [(1,)]


KILLED_AT = """
import os, pathlib, signal, sys
import hub.store.migrate as migrate
from tests.store.test_migrate import FIRST, SECOND

whole, place = migrate.statements, int(sys.argv[2])

def cut(sql):
    for number, statement in enumerate([*whole(sql), ""]):
        if number == place:
            os.kill(os.getpid(), signal.SIGKILL)
        yield statement

migrate.statements = cut
migrate.migrate(pathlib.Path(sys.argv[1]), [FIRST, SECOND])
"""


@pytest.mark.service
@pytest.mark.parametrize(("statement", "version"), [(0, 1), (1, 1), (2, 1), (3, 2)])
def test_a_kill_in_the_middle_leaves_the_old_version(
    tmp_path: Path, statement: int, version: int
) -> None:
    path = tmp_path / "hub.db"
    migrate(path, [FIRST])

    subprocess.run([sys.executable, "-c", KILLED_AT, str(path), str(statement)], check=False)

    assert ask(path, "PRAGMA user_version") == [(version,)]
    there = ask(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'two'")
    assert there == [(version - 1,)]


def test_triggers_are_one_statement() -> None:
    sql = "CREATE TABLE t (x);\nCREATE TRIGGER a AFTER INSERT ON t\nBEGIN\n SELECT 1;\nEND;\n"

    assert len(statements(sql)) == 2


@pytest.mark.parametrize(
    "names", [["0002_b.sql"], ["0001_a.sql", "0003_c.sql"], ["0001_a.sql", "0001_b.sql"]]
)
def test_numbers_with_a_gap_or_twice_are_a_mistake(names: list[str]) -> None:
    with pytest.raises(ValueError, match="numbered"):
        read(dict.fromkeys(names, ""))


@pytest.mark.parametrize("database", FOLDERS)
def test_what_is_shipped_says_with_what_it_works(database: str) -> None:
    assert all(1 <= step.works_with <= step.number for step in shipped(database))


def schema(path: Path) -> list[tuple[object, ...]]:
    return ask(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY name")


@pytest.mark.parametrize("database", FOLDERS)
def test_from_every_older_schema_the_newest_is_the_same(tmp_path: Path, database: str) -> None:
    steps = shipped(database)
    migrate(tmp_path / "fresh.db", steps)

    for number in range(1, len(steps)):
        migrate(tmp_path / f"from-{number}.db", steps[:number])
        migrate(tmp_path / f"from-{number}.db", steps)

        assert schema(tmp_path / f"from-{number}.db") == schema(tmp_path / "fresh.db")
