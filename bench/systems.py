"""What the bench asks of every system it times: come up, be told, be gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.jack import Jack


@dataclass(frozen=True, slots=True)
class Stage:
    """What a system is given.

    Attributes:
        jack: The virtual card.
        port: Full name of the recorder's port that is this system's loudspeaker.
        folder: A folder of its own.
        item: The item, WAV, mono.
    """

    jack: Jack
    port: str
    folder: Path
    item: Path


class Peer:
    """What peers have in common: told at the moment, nothing to know before."""

    minutely = False
    lead_s = 0.0

    def expect(self, starts: Sequence[float]) -> None:
        """Nothing: it is told when the time has come."""

    def prepare(self) -> None:
        """Nothing."""

    def fire(self) -> None:
        """Nothing."""


class System(Protocol):
    """One way to make a sound start at a wall-clock time."""

    name: str
    """Its name in the table."""

    minutely: bool
    """True when it can only start at whole minutes."""

    lead_s: float
    """How long before its first start it must know its starts; 0 when it need not know them."""

    def missing(self) -> str:
        """What is not installed; empty when it can run."""
        ...

    def start(self, stage: Stage) -> None:
        """Come up.

        Raises:
            NotReadyError: It did not.
        """
        ...

    def expect(self, starts: Sequence[float]) -> None:
        """Learn the wall-clock times (POSIX seconds) of all starts, `lead_s` before the first.

        Raises:
            NotReadyError: It cannot keep them.
        """
        ...

    def prepare(self) -> None:
        """Called about 0.6 s before each start."""
        ...

    def fire(self) -> None:
        """Called at each start: what a person or a timer would do at that moment."""
        ...

    def stop(self) -> None:
        """End everything; also called when `start` failed half-way."""
        ...
