"""The hub service as a process: starts, answers, sees a stuck relay, ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.control import ControlClient
from hub.errors import ControlError
from hub.service import main
from hub.store.migrate import migrate_all

pytestmark = pytest.mark.service

CONFIG = """
[hub]
data_dir = "data"
run_dir = "run"
assume_clock = true
[[cards]]
name = "main"
device = "null"
[[zones]]
id = "north"
line = 17
[[sensors]]
kind = "ina219"
zone = "north"
[[sensors]]
kind = "sht31"
address = 0x44
"""


class Village:
    """A folder with a configuration and a store, and the service running in it."""

    def __init__(self, folder: Path, feed: str = "") -> None:
        self.folder = folder
        self.config = folder / "hub.toml"
        self.config.write_text(CONFIG)
        migrate_all(folder / "data")
        (folder / "run" / "sensors").mkdir(parents=True)
        (folder / "run" / "sensors" / "north").write_text(feed)
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.told.bind(str(folder / "notify"))
        self.told.settimeout(20)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hub.service", "--config", str(self.config)],
            env={**os.environ, "NOTIFY_SOCKET": str(folder / "notify")},
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> None:
        while b"READY=1" not in self.told.recv(4096):
            pass

    def state(self) -> dict[str, Any]:
        answer: dict[str, Any] = ControlClient(self.folder / "run" / "hub.sock", 5.0).call(
            "vn.hub.Hub.State"
        )["state"]
        return answer

    def wait_for(self, is_true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Look until the state is as wished; each message of the service is an occasion."""
        until = SystemClock().monotonic() + 20
        while not is_true(found := self.state()):
            assert SystemClock().monotonic() < until, found
            self.told.recv(4096)
        return found

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.told.close()


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    made = Village(tmp_path)
    made.wait_until_ready()
    yield made
    made.close()


def test_it_tells_what_the_sensors_say(village: Village) -> None:
    state = village.wait_for(lambda found: found["sensors"]["sht31@0x44"]["answers"])

    assert state["sensors"]["ina219@0x40"]["current_a"] == 0.02
    assert state["sensors"]["sht31@0x44"]["temperature_c"] == 31.0
    assert state["clock"] in {"assumed", "ntp", "rtc"}


def test_it_sees_a_stuck_relay_and_keeps_the_incident_for_the_playout(tmp_path: Path) -> None:
    village = Village(tmp_path, feed="stuck")
    village.wait_until_ready()

    state = village.wait_for(lambda found: bool(found["troubles"]))
    village.close()

    (trouble,) = state["troubles"]
    assert (trouble["condition"], trouble["subject"]) == ("stuck_relay", "ina219@0x40")
    assert trouble["zone"] == "north"
    assert state["notes_waiting"] == 1


def test_it_ends_cleanly_when_it_is_told_to(village: Village) -> None:
    village.process.send_signal(signal.SIGTERM)
    _, errors = village.process.communicate(timeout=10)

    assert village.process.returncode == 0
    assert "Traceback" not in errors
    assert not (village.folder / "run" / "hub.sock").exists()


def test_a_second_one_does_not_take_the_socket(
    village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--config", str(village.config)])

    assert code == 74
    assert village.state()["sensors"]


def test_without_a_store_it_says_so_and_ends(tmp_path: Path) -> None:
    (tmp_path / "hub.toml").write_text(CONFIG)

    assert main(["--config", str(tmp_path / "hub.toml")]) == 74


def test_a_wrong_configuration_ends_it_with_78(tmp_path: Path) -> None:
    (tmp_path / "hub.toml").write_text("[hub]\nlanguage = 'fr'\n")

    assert main(["--config", str(tmp_path / "hub.toml")]) == 78


def test_after_a_kill_it_starts_again_on_the_same_socket(village: Village) -> None:
    village.process.kill()
    village.process.wait()
    with pytest.raises(ControlError):
        village.state()

    again = subprocess.Popen(
        village.process.args,
        env={**os.environ, "NOTIFY_SOCKET": str(village.folder / "notify")},
    )
    village.wait_until_ready()

    assert village.state()["sensors"]
    again.kill()
    again.wait()
