"""`village-hub run` and its terminal: one in a folder, and none of its services outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.service.village import SmallHub, ended, wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(120)]

AS_TYPED = ("env", "--default-signal=INT,HUP", "setsid", "--ctty")
"""Nothing ignored: what a shell starts in the background ignores Ctrl-C, under `nohup` the rest."""


def services(process: subprocess.Popen[bytes]) -> list[int]:
    """What it has started, by number."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in children.read_text("ascii").split()]


def is_there(number: int) -> bool:
    """It runs; what only waits for somebody to read its exit code does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def in_a_terminal(hub: SmallHub) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`run` in a terminal of its own: the process, and the end where a person types and reads."""
    keys, screen = os.openpty()
    command = [sys.executable, "-m", "hub", "--config", str(hub.path), "run"]
    process = subprocess.Popen([*AS_TYPED, *command], stdin=screen, stdout=screen, stderr=screen)
    os.close(screen)
    try:
        yield process, keys
    finally:
        with suppress(OSError):
            os.close(keys)
        ended(process)


def shown(keys: int) -> str:
    """All that a terminal shows until its last program has gone."""
    pieces = []
    with suppress(OSError):
        while piece := os.read(keys, 4096):
            pieces.append(piece)
    return b"".join(pieces).decode("utf-8", "replace")


def test_a_second_one_says_which_is_running_and_touches_nothing(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    process = hub.start("hub", "run")
    try:
        wait_for(hub.is_up, 30)
        before = services(process)
        second = hub.run("run")
        after = services(process)
    finally:
        assert ended(process) == 0

    assert (second.returncode, second.stdout) == (69, "")
    assert second.stderr.count("\n") == 1
    assert str(process.pid) in second.stderr
    assert after == before


def test_its_services_end_when_it_is_killed_and_the_next_one_plays(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    hub.tone("dai", 60.0)
    process = hub.start("hub", "run")
    wait_for(hub.is_up, 30)
    hub.run("order", "play", "dai", "--kind", "emergency", "--by", "Lan")
    wait_for(lambda: bool(hub.state()["on_air"]), 10)
    left = services(process)

    process.kill()
    process.wait()

    wait_for(lambda: not any(map(is_there, left)), 20)
    assert not hub.is_line_on()
    again = hub.start("hub", "run")
    try:
        wait_for(hub.is_up, 30)
    finally:
        assert ended(again) == 0
    assert "answers at" not in (hub.folder / "log").read_text("utf-8")


def test_ctrl_c_while_it_is_still_starting_ends_it_in_one_sentence(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    with in_a_terminal(hub) as (process, keys):
        wait_for(lambda: len(services(process)) >= 3, 30)

        os.write(keys, b"\x03")

        text = shown(keys)
        assert process.wait(30) == 0
    assert "Ended, every amplifier is off." in text
    assert "Traceback" not in text


def test_a_terminal_that_is_closed_ends_all_in_order(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    with in_a_terminal(hub) as (process, keys):
        wait_for(hub.is_up, 30)
        left = services(process)

        os.close(keys)

        assert process.wait(30) == 0
        assert not any(map(is_there, left))
    assert not hub.is_line_on()


def test_who_wants_it_to_outlive_the_terminal_is_obeyed(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what nohup does
    try:
        process = hub.start("hub", "run")
    finally:
        signal.signal(signal.SIGHUP, before)
    try:
        wait_for(hub.is_up, 30)
        process.send_signal(signal.SIGHUP)
        assert hub.is_up()
        assert process.poll() is None
    finally:
        assert ended(process) == 0
