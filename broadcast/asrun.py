"""The playout's pen: writes facts down at once, or keeps them until the store can take them.

Nothing that goes wrong with the memory card may keep a village from hearing.  A fact that
the store cannot take now is kept in memory and in the run folder's spool, and is stored
later in its order.  Every write can be done twice, so a kill between spool, commit and
removal of the spool neither loses nor doubles anything.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from broadcast.asrun_entries import Append, Entry, Forget, Keep, Mark, apply, from_line, to_line
from broadcast.spool import Spool
from hub.clock import Clock
from hub.domain.facts import AsRun, Fact
from hub.domain.ids import CueId
from hub.domain.order import Order
from hub.errors import StoreBusyError, StoreError
from hub.logs import Changes
from hub.store import asrun, orders
from hub.store.database import Database
from hub.store.facts_json import Sort, dump, load
from hub.words import say

SPOOL_NAME: Final = "asrun.spool"
PATIENCE_S: Final = 0.1
"""An announcement must not wait longer than this for a page that is being saved."""
FIRST_RETRY_S: Final = 1.0
LONGEST_RETRY_S: Final = 60.0

_WELL: Final = "well"
_REFUSED: Final = "store.row_refused"


@dataclass(frozen=True, slots=True)
class Begun:
    """A cue that was on air when the playout ended.

    Attributes:
        fact: The row to write should nobody take it up again.
        since: Its first sample, aware UTC.
        interruptions: Times it was broken off and taken up again.
    """

    fact: AsRun
    since: datetime
    interruptions: int


class AsRunLog:
    """Writes to the as-run log, to the orders and to what is on air; never loses, never doubles.

    What an earlier life of the process left in the spool is read first.

    Args:
        store: The store, opened for the playout.
        run_dir: Where the spool is kept.
        clock: When things are written, and when to try again.
        changes: Where it is said that the store cannot be written, and that it can again.
        patience_s: How long to wait for another service's lock, seconds.
    """

    def __init__(
        self,
        store: Database,
        run_dir: Path,
        clock: Clock,
        changes: Changes,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._patience_s = patience_s
        self._store = store
        self._clock = clock
        self._changes = changes
        self._spool = Spool(run_dir / SPOOL_NAME)
        self._waiting: list[Entry] = []
        self._spooled = 0
        self._retry_s = FIRST_RETRY_S
        self._due: float | None = None
        changes.expect("store", _WELL)
        self._read_spool()

    @property
    def waiting(self) -> int:
        """How many writes the store has not taken yet."""
        return len(self._waiting)

    def write(self, fact: Fact) -> None:
        """Append a fact to the as-run log; its cue is not on air any more.

        Raises:
            StoreError: The store is damaged; the fact is kept for the next start.
        """
        self._do(Append(fact, self._clock.now()))

    def keep(self, order: Order) -> None:
        """Store an order, so that a restart obeys it."""
        self._do(Keep(order))

    def mark_on_air(self, fact: AsRun, since: datetime, interruptions: int) -> None:
        """Remember that a cue is on air, and the row to write should nobody be there to end it."""
        self._do(Mark(asrun.OnAir(fact.cue, since, dump(fact), interruptions)))

    def forget(self, cue: CueId) -> None:
        """A cue is not on air, and no row is written for it now."""
        self._do(Forget(cue))

    def done(self, first: datetime, last: datetime) -> frozenset[CueId]:
        """Cues planned in [first, last) that have their row, stored or waiting."""
        waiting = {
            entry.fact.cue
            for entry in self._waiting
            if isinstance(entry, Append)
            and isinstance(entry.fact, AsRun)
            and first <= entry.fact.planned_start < last
        }
        return asrun.done_cues(self._store, first, last) | waiting

    def begun(self) -> tuple[Begun, ...]:
        """What an earlier life of the playout had on air, oldest first."""
        found = {mark.cue: mark for mark in asrun.on_air(self._store)}
        for entry in self._waiting:
            match entry:
                case Mark(mark):
                    found[mark.cue] = mark
                case Forget(cue) | Append(AsRun(cue=cue)):
                    found.pop(cue, None)
        return tuple(b for mark in found.values() if (b := self._begun(mark)) is not None)

    def in_force(self) -> tuple[Order, ...]:
        """Orders to obey before the first cue, stored or waiting; see `hub.store.orders`."""
        waiting = [entry.order for entry in self._waiting if isinstance(entry, Keep)]
        return orders.in_force(self._store, self._clock.now(), waiting)

    def newest_instant(self) -> datetime | None:
        """The latest instant ever written down."""
        stored = asrun.newest_instant(self._store)
        waiting = [entry.at for entry in self._waiting if isinstance(entry, Append)]
        return max([*waiting, *([stored] if stored else [])], default=None)

    def next_due(self) -> float | None:
        """Monotonic time at which `flush` wants to be called, or None."""
        return self._due

    def flush(self, now: float) -> bool:
        """Try again to store what waits, if it is time; True when nothing waits any more.

        Args:
            now: Monotonic time, seconds.

        Raises:
            StoreError: The store is damaged; what waits is kept for the next start.
        """
        if self._waiting and (self._due is None or now >= self._due):
            self._try()
        return not self._waiting

    def _do(self, entry: Entry) -> None:
        to_line(entry)  # a mistake in it shows here and not in every later try
        self._waiting.append(entry)
        if self._due is None:
            self._try()
        else:
            self._keep_waiting()

    def _try(self) -> None:
        try:
            self._make_writable()
            self._store_all()
        except StoreBusyError as error:
            self._keep_waiting()
            self._due = self._clock.monotonic() + self._retry_s
            self._retry_s = min(self._retry_s * 2, LONGEST_RETRY_S)
            self._changes.say(
                "store", error.key, say("asrun.waiting", "en", why=error), logging.WARNING
            )
        except StoreError:
            self._keep_waiting()
            raise
        else:
            self._all_stored()

    def _make_writable(self) -> None:
        if self._store.is_read_only and not self._store.reopen():
            raise StoreBusyError("store.read_only", path=self._store.path)

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
                self._set_aside(to_line(entry), error)

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
        self._changes.expect("spool", _WELL)
        lines = self._spool.read()
        for line in lines:
            try:
                self._waiting.append(from_line(line))
            except ValueError as error:
                self._set_aside(line, error)
        self._spooled = len(self._waiting)
        if lines:
            self._try()

    def _set_aside(self, line: str, error: Exception) -> None:
        self._spool.set_aside(line)
        text = say("asrun.set_aside", "en", path=self._spool.path, why=error)
        self._changes.say(f"spool/{line}", "bad", text, logging.ERROR)

    def _begun(self, mark: asrun.OnAir) -> Begun | None:
        try:
            fact = load(Sort.CUE, mark.body)
        except ValueError as error:
            self._set_aside(mark.body, error)
            return None
        return Begun(fact, mark.since, mark.interruptions) if isinstance(fact, AsRun) else None
