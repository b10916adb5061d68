"""What keeps one test that hangs from holding up all others: the run ends itself and says where."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from typing import Final, TextIO

GRACE_S: Final = float(os.environ.get("HUB_GRACE_S", "120"))
"""pytest-timeout breaks a test off once; if tidying up hangs as well, nothing else ends it."""
STANDSTILL: Final = 70
"""The status a run ends with then: scripts/test.sh tries once more what did not pass."""
LOOK_S: Final = 0.5
WATCHED: Final[dict[str, float]] = {}
"""Until when each test must have ended, monotonic seconds."""
_now, _pause = time.monotonic, time.sleep  # as they are before a test puts others there
SAID: Final[list[TextIO]] = []
"""The run's own stderr, whatever a test catches."""


def say_on_stderr() -> None:
    """Remember stderr as it is now: when pytest is configured nothing is caught."""
    SAID.append(os.fdopen(os.dup(2), "w"))


@contextmanager
def watched(name: str, limit_s: float) -> Iterator[None]:
    """End this process if what is inside takes longer than its limit and the grace.

    Args:
        name: Of the test.
        limit_s: After which pytest-timeout breaks it off.
    """
    if not WATCHED:
        WATCHED[""] = inf
        threading.Thread(target=_watch, name="standstill", daemon=True).start()
    WATCHED[name] = _now() + limit_s + GRACE_S
    try:
        yield
    finally:
        del WATCHED[name]


def _watch() -> None:
    """One thread for all tests: one for each would come and go while tests count threads."""
    while True:
        _pause(LOOK_S)
        late = [name for name, end_s in list(WATCHED.items()) if _now() > end_s]
        if late:
            _give_up(late[0])


def _give_up(name: str) -> None:
    for said in SAID:
        print(f"\nSTANDSTILL in {name}", file=said, flush=True)
        faulthandler.dump_traceback(said)
    for pid in descendants(os.getpid()):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os._exit(STANDSTILL)


def descendants(pid: int) -> list[int]:
    """Children of a process and theirs: hubs, browsers and servers that tests started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
    found, more = [], [pid]
    while more:
        more = [child for child, parent in parents.items() if parent in more]
        found += more
    return found
