"""How long a phone has been open: by the time that passes, whatever the clock shows.

A clock that is set while somebody speaks closes nobody's phone, and one that goes back keeps none
open for ever.  What was opened before the service began is as old as the wall clock says; while
nobody knows the time it is closed, and the PIN opens it again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from hub.store.phones import Opening

OPEN_FOR: Final = timedelta(hours=12)
"""A phone stays open so long at most."""
IDLE_FOR: Final = timedelta(hours=2)
"""And so long after it was last used."""
BACK: Final = timedelta(minutes=1)
"""A time server sets a clock back by so much without anybody's doubt."""
MOST: Final = 1024
"""Openings that are remembered; of others the wall clock tells."""


class Openings:
    """Since when what is open has been open and unused, in monotonic seconds; for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def begin(self, key: str, now_s: float) -> None:
        """Something was opened just now."""
        self._put(key, now_s, now_s)

    def is_open(
        self, key: str, kept: Opening, now: datetime, now_s: float, is_lost: Callable[[], bool]
    ) -> bool:
        """Whether it still is.

        Args:
            key: As it is kept in the store.
            kept: What the store knows of it.
            now: The wall clock, aware UTC.
            now_s: Monotonic seconds.
            is_lost: Whether nobody knows the time; asked only of what this service has not opened.
        """
        with self._lock:
            found = self._since.get(key)
        if found is None:
            open_for, idle_for = now - kept.opened_at, now - kept.used_at
            if min(open_for, idle_for) < -BACK or is_lost():
                return False
            found = now_s - open_for.total_seconds(), now_s - idle_for.total_seconds()
            self._put(key, *found)
        return now_s - found[0] <= OPEN_FOR.total_seconds() and (
            now_s - found[1] <= IDLE_FOR.total_seconds()
        )

    def use(self, key: str, now_s: float) -> None:
        """It was used just now."""
        with self._lock:
            found = self._since.get(key)
        if found is not None:
            self._put(key, found[0], now_s)

    def _put(self, key: str, opened_s: float, used_s: float) -> None:
        with self._lock:
            self._since[key] = min(opened_s, used_s), used_s
            self._since.move_to_end(key)
            if len(self._since) > MOST:
                self._since.popitem(last=False)
