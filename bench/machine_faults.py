"""A full disk and a stepped clock, made on this machine for the bench and for tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

LIBRARIES: Final = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


class FakeWallClock:
    """The wall clock of all services of a village; monotonic time is not touched.

    Args:
        folder: Where the step is kept.
        is_slow: Look at the step once a second: a browser asks for the time all day.
    """

    def __init__(self, folder: Path, *, is_slow: bool = False) -> None:
        self._file = folder / "faketime"
        self.step(0.0)
        self.environment = {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            **({"FAKETIME_CACHE_DURATION": "1"} if is_slow else {"FAKETIME_NO_CACHE": "1"}),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def step(self, seconds: float) -> None:
        """Set the clock to `seconds` off the real one."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+.3f}s\n", "ascii")
        new.replace(self._file)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of its own on a folder.

    Args:
        folder: Where; its contents are hidden meanwhile.
        size: As tmpfs(5) reads it: ``4m``.

    Raises:
        PermissionError: This machine does not let us.
        FileNotFoundError: It has no mount(8): the set-up forgot it.
    """
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        why = f"this machine does not let us mount a small disk on {folder}"
        raise PermissionError(why) from error
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
