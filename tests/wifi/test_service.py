"""The service as a process: begins, answers, ends as it is told, and says what is wrong."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hub.control import ControlClient
from hub.errors import HubError
from hub.store.migrate import migrate_all
from tests.service.village import wait_for

pytestmark = pytest.mark.service


def start(folder: Path, more: str = "") -> subprocess.Popen[str]:
    config = folder / "village.toml"
    config.write_text(f'[hub]\ndata_dir = "data"\nrun_dir = "run"\n{more}', "utf-8")
    command = [sys.executable, "-m", "wifi", "--config", str(config)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def is_up(folder: Path) -> bool:
    try:
        state = ControlClient(folder / "run/wifi.sock").call("vn.hub.Wifi.State")["state"]
    except HubError:
        return False
    return bool(state["points"] == {} and state["internet"]["state"] == "not_looked")


def test_it_answers_with_no_point_at_all_and_ends_when_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    migrate_all(tmp_path / "data")
    process = start(tmp_path)
    try:
        wait_for(lambda: is_up(tmp_path), 30)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=20)
    finally:
        process.kill()

    assert (process.returncode, told) == (0, "")
    assert not (tmp_path / "run/wifi.sock").exists()


def test_a_wrong_configuration_and_a_store_that_is_not_there_have_codes_of_their_own(
    tmp_path: Path,
) -> None:
    wrong = start(tmp_path, '[wifi]\ngateway = "8.8.8.8"\n')
    _, why = wrong.communicate(timeout=30)
    missing = start(tmp_path)
    _, reason = missing.communicate(timeout=30)

    assert (wrong.returncode, missing.returncode) == (78, 74)
    assert "8.8.8.8" in why
    assert "content.db" in reason
    assert "Traceback" not in why + reason
