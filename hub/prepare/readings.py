"""The commune's and the village's readings put before those that the hub knows (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hub.domain.lexicon import Respelling, Scope, Sort
from hub.prepare.text import Table
from hub.prepare.vietnamese.table import Choice, Entry


def with_lexicon(entries: Iterable[Respelling], table: Table) -> tuple[Table, Mapping[str, str]]:
    """The table with its abbreviations changed, and the words that are respelled.

    The village's reading goes before the commune's, one with a context before one without, and
    both before the hub's own.
    """
    ordered = sorted(entries, key=_rank, reverse=True)
    words = {one.written: one.reading for one in ordered if one.sort is Sort.WORD}
    plain = [one for one in ordered if one.sort is Sort.ABBREVIATION and not _has_context(one)]
    known = table.extended({one.written: one.reading for one in plain})
    choices: dict[str, list[Choice]] = {}
    for one in reversed(ordered):
        if one.sort is Sort.ABBREVIATION and _has_context(one):
            choice = Choice(one.reading, frozenset(one.after), one.before)
            choices.setdefault(one.written, []).append(choice)
    own = {
        written: Entry(written, (*found, *_others(written, known)))
        for written, found in choices.items()
    }
    return replace(known, entries={**known.entries, **own}), words


def _rank(entry: Respelling) -> tuple[bool, str]:
    """The entries that win come first when sorted, last when reversed."""
    return entry.scope is Scope.COMMUNE, entry.written


def _has_context(entry: Respelling) -> bool:
    return bool(entry.after or entry.before)


def _others(written: str, table: Table) -> tuple[Choice, ...]:
    entry = table.entries.get(written)
    return entry.choices if entry is not None else ()
