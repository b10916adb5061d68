"""The playout's pen on real disks that run full or read-only: the village goes on hearing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from broadcast.asrun import AsRunLog, Begun
from hub.logs import Changes
from hub.store.asrun import rows
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.fakes.clock import FakeClock
from tests.store.disks import SmallDisk, disk
from tests.store.samples import MORNING, make_cue, make_order, make_store

__all__ = ["disk"]  # the fixture

pytestmark = pytest.mark.service
ALWAYS = (MORNING.replace(year=2000), MORNING.replace(year=2100))
MANY = 300
"""More than the room that SQLite keeps in its files."""


@pytest.fixture
def lives(disk: SmallDisk) -> Iterator[ExitStack]:
    """Ends every life of the playout before its disk goes away."""
    del disk
    with ExitStack() as stack:
        yield stack


def start(lives: ExitStack, data_dir: Path, run_dir: Path, clock: FakeClock) -> AsRunLog:
    store = lives.enter_context(open_hub(data_dir, Service.BROADCAST, run_dir))
    return AsRunLog(store, run_dir, clock, Changes(logging.getLogger("test")))


def written(data_dir: Path) -> list[object]:
    with open_hub(data_dir, Service.CLI) as store:
        assert verify(store).is_whole
        return [row.fact for row in rows(store, *ALWAYS)]


def test_facts_outlast_a_full_disk_and_a_restart(
    disk: SmallDisk, lives: ExitStack, tmp_path: Path
) -> None:
    make_store(disk.folder).close()
    clock = FakeClock(MORNING)
    facts = [make_cue(number) for number in range(MANY)]
    log = start(lives, disk.folder, tmp_path, clock)
    disk.fill()
    for fact in facts:
        log.write(fact)
    assert log.waiting > 0

    again = start(lives, disk.folder, tmp_path, clock)
    assert again.done(*ALWAYS) == {fact.cue for fact in facts}
    disk.make_room()
    clock.pass_time(60)

    assert again.flush(clock.monotonic())
    assert written(disk.folder) == facts


@pytest.mark.parametrize("is_full", [True, False])
def test_a_playout_that_starts_on_a_bad_disk_obeys_and_remembers(
    disk: SmallDisk, lives: ExitStack, tmp_path: Path, *, is_full: bool
) -> None:
    make_store(disk.folder).close()
    clock = FakeClock(MORNING)
    if is_full:
        disk.fill()
    else:
        disk.make_read_only()

    log = start(lives, disk.folder, tmp_path, clock)
    log.keep(make_order(1))
    log.mark_on_air(make_cue(1), MORNING, 0)
    log.write(make_cue(2))

    again = start(lives, disk.folder, tmp_path, clock)
    assert again.in_force() == (make_order(1),)
    assert again.begun() == (Begun(make_cue(1), MORNING, 0),)
    if is_full:
        disk.make_room()
    else:
        disk.make_writable()
    clock.pass_time(60)
    assert again.flush(clock.monotonic())
    assert written(disk.folder) == [make_cue(2)]
