"""The calendar in the store, as the playout reads it."""

from __future__ import annotations

from collections.abc import Mapping

from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot
from hub.store import calendar
from hub.store.database import Database


class StoreBook:
    """Implements `broadcast.book.BookSource` over the store.

    Args:
        store: The store, opened for the playout, which only reads these tables.
    """

    def __init__(self, store: Database) -> None:
        self._store = store

    def revision(self) -> int:
        return calendar.revision(self._store)

    def slots(self) -> tuple[Slot, ...]:
        return calendar.slots(self._store)

    def programmes(self) -> Mapping[ProgrammeId, Programme]:
        return calendar.programmes(self._store)

    def rule_book(self) -> RuleBook:
        return calendar.rule_book(self._store)
