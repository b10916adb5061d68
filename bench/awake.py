"""Keeps the processors from falling asleep while something is timed.

A virtual processor that halts has to be woken by its host, and that was seen to take up to
20 ms: four periods of the sound card, which would be booked as mistakes of whatever is
measured.  So one process per processor spins in the idle class (it gets what nobody else
wants, and gives way at once), and on real hardware deep sleep is forbidden as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

LATENCY_REQUEST = Path("/dev/cpu_dma_latency")
"""While this file is held open with 0 in it, Linux keeps out of deep sleep states."""

_SPIN = """
import os, sys
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
while os.getppid() == int(sys.argv[1]):
    for _ in range(1_000_000):
        pass
"""


@contextmanager
def awake() -> Iterator[None]:
    """Hold the processors awake for the length of a `with` block."""
    with ExitStack() as stack:
        _forbid_deep_sleep(stack)
        for _ in range(os.cpu_count() or 1):
            command = [sys.executable, "-S", "-c", _SPIN, str(os.getpid())]
            spinner = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            stack.callback(spinner.wait)
            stack.callback(spinner.kill)
        yield


def _forbid_deep_sleep(stack: ExitStack) -> None:
    try:
        request = stack.enter_context(LATENCY_REQUEST.open("wb", buffering=0))
        request.write(b"\0\0\0\0")
    except OSError:
        return  # a virtual machine without it, or not root: the spinners do what can be done
