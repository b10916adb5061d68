"""One `village-hub run` at a time in one folder.

A second one would begin the example afresh under the first, record over its sound and fight it for
every line and socket.
"""

from __future__ import annotations

import fcntl
import os
import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.errors import ControlError

LOCK: Final = "run.lock"
LEAVE_S: Final = 5.0
"""How long the services of a run that was killed may take to end, seconds."""
LOOK_S: Final = 0.1


@contextmanager
def only_run(run_dir: Path, clock: Clock) -> Iterator[None]:
    """Hold the folder; the kernel gives it back when this process ends, however it ends.

    Raises:
        ControlError: Another run holds it, or services of the system answer in it.
    """
    fd = os.open(run_dir / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            process = os.pread(fd, 32, 0).decode("ascii", "replace").strip()
            raise ControlError("run.is_running", folder=run_dir, process=process) from error
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode("ascii"), 0)
        _wait_for_the_last(run_dir / "broadcast.sock", clock)
        yield
    finally:
        os.close(fd)


def _wait_for_the_last(path: Path, clock: Clock) -> None:
    until = clock.monotonic() + LEAVE_S
    with selectors.DefaultSelector() as nothing:
        while _answers(path):
            if clock.monotonic() >= until:
                raise ControlError("control.taken", path=path)
            clock.wait(clock.monotonic() + LOOK_S, nothing)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True
