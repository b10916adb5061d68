"""What can be found, and in which words: procedures, entries and events of a catalogue (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hub.domain.catalogue import Catalogue
from hub.domain.entry import Entry
from hub.domain.procedure import LifeEvent, Procedure
from hub.search.elsewhere import ELSEWHERE

ABSENT: Final = "absent:"
"""Before the words of what a catalogue has not."""
TITLE: Final = 1.0
NAME: Final = 0.97
OTHER_WORD: Final = 0.95
CODE: Final = 0.95
INITIALS: Final = 0.9
FOREIGN: Final = 0.8
EVENT: Final = 0.6
TELLING: Final = 0.45
"""Words of the explanation: they count, but never before a name."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words by which something is found.

    Attributes:
        text: The words.
        weight: How sure one may be that they mean it, 0 to 1.
        has_initials: Its first letters are a usual short form.
    """

    text: str
    weight: float
    has_initials: bool = False


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing that can be found.

    Attributes:
        key: Identity; unique among all.
        title: What is shown; matched words in it are marked.
        phrases: In which words it is found.
    """

    key: str
    title: str
    phrases: tuple[Phrase, ...]


def findables(
    catalogue: Catalogue, today: date, *, is_member: bool = False
) -> tuple[Findable, ...]:
    """All that is shown today, in the order in which equals are answered."""
    return (
        *(_procedure(one) for one in catalogue.shown(today)),
        *(entry_findable(one) for one in catalogue.shown_entries(today, is_member=is_member)),
        *(_event(one) for one in catalogue.events if catalogue.of_event(one.id, today)),
        *(_absent(text) for text in dict.fromkeys((*catalogue.absent, *ELSEWHERE))),
    )


def _procedure(one: Procedure) -> Findable:
    phrases = (
        Phrase(one.short, TITLE, has_initials=True),
        *([Phrase(one.name, NAME, has_initials=True)] if one.name != one.short else []),
        *_words(one.words),
        *([Phrase(one.code, CODE)] if one.is_national else []),
        *_names(one.names),
        *([Phrase(one.purpose, TELLING)] if one.purpose else []),
    )
    return Findable(one.code, one.short, phrases)


def entry_findable(one: Entry) -> Findable:
    """An app, handbook, document or number."""
    phrases = (
        Phrase(one.name, TITLE),
        *_words(one.words),
        *_names(one.names),
        *([Phrase(one.text, TELLING)] if one.text else []),
    )
    return Findable(one.id, one.name, phrases)


def _event(one: LifeEvent) -> Findable:
    """Behind procedures of the same words: who types "kết hôn" wants the paper."""
    return Findable(
        f"event:{one.id}",
        one.name,
        (Phrase(one.name, EVENT), *(Phrase(word, TELLING) for word in one.words)),
    )


def _absent(text: str) -> Findable:
    """What is asked for and not there: it keeps the nearest thing from looking like the answer."""
    return Findable(f"{ABSENT}{text}", text, (Phrase(text, OTHER_WORD),))


def _words(words: tuple[str, ...]) -> Iterator[Phrase]:
    return (Phrase(word, OTHER_WORD) for word in words)


def _names(names: tuple[tuple[str, str], ...]) -> Iterator[Phrase]:
    return (Phrase(name, FOREIGN) for _, name in names)
