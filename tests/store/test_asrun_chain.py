"""Whoever changes the as-run log is found out, and the first broken row is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.domain.facts import Fact
from hub.store.asrun import append, append_many
from hub.store.asrun_chain import ChainVerdict, verify
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import LANGUAGES, say
from tests.store.samples import MORNING, make_cue, make_incident, make_order, make_store

ROWS = 9
COLUMNS = "at, sort, body, prev_hash, hash"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nine rows of all sorts, and nothing that protects them."""
    folder = tmp_path_factory.mktemp("log")
    with make_store(folder) as store:
        facts: list[Fact] = [
            make_cue(1),
            make_order(1),
            make_incident(1),
            *(make_cue(n) for n in range(2, 8)),
        ]
        append_many(store, [(fact, MORNING) for fact in facts])
    with closing(sqlite3.connect(folder / "hub.db")) as connection:
        for name in ("asrun_stays", "asrun_remains", "asrun_grows"):
            connection.execute(f"DROP TRIGGER {name}")
    return folder


def tampered(log: Path, folder: Path, *statements: str) -> ChainVerdict:
    shutil.copytree(log, folder, dirs_exist_ok=True)
    with closing(sqlite3.connect(folder / "hub.db", isolation_level=None)) as connection:
        for sql in statements:
            connection.execute(sql)
    with open_hub(folder, Service.CLI) as store:
        return verify(store)


def test_a_log_that_nobody_touched_is_whole(log: Path, tmp_path: Path) -> None:
    assert tampered(log, tmp_path) == ChainVerdict(ROWS)


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        assert verify(store) == ChainVerdict(0)


@pytest.mark.parametrize("seq", range(1, ROWS + 1))
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("body = replace(body, '}', ' }')", "changed"),
        ("body = 'x' || seq", "changed"),
        ("body = CAST(x'ff' AS TEXT) || seq", "changed"),
        ("at = '2020-01-01T00:00:00.000000Z'", "changed"),
        ("hash = replace(hash, substr(hash, 1, 4), 'zzzz')", "changed"),
        ("prev_hash = hash", "unlinked"),
    ],
)
def test_a_changed_row_is_named(log: Path, tmp_path: Path, seq: int, change: str, why: str) -> None:
    verdict = tampered(log, tmp_path, f"UPDATE asrun SET {change} WHERE seq = {seq}")

    assert verdict == ChainVerdict(seq, seq, f"log.row_{why}")


@pytest.mark.parametrize("seq", range(1, ROWS))
def test_a_removed_row_is_named(log: Path, tmp_path: Path, seq: int) -> None:
    verdict = tampered(log, tmp_path, f"DELETE FROM asrun WHERE seq = {seq}")

    assert verdict == ChainVerdict(seq, seq, "log.row_removed")


@pytest.mark.parametrize("seq", range(1, ROWS))
def test_a_removed_row_whose_gap_was_closed_is_named(log: Path, tmp_path: Path, seq: int) -> None:
    verdict = tampered(
        log,
        tmp_path,
        f"DELETE FROM asrun WHERE seq = {seq}",
        f"UPDATE asrun SET seq = -seq WHERE seq > {seq}",
        "UPDATE asrun SET seq = -seq - 1 WHERE seq < 0",
    )

    assert verdict.first_broken == seq


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7), (8, 9)])
def test_swapped_rows_are_named_at_the_first(
    log: Path, tmp_path: Path, one: int, other: int
) -> None:
    verdict = tampered(
        log,
        tmp_path,
        f"UPDATE asrun SET seq = -1 WHERE seq = {one}",
        f"UPDATE asrun SET seq = {one} WHERE seq = {other}",
        f"UPDATE asrun SET seq = {other} WHERE seq = -1",
    )

    assert verdict.first_broken == one


@pytest.mark.parametrize("seq", range(1, ROWS + 1))
def test_an_inserted_row_is_named(log: Path, tmp_path: Path, seq: int) -> None:
    verdict = tampered(
        log,
        tmp_path,
        f"UPDATE asrun SET seq = -seq WHERE seq >= {seq}",
        "UPDATE asrun SET seq = -seq + 1 WHERE seq < 0",
        f"INSERT INTO asrun (seq, {COLUMNS}) SELECT {seq}, at, sort, 'new', prev_hash, 'new'"
        f" FROM asrun WHERE seq = {seq + 1}",
    )

    assert verdict.first_broken == seq


def test_a_row_put_before_the_first_is_named(log: Path, tmp_path: Path) -> None:
    verdict = tampered(
        log,
        tmp_path,
        f"INSERT INTO asrun (seq, {COLUMNS}) SELECT 0, at, sort, 'new', prev_hash, 'new'"
        " FROM asrun WHERE seq = 1",
    )

    assert verdict == ChainVerdict(1, 0, "log.row_inserted")


