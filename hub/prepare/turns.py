"""Who of the runners works: one at a time, and what is more urgent goes first.

Nobody waits for a job of lower rank: whoever does that one lets its program stand still instead,
so that a sentence does not wait for a concert, and a small board never does two things at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Final

SETTLING_S: Final = 0.3
"""Until the program of whoever has to give way stands still: a little more than it takes it to
ask (`hub.prepare.watched.HOLD_S`)."""


class Rank(IntEnum):
    """Whose turn it is, when there are several."""

    FILE = 0
    """A sound that somebody brought: minutes."""
    PAPER = 1
    """A picture or document for the screen: seconds."""
    SPEECH = 2
    """A text that somebody typed: seconds, and a person looks on."""
    URGENT = 3
    """For an emergency, whatever it is made from."""


class Turns:
    """Shared by the runners.

    Args:
        settle: Waits so many seconds.
    """

    def __init__(self, settle: Callable[[float], object]) -> None:
        self._settle = settle
        self._lock = threading.Lock()
        self._at_work: set[Rank] = set()

    def must_wait(self, rank: Rank) -> bool:
        """Somebody of a higher rank is at work."""
        with self._lock:
            return any(other > rank for other in self._at_work)

    @contextmanager
    def at_work(self, rank: Rank) -> Iterator[None]:
        """Work; whoever has a lower rank stands still meanwhile.

        Each rank is one thread's.
        """
        with self._lock:
            has_others = bool(self._at_work)
            self._at_work.add(rank)
        try:
            if has_others:
                self._settle(SETTLING_S)
            yield
        finally:
            with self._lock:
                self._at_work.discard(rank)
