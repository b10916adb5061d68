"""The playout's pen: written at once, or kept and written later; never lost, never doubled."""

from __future__ import annotations

import io
import logging
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadcast.asrun import AsRunLog, Begun
from broadcast.asrun_entries import Append, Entry, Forget, Keep, Mark, from_line, to_line
from broadcast.spool import Spool
from hub.domain.facts import AsRun, Fact
from hub.domain.order import Verb
from hub.errors import StoreError
from hub.logs import Changes
from hub.store import orders
from hub.store.asrun import OnAir, append, rows
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from tests.fakes.clock import FakeClock
from tests.store import strategies
from tests.store.samples import MORNING, make_cue, make_incident, make_order

ALWAYS = (MORNING.replace(year=2000), MORNING.replace(year=2100))


@dataclass
class Studio:
    """A store that another service can lock, and the playout's pen."""

    folder: Path
    clock: FakeClock
    said: io.StringIO
    opened: list[Database] = field(default_factory=list)

    def close(self) -> None:
        """End every life of the playout."""
        while self.opened:
            self.opened.pop().close()

    def start(self) -> AsRunLog:
        """A new life of the playout."""
        logger = logging.Logger("broadcast")  # noqa: LOG001  # one a test
        logger.addHandler(logging.StreamHandler(self.said))
        store = open_hub(self.folder, Service.BROADCAST)
        self.opened.append(store)
        return AsRunLog(store, self.folder, self.clock, Changes(logger), 0.0)

    @property
    def spool(self) -> Path:
        return self.folder / "asrun.spool"

    def facts(self) -> list[Fact]:
        with open_hub(self.folder, Service.CLI) as store:
            assert verify(store).is_whole
            return [row.fact for row in rows(store, *ALWAYS)]


@pytest.fixture
def studio(new_store: Path, tmp_path: Path) -> Iterator[Studio]:
    shutil.copytree(new_store, tmp_path, dirs_exist_ok=True)
    made = Studio(tmp_path, FakeClock(MORNING), io.StringIO())
    yield made
    made.close()


@pytest.fixture
def lock(studio: Studio) -> Iterator[Database]:
    """Another service that holds the lock until it closes."""
    with open_hub(studio.folder, Service.WEB) as other:
        other.run("BEGIN IMMEDIATE")
        yield other


def free(lock: Database) -> None:
    lock.run("ROLLBACK")


def test_a_fact_is_written_at_once(studio: Studio) -> None:
    log = studio.start()

    log.write(make_cue(1))

    assert studio.facts() == [make_cue(1)]
    assert log.waiting == 0
    assert log.next_due() is None
    assert not studio.spool.exists()
    assert studio.said.getvalue() == ""


def test_what_cannot_be_written_now_is_written_later_in_its_order(
    studio: Studio, lock: Database
) -> None:
    log = studio.start()
    log.write(make_cue(1))
    log.write(make_order(1))
    log.write(make_incident(1))
    assert studio.facts() == []
    free(lock)

    studio.clock.pass_time(1.0)

    assert log.flush(studio.clock.monotonic())
    assert studio.facts() == [make_cue(1), make_order(1), make_incident(1)]
    assert not studio.spool.exists()


def test_a_row_tells_when_it_was_written_down_first(studio: Studio, lock: Database) -> None:
    log = studio.start()
    log.write(make_cue(1))
    free(lock)
    studio.clock.pass_time(50.0)

    log.flush(studio.clock.monotonic())

    with open_hub(studio.folder, Service.CLI) as store:
        assert rows(store, *ALWAYS)[0].at == MORNING


def test_it_tries_again_less_and_less_often_but_once_a_minute(
    studio: Studio, lock: Database
) -> None:
    log = studio.start()
    log.write(make_cue(1))

    waits = []
    for _ in range(9):
        due = log.next_due()
        assert due is not None
        waits.append(due - studio.clock.monotonic())
        studio.clock.pass_time(waits[-1])
        log.flush(studio.clock.monotonic())

    assert waits == pytest.approx([1, 2, 4, 8, 16, 32, 60, 60, 60])


def test_it_does_not_try_before_it_is_time(studio: Studio, lock: Database) -> None:
    log = studio.start()
    log.write(make_cue(1))
    free(lock)

    assert not log.flush(studio.clock.monotonic() + 0.5)
    assert studio.facts() == []


