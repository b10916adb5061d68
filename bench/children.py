"""Child processes of the bench: started in a folder of their own, ended for certain."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

GRACE_S = 2.0
"""For a program whose input was closed."""
END_WITHIN_S = 5.0
"""For a program that was sent SIGTERM."""


class NotReadyError(Exception):
    """A program did not come up; the text says which and what it last said."""


class Child:
    """One running program; its output goes to a file.

    Args:
        command: Program and arguments.
        log: File for what it says.
        env: Its whole environment.
        stdin: True to keep a pipe to its standard input.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        env: Mapping[str, str],
        *,
        stdin: bool = False,
    ) -> None:
        self.name = " ".join(Path(word).name for word in command[:3])
        self._log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=log.parent,
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def said(self) -> str:
        """Everything it has said so far."""
        return self._log.read_text("utf-8", "replace")

    def wait_for(self, ready: Callable[[], bool], within_s: float = 10.0) -> None:
        """Wait until `ready()`.

        Raises:
            NotReadyError: The program ended, or was not ready in time.
        """
        wait_for(ready, within_s, self.name, self._ended_with)

    def _ended_with(self) -> str:
        if self.process.poll() is None:
            return ""
        return f"ended with {self.process.returncode}: {self.said()[-400:]}"

    def end(self) -> None:
        """Close its input, then ask it to end, then kill it: as far as it takes."""
        if self.process.stdin is not None:
            self.process.stdin.close()
            if self._gone_within(GRACE_S):
                return
        if self.process.poll() is None:
            self.process.terminate()
        if not self._gone_within(END_WITHIN_S):
            self.process.kill()
            self.process.wait()

    def _gone_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def wait_for(
    ready: Callable[[], bool],
    within_s: float,
    what: str,
    trouble: Callable[[], str] = lambda: "",
) -> None:
    """Ask `ready()` every 20 ms until it holds.

    Raises:
        NotReadyError: `trouble()` said something, or the time is up.
    """
    until = time.monotonic() + within_s
    while not ready():
        if said := trouble():
            raise NotReadyError(f"{what} {said}")
        if time.monotonic() > until:
            raise NotReadyError(f"{what} was not ready within {within_s:g} s")
        time.sleep(0.02)


def output_of(command: Sequence[str], env: Mapping[str, str] | None = None) -> str:
    """What a short command prints; empty when it is not installed or fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=env, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
