"""Writes entries to the store at once, or keeps them until the store can take them.

What waits is kept in memory and in the spool, and is stored later in its order.  Every
write can be done twice, so a kill between spool, commit and removal of the spool neither
loses nor doubles anything.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from broadcast.asrun_entries import Entry, apply, from_line, to_line
from broadcast.spool import Spool
from hub.clock import Clock
from hub.errors import StoreBusyError, StoreError
from hub.logs import Changes
from hub.store.database import Database
from hub.words import say

FIRST_RETRY_S: Final = 1.0
LONGEST_RETRY_S: Final = 60.0

_WELL: Final = "well"
_REFUSED: Final = "store.row_refused"


class EntryWriter:
    """Writes in order; never loses, never doubles.

    What an earlier life of the process left in the spool is read first.

    Args:
        store: The store, opened for the playout.
        spool: The file of what waits.
        clock: When to try again.
        changes: Where it is said that the store cannot be written, and that it can again.
        patience_s: How long to wait for another service's lock, seconds.
    """

    def __init__(
        self, store: Database, spool: Path, clock: Clock, changes: Changes, patience_s: float
    ) -> None:
        self._store = store
        self._spool = Spool(spool)
        self._clock = clock
        self._changes = changes
        self._patience_s = patience_s
        self._waiting: list[Entry] = []
        self._spooled = 0
        self._retry_s = FIRST_RETRY_S
        self._due: float | None = None
        changes.expect("store", _WELL)
        changes.expect("spool", _WELL)
        self._read_spool()

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """What the store has not taken yet, oldest first."""
        return tuple(self._waiting)

    @property
    def due(self) -> float | None:
        """Monotonic time of the next try, or None when nothing waits."""
        return self._due

    def write(self, entry: Entry) -> None:
        """Write an entry, or keep it.

        Raises:
            StoreError: The store is damaged; the entry is kept for the next start.
            ValueError: There is a mistake in it.
        """
        to_line(entry)  # a mistake in it shows here and not in every later try
        self._waiting.append(entry)
        if self._due is None:
            self.try_now()
        else:
            self._keep_waiting()

    def try_now(self) -> None:
        """Store all that waits, or note when to try again.

        Raises:
            StoreError: The store is damaged; what waits is kept for the next start.
        """
        try:
            if self._store.is_read_only:
                self._store.reopen()
            self._store_all()
        except StoreBusyError as error:
            self._keep_waiting()
            self._due = self._clock.monotonic() + self._retry_s
            self._retry_s = min(self._retry_s * 2, LONGEST_RETRY_S)
            why = say(error.key, "en", **error.values)
            text = say("asrun.waiting", "en", why=why)
            self._changes.say("store", error.key, text, logging.WARNING)
        except StoreError:
            self._keep_waiting()
            raise
        else:
            self._all_stored()

    def _store_all(self) -> None:
        try:
            with self._store.patience(self._patience_s), self._store.transaction():
                for entry in self._waiting:
                    apply(entry, self._store)
        except StoreError as error:
            if error.key != _REFUSED:
                raise
            self._store_singly()

    def _store_singly(self) -> None:
        """One of them is refused for good: set it aside, so that it does not hold up the rest."""
        for entry in self._waiting:
            try:
                apply(entry, self._store)
            except StoreError as error:
                if error.key != _REFUSED:
                    raise
                self.set_aside(to_line(entry), error)

    def _all_stored(self) -> None:
        if self._spooled:
            self._spool.clear()
        count = len(self._waiting)
        self._waiting.clear()
        self._spooled, self._due, self._retry_s = 0, None, FIRST_RETRY_S
        self._changes.say("store", _WELL, say("asrun.stored", "en", count=count))

    def _keep_waiting(self) -> None:
        new = [to_line(entry) for entry in self._waiting[self._spooled :]]
        if self._spool.append(new):
            self._spooled = len(self._waiting)
            self._changes.say("spool", _WELL, say("asrun.spool_well", "en"))
        else:
            text = say("asrun.spool_fails", "en", path=self._spool.path)
            self._changes.say("spool", "fails", text, logging.ERROR)

    def _read_spool(self) -> None:
        lines = self._spool.read()
        for line in lines:
            try:
                self._waiting.append(from_line(line))
            except ValueError as error:
                self.set_aside(line, error)
        self._spooled = len(self._waiting)
        if lines:
            self.try_now()

    def set_aside(self, line: str, error: Exception) -> None:
        """Keep what nobody can use in a file beside the spool, for a person to look at."""
        self._spool.set_aside(line)
        text = say("asrun.set_aside", "en", path=self._spool.path, why=error)
        self._changes.say(f"spool/{line}", "bad", text, logging.ERROR)
