"""What the watch of access points says, asked every few seconds on one thread for all pages.

No page waits for it: a watch that is slow, stands still or is away is told of as "nobody knows".
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from hub.clock import Clock
from hub.errors import HubError

ASK_S: Final = 5.0
STALE_S: Final = 15.0
"""An answer so old is none any more."""

Document = Mapping[str, Any]


def nobody() -> Document:
    """There is no watch.

    Raises:
        HubError: Always.
    """
    raise HubError("control.not_running", path="")


@dataclass(slots=True)
class Points:
    """The newest answer, for any number of threads.

    Attributes:
        ask: Answers the state, or raises `HubError`.
        clock: The clock.
        heard: Told each answer, None when there was none.
    """

    ask: Callable[[], Document]
    clock: Clock
    heard: Callable[[Document | None], None] = lambda _: None
    _newest: tuple[float, Document | None] = (float("-inf"), None)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def last(self) -> Document | None:
        """What it said last, at once; None when that is too long ago."""
        at, state = self._newest
        return state if self.clock.monotonic() - at < STALE_S else None

    def refresh(self) -> None:
        """Ask now; the work of one thread."""
        with suppress(HubError):  # what it said before holds for some seconds
            self._newest = (self.clock.monotonic(), self.ask())
        self.heard(self.last())

    def run(self) -> None:
        """Ask again and again until it ends."""
        while not self._is_over.is_set():
            self.refresh()
            self._is_over.wait(ASK_S)

    def end(self) -> None:
        """The service ends."""
        self._is_over.set()
