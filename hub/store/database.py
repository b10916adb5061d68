"""One connection to one file of the store: typed questions, short transactions, our errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from hub.errors import StoreBusyError, StoreError
from hub.store.opening import BUSY_TIMEOUT_MS, Access, Opened
from hub.store.permits import Guard
from hub.store.trouble import FAULTS, disk_trouble, translate

Row = tuple[Any, ...]
"""A row as SQLite gives it; whoever asked knows the columns."""

Parameters = Sequence[object]

Answer = TypeVar("Answer")

_NONE: Final[Parameters] = ()
_NO_TEXT: Final = "Could not decode to UTF-8"
"""How Python's `sqlite3` begins to say that a text is none; there is no code for it."""


class Database:
    """A connection; one thread at a time may use it.

    Each statement outside `transaction` commits by itself.  Errors leave as `StoreError`,
    and as `StoreBusyError` when the same write may succeed later.

    Args:
        path: The file.
        opener: Opens it; called again by `reopen`.
        guard: Refuses writes to tables of other services; None = everything may be written.
    """

    def __init__(
        self, path: Path, opener: Callable[[], Opened], guard: Guard | None = None
    ) -> None:
        self.path = path
        self._opener = opener
        self._guard = guard
        self._is_hurt = False
        self._opened = self._open()

    @property
    def is_as_new(self) -> bool:
        """Somebody else may go on with it: writable, outside a transaction, nothing went wrong.

        It is asked between two users, so the file may have been put in the place of another.
        """
        opened = self._opened
        return (
            not (self.is_read_only or self._is_hurt or opened.connection.in_transaction)
            and opened.is_in_place()
        )

    @property
    def is_read_only(self) -> bool:
        """True while nothing can be written (read-only or full disk); see `reopen`."""
        return self._opened.access is not Access.WRITE

    @property
    def access(self) -> Access:
        """How the file is open."""
        return self._opened.access

    def rows(self, sql: str, parameters: Parameters = _NONE) -> list[Row]:
        """All rows of a question."""
        return self._answer(lambda: self._execute(sql, parameters).fetchall())

    def row(self, sql: str, parameters: Parameters = _NONE) -> Row | None:
        """The first row of a question, or None."""
        found: Row | None = self._answer(lambda: self._execute(sql, parameters).fetchone())
        return found

    def each(self, sql: str, parameters: Parameters = _NONE) -> Iterator[Row]:
        """The rows one by one, for answers too long to hold; use it inside `snapshot`."""
        found = self._answer(lambda: self._execute(sql, parameters))
        while row := self._answer(found.fetchone):
            yield row

    def run(self, sql: str, parameters: Parameters = _NONE) -> int:
        """Write; returns how many rows changed.

        Raises:
            StoreBusyError: The disk is full or read-only, or another service holds the lock.
            StoreError: The row is refused, or the table belongs to another service.
        """
        try:
            return self._opened.connection.execute(sql, parameters).rowcount
        except FAULTS as error:
            raise self._translate(error) from error

    def run_many(self, sql: str, parameters: Sequence[Parameters]) -> int:
        """Write the same statement with many rows; call it inside `transaction`."""
        try:
            return self._opened.connection.executemany(sql, parameters).rowcount
        except FAULTS as error:
            raise self._translate(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside or none; an inner transaction is part of the outer one.

        Raises:
            StoreBusyError: The lock, the disk or the commit was not to be had: nothing is written.
        """
        if self._opened.connection.in_transaction:
            yield
            return
        if self.is_read_only:
            raise self._cannot_write()
        yield from self._within("BEGIN IMMEDIATE")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several questions about one and the same state; keep it short."""
        if self._opened.connection.in_transaction:
            yield
            return
        yield from self._within("BEGIN")

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Wait at most so long for another service's lock inside this block."""
        self.run(f"PRAGMA busy_timeout={round(seconds * 1000)}")
        try:
            yield
        finally:
            self.run(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")

    def data_version(self) -> int:
        """A number that changes when another connection has committed (5 µs)."""
        row = self.row("PRAGMA data_version")
        return int(row[0]) if row else 0

    def user_version(self) -> int:
        """Number of the newest migration in the file."""
        row = self.row("PRAGMA user_version")
        return int(row[0]) if row else 0

    def reopen(self) -> bool:
        """Open the file again, in the hope that the disk can be written; True when it can.

        Everybody who holds this object has the new connection.

        Raises:
            StoreError: It could be read before and now cannot even be opened.
        """
        before, self._is_hurt = self._opened, False
        if before.access is Access.READ:
            before.close()  # SQLite would share its read-only memory with the new connection
        self._opened = self._open()
        before.close()
        return not self.is_read_only

    def close(self) -> None:
        """Give the file back."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _execute(self, sql: str, parameters: Parameters) -> sqlite3.Cursor:
        return self._opened.connection.execute(sql, parameters)

    def _answer(self, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question, also where a bit has tipped in the middle of a letter.

        SQLite keeps no checksums, so text that is no UTF-8 any more is what a worn card does
        first.  It is read with a mark in the letter's place: most of such rows still serve.
        """
        try:
            try:
                return ask()
            except sqlite3.OperationalError as error:
                if not str(error).startswith(_NO_TEXT):
                    raise
                self._opened.connection.text_factory = _as_far_as_readable
                return ask()
        except FAULTS as error:
            raise self._translate(error) from error

    def _open(self) -> Opened:
        opened = self._opener()
        if self._guard is not None:
            opened.connection.set_authorizer(self._guard)
        return opened

    def _within(self, begin: str) -> Iterator[None]:
        connection = self._opened.connection
        self.run(begin)
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            raise

    def _cannot_write(self) -> StoreBusyError:
        key = disk_trouble(self.path) or "store.read_only"
        return StoreBusyError(key, path=self.path, detail=self.access)

    def _translate(self, error: Exception) -> StoreError:
        self._is_hurt = True
        if self.is_read_only and _is_read_only_error(error):
            return self._cannot_write()
        return translate(error, self.path, self._guard.refused if self._guard else "")


def _is_read_only_error(error: Exception) -> bool:
    code: int = getattr(error, "sqlite_errorcode", 0) or 0
    return code & 0xFF == sqlite3.SQLITE_READONLY


def _as_far_as_readable(text: bytes) -> str:
    return text.decode("utf-8", "replace")
