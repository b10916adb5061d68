"""Runs a program that handles foreign data: locked in, limited, and ended as a whole.

The locks are put on by `jail`, a step between this process and the program.  This side watches
the time, takes what the program says, and can hold it still while a cue begins.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from hub.clock import Clock
from hub.errors import MediaError

JAIL: Final = Path(__file__).with_name("jail.py")
NOT_LOCKED_IN: Final = 125
NO_PROGRAM: Final = 127

OUT_BYTES: Final = 4 << 20
"""A program that says more than this on a captured output is ended."""
ERR_BYTES: Final = 64 << 10
"""The last so much of what it complains about is kept."""
LINE_BYTES: Final = 4096
FILES: Final = 64
FILE_MIB: Final = 1024
HOLD_S: Final = 0.25
"""How often it is asked whether to hold still, and how often it is looked at then."""

PATH: Final = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended.

    Attributes:
        code: Its exit code; negative = the signal that ended it.
        out: What it wrote to its output, when that was not sent to a file.
        err: The end of what it complained about.
        timed_out: It was ended because its time was over (wall or processor).
        is_overfull: It was ended because it wrote more than is taken.
        wall_s: How long it ran, seconds; without what it was held still.
        cpu_s: Processor time, seconds.
        peak_mib: The most memory it had in use, MiB.
    """

    code: int
    out: bytes
    err: str
    timed_out: bool
    is_overfull: bool
    wall_s: float
    cpu_s: float
    peak_mib: float

    @property
    def is_good(self) -> bool:
        """It did what it should."""
        return self.code == 0 and not self.timed_out and not self.is_overfull


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
        is_held: Asked now and then; while it says so the program is stopped, and the time too.

    Raises:
        MediaError: ``prepare.no_program``: it is not installed; ``prepare.no_jail``: this
            machine cannot lock it in, so it was not started.
    """
    program = shutil.which(command[0], path=PATH if "/" not in command[0] else None)
    if program is None:
        raise MediaError("prepare.no_program", program=command[0])
    spec = {
        "parent": os.getpid(),
        "cpu_s": max(1, round(limit_s)),
        "memory_mib": memory_mib,
        "file_mib": file_mib,
        "files": FILES,
        "reads": [str(path) for path in (program, *access.reads)],
        "writes": [str(path) for path in access.writes],
        "fds": list(access.fds),
    }
    process = subprocess.Popen(  # noqa: S603 - a list, no shell; the program is the caller's
        [sys.executable, "-I", "-S", str(JAIL), json.dumps(spec), program, *command[1:]],
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=subprocess.PIPE if output is None else output,
        stderr=subprocess.PIPE,
        pass_fds=tuple(access.fds),
        start_new_session=True,
        cwd="/",
        env={
            "PATH": PATH, "LANG": "C.UTF-8", "HOME": "/nonexistent", "MALLOC_ARENA_MAX": "1",
            **access.environment,
        },
    )  # fmt: skip
    watched = _Watched(process, clock, stdin or b"", told)
    try:
        finished = watched.watch(limit_s, is_held)
    finally:
        watched.end()
    if finished.code == NOT_LOCKED_IN and finished.err.startswith("jail:"):
        raise MediaError("prepare.no_jail", program=command[0], error=finished.err.strip())
    return finished


class _Watched:
    """One program under way.

    Args:
        process: The program.
        clock: Measures the time.
        stdin: What it is to read.
        told: Hears its complaints line by line.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        clock: Clock,
        stdin: bytes,
        told: Callable[[str], None] | None,
    ) -> None:
        self._process = process
        self._clock = clock
        self._input = memoryview(stdin)
        self._told = told
        self._out = bytearray()
        self._err = bytearray()
        self._line = bytearray()
        self._is_over = self._is_stopped = self._is_overfull = False
        self._usage: tuple[float, float] = (0.0, 0.0)
        self._exit = os.pidfd_open(process.pid)
        self._selector = selectors.DefaultSelector()

    def watch(self, limit_s: float, is_held: Callable[[], bool] | None) -> Finished:
        """Look after it until it has ended, by itself or because its time is over."""
        self._register()
        ran_s, timed_out = 0.0, False
        while not self._is_over:
            self._hold(is_held is not None and is_held())
            began = self._clock.monotonic()
            wait_s = HOLD_S if is_held is not None else limit_s
            until = began + (HOLD_S if self._is_stopped else min(wait_s, limit_s - ran_s))
            for key, _ in self._clock.wait(until, self._selector):
                key.data()
            if not self._is_stopped:
                ran_s += self._clock.monotonic() - began
            if not self._is_over and (ran_s >= limit_s or self._is_overfull):
                timed_out = not self._is_overfull
                break
        self.end()
        code = self._process.returncode
        return Finished(
            code=code,
            out=bytes(self._out),
            err=self._err.decode("utf-8", "replace"),
            timed_out=timed_out or code == -signal.SIGXCPU,
            is_overfull=self._is_overfull,
            wall_s=ran_s,
            cpu_s=self._usage[0],
            peak_mib=self._usage[1],
        )

    def end(self) -> None:
        """End all of it that still lives, and give its files back; may be called twice."""
        if self._process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self._usage = (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
        for pipe in (self._process.stdout, self._process.stderr):
            self._rest(pipe)
        self._selector.close()
        os.close(self._exit)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _register(self) -> None:
        read, write = selectors.EVENT_READ, selectors.EVENT_WRITE
        self._selector.register(self._exit, read, self._over)
        pipes = (
            (self._process.stdin, write, self._give),
            (self._process.stdout, read, self._take_out),
            (self._process.stderr, read, self._take_err),
        )
        for pipe, event, data in pipes:
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                self._selector.register(pipe, event, data)

    def _hold(self, is_held: bool) -> None:  # noqa: FBT001 - a private helper
        if is_held != self._is_stopped:
            self._is_stopped = is_held
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGSTOP if is_held else signal.SIGCONT)

    def _over(self) -> None:
        self._is_over = True

    def _give(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            self._input = self._input[os.write(pipe.fileno(), self._input[:65536]) :]
        except BlockingIOError:
            return
        except OSError:
            self._input = self._input[:0]  # it does not want to hear more
        if not self._input:
            self._selector.unregister(pipe)
            pipe.close()

    def _take_out(self) -> None:
        data = self._read(self._process.stdout)
        self._out += data
        if len(self._out) > OUT_BYTES:
            self._is_overfull = True
            del self._out[OUT_BYTES:]

    def _take_err(self) -> None:
        data = self._read(self._process.stderr)
        self._err += data
        del self._err[:-ERR_BYTES]
        if self._told is None:
            return
        *lines, rest = (bytes(self._line) + data).split(b"\n")
        self._line[:] = rest[-LINE_BYTES:]
        for line in lines:
            self._told(line.decode("utf-8", "replace"))

    def _read(self, pipe: object) -> bytes:
        assert hasattr(pipe, "fileno")
        try:
            data = os.read(pipe.fileno(), 65536)
        except BlockingIOError:
            return b""
        if not data and pipe in {key.fileobj for key in self._selector.get_map().values()}:
            self._selector.unregister(pipe)
        return data

    def _rest(self, pipe: object) -> None:
        """What it said in its last moment."""
        if pipe is None:
            return
        take = self._take_out if pipe is self._process.stdout else self._take_err
        before = -1
        while before != len(self._out) + len(self._err) and not self._is_overfull:
            before = len(self._out) + len(self._err)
            take()
