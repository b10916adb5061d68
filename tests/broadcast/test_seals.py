"""Files are known to be what was prepared before their cue, and one that is not is never played."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

import broadcast.seals
from broadcast.seals import AT_ONCE_BYTES, KEPT_S, UNREADABLE_S, Seal, Seals
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source

LOGGER = logging.getLogger("test-seals")


class Now:
    """A monotonic clock that a test sets."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def seals(tmp_path: Path, now: Now) -> Iterator[Seals]:
    found = Seals(tmp_path, now, LOGGER)
    yield found
    found.close()


def programme(folder: Path, name: str, size: int = 1000) -> Programme:
    path = folder / f"{name}.wav"
    path.write_bytes(os.urandom(size))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Programme(
        ProgrammeId(name), name, Kind.ROUTINE, Level.COMMUNE, Source.FILE, path.name, 1, 48_000,
        digest, "Bình", "Hoa",
    )  # fmt: skip


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_short_file_is_known_at_once(tmp_path: Path, seals: Seals) -> None:
    assert seals.of(programme(tmp_path, "a")) is Seal.WHOLE


def test_a_file_with_another_hash_is_changed(
    tmp_path: Path, seals: Seals, caplog: pytest.LogCaptureFixture
) -> None:
    one = programme(tmp_path, "a")
    (tmp_path / "a.wav").write_bytes(b"something else")

    assert [seals.of(one), seals.of(one)] == [Seal.CHANGED] * 2
    assert len(caplog.messages) == 1
    assert "a.wav" in caplog.text


def test_a_file_that_changes_later_is_noticed(tmp_path: Path, seals: Seals) -> None:
    one, path = programme(tmp_path, "a"), tmp_path / "a.wav"
    assert seals.of(one) is Seal.WHOLE
    before = path.stat()

    path.write_bytes(os.urandom(1000))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 10**9))

    assert seals.of(one) is Seal.CHANGED


@pytest.mark.parametrize("size", [1000, AT_ONCE_BYTES + 1000])
def test_a_file_changed_in_place_with_its_time_set_back_is_noticed(
    tmp_path: Path, seals: Seals, size: int
) -> None:
    one, path = programme(tmp_path, "a", size), tmp_path / "a.wav"
    seals.start()
    seals.look([one])
    wait_for(lambda: seals.of(one) is Seal.WHOLE)
    before = path.stat()

    with path.open("r+b") as file:
        file.seek(500)
        file.write(b"something else")
    while path.stat().st_ctime_ns == before.st_ctime_ns or path.stat().st_mtime_ns != (
        before.st_mtime_ns
    ):  # kernels before 6.13 tell no two moments of one tick apart
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert seals.of(one) is not Seal.WHOLE
    wait_for(lambda: seals.of(one) is Seal.CHANGED)


def test_a_missing_file_is_missing(tmp_path: Path, seals: Seals) -> None:
    one = programme(tmp_path, "a")
    (tmp_path / "a.wav").unlink()

    assert seals.of(one) is Seal.MISSING


def test_a_pipe_or_a_device_in_a_file_s_place_is_missing(tmp_path: Path, seals: Seals) -> None:
    """Opened or read, either would keep the playout for ever."""
    pipe, device = programme(tmp_path, "pipe"), programme(tmp_path, "device")
    for one in (pipe, device):
        (tmp_path / one.media).unlink()
    os.mkfifo(tmp_path / pipe.media)
    (tmp_path / device.media).symlink_to("/dev/zero")

    assert [seals.of(pipe), seals.of(device)] == [Seal.MISSING] * 2


def test_a_file_that_cannot_be_read_is_missing(tmp_path: Path, seals: Seals) -> None:
    one = programme(tmp_path, "a")
    (tmp_path / "a.wav").unlink()
    (tmp_path / "a.wav").mkdir()

    assert seals.of(one) is Seal.MISSING


def test_a_long_file_waits_for_the_thread(tmp_path: Path, seals: Seals) -> None:
    one = programme(tmp_path, "a", AT_ONCE_BYTES + 1)
    seals.start()

    assert seals.of(one) is Seal.UNKNOWN
    wait_for(lambda: seals.of(one) is Seal.WHOLE)


def test_long_files_are_looked_at_ahead(tmp_path: Path, seals: Seals) -> None:
    many = [programme(tmp_path, name, AT_ONCE_BYTES + 1) for name in ("a", "b")]
    bad = replace(many[1], sha256="0" * 64)
    seals.start()
    seals.look([many[0], bad])

    wait_for(lambda: {"a.wav", "b.wav"} == set(seals._looked))

    assert [seals.of(many[0]), seals.of(bad)] == [Seal.WHOLE, Seal.CHANGED]


def test_a_file_is_read_once_and_again_after_a_day(tmp_path: Path, seals: Seals, now: Now) -> None:
    one = programme(tmp_path, "a")
    seals.look([one])
    assert [media for _, media in seals._due()] == ["a.wav"]
    seals.of(one)
    assert seals._due() == []

    now.s += KEPT_S

    assert [media for _, media in seals._due()] == ["a.wav"]


def test_rot_that_leaves_no_trace_in_the_folder_is_found_by_the_daily_look(
    tmp_path: Path, seals: Seals, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = programme(tmp_path, "a")
    facts = seals._facts("a.wav")
    assert seals.of(one) is Seal.WHOLE
    monkeypatch.setattr(seals, "_facts", lambda _: facts)  # a card that forgets tells nothing
    (tmp_path / "a.wav").write_bytes(os.urandom(1000))
    assert seals.of(one) is Seal.WHOLE
    now.s += KEPT_S

    seals.start()
    seals.look([one])

    wait_for(lambda: seals.of(one) is Seal.CHANGED)


def test_it_ends_in_the_middle_of_a_long_file(tmp_path: Path, now: Now) -> None:
    seals = Seals(tmp_path, now, LOGGER)
    one = programme(tmp_path, "a", 64 << 20)
    seals.start()
    seals.look([one])

    seals.close()

    assert not seals._thread.is_alive()


def test_a_file_that_cannot_be_read_is_not_read_again_at_once(
    tmp_path: Path, seals: Seals, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    one = programme(tmp_path, "a")
    monkeypatch.setattr(broadcast.seals, "opened", refuse)
    seals.look([one])
    assert seals.of(one) is Seal.MISSING
    assert seals._due() == []

    now.s += UNREADABLE_S

    assert [media for _, media in seals._due()] == ["a.wav"]