def test_a_restart_reads_the_spool_first(studio: Studio, lock: Database) -> None:
    studio.start().write(make_cue(1))
    free(lock)

    studio.start().write(make_cue(2))

    assert studio.facts() == [make_cue(1), make_cue(2)]
    assert not studio.spool.exists()


def test_a_kill_after_the_commit_and_before_the_spool_is_gone_doubles_nothing(
    studio: Studio, lock: Database
) -> None:
    facts: list[Fact] = [make_cue(1), make_order(1), make_incident(1)]
    first = studio.start()
    for fact in facts:
        first.write(fact)
    left = studio.spool.read_bytes()
    free(lock)
    studio.start()
    studio.spool.write_bytes(left)

    again = studio.start()

    assert again.waiting == 0
    assert studio.facts() == facts


def test_a_line_that_a_kill_left_half_written_is_cut_off(studio: Studio, lock: Database) -> None:
    log = studio.start()
    log.write(make_cue(1))
    log.write(make_cue(2))
    free(lock)
    studio.spool.write_bytes(studio.spool.read_bytes()[:-9])

    again = studio.start()
    again.write(make_cue(3))

    assert studio.facts() == [make_cue(1), make_cue(3)]


def test_a_line_that_is_no_line_is_set_aside_and_said(studio: Studio, lock: Database) -> None:
    studio.start().write(make_cue(1))
    studio.spool.write_bytes(b"\xff\xfe what\n" + studio.spool.read_bytes())
    free(lock)

    studio.start()

    assert studio.facts() == [make_cue(1)]
    assert "what" in (studio.folder / "asrun.spool.bad").read_text()
    assert ".bad" in studio.said.getvalue()


def test_an_order_that_the_store_refuses_for_good_does_not_hold_up_the_rest(
    studio: Studio,
) -> None:
    log = studio.start()

    log.keep(make_order(1, Verb.PLAY, programme=None))
    log.write(make_cue(1))

    assert log.waiting == 0
    assert studio.facts() == [make_cue(1)]
    assert "lenh-1" in (studio.folder / "asrun.spool.bad").read_text()


def test_when_even_the_spool_fails_facts_stay_in_memory(studio: Studio, lock: Database) -> None:
    log = studio.start()
    studio.spool.mkdir()
    log.write(make_cue(1))
    log.write(make_cue(2))
    assert "memory only" in studio.said.getvalue()
    studio.spool.rmdir()
    log.write(make_cue(3))
    assert len(studio.spool.read_text().splitlines()) == 3
    free(lock)

    log.flush(studio.clock.monotonic() + 1)

    assert studio.facts() == [make_cue(1), make_cue(2), make_cue(3)]


def test_trouble_is_said_once_and_its_end_once(studio: Studio, lock: Database) -> None:
    log = studio.start()
    for number in range(5):
        log.write(make_cue(number))
        studio.clock.pass_time(20)
        log.flush(studio.clock.monotonic())
    free(lock)
    log.flush(studio.clock.monotonic() + 99)

    said = studio.said.getvalue()
    assert said.count("cannot be written") == 1
    assert said.count("5 rows that had waited") == 1


def test_cues_that_wait_are_done(studio: Studio, lock: Database) -> None:
    free(lock)
    log = studio.start()
    log.write(make_cue(1))
    lock.run("BEGIN IMMEDIATE")
    log.write(make_cue(2))
    log.write(make_cue(3, MORNING + timedelta(days=1)))

    assert log.done(MORNING, MORNING + timedelta(hours=1)) == {make_cue(1).cue, make_cue(2).cue}


def test_orders_that_wait_are_obeyed_by_a_restart(studio: Studio, lock: Database) -> None:
    studio.start().keep(make_order(1, Verb.STOP))

    assert studio.start().in_force() == (make_order(1, Verb.STOP),)


def test_an_order_is_kept(studio: Studio) -> None:
    log = studio.start()

    log.keep(make_order(1, Verb.STOP))

    with open_hub(studio.folder, Service.CLI) as store:
        assert orders.all_since(store, MORNING) == (make_order(1, Verb.STOP),)


