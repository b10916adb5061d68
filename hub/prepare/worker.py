"""A thread that carries out what stands in a store, one thing after the other."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from hub.errors import StoreBusyError
from hub.store.database import Database

MOST_TRIES: Final = 3
"""What took the service down so often is not tried again."""
RETRY_S: Final = 30.0
"""Until a store that could not be written is tried again."""
NEAR_S: Final = 1.0
"""Until it is asked again whether a cue is near."""
END_S: Final = 5.0


class EndingError(Exception):
    """The service ends: what is under way is left as it is, and begins anew next time."""


class Worker(ABC):
    """One thing after the other, and sleep in between.

    Args:
        name: The thread's name.
        open_store: Opens the store for this thread.
    """

    def __init__(self, name: str, open_store: Callable[[], Database]) -> None:
        self._open_store = open_store
        self._is_ending = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin with what was left over."""
        self._thread.start()

    def close(self) -> None:
        """End; what is under way is left for next time."""
        self._is_ending = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=END_S)

    @property
    def is_alive(self) -> bool:
        """The thread runs."""
        return self._thread.is_alive()

    def wake(self) -> None:
        """There is something new."""
        self._wake.set()

    @abstractmethod
    def _turn(self, store: Database) -> bool:
        """Do the next thing; False when there was none."""

    def _begin(self, store: Database) -> None:  # noqa: B027  # some have nothing to begin with
        """What is done once, before all else."""

    def _rest(self) -> None:
        """A cue is near: wait a moment."""
        self._wake.wait(NEAR_S)
        self._wake.clear()

    def _run(self) -> None:
        with self._open_store() as store:
            self._begin(store)
            while not self._is_ending:
                self._wake.clear()
                wait_s: float | None = None
                try:
                    if self._turn(store):
                        continue
                except StoreBusyError:
                    wait_s = RETRY_S
                    store.reopen()
                except EndingError:
                    return
                if not self._is_ending:
                    self._wake.wait(wait_s)
