"""A full disk and a read-only one: the store stays readable and says what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from hub.errors import StoreBusyError
from hub.store.asrun import append, append_many, last, rows
from hub.store.connect import open_hub
from hub.store.migrate import migrate_all
from hub.store.opening import Access
from hub.store.permits import Service
from tests.store.disks import SmallDisk, disk
from tests.store.samples import MORNING, make_cue, make_store

__all__ = ["disk"]  # the fixture


def fill_store(folder: Path) -> None:
    """A store whose last row stands only in the write-ahead log, as after a power cut."""
    make_store(folder).close()
    code = (
        "import os, pathlib, sys; from hub.store.asrun import append;"
        "from hub.store.connect import open_hub; from hub.store.permits import Service;"
        "from tests.store.samples import MORNING, make_cue;"
        "append(open_hub(pathlib.Path(sys.argv[1]), Service.BROADCAST), make_cue(1), MORNING);"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
    assert (folder / "hub.db-wal").stat().st_size > 0


def test_a_full_disk_makes_writes_busy_and_keeps_reads(disk: SmallDisk) -> None:
    with make_store(disk.folder) as store:
        append(store, make_cue(1), MORNING)
        disk.fill()

        with pytest.raises(StoreBusyError, match=r"store\.full"):
            append_many(store, [(make_cue(n), MORNING) for n in range(2, 50)])

        newest = last(store)
        assert newest is not None
        assert newest.fact == make_cue(1)


def test_writing_goes_on_when_there_is_room_again(disk: SmallDisk) -> None:
    with make_store(disk.folder) as store:
        disk.fill()
        with pytest.raises(StoreBusyError):
            append_many(store, [(make_cue(n), MORNING) for n in range(50)])
        disk.make_room()

        assert append(store, make_cue(1), MORNING).seq == 1


def test_a_store_on_a_full_disk_opens_to_read_and_later_to_write(disk: SmallDisk) -> None:
    with make_store(disk.folder) as store:
        append(store, make_cue(1), MORNING)
    disk.fill()

    with open_hub(disk.folder, Service.BROADCAST) as store:
        assert store.is_read_only
        assert len(rows(store, MORNING, MORNING.replace(year=2027))) == 1
        with pytest.raises(StoreBusyError, match=r"store\.full"):
            append(store, make_cue(2), MORNING)
        assert not store.reopen()

        disk.make_room()

        assert store.reopen()
        assert append(store, make_cue(2), MORNING).seq == 2


@pytest.mark.parametrize("left_behind", ["log and shared memory", "log", "nothing"])
def test_a_read_only_disk_is_read_with_all_that_was_committed(
    disk: SmallDisk, left_behind: str
) -> None:
    fill_store(disk.folder)
    if left_behind == "log":
        (disk.folder / "hub.db-shm").unlink()
    if left_behind == "nothing":
        open_hub(disk.folder, Service.WEB).close()
        assert not (disk.folder / "hub.db-wal").exists()
    disk.make_read_only()

    with open_hub(disk.folder, Service.BROADCAST) as store:
        assert store.is_read_only
        newest = last(store)
        assert newest is not None
        assert newest.fact == make_cue(1)
        with pytest.raises(StoreBusyError, match=r"store\.read_only"):
            append(store, make_cue(2), MORNING)


def test_a_disk_that_comes_back_is_written_again(disk: SmallDisk) -> None:
    fill_store(disk.folder)
    disk.make_read_only()
    with open_hub(disk.folder, Service.BROADCAST) as store:
        assert not store.reopen()

        disk.make_writable()

        assert store.reopen()
        assert append(store, make_cue(2), MORNING).seq == 2


def test_a_private_copy_is_removed_when_it_is_closed(disk: SmallDisk, tmp_path: Path) -> None:
    fill_store(disk.folder)
    (disk.folder / "hub.db-shm").unlink()
    disk.make_read_only()
    scratch = tmp_path / "run"
    scratch.mkdir()

    with open_hub(disk.folder, Service.BROADCAST, scratch) as store:
        assert store.access is Access.COPY
        assert list(scratch.iterdir())

    assert not list(scratch.iterdir())


def test_migrating_a_migrated_store_on_a_read_only_disk_is_nothing_to_do(disk: SmallDisk) -> None:
    migrate_all(disk.folder)
    disk.make_read_only()

    assert all(done.backup is None for done in migrate_all(disk.folder))


def test_making_a_store_on_a_read_only_disk_says_why(disk: SmallDisk) -> None:
    disk.make_read_only()

    with pytest.raises(StoreBusyError, match=r"store\.read_only"):
        migrate_all(disk.folder)


@pytest.mark.service
def test_a_limit_on_file_size_is_answered_like_a_bad_disk(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    code = (
        "import pathlib, resource, signal, sys; from hub.errors import StoreBusyError;"
        "from hub.store.asrun import append; from hub.store.connect import open_hub;"
        "from hub.store.permits import Service;"
        "from tests.store.samples import MORNING, make_cue;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "store = open_hub(pathlib.Path(sys.argv[1]), Service.BROADCAST);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000));"
        "\nfor n in range(100):"
        "\n    try: append(store, make_cue(n), MORNING)"
        "\n    except StoreBusyError as error: print(n, error.key); break"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True
    )

    number, key = done.stdout.split()
    assert int(number) > 0
    assert key in {"store.device", "store.full"}
    with open_hub(tmp_path, Service.BROADCAST) as store:
        assert len(rows(store, MORNING, MORNING.replace(year=2027))) == int(number)


@pytest.mark.service
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_store_of_another_user_is_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        store = Path(name)
        make_store(store).close()
        store.chmod(0o755)
        (store / "hub.db").chmod(0o444)
        code = (
            "import os, pathlib, sys; from hub.store.connect import open_hub;"
            "from hub.store.permits import Service; from hub.store.steps import shipped;"
            # read before: the clone may lie where that user may not look
            "shipped('hub.db'); os.setuid(65534);"
            "store = open_hub(pathlib.Path(sys.argv[1]), Service.BROADCAST);"
            "print(store.access, store.user_version())"
        )

        done = subprocess.run(
            [sys.executable, "-c", code, str(store)], check=True, capture_output=True, text=True
        )

    assert done.stdout.startswith("frozen ")
