"""A test that hangs for ever ends the run and its programs; what has passed is not done again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.standstill import STANDSTILL

HANGS = """
import subprocess, sys, threading
import pytest

def test_first():
    pass

@pytest.mark.timeout(1)
def test_that_hangs():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open("child", "w") as told:
        told.write(str(child.pid))
    while True:
        try:
            threading.Event().wait(600)
        except BaseException:
            continue

def test_after_it():
    pass
"""


def run(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    env = {**os.environ, "HUB_GRACE_S": "1", "HUB_PASSED": str(folder / "passed")}
    return subprocess.run(
        [*command, "-c", str(root / "pyproject.toml"), "--rootdir", str(folder), "test_hangs.py"],
        cwd=folder,
        env={**env, "PYTHONPATH": str(root), **more},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def has_ended(pid: int) -> bool:
    """It is gone, or nobody has asked yet how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_test_that_hangs_ends_the_run_which_then_goes_on_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "test_hangs.py").write_text(HANGS, "utf-8")
    first = run(tmp_path)
    child = int((tmp_path / "child").read_text("utf-8"))

    assert first.returncode == STANDSTILL, first.stdout + first.stderr
    assert "STANDSTILL in test_hangs.py::test_that_hangs" in first.stderr
    assert "in test_that_hangs" in first.stderr.split("STANDSTILL", 1)[1]
    assert has_ended(child)

    mended = HANGS.replace("while True", "child.kill()\n    child.wait()\n    while False")
    (tmp_path / "test_hangs.py").write_text(mended, "utf-8")
    second = run(tmp_path, HUB_GOES_ON="1")
    assert second.returncode == 0, second.stdout + second.stderr
    assert "2 passed, 1 deselected" in second.stdout
