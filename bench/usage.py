"""What a process uses: memory (PSS), processor time, bytes written to the disk, threads."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Usage:
    """One look at a process.

    Attributes:
        at_s: When, monotonic seconds.
        cpu_s: Processor time of all its threads so far, seconds.
        pss_mib: Its share of memory, MiB; pages that others share count in part.
        written_bytes: Bytes it had written to the disk so far.
        switches: Times its threads went to sleep so far.
    """

    at_s: float
    cpu_s: float
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
        cpu_s=sum(float((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9,
        pss_mib=_field(home / "smaps_rollup", "Pss:") / 1024,
        written_bytes=_field(home / "io", "write_bytes:"),
        switches=sum(_field(task / "status", "voluntary_ctxt_switches:") for task in tasks),
    )


def cpu_percent(before: Usage, after: Usage) -> float:
    """Processor time between two looks, percent of one core."""
    return 100 * (after.cpu_s - before.cpu_s) / (after.at_s - before.at_s)


def _field(path: Path, name: str) -> int:
    for line in path.read_text("utf-8", "replace").splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
