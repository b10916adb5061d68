"""Reads a catalogue from its TOML file and tells all its mistakes together."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from hub.content.entries import entry, event, procedure
from hub.content.fields import MOST_TEXT, one_line, words
from hub.domain.catalogue import Catalogue
from hub.errors import ConfigError, HubError, RefusedError
from hub.toml_table import Table

FORMAT: Final = 1
MOST_BYTES: Final = 2 << 20
"""500 procedures with papers and words are about 400 kB."""
MOST_ITEMS: Final = 2_000
MOST_EVENTS: Final = 40
MOST_VERSION: Final = 10**9


class CatalogueError(ConfigError):
    """A catalogue has mistakes; nothing of it was taken over.

    Args:
        name: What people call the file.
        problems: Every mistake found.
    """

    def __init__(self, name: object, problems: tuple[HubError, ...]) -> None:
        super().__init__(problems)
        self.key = "content.mistakes"
        self.values = {"name": name, "count": len(problems)}


def read_catalogue(content: bytes, name: object) -> Catalogue:
    """The catalogue in a file.

    Args:
        content: The file.
        name: What people call it, for the messages.

    Raises:
        RefusedError: ``content.too_big``, ``content.not_toml`` or ``content.format``.
        CatalogueError: With every mistake found.
    """
    if len(content) > MOST_BYTES:
        raise RefusedError("content.too_big", name=name, most=MOST_BYTES >> 20)
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
        document = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RefusedError("content.not_toml", name=name, error=error) from error
    if document.pop("format", None) != FORMAT:
        raise RefusedError("content.format", name=name, known=FORMAT)
    problems: list[HubError] = []
    found = _catalogue(Table("", document, problems))
    if problems:
        raise CatalogueError(name, tuple(problems))
    return found


def _catalogue(top: Table) -> Catalogue:
    found = Catalogue(
        id=top.name("id"),
        title=one_line(top, "title", is_needed=True),
        publisher=one_line(top, "publisher", is_needed=True),
        version=top.integer("version", 0, 1, MOST_VERSION),
        made_on=top.day("made_on"),
        events=tuple(event(table) for table in top.tables("event")),
        procedures=tuple(procedure(table) for table in top.tables("procedure")),
        entries=tuple(entry(table) for table in top.tables("entry")),
        abbreviations=_abbreviations(top.table("abbreviations")),
        fillers=words(top, "fillers"),
        absent=words(top, "absent"),
    )
    top.done()
    _check_whole(top, found)
    return found


def _abbreviations(table: Table) -> tuple[tuple[str, str], ...]:
    found = [(key, one_line(table, key, is_needed=True)) for key in table.rest()]
    for short, _ in found:
        if short != short.lower() or len(short) > MOST_TEXT:
            table.problem("content.abbreviation", short=short[:40])
    return tuple(found)


def _check_whole(top: Table, found: Catalogue) -> None:
    """What only the whole can tell: things twice, events that are not there, too many."""
    _check_twice(top, (str(one.id) for one in found.events))
    _check_twice(top, (str(one.code) for one in found.procedures))
    _check_twice(top, (str(one.id) for one in found.entries))
    known = {one.id for one in found.events}
    for name, events in (
        *((one.code, one.events) for one in found.procedures),
        *((one.id, one.events) for one in found.entries),
    ):
        for missing in sorted(set(events) - known):
            top.problem("content.no_event", id=name, event=missing)
    if len(found.procedures) + len(found.entries) > MOST_ITEMS or len(found.events) > MOST_EVENTS:
        top.problem("content.too_many", most=MOST_ITEMS, events=MOST_EVENTS)
    if not found.procedures:
        top.problem("content.empty")


def _check_twice(top: Table, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1 and name:
            top.problem("content.twice", id=name)
