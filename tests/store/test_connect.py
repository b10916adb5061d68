"""Opening the store: versions, permits, transactions, errors."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from hub.errors import StoreBusyError, StoreError
from hub.store.asrun import append, last
from hub.store.connect import open_hub, open_samples
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.opening import Access
from hub.store.orders import add
from hub.store.permits import PERMITS, Service
from hub.words import LANGUAGES, say
from tests.store.samples import MORNING, make_cue, make_order, make_store

KNOWN_IN_2026 = 1


def set_version(path: Path, version: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={version}")
    connection.close()


def test_a_missing_store_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_hub(tmp_path, Service.BROADCAST)

    assert caught.value.key == "store.missing"
    assert not (tmp_path / "hub.db").exists()


def test_an_empty_file_is_not_migrated(tmp_path: Path) -> None:
    (tmp_path / "hub.db").touch()

    with pytest.raises(StoreError) as caught:
        open_hub(tmp_path, Service.BROADCAST)

    assert caught.value.key == "store.not_migrated"


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    migrate_all(tmp_path)
    set_version(tmp_path / "hub.db", 999)

    with pytest.raises(StoreError) as caught:
        open_hub(tmp_path, Service.BROADCAST)

    assert caught.value.key == "store.too_new"


def test_a_newer_schema_that_says_it_works_with_this_program_is_opened(tmp_path: Path) -> None:
    migrate_all(tmp_path)
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        connection.execute("INSERT INTO migration VALUES (999, 'later', ?)", (KNOWN_IN_2026,))
    connection.close()
    set_version(tmp_path / "hub.db", 999)

    with open_hub(tmp_path, Service.BROADCAST) as store:
        assert store.user_version() == 999


def test_a_file_that_is_no_database_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_bytes(b"this is a text file and no database\n" * 100)

    with pytest.raises(StoreError) as caught:
        open_hub(tmp_path, Service.BROADCAST)

    assert caught.value.key == "store.corrupt"
    assert not isinstance(caught.value, StoreBusyError)


def test_a_damaged_page_is_corrupt_when_it_is_read(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        for number in range(300):
            append(store, make_cue(number), MORNING)
    whole = (tmp_path / "hub.db").read_bytes()
    (tmp_path / "hub.db").write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) // 2))

    with (
        open_hub(tmp_path, Service.BROADCAST) as store,
        pytest.raises(StoreError, match=r"store\.corrupt"),
    ):
        store.rows("SELECT * FROM asrun")


@pytest.mark.parametrize("key", ["missing", "not_migrated", "corrupt", "full", "read_only"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_store_errors_are_sentences(key: str, language: str) -> None:
    sentence = say(f"store.{key}", language, path="/var/lib/hub/hub.db", detail="x")

    assert "/var/lib/hub/hub.db" in sentence
    assert "{" not in sentence


def test_commits_of_the_hub_store_are_on_the_disk(store: Database) -> None:
    full = store._opened.connection
    full.set_authorizer(None)

    assert full.execute("PRAGMA synchronous").fetchone() == (2,)
    assert full.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert full.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert full.execute("PRAGMA busy_timeout").fetchone() == (5000,)


def test_samples_need_not_be_on_the_disk_at_once(tmp_path: Path) -> None:
    migrate_all(tmp_path)
    with open_samples(tmp_path, Service.HUB) as samples:
        connection = samples._opened.connection
        connection.set_authorizer(None)

        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)


@pytest.mark.parametrize("service", [s for s in Service if "asrun" not in PERMITS[s]])
def test_only_the_playout_writes_the_as_run_log(tmp_path: Path, service: Service) -> None:
    with make_store(tmp_path, service) as store:
        with pytest.raises(StoreError) as caught:
            append(store, make_cue(1), MORNING)

        assert caught.value.key == "store.not_permitted"
        assert last(store) is None


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE other (x)",
        "DROP TABLE asrun",
        "DROP TRIGGER asrun_stays",
        "ALTER TABLE orders ADD COLUMN x",
        "ATTACH DATABASE ':memory:' AS other",
        "PRAGMA user_version = 7",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "DELETE FROM sqlite_sequence",
    ],
)
def test_no_service_changes_the_schema(store: Database, sql: str) -> None:
    with pytest.raises(StoreError, match=r"store\.not_permitted"):
        store.run(sql)


def append_and_fail(store: Database) -> None:
    with store.transaction():
        append(store, make_cue(1), MORNING)
        raise KeyError


def test_a_transaction_that_fails_leaves_nothing(store: Database) -> None:
    with pytest.raises(KeyError):
        append_and_fail(store)

    assert last(store) is None
    assert append(store, make_cue(2), MORNING).seq == 1


def test_an_inner_transaction_belongs_to_the_outer(store: Database) -> None:
    with pytest.raises(KeyError), store.transaction():
        append_and_fail(store)

    assert last(store) is None


def test_a_locked_store_is_busy_and_says_so_in_time(tmp_path: Path, store: Database) -> None:
    with open_hub(tmp_path, Service.WEB) as other, other.transaction():
        add(other, make_order(1))

        with (
            pytest.raises(StoreBusyError, match=r"store\.locked"),
            store.patience(0.05),
            store.transaction(),
        ):
            pytest.fail("the lock belongs to the other")

    with store.transaction():
        append(store, make_cue(1), MORNING)


def test_others_are_read_while_one_writes(tmp_path: Path, store: Database) -> None:
    append(store, make_cue(1), MORNING)

    with open_hub(tmp_path, Service.CLI) as other, store.transaction():
        append(store, make_cue(2), MORNING)

        newest = last(other)
        assert newest is not None
        assert newest.seq == 1


def test_data_version_tells_of_the_commit_of_another(tmp_path: Path, store: Database) -> None:
    before = store.data_version()

    with open_hub(tmp_path, Service.WEB) as other:
        add(other, make_order(1))

    assert store.data_version() != before


def test_a_store_opens_while_another_service_holds_the_lock(tmp_path: Path) -> None:
    with (
        make_store(tmp_path) as store,
        store.transaction(),
        open_hub(tmp_path, Service.WEB) as other,
    ):
        assert other.access is Access.WRITE
