"""Watches one program that `child` has started: its time, and what it says."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from hub.clock import Clock

OUT_BYTES: Final = 4 << 20
"""A program that says more than this on a captured output is ended."""
ERR_BYTES: Final = 64 << 10
"""The last so much of what it complains about is kept."""
LINE_BYTES: Final = 4096
HOLD_S: Final = 0.25
"""How often it is asked whether to hold still, and how often it is looked at then."""


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


class Watched:
    """One program under way.

    Args:
        process: The program.
        clock: Measures the time.
        stdin: What it is to read.
        told: Hears its complaints line by line.
        taken: Takes its output.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        clock: Clock,
        stdin: bytes,
        told: Callable[[str], None] | None,
        taken: Callable[[bytes], None] | None,
    ) -> None:
        self._process = process
        self._clock = clock
        self._input = memoryview(stdin)
        self._told = told
        self._taken = taken
        self._out = bytearray()
        self._err = bytearray()
        self._line = bytearray()
        self._said = 0
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
        if self._taken is not None:
            if data:
                self._taken(data)
            self._said += len(data)
            return
        self._out += data
        self._said += len(data)
        if len(self._out) > OUT_BYTES:
            self._is_overfull = True
            del self._out[OUT_BYTES:]

    def _take_err(self) -> None:
        data = self._read(self._process.stderr)
        self._err += data
        self._said += len(data)
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
        while before != self._said and not self._is_overfull:
            before = self._said
            take()
