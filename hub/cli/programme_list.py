"""Reads what a person says of programmes: on the command line or in ``programmes.toml``."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.cli.document import MistakesError
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.relay import MOST_STREAMS
from hub.domain.renditions import MOST_RENDITIONS, is_language
from hub.errors import HubError, MediaError
from hub.media.intake import Taken
from hub.prepare.upload import opened
from hub.toml_table import Table

MOST_LETTERS: Final = 200
"""Titles and names of people stand in the columns of the log book."""

MOST_MIB: Final = 2047

Look = Callable[[Path], None]
"""Refuses a file that cannot be taken in, by a `MediaError`."""

FOR_MAKING: Final = ("text", "tone")
"""What the sound is made from: the business of whoever makes it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A programme as a person describes it.

    Attributes:
        id: Its id.
        title: What people call it.
        kind: Kind of bulletin.
        level: Source level.
        source: File or relay.
        path: The WAV file that was brought; None = a relay without a placeholder.
        author: Who wrote it.
        approver: Who approved it; empty = a draft.
        language: BCP-47 code.
        renditions: What is played for it, in order; None = as it was.
        streams: Of a relay: the station's address and its alternates, or ``device:NAME``.
    """

    id: ProgrammeId
    title: str
    kind: Kind
    level: Level
    source: Source
    path: Path | None
    author: str
    approver: str
    language: str = "vi"
    renditions: tuple[ProgrammeId, ...] | None = None
    streams: tuple[str, ...] = ()

    def with_media(self, taken: Taken, old: Programme | None = None) -> Programme:
        """The programme as it is stored, in the place of `old`."""
        kept = old.renditions if old is not None else ()
        return Programme(
            id=self.id,
            title=self.title,
            kind=self.kind,
            level=self.level,
            source=self.source,
            media=taken.media,
            frames=taken.frames,
            rate=taken.rate,
            sha256=taken.sha256,
            author=self.author,
            approver=self.approver,
            language=self.language,
            renditions=kept if self.renditions is None else self.renditions,
            streams=self.streams,
        )


def plain(path: Path) -> None:
    """Only see that a file is there and is one.

    Raises:
        MediaError: It is not.
    """
    with opened(path, MOST_MIB):
        pass


def wanted_in(
    document: Mapping[str, object], base: Path, name: object, look: Look = plain
) -> tuple[Wanted, ...]:
    """The programmes of a document, each file looked into.

    Args:
        document: ``[[programmes]]`` with their keys.
        base: Where relative paths start.
        name: What people call the document.
        look: Looks into each file.

    Raises:
        MistakesError: With every mistake found.
    """
    problems: list[HubError] = []
    top = Table("", document, problems)
    found = [_wanted(table, base, problems, look) for table in top.tables("programmes")]
    top.done()
    if not found and not problems:
        problems.append(HubError("programme.none_in_file", path=name))
    seen: set[ProgrammeId] = set()
    for wanted in found:
        if wanted.id in seen:
            problems.append(HubError("programme.twice", programme=wanted.id))
        seen.add(wanted.id)
    if problems:
        raise MistakesError(name, tuple(problems))
    return tuple(found)


def _wanted(table: Table, base: Path, problems: list[HubError], look: Look) -> Wanted:
    key = table.name("id")
    streams = table.texts("relay", ())
    if len(streams) > MOST_STREAMS:
        table.problem("relay.too_many", most=MOST_STREAMS)
    source = Source.RELAY if streams else Source.FILE
    file = table.text("file", "" if streams else f"media/{key}.wav")
    wanted = Wanted(
        id=ProgrammeId(key),
        title=_line(table, "title"),
        kind=Kind(table.choice("kind", Kind.ROUTINE, tuple(Kind))),
        level=Level(table.choice("level", Level.COMMUNE, tuple(Level))),
        source=Source(table.choice("source", source, (Source.FILE, Source.RELAY))),
        path=base / file if file else None,
        author=_line(table, "author"),
        approver=_line(table, "approver", may_be_empty=True),
        language=_language(table),
        renditions=_renditions(table),
        streams=streams,
    )
    for unread in FOR_MAKING:
        table.text(unread, "")
    table.done()
    try:
        if wanted.path is not None:
            look(wanted.path)
    except MediaError as error:
        problems.append(error)
    return wanted


def _language(table: Table) -> str:
    tag = table.text("language", "vi")
    if not is_language(tag):
        table.problem("programme.no_language", language=tag[:20])
    return tag


def _renditions(table: Table) -> tuple[ProgrammeId, ...] | None:
    names = tuple(map(ProgrammeId, table.texts("renditions", ())))
    if len(names) > MOST_RENDITIONS:
        table.problem("programme.many_languages", programme="", most=MOST_RENDITIONS)
    return names or None


def _line(table: Table, key: str, *, may_be_empty: bool = False) -> str:
    """One line of text: composed letters, single spaces."""
    text = " ".join(unicodedata.normalize("NFC", table.text(key, "")).split())
    if not text and not may_be_empty:
        table.problem("programme.missing", key=key)
    if len(text) > MOST_LETTERS or not text.isprintable():
        table.problem("programme.not_a_line", key=key, most=MOST_LETTERS)
    return text
