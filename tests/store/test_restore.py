"""Bringing a backup back: the newest whole one, and nothing that was there is thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.errors import RefusedError, StoreError
from hub.store.asrun import append, last
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.migrate import back_up
from hub.store.permits import Service
from hub.store.restore import is_damaged, restore
from tests.store.disks import SmallDisk, disk
from tests.store.samples import MORNING, make_cue, make_store

__all__ = ["disk"]  # the fixture

GARBAGE = b"no database at all " * 1000


def make_history(folder: Path) -> list[Path]:
    """A store with three rows and a backup after each."""
    backups = []
    with make_store(folder) as store:
        for number in range(3):
            append(store, make_cue(number), MORNING)
            backups.append(back_up(folder / "hub.db"))
    return backups


def newest_row(folder: Path) -> int:
    with open_hub(folder, Service.CLI) as store:
        assert verify(store).is_whole
        row = last(store)
    return row.seq if row else 0


def test_the_newest_backup_comes_back_and_the_damaged_file_is_kept(tmp_path: Path) -> None:
    backups = make_history(tmp_path)
    (tmp_path / "hub.db").write_bytes(GARBAGE)

    before = backups[-1].read_bytes()

    done = restore(tmp_path / "hub.db")

    assert newest_row(tmp_path) == 3
    assert backups[-1].read_bytes() == before
    assert done.damaged == tmp_path / "hub.db.damaged.1"
    assert done.damaged.read_bytes() == GARBAGE


def test_a_backup_that_is_damaged_too_is_passed_over(tmp_path: Path) -> None:
    *_, newest = make_history(tmp_path)
    newest.write_bytes(GARBAGE)
    (tmp_path / "hub.db").write_bytes(GARBAGE)

    restore(tmp_path / "hub.db")

    assert newest_row(tmp_path) == 2


def test_a_log_left_beside_the_damaged_file_does_not_spoil_the_backup(tmp_path: Path) -> None:
    make_history(tmp_path)
    for name in ("hub.db", "hub.db-wal", "hub.db-shm"):
        (tmp_path / name).write_bytes(GARBAGE)

    restore(tmp_path / "hub.db")

    assert newest_row(tmp_path) == 3


def test_damaged_files_of_two_times_are_both_kept(tmp_path: Path) -> None:
    make_history(tmp_path)
    for _ in range(2):
        (tmp_path / "hub.db").write_bytes(GARBAGE)
        restore(tmp_path / "hub.db")

    assert (tmp_path / "hub.db.damaged.1").exists()
    assert (tmp_path / "hub.db.damaged.2").exists()


def test_a_store_that_is_gone_comes_back(tmp_path: Path) -> None:
    make_history(tmp_path)
    (tmp_path / "hub.db").unlink()

    assert restore(tmp_path / "hub.db").damaged is None
    assert newest_row(tmp_path) == 3


def test_a_whole_store_is_not_replaced(tmp_path: Path) -> None:
    make_history(tmp_path)

    with pytest.raises(RefusedError, match=r"migrate\.is_whole"):
        restore(tmp_path / "hub.db")


def test_without_a_whole_backup_nothing_is_touched(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    (tmp_path / "hub.db").write_bytes(GARBAGE)

    with pytest.raises(RefusedError, match=r"migrate\.no_backup"):
        restore(tmp_path / "hub.db")

    assert (tmp_path / "hub.db").read_bytes() == GARBAGE


def test_a_changed_page_is_damage(tmp_path: Path) -> None:
    make_history(tmp_path)
    assert not is_damaged(tmp_path / "hub.db")
    data = (tmp_path / "hub.db").read_bytes()

    (tmp_path / "hub.db").write_bytes(data[:8192] + b"\xff" * 4096 + data[12288:])

    assert is_damaged(tmp_path / "hub.db")


@pytest.mark.parametrize("is_there", [True, False])
def test_an_empty_or_missing_store_is_damage_when_there_are_backups(
    tmp_path: Path, *, is_there: bool
) -> None:
    path = tmp_path / "hub.db"
    assert not is_damaged(path)
    make_history(tmp_path)

    if is_there:
        path.write_bytes(b"")
    else:
        path.unlink()

    assert is_damaged(path)


@pytest.mark.parametrize("trouble", ["full", "read-only"])
def test_a_bad_disk_is_no_damage(disk: SmallDisk, trouble: str) -> None:
    make_history(disk.folder)
    if trouble == "full":
        disk.fill()
    else:
        disk.make_read_only()

    assert not is_damaged(disk.folder / "hub.db")


def test_in_a_shared_folder_the_group_may_write_what_came_back(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    make_history(tmp_path)
    (tmp_path / "hub.db").write_bytes(GARBAGE)

    restore(tmp_path / "hub.db")

    assert (tmp_path / "hub.db").stat().st_mode & 0o777 == 0o660


def test_a_schema_in_which_a_bit_has_tipped_is_damage_and_no_riddle(tmp_path: Path) -> None:
    make_history(tmp_path)
    path = tmp_path / "hub.db"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"CREATE TABLE orders (", b"CREATE TABLE \xbcrders (", 1))

    assert is_damaged(path)
    with pytest.raises(StoreError) as refused:
        open_hub(tmp_path, Service.BROADCAST).close()

    assert refused.value.key == "store.corrupt"
    restore(path)
    assert newest_row(tmp_path) == 3
