"""Ways to harm a screen, for the bench and for tests; each begins with one that is well."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bench.watched_wall import WatchedWall, seconds_until

YEAR_S: Final = 365 * 86_400
LIBRARIES: Final = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


class FakeWallClock:
    """The wall clock of all services of a village; monotonic time is not touched.

    Args:
        folder: Where the step is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self.step(0.0)
        self.environment = {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def step(self, seconds: float) -> None:
        """Set the clock to `seconds` off the real one."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+.3f}s\n", "ascii")
        new.replace(self._file)


@contextmanager
def small_disk(folder: Path, mib: int) -> Iterator[None]:
    """Mount a disk of its own on a folder.

    Raises:
        OSError: This machine does not let us.
    """
    command = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise OSError(f"no disk on {folder}") from error
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Nothing more fits on its disk."""
    stuffing = folder / "stuffing"
    with stuffing.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        stuffing.unlink()


def well(wall: WatchedWall, patience_s: float = 90.0) -> None:
    """Wait for a live screen, as if the last ten minutes had been quiet."""
    began_s = time.monotonic()
    seconds_until(lambda: wall.is_live_since(began_s), patience_s, began_s)
    wall.starts.unlink(missing_ok=True)


def send(pids: list[int], number: signal.Signals) -> None:
    """Send a signal to each that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def end_browser(wall: WatchedWall) -> None:
    """All of its processes at once."""
    leader = wall.browser()
    if leader:
        os.killpg(leader, signal.SIGKILL)


def block(wall: WatchedWall) -> None:
    """A script that never ends."""
    browser = wall.driver.chromium.connect_over_cdp(f"http://127.0.0.1:{wall.port}")
    browser.contexts[0].pages[0].evaluate("setTimeout(() => { for (;;); }, 100)")
    browser.close()