def test_a_row_put_behind_the_last_is_named(log: Path, tmp_path: Path) -> None:
    verdict = tampered(
        log,
        tmp_path,
        f"INSERT INTO asrun ({COLUMNS}) SELECT at, sort, 'new', hash, 'new'"
        f" FROM asrun WHERE seq = {ROWS}",
    )

    assert verdict == ChainVerdict(ROWS + 1, ROWS + 1, "log.row_changed")


@pytest.mark.parametrize("kept", range(ROWS))
def test_rows_cut_off_at_the_end_are_missed(log: Path, tmp_path: Path, kept: int) -> None:
    verdict = tampered(log, tmp_path, f"DELETE FROM asrun WHERE seq > {kept}")

    assert verdict == ChainVerdict(kept, kept + 1, "log.rows_cut_off")


def test_rows_cut_off_are_missed_although_the_head_was_mended(log: Path, tmp_path: Path) -> None:
    verdict = tampered(
        log,
        tmp_path,
        "DELETE FROM asrun WHERE seq > 5",
        "UPDATE asrun_head SET count = 5, hash = (SELECT hash FROM asrun WHERE seq = 5)",
    )

    assert verdict == ChainVerdict(5, 6, "log.rows_cut_off")


def test_a_cut_off_log_that_goes_on_still_shows_the_gap(log: Path, tmp_path: Path) -> None:
    tampered(log, tmp_path, "DELETE FROM asrun WHERE seq > 5")

    with open_hub(tmp_path, Service.BROADCAST) as store:
        append(store, make_cue(99), MORNING)

        assert verify(store) == ChainVerdict(6, 6, "log.row_removed")


def test_a_missing_head_is_noticed(log: Path, tmp_path: Path) -> None:
    assert tampered(log, tmp_path, "DELETE FROM asrun_head") == ChainVerdict(
        ROWS, ROWS, "log.head_missing"
    )


def test_a_last_row_made_anew_with_its_hash_is_noticed(log: Path, tmp_path: Path) -> None:
    shutil.copytree(log, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "hub.db", isolation_level=None)) as connection:
        connection.execute("DELETE FROM asrun WHERE seq = 9")
        connection.execute("UPDATE sqlite_sequence SET seq = 8")
        head = connection.execute("SELECT hash FROM asrun WHERE seq = 8").fetchone()[0]
        real = connection.execute("SELECT * FROM asrun_head").fetchone()
        connection.execute("UPDATE asrun_head SET count = 8, hash = ?", (head,))
    with open_hub(tmp_path, Service.BROADCAST) as store:
        append(store, make_cue(7, title="Một tên khác"), MORNING)
        store.run("UPDATE asrun_head SET hash = ?", (real[2],))

        assert verify(store) == ChainVerdict(ROWS, ROWS, "log.head_differs")


def break_bytes(at: float, flip: int) -> Callable[[bytes], bytes]:
    def broken(body: bytes) -> bytes:
        place = int(at * (len(body) - 1))
        return body[:place] + bytes([body[place] ^ flip]) + body[place + 1 :]

    return broken


@pytest.mark.property
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seq=st.integers(1, ROWS),
    column=st.sampled_from(["at", "body", "prev_hash", "hash"]),
    broken=st.builds(break_bytes, st.floats(0, 1), st.integers(1, 255)),
)
def test_one_changed_byte_anywhere_is_found(
    log: Path, tmp_path: Path, seq: int, column: str, broken: Callable[[bytes], bytes]
) -> None:
    shutil.copytree(log, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "hub.db", isolation_level=None)) as connection:
        read = f"SELECT CAST({column} AS BLOB) FROM asrun WHERE seq = ?"
        was = connection.execute(read, (seq,)).fetchone()[0]
        write = f"UPDATE OR IGNORE asrun SET {column} = CAST(? AS TEXT) WHERE seq = ?"
        changed = connection.execute(write, (broken(was), seq)).rowcount

    with open_hub(tmp_path, Service.CLI) as store:
        # A body without its name or time is refused by SQLite itself.
        assert verify(store).first_broken == (seq if changed else None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "why",
    [
        "row_changed",
        "row_removed",
        "row_inserted",
        "row_unlinked",
        "rows_cut_off",
        "head_missing",
        "head_differs",
    ],
)
def test_every_verdict_is_a_sentence_with_the_number(why: str, language: str) -> None:
    assert "17" in say(f"log.{why}", language, seq=17)
