"""Connections that wait for the next request: opening a file costs more than asking it.

A service that opened and closed a file for each page would also be the last to close it: SQLite
then writes the log back and removes it, a write to the card for every page that is looked at.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Final

from hub.store.database import Database

MOST: Final = 2
"""Of one file; requests that truly run side by side are rare, and each keeps a cache."""


class Spares:
    """Gives out connections by name; whoever has one is alone with it until it is given back."""

    def __init__(self) -> None:
        self._kept: defaultdict[str, list[Database]] = defaultdict(list)
        self._lock = threading.Lock()
        self._is_over = False

    def take(self, name: str, opener: Callable[[], Database]) -> Database:
        """A connection that waits and is still good, or a new one.

        Raises:
            StoreError: What `opener` raises.
        """
        while True:
            with self._lock:
                found = self._kept[name].pop() if self._kept[name] else None
            if found is None:
                return opener()
            if found.is_as_new:
                return found
            found.close()

    def give(self, name: str, database: Database) -> None:
        """Take a connection back: it waits for the next, or is closed."""
        with self._lock:
            kept = self._kept[name]
            if database.is_as_new and len(kept) < MOST and not self._is_over:
                kept.append(database)
                return
        database.close()

    def close(self) -> None:
        """The service ends."""
        with self._lock:
            self._is_over = True
            found = [one for kept in self._kept.values() for one in kept]
            self._kept.clear()
        for one in found:
            one.close()
