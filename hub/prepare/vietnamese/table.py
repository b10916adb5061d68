"""The table of abbreviations: data that the commune extends, with conditions where one is many."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from hub.errors import RefusedError
from hub.prepare.vietnamese.numerals import NORTH, Region
from hub.prepare.vietnamese.syllable import is_syllable

LONGEST_ENTRY: Final = 40
"""Characters of a written abbreviation at most."""
_HEAD: Final = re.compile(r"[^\W\d_]+")
_FOLLOWERS: Final = (
    "",
    "number",
    "code",
    "room",
    "year",
    "name",
    "person",
    "day",
    "spaced",
    "small",
    "colon",
    "bracket",
    "plate",
    "none",
)
_LEADERS: Final = ("", "number", "bracket", "line", "name")


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an abbreviation, and when it holds; without conditions it always does.

    Attributes:
        say: What is said.
        after: One of these words or phrases stands before it.
        before: One of these words or phrases stands behind it.
        follower: What kind of thing stands behind it: ``number``, ``code`` (a number without a
            space), ``spaced`` (a number behind a space), ``room``, ``year``, ``name`` (a
            capital), ``person`` (a capital and small letters), ``day`` (of a month), ``small``
            (no capital), ``colon``, ``bracket`` (that closes),
            ``plate`` (a number plate), ``none``.
        near: One of these words or phrases stands somewhere around it.
        leader: What kind of thing stands before it: ``number``, ``bracket`` (that opens),
            ``line`` (nothing), ``name`` (a capital).
        guess: It may as well be something else: the operator should look at it.
    """

    say: str
    after: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    follower: str = ""
    near: tuple[str, ...] = ()
    leader: str = ""
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A written abbreviation with its readings; the first whose conditions hold is said."""

    written: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Abbreviations by their first letters, parts of document numbers, words of addresses.

    Attributes:
        entries: Every abbreviation by how it is written.
        papers: What the letters of a document number stand for, such as NĐ and CP.
        issuers: What such letters stand for before or without the others: CT of CTUBND.
        web: How the pieces of web and mail addresses are said.
        region: How numbers are said.
    """

    entries: Mapping[str, Entry]
    papers: Mapping[str, str]
    web: Mapping[str, str]
    issuers: Mapping[str, str]
    region: Region = NORTH
    heads: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heads", _by_head(self.entries.values()))

    def extended(self, words: Mapping[str, str]) -> Table:
        """This table with the commune's own readings, which replace ours."""
        own = {written: Entry(written, (Choice(say),)) for written, say in words.items()}
        return replace(self, entries={**self.entries, **own}, papers={**self.papers, **words})

    def in_region(self, region: Region) -> Table:
        """This table for another region's numbers."""
        return replace(self, region=region)

    def without(self, *written: str) -> Table:
        """This table without some of its abbreviations."""
        entries = {k: v for k, v in self.entries.items() if k not in written}
        papers = {k: v for k, v in self.papers.items() if k not in written}
        return replace(self, entries=entries, papers=papers)


def parse_table(document: str) -> Table:
    """Read a table from TOML: ``[words]``, ``[[choice]]``, ``[papers]``, ``[issuers]``, ``[web]``.

    Raises:
        RefusedError: It is not TOML, or an entry is not text, is empty or too long.
    """
    try:
        tree = tomllib.loads(document)
    except tomllib.TOMLDecodeError as error:
        raise RefusedError("text.bad_table", why=str(error)) from error
    entries: dict[str, Entry] = {}
    rows = tree.get("choice", [])
    if not isinstance(rows, list):
        raise RefusedError("text.bad_table", why="choice")
    for row in rows:
        written, choice = _choice(row)
        before = entries[written].choices if written in entries else ()
        entries[written] = Entry(written, (*before, choice))
    for written, say in _pairs(tree, "words").items():
        before = entries[written].choices if written in entries else ()
        entries[written] = Entry(written, (*before, Choice(say)))
    papers, web, issuers = (_pairs(tree, name) for name in ("papers", "web", "issuers"))
    return Table(entries, papers, web, issuers)


@lru_cache(maxsize=1)
def default_table() -> Table:
    """The table that comes with the hub."""
    file = files("hub.prepare.vietnamese").joinpath("abbreviations.toml")
    return parse_table(file.read_text("utf-8"))


def _pairs(tree: Mapping[str, object], name: str) -> dict[str, str]:
    table = tree.get(name, {})
    if not isinstance(table, dict):
        raise RefusedError("text.bad_table", why=name)
    return {_text(key, name): _text(value, key) for key, value in table.items()}


def _choice(row: object) -> tuple[str, Choice]:
    if not isinstance(row, dict):
        raise RefusedError("text.bad_table", why="choice")
    written = _text(row.get("written"), "written")
    follower, leader = row.get("follower", ""), row.get("leader", "")
    guess = row.get("guess", False)
    if follower not in _FOLLOWERS or leader not in _LEADERS or not isinstance(guess, bool):
        raise RefusedError("text.bad_table", why=f"{written}: follower, leader, guess")
    after, before, near = (_words_of(row, key, written) for key in ("after", "before", "near"))
    say = _text(row.get("say"), written)
    return written, Choice(say, frozenset(after), before, str(follower), near, str(leader), guess)


def _words_of(row: Mapping[str, object], key: str, written: str) -> tuple[str, ...]:
    found = row.get(key, [])
    if not isinstance(found, list):
        raise RefusedError("text.bad_table", why=f"{written}: {key}")
    return tuple(_text(word, written) for word in found)


def _text(value: object, where: str) -> str:
    limit = LONGEST_ENTRY * 5
    if not isinstance(value, str) or not value.strip() or len(value) > limit:
        raise RefusedError("text.bad_table", why=where)
    return value


def _by_head(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Entries by the letters they begin with, the longest first, as people also type them."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        for typed in _typings(entry.written):
            head = _HEAD.match(typed)
            found.setdefault(head.group() if head else typed[:1], {}).setdefault(
                typed, entry if typed == entry.written else Entry(typed, entry.choices)
            )
    return {
        head: tuple(sorted(same.values(), key=lambda entry: -len(entry.written)))
        for head, same in found.items()
    }


def _typings(written: str) -> tuple[str, ...]:
    """As written, and for long ones in capitals as typed on a phone: ubnd, Ubnd."""
    lower = written.lower()
    if len(written) < 4 or not written.isupper() or is_syllable(lower):
        return (written,)
    return (written, lower, written.capitalize())
