"""What any browser on the wall must do, and which one it is."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from hub.errors import ConfigError, HubError
from hub.kiosk_section import AUTO, CHROMIUM, COG

PROGRAMS: Final = {CHROMIUM: ("chromium", "chromium-browser"), COG: ("cog",)}
SMALL_MIB: Final = 1200
"""A board that is sold as 1 GB has 900 to 1,000 MiB, one of 2 GB has 1,800: which is which."""
MEMORY: Final = Path("/proc/meminfo")
SILENT: Final = tuple(
    (os.POSIX_SPAWN_OPEN, number, "/dev/null", os.O_WRONLY, 0) for number in (1, 2)
)
"""What it prints are warnings about services that a kiosk lacks; the journal is on a card."""


class Browser(Protocol):
    """A browser that shows one page of ours at a time."""

    def start(self, address: str) -> None:
        """Start it with a page."""

    def is_alive(self) -> bool:
        """Its process runs."""

    def has_lost(self) -> bool:
        """The process that painted its page has ended since this was asked last, and it has not.

        Raises:
            LinkError: What it says cannot be read.
        """

    def owed_s(self) -> float:
        """Seconds for which its first process has owed an answer; 0 where it cannot be asked.

        That process takes the touches: while it stands still the others go on painting.

        Raises:
            LinkError: It cannot be asked any more.
        """

    def navigate(self, address: str) -> None:
        """Show another page, whatever the one that is open does.

        Raises:
            LinkError: It does not answer.
        """

    def keep(self, address: str) -> None:
        """Show a page again of which nobody hears whether it is still there.

        Raises:
            LinkError: It does not answer.
        """

    def end(self) -> None:
        """End all its processes at once: one that is stuck would not end kindly."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a browser runs.

    Attributes:
        program: Its path.
        folder: Where its files may lie: memory, never the card.
        environment: Of its process.
        is_headless: There is nothing to show it on.
    """

    program: str
    folder: Path
    environment: Mapping[str, str]
    is_headless: bool


class Group:
    """A program and all its children, which are ended together."""

    def __init__(self) -> None:
        self.pid = 0

    def start(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        actions: Sequence[tuple[int, int, int]] = (),
    ) -> None:
        """Start it; what it prints is thrown away.

        Args:
            command: The program's path, and its arguments.
            environment: Of its process.
            actions: More of `os.posix_spawn`'s file actions.
        """
        done = [*actions, *SILENT]
        self.pid = os.posix_spawn(
            command[0], list(command), environment, file_actions=done, setpgroup=0
        )

    def is_alive(self) -> bool:
        """Its first process runs."""
        if not self.pid:
            return False
        ended, _ = os.waitpid(self.pid, os.WNOHANG)
        if ended:
            _kill(self.pid)
            self.pid = 0
        return not ended

    def end(self) -> None:
        """End all its processes."""
        if self.pid:
            _kill(self.pid)
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = 0


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def choose(wanted: str, memory_mib: int, installed: Sequence[str]) -> str:
    """Which browser: the one that was asked for, else what is there and suits the board.

    Args:
        wanted: "auto", "chromium" or "cog".
        memory_mib: Of the machine.
        installed: Names of those that are there.

    Raises:
        ConfigError: ``screen.no_program``: it is not installed, or none is.
    """
    suits = [COG, CHROMIUM] if memory_mib <= SMALL_MIB else [CHROMIUM, COG]
    tried = suits if wanted == AUTO else [wanted]
    found = next((name for name in tried if name in installed), None)
    if found is None:
        raise ConfigError((HubError("screen.no_program", program=tried[0]),))
    return found


def memory_mib(told: str) -> int:
    """Memory of the machine, from what ``/proc/meminfo`` says; unknown is much.

    Args:
        told: Its text.
    """
    for line in told.splitlines():
        name, _, amount = line.partition(":")
        if name == "MemTotal":
            return int(amount.split()[0]) // 1024
    return 1 << 20
