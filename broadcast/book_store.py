"""The calendar in the store, as the playout reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hub.domain.ids import ProgrammeId
from hub.domain.left_out import LeftOut, Unread
from hub.domain.programme import Programme
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot
from hub.store import calendar
from hub.store.database import Database
from hub.store.programme_rows import ProgrammeReader


class StoreBook:
    """Implements `broadcast.book.BookSource` over the store.

    Args:
        store: The store, opened for the playout, which only reads these tables.
        told: Hears the programmes whenever they are read.
    """

    def __init__(
        self, store: Database, told: Callable[[Iterable[Programme]], None] = lambda _: None
    ) -> None:
        self._store = store
        self._slots = calendar.SlotReader(store)
        self._programmes = ProgrammeReader(store)
        self._rules = calendar.RulesReader(store)
        self._told = told

    def revision(self) -> int:
        return calendar.revision(self._store)

    def slots(self) -> tuple[Slot, ...]:
        return self._slots.slots()

    def left_out(self) -> tuple[LeftOut, ...]:
        return self._slots.left_out

    def programmes(self) -> Mapping[ProgrammeId, Programme]:
        found = self._programmes.programmes()
        self._told(found.values())
        return found

    def rule_book(self) -> RuleBook:
        return self._rules.book()

    def unread(self) -> tuple[Unread, ...]:
        return (*self._programmes.unread, *self._rules.unread)