def test_the_newest_instant_counts_what_waits(studio: Studio, lock: Database) -> None:
    log = studio.start()
    assert log.newest_instant() is None

    log.write(make_cue(1))

    assert log.newest_instant() == MORNING


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_restart_knows_what_was_on_air(
    studio: Studio, lock: Database, *, is_locked: bool
) -> None:
    if not is_locked:
        free(lock)
    log = studio.start()
    for number in (1, 2, 3):
        log.mark_on_air(make_cue(number), MORNING, 0)
    log.mark_on_air(make_cue(1), MORNING, 1)
    log.write(make_cue(2))
    log.forget(make_cue(3).cue)

    assert studio.start().begun() == (Begun(make_cue(1), MORNING, 1),)


def test_a_mark_that_is_stored_late_does_not_bring_a_finished_cue_back(
    studio: Studio, lock: Database
) -> None:
    log = studio.start()
    log.mark_on_air(make_cue(1), MORNING, 0)
    left = studio.spool.read_bytes()
    free(lock)
    log.flush(studio.clock.monotonic() + 1)
    log.write(make_cue(1))
    studio.spool.write_bytes(left)

    assert studio.start().begun() == ()


def test_a_damaged_store_ends_the_playout_and_keeps_the_fact(studio: Studio) -> None:
    log = studio.start()
    log._store._opened.connection.set_authorizer(None)
    log._store.run("DROP TABLE asrun_head")

    with pytest.raises(StoreError, match=r"store\.failed"):
        log.write(make_cue(1))

    assert "tin-xa@1" in studio.spool.read_text()


def test_a_mistake_in_a_fact_shows_at_once(studio: Studio) -> None:
    log = studio.start()

    with pytest.raises(ValueError, match="offset"):
        log.write(make_cue(1, planned_start=MORNING.replace(tzinfo=None)))

    assert log.waiting == 0


entries: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Append, strategies.facts, strategies.instants),
    st.builds(Keep, strategies.orders),
    st.builds(
        Mark,
        st.builds(
            OnAir,
            strategies.cues.map(lambda fact: fact.cue),
            strategies.instants,
            strategies.texts,
            st.integers(0, 9),
        ),
    ),
    st.builds(Forget, strategies.cues.map(lambda fact: fact.cue)),
)


@pytest.mark.property
@given(entries)
def test_a_line_of_the_spool_is_one_line_and_comes_back(entry: Entry) -> None:
    line = to_line(entry)

    assert from_line(line) == entry
    assert len(f"{line}\n".encode().splitlines()) == 1


@pytest.mark.property
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.tuples(st.integers(1, 4), st.booleans(), st.sampled_from(["go on", "kill", "replay"])),
        max_size=8,
    )
)
def test_no_kill_anywhere_loses_or_doubles_a_fact(
    new_store: Path, tmp_path: Path, steps: list[tuple[int, bool, str]]
) -> None:
    shutil.rmtree(tmp_path)
    shutil.copytree(new_store, tmp_path)
    studio = Studio(tmp_path, FakeClock(MORNING), io.StringIO())
    log = studio.start()
    written: list[AsRun] = []
    with closing(studio), open_hub(tmp_path, Service.WEB) as other:
        for number, is_locked, after in steps:
            if is_locked:
                other.run("BEGIN IMMEDIATE")
            left = studio.spool.read_bytes() if studio.spool.exists() else b""
            for _ in range(number):
                written.append(make_cue(len(written)))
                log.write(written[-1])
            if is_locked:
                other.run("ROLLBACK")
            if after == "replay" and not studio.spool.exists():
                studio.spool.write_bytes(left)  # as if killed before the spool was removed
            if after != "go on":
                log = studio.start()
            studio.clock.pass_time(100)
            log.flush(studio.clock.monotonic())

    assert studio.facts() == written


def test_a_spool_on_a_disk_that_is_full_keeps_whole_lines_only(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.append(["one"])

    assert not Spool(Path("/dev/full")).append(["two"])
    assert spool.read() == ["one"]


def test_appending_by_hand_is_seen(studio: Studio) -> None:
    with open_hub(studio.folder, Service.BROADCAST) as store:
        append(store, make_cue(1), MORNING)

    assert studio.facts() == [make_cue(1)]
