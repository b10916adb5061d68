"""Runs a program that handles foreign data: locked in, limited, and ended as a whole.

The locks are put on by `jail`, a step between this process and the program.  This side watches
the time, takes what the program says, and can hold it still while a cue begins.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from hub.clock import Clock
from hub.errors import MediaError
from hub.prepare.watched import Finished, Watched

JAIL: Final = Path(__file__).with_name("jail.py")
NOT_LOCKED_IN: Final = 125
NO_PROGRAM: Final = 127

FILES: Final = 64
FILE_MIB: Final = 1024

PATH: Final = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class Access:
    """What a program may open besides the system's own programs and libraries.

    Attributes:
        reads: Files and folders that it may read.
        writes: Folders that it may write in.
        fds: Open files that it gets; they may be opened anew as ``/proc/self/fd/N``.
        environment: Variables that it gets besides the few that every program gets.
    """

    reads: Sequence[Path] = ()
    writes: Sequence[Path] = ()
    fds: Sequence[int] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


NOTHING_ELSE: Final = Access()


ENVIRONMENT: Final = {
    "PATH": PATH,
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    "MALLOC_ARENA_MAX": "1",
}


def run(
    command: Sequence[str],
    *,
    clock: Clock,
    limit_s: float,
    memory_mib: int,
    stdin: bytes | None = None,
    output: BinaryIO | None = None,
    access: Access = NOTHING_ELSE,
    file_mib: int = FILE_MIB,
    told: Callable[[str], None] | None = None,
    taken: Callable[[bytes], None] | None = None,
    is_held: Callable[[], bool] | None = None,
) -> Finished:
    """Run a program to its end; it has no network, and never more than it is given.

    Args:
        command: Program and arguments; found on the system's path.
        clock: Measures the time.
        limit_s: Seconds it may take, and seconds of processor time.
        memory_mib: Memory it may write to: heap and stacks of threads, MiB.
        stdin: What it reads from its input; None = nothing.
        output: Where its output goes; None = it is captured, at most `OUT_BYTES`.
        access: What it may open.
        file_mib: Longest file it may write, MiB.
        told: Called with each line that it writes to its error output.
        taken: Called with each piece of its output, of any length, in the place of capturing it.
        is_held: Asked now and then; while it says so the program is stopped, and the time too.

    Raises:
        MediaError: ``prepare.no_program``: it is not installed; ``prepare.no_jail``: this
            machine cannot lock it in, so it was not started.
    """
    program = shutil.which(command[0], path=PATH if "/" not in command[0] else None)
    if program is None:
        raise MediaError("prepare.no_program", program=command[0])
    limits = {"cpu_s": max(1, round(limit_s)), "memory_mib": memory_mib, "file_mib": file_mib}
    process = subprocess.Popen(  # noqa: S603 - a list, no shell; the program is the caller's
        [*_jail(program, limits, access), program, *command[1:]],
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=subprocess.PIPE if output is None else output,
        stderr=subprocess.PIPE,
        pass_fds=tuple(access.fds),
        start_new_session=True,
        cwd="/",
        env={**ENVIRONMENT, **access.environment},
    )
    watched = Watched(process, clock, stdin or b"", told, taken)
    try:
        finished = watched.watch(limit_s, is_held)
    finally:
        watched.end()
    if finished.code == NOT_LOCKED_IN and finished.err.startswith("jail:"):
        raise MediaError("prepare.no_jail", program=command[0], error=finished.err.strip())
    return finished


def _jail(program: str, limits: Mapping[str, int], access: Access) -> list[str]:
    """The command that locks itself in and becomes the program."""
    spec = {
        "parent": os.getpid(),
        **limits,
        "files": FILES,
        "reads": [str(path) for path in (program, *access.reads)],
        "writes": [str(path) for path in access.writes],
        "fds": list(access.fds),
    }
    return [sys.executable, "-I", "-S", str(JAIL), json.dumps(spec)]
