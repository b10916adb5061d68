"""Reading the same rows again and again: only those that have changed are made sense of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from hub.store.database import Row

Value = TypeVar("Value")


class Rereading(Generic[Value]):
    """What rows said when they were read last; it holds no more than one reading.

    A row that is the same as before gives the very object that it gave before, so whoever
    compares finds out at once that nothing has changed.

    Args:
        load: Makes sense of a row; equal rows give equal values.
    """

    def __init__(self, load: Callable[[Row], Value]) -> None:
        self._load = load
        self._known: dict[Row, Value] = {}

    def values(self, rows: Iterable[Row]) -> tuple[Value, ...]:
        """The value of each row, in order; no row comes twice, others are forgotten.

        Raises:
            Whatever `load` raises: then the last reading stays.
        """
        before, known = self._known, dict[Row, Value]()
        for row in rows:
            value = before.get(row)
            known[row] = self._load(row) if value is None else value
        self._known = known
        return tuple(known.values())
