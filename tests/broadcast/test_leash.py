"""What was started ends with whoever started it, in whatever moment that is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv (util-linux)")

PARENT = """
import subprocess, sys, time
from broadcast.leash import leashed
child = subprocess.Popen(leashed(["sleep", "60"]))
print(child.pid, flush=True)
time.sleep(60)
"""
SLOW_S = 0.4


def started(path: str) -> tuple[subprocess.Popen[str], int]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PATH": path},
    )
    assert parent.stdout is not None
    with parent.stdout as told:
        return parent, int(told.readline())


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def wait_until_gone(pid: int) -> bool:
    end_s = time.monotonic() + 20
    while not is_gone(pid) and time.monotonic() < end_s:
        time.sleep(0.05)
    return is_gone(pid)


def test_it_ends_when_its_parent_is_killed() -> None:
    parent, child = started(os.environ["PATH"])
    time.sleep(SLOW_S)
    assert not is_gone(child)

    parent.kill()
    parent.wait()

    assert wait_until_gone(child)


def test_it_does_not_even_begin_when_its_parent_was_killed_at_once(tmp_path: Path) -> None:
    slow = tmp_path / "setpriv"
    slow.write_text(f'#!/bin/sh\nsleep {SLOW_S}\nexec {shutil.which("setpriv")} "$@"\n')
    slow.chmod(0o755)
    parent, child = started(f"{tmp_path}:{os.environ['PATH']}")

    parent.kill()
    parent.wait()

    try:
        assert wait_until_gone(child)
    finally:
        if not is_gone(child):
            os.kill(child, signal.SIGKILL)
