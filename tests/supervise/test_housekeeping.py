"""Housekeeping on real folders: backups, samples, media."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.errors import StoreBusyError
from hub.supervise.housekeeping import UNUSED_FILE, Housekeeping
from hub.timers import Timers
from tests.fakes.clock import FakeClock

DAY_S = 24 * 3600.0
TWO_AT_NIGHT = datetime(2026, 12, 1, 19, tzinfo=UTC)


class Home:
    """A data folder, a clock, and what the jobs did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.media = folder / "media"
        self.media.mkdir()
        self.clock = FakeClock(TWO_AT_NIGHT)
        self.used: set[str] = set()
        self.is_trusted = True
        self.pruned: list[datetime] = []
        self.backups = 0
        self.jobs = Housekeeping(
            data_dir=folder,
            media_dir=self.media,
            tz=ZoneInfo("Asia/Ho_Chi_Minh"),
            clock=self.clock,
            is_trusted=lambda: self.is_trusted,
            prune=self.pruned.append,
            back_up=self._back_up,
            used_media=lambda: frozenset(self.used),
        )

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.media)) for path in self.media.rglob("*.wav"))

    def put(self, *names: str) -> None:
        for name in names:
            (self.media / name).parent.mkdir(parents=True, exist_ok=True)
            (self.media / name).write_bytes(b"RIFF")

    def _back_up(self) -> None:
        self.backups += 1
        path = self.folder / "backup" / f"hub-{self.backups:06d}-v0001.db"
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.utime(path, (self.clock.wall_s(), self.clock.wall_s()))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_samples_older_than_thirty_days_are_forgotten(home: Home) -> None:
    home.jobs.forget_samples()

    assert home.pruned == [TWO_AT_NIGHT - timedelta(days=30)]


def test_a_clock_that_nobody_set_forgets_nothing(home: Home) -> None:
    home.is_trusted = False
    home.put("old.wav")
    home.jobs.sweep_media()
    home.clock.pass_time(40 * DAY_S)

    home.jobs.forget_samples()
    home.jobs.sweep_media()

    assert home.pruned == []
    assert home.files() == ["old.wav"]


def test_one_backup_is_made_each_night(home: Home) -> None:
    for _ in range(3 * 24 - 2):  # from two at night to midnight
        home.jobs.keep_backup()
        home.clock.pass_time(3600)

    assert home.backups == 3


def test_a_media_file_goes_thirty_days_after_the_last_programme_that_named_it(home: Home) -> None:
    home.put("used.wav", "left/unused.wav")
    home.used = {"used.wav"}
    seen = []

    for _ in range(32):
        home.jobs.sweep_media()
        seen.append(home.files())
        home.clock.pass_time(DAY_S)

    assert seen[29] == ["left/unused.wav", "used.wav"]
    assert seen[30] == ["used.wav"]


def test_other_files_are_left_alone(home: Home) -> None:
    (home.media / "notes.txt").write_text("mine")
    for _ in range(2):
        home.jobs.sweep_media()
        home.clock.pass_time(60 * DAY_S)

    assert (home.media / "notes.txt").exists()


def test_the_list_of_unused_files_is_written_only_when_it_changes(home: Home) -> None:
    home.put("a.wav")
    home.jobs.sweep_media()
    first = (home.folder / UNUSED_FILE).stat().st_mtime_ns

    home.clock.pass_time(DAY_S)
    home.jobs.sweep_media()

    assert (home.folder / UNUSED_FILE).stat().st_mtime_ns == first


@pytest.mark.parametrize(
    "text", ["", "[]", '{"a.wav": 7}', '{"a.wav": "soon"}', '{"a.wav": "2020-01-01T00:00:00"}']
)
def test_a_damaged_list_of_unused_files_is_survived(home: Home, text: str) -> None:
    (home.folder / UNUSED_FILE).write_text(text)
    home.put("b.wav")

    home.jobs.sweep_media()

    assert home.files() == ["b.wav"]


def test_a_list_that_cannot_be_written_is_a_busy_store(home: Home) -> None:
    home.put("a.wav")
    (home.folder / UNUSED_FILE).with_suffix(".new").mkdir()

    with pytest.raises(StoreBusyError):
        home.jobs.sweep_media()


def test_a_hub_without_a_media_folder_has_nothing_to_sweep(home: Home) -> None:
    home.media.rmdir()

    home.jobs.sweep_media()

    assert not (home.folder / UNUSED_FILE).exists()


def test_nothing_is_done_in_the_first_minutes(home: Home) -> None:
    timers = Timers(home.clock, lambda *_: None)

    home.jobs.add_to(timers)

    assert timers.turn() - home.clock.monotonic() == pytest.approx(300, abs=5)
    assert (home.backups, home.pruned) == (0, [])


def test_what_was_said_while_the_clock_was_lost_is_kept_for_thirty_days_from_when_it_is_set(
    home: Home,
) -> None:
    folder = home.folder / "live"
    folder.mkdir()
    (folder / "lost.wav").touch()
    os.utime(folder / "lost.wav", (946_684_920, 946_684_920))  # in the year 2000

    home.jobs.forget_talks()
    home.clock.pass_time(29 * DAY_S)
    home.jobs.forget_talks()
    assert [path.name for path in folder.iterdir()] == ["lost.wav"]

    home.clock.pass_time(2 * DAY_S)
    home.jobs.forget_talks()
    assert list(folder.iterdir()) == []


def test_the_record_of_talks_is_removed_after_thirty_days(home: Home) -> None:
    home.clock.pass_time(60 * DAY_S)
    folder = home.folder / "live"
    folder.mkdir()
    for name, days in (("old", 31), ("new", 29)):
        path = folder / f"{name}.wav"
        path.touch()
        at_s = home.clock.wall_s() - days * DAY_S
        os.utime(path, (at_s, at_s))

    home.jobs.forget_talks()

    assert [path.name for path in folder.iterdir()] == ["new.wav"]
