"""The playout's pen: writes facts down at once, or keeps them until the store can take them.

Nothing that goes wrong with the memory card may keep a village from hearing; how that is
done stands in `asrun_writer.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from broadcast.asrun_entries import Append, Forget, Keep, Mark
from broadcast.asrun_writer import EntryWriter
from hub.clock import Clock
from hub.domain.facts import AsRun, Fact
from hub.domain.ids import CueId
from hub.domain.left_out import Unread, described
from hub.domain.order import Order
from hub.logs import Changes
from hub.store import asrun, orders
from hub.store.database import Database
from hub.store.facts_json import Sort, dump, load

SPOOL_NAME: Final = "asrun.spool"
PATIENCE_S: Final = 0.1
"""An announcement must not wait longer than this for a page that is being saved."""


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
        self._store = store
        self._clock = clock
        self._writer = EntryWriter(store, run_dir / SPOOL_NAME, clock, changes, patience_s)
        self._unread: list[Unread] = []

    @property
    def waiting(self) -> int:
        """How many writes the store has not taken yet."""
        return len(self._writer.waiting)

    def write(self, fact: Fact) -> None:
        """Append a fact to the as-run log; its cue is not on air any more.

        Raises:
            StoreError: The store is damaged; the fact is kept for the next start.
        """
        self._writer.write(Append(fact, self._clock.now()))

    def keep(self, order: Order) -> None:
        """Store an order, so that a restart obeys it."""
        self._writer.write(Keep(order))

    def mark_on_air(self, fact: AsRun, since: datetime, interruptions: int) -> None:
        """Remember that a cue is on air, and the row to write should nobody be there to end it."""
        self._writer.write(Mark(asrun.OnAir(fact.cue, since, dump(fact), interruptions)))

    def forget(self, cue: CueId) -> None:
        """A cue is not on air, and no row is written for it now."""
        self._writer.write(Forget(cue))

    def done(self, first: datetime, last: datetime) -> frozenset[CueId]:
        """Cues planned in [first, last) that have their row, stored or waiting."""
        waiting = {
            entry.fact.cue
            for entry in self._writer.waiting
            if isinstance(entry, Append)
            and isinstance(entry.fact, AsRun)
            and first <= entry.fact.planned_start < last
        }
        return asrun.done_cues(self._store, first, last) | waiting

    def begun(self) -> tuple[Begun, ...]:
        """What an earlier life of the playout had on air, oldest first."""
        found = {mark.cue: mark for mark in asrun.on_air(self._store, self._tell)}
        for entry in self._writer.waiting:
            match entry:
                case Mark(mark):
                    found[mark.cue] = mark
                case Forget(cue) | Append(AsRun(cue=cue)):
                    found.pop(cue, None)
        return tuple(b for mark in found.values() if (b := self._begun(mark)) is not None)

    def in_force(self) -> tuple[Order, ...]:
        """Orders to obey before the first cue, stored or waiting; see `hub.store.orders`."""
        waiting = [entry.order for entry in self._writer.waiting if isinstance(entry, Keep)]
        return orders.in_force(self._store, self._clock.now(), waiting, self._tell)

    def newest_instant(self) -> datetime | None:
        """The latest instant ever written down."""
        stored = asrun.newest_instant(self._store, self._tell)
        waiting = [entry.at for entry in self._writer.waiting if isinstance(entry, Append)]
        return max([*waiting, *([stored] if stored else [])], default=None)

    def next_due(self) -> float | None:
        """Monotonic time at which `flush` wants to be called, or None."""
        return self._writer.due

    def flush(self, now: float) -> bool:
        """Try again to store what waits, if it is time; True when nothing waits any more.

        Args:
            now: Monotonic time, seconds.

        Raises:
            StoreError: The store is damaged; what waits is kept for the next start.
        """
        due = self._writer.due
        if due is not None and now >= due:
            self._writer.try_now()
        return not self._writer.waiting

    def unread(self) -> tuple[Unread, ...]:
        """What of earlier lives could not be read and was not told before."""
        found, self._unread = tuple(dict.fromkeys(self._unread)), []
        return found

    def _tell(self, unread: Unread) -> None:
        self._unread.append(unread)

    def _begun(self, mark: asrun.OnAir) -> Begun | None:
        try:
            fact = load(Sort.CUE, mark.body)
        except ValueError as error:
            self._tell(Unread("incident.on_air_left_out", mark.cue, described(error)))
            self._writer.set_aside(str(mark.body), error)
            return None
        return Begun(fact, mark.since, mark.interruptions) if isinstance(fact, AsRun) else None
