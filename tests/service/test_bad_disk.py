"""The disk is full, or can only be read: the village hears all the same, and nothing is lost."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.machine_faults import full
from hub.domain.facts import AsRun, Outcome
from hub.store.asrun import rows
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.disks import mounted
from tests.service.pages import get, is_up, with_pages
from tests.service.village import START_S, SmallHub, ended, wait_for
from tests.web.burglar import paired

AGES = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

pytestmark = [
    pytest.mark.service,
    pytest.mark.timeout(240),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB where the store will be."""
    data = tmp_path / "data"
    data.mkdir()
    with mounted(data, "4m"):
        yield data


def played(hub: SmallHub) -> list[AsRun]:
    """The cues in the log; the chain must hold."""
    with open_hub(hub.config.data_dir, Service.CLI) as store:
        assert verify(store).is_whole
        found = [row.fact for row in rows(store, *AGES)]
    return [fact for fact in found if isinstance(fact, AsRun)]


def test_on_a_full_disk_the_village_hears_and_the_log_is_written_when_there_is_room(
    tmp_path: Path, disk: Path
) -> None:
    hub = SmallHub(tmp_path)
    hub.slots(hub.tone("tin", 1.0), 2, 3.0, 6.0)
    process = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        with full(disk):
            wait_for(lambda: hub.state()["waiting"] > 0, 30)
            wait_for(lambda: hub.state()["next"] is None and not hub.state()["on_air"], 30)
            doctor = hub.run("doctor")
        wait_for(lambda: hub.state()["waiting"] == 0, 40)
    finally:
        ended(process)

    assert doctor.returncode == 1
    assert "rows of the log could not be written" in doctor.stdout
    assert [cue.outcome for cue in played(hub)] == [Outcome.PLAYED, Outcome.PLAYED]


def test_on_a_read_only_disk_the_playout_starts_and_plays(tmp_path: Path, disk: Path) -> None:
    hub = SmallHub(tmp_path)
    hub.slots(hub.tone("tin", 1.0), 1, 1.0, 8.0)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    process = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        wait_for(lambda: bool(hub.state()["on_air"]), 20)
        wait_for(lambda: hub.state()["waiting"] > 0, 20)
        refused = hub.run("programme", "remove", "tin")
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        wait_for(lambda: hub.state()["waiting"] == 0, 40)
    finally:
        ended(process)

    assert refused.returncode != 0
    assert len(refused.stderr.strip().splitlines()) == 1
    assert [cue.outcome for cue in played(hub)] == [Outcome.PLAYED]


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def killed(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.mark.parametrize("is_paired", [True, False])
@pytest.mark.parametrize("bad", [full, read_only])
def test_on_a_bad_disk_the_pages_are_started_again(
    tmp_path: Path, disk: Path, bad: Callable[[Path], AbstractContextManager[None]], is_paired: bool
) -> None:
    hub = with_pages(SmallHub(tmp_path))
    process = hub.start("web")
    try:
        wait_for(lambda: is_up(hub), START_S)
        if is_paired:
            paired(hub, "Hoa")
        killed(process)
        with bad(disk):
            process = hub.start("web")
            wait_for(lambda: is_up(hub), START_S)
            status, page = get(hub, "/kiosk/")
    finally:
        ended(process)

    assert status == 200
    assert "k-tile" in page
