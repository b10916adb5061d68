"""Damages single columns of a store file in ways that its own constraints would refuse."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

DAMAGES: Final[dict[str, str]] = {
    "nothing": "NULL",
    "an empty text": "''",
    "a letter": "'x'",
    "a huge number": "9223372036854775807",
    "a number that is none": "9e999",
    "less than nothing": "-7",
    "half of a document": '\'{"commune": {"quiet_from": "21:\'',
    "another document": '\'{"id": [], "cue": 5}\'',
    "a list": "'[]'",
    "a list of numbers": "'[7, null]'",
    "a word in quotes": "'\"x\"'",
    "the document null": "'null'",
    "bytes": "X'00FF7F'",
    "a letter with a tipped bit": "CAST(X'5868C3FF6D' AS TEXT)",
    "a text with a nought": "CAST(X'6100622E776176' AS TEXT)",
    "ten thousand letters": "replace(hex(zeroblob(5000)), '00', 'ab')",
}
"""What a column may hold after a power cut, a worn card or a program of another year; as SQL."""


def damage(path: Path, table: str, column: str, value: str, where: str) -> bool:
    """Put a value into a column; whether SQLite can hold it there at all."""
    with _without_constraints(path, table):
        try:
            with _opened(path) as conn, conn:
                conn.execute("PRAGMA ignore_check_constraints=ON")
                conn.execute(f"UPDATE {table} SET {column} = {value} WHERE {where}")
        except sqlite3.IntegrityError:
            return False
    return True


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA synchronous=OFF")
        yield conn


@contextmanager
def _without_constraints(path: Path, table: str) -> Iterator[None]:
    with _opened(path) as conn:
        sql = conn.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        triggers = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            conn.execute(f"DROP TRIGGER {name}")
    _write_schema(path, table, re.sub(r"\bSTRICT,?|(?<!IS )NOT NULL\b", "", sql))
    try:
        yield
    finally:
        _write_schema(path, table, sql)
        with _opened(path) as conn:
            for _, trigger in kept:
                conn.execute(trigger)
            conn.commit()


def _write_schema(path: Path, table: str, sql: str) -> None:
    with _opened(path) as conn, conn:
        conn.execute("PRAGMA writable_schema=ON")
        conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))
        version = conn.execute("PRAGMA schema_version").fetchone()[0]
        conn.execute(f"PRAGMA schema_version={version + 1}")
