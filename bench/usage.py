"""What a process uses: memory (PSS), processor time, bytes written to the disk, threads."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Usage:
    """One look at a process.

    Attributes:
        at_s: When, monotonic seconds.
        cpu_s: Processor time so far (utime + stime), seconds.
        exact_cpu_s: The same of the threads that live, by the scheduler's own count, seconds.
        pss_mib: Its share of memory, MiB; pages that others share count in part.
        written_bytes: Bytes it had written to the disk so far.
        switches: Times its threads went to sleep so far.
    """

    at_s: float
    cpu_s: float
    exact_cpu_s: float
    pss_mib: float
    written_bytes: int
    switches: int


def look(pid: int) -> Usage:
    """Look at a process now.

    Raises:
        OSError: It has ended.
    """
    home = PROC / str(pid)
    tasks = list((home / "task").iterdir())
    return Usage(
        at_s=time.monotonic(),
        cpu_s=_ticks(home) / os.sysconf("SC_CLK_TCK"),
        exact_cpu_s=_sum(tasks, lambda t: int((t / "schedstat").read_text().split()[0])) / 1e9,
        pss_mib=_field(home / "smaps_rollup", "Pss:") / 1024,
        written_bytes=_field(home / "io", "write_bytes:"),
        switches=_sum(tasks, lambda task: _field(task / "status", "voluntary_ctxt_switches:")),
    )


def cpu_percent(before: Usage, after: Usage) -> float:
    """Processor time between two looks, percent of one core."""
    return 100 * (after.cpu_s - before.cpu_s) / (after.at_s - before.at_s)


def _sum(tasks: Sequence[Path], read: Callable[[Path], int]) -> int:
    """What its threads have together; one that has ended meanwhile has nothing."""
    found = 0
    for task in tasks:
        with suppress(FileNotFoundError, ProcessLookupError):
            found += read(task)
    return found


def _ticks(home: Path) -> int:
    """The fields utime and stime; the name before them may hold blanks."""
    fields = (home / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _field(path: Path, name: str) -> int:
    for line in path.read_text("utf-8", "replace").splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
