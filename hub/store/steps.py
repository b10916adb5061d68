"""The numbered migrations that are shipped: ``NNNN_name.sql`` in a folder a database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

HUB_DB: Final = "hub.db"
SAMPLES_DB: Final = "samples.db"
PEOPLE_DB: Final = "people.db"
CONTENT_DB: Final = "content.db"

FOLDERS: Final = {
    HUB_DB: "migrations",
    SAMPLES_DB: "migrations_samples",
    PEOPLE_DB: "migrations_people",
    CONTENT_DB: "migrations_content",
}
"""Folder of each database's migrations, beside this file."""

_NAME: Final = re.compile(r"^(\d{4})_([a-z0-9_]+)\.sql$")
_WORKS_WITH: Final = re.compile(r"^-- works with programs from: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """One migration.

    Attributes:
        number: 1, 2, 3 … without a gap; `PRAGMA user_version` afterwards.
        name: What it brings.
        sql: Its statements.
        works_with: The oldest program (by the newest migration it knows) that still works
            afterwards, from a line ``-- works with programs from: N``; an image that was
            rolled back then starts on the newer file.  Without the line: none older.
    """

    number: int
    name: str
    sql: str
    works_with: int


@lru_cache(maxsize=len(FOLDERS))
def shipped(database: str) -> tuple[Step, ...]:
    """The migrations of a database, in order.

    Raises:
        ValueError: A number is missing or there twice (a mistake in the package).
    """
    folder = files("hub.store").joinpath(FOLDERS[database])
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    return read(texts)


def read(texts: dict[str, str]) -> tuple[Step, ...]:
    """Turn file names and their texts into steps.

    Raises:
        ValueError: A number is missing or there twice.
    """
    steps = [
        _step(int(found[1]), found[2], sql)
        for name, sql in sorted(texts.items())
        if (found := _NAME.match(name))
    ]
    numbers = [step.number for step in steps]
    if numbers != list(range(1, len(steps) + 1)):
        raise ValueError(f"migrations are not numbered 1, 2, 3 …: {numbers}")
    return tuple(steps)


def _step(number: int, name: str, sql: str) -> Step:
    told = _WORKS_WITH.search(sql)
    return Step(number, name, sql, int(told[1]) if told else number)
