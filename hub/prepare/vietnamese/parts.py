"""Puts together what was said: the spoken text, what became of what, and the guesses."""

from __future__ import annotations

from collections.abc import Iterable

from hub.prepare.vietnamese.clean import Source
from hub.prepare.vietnamese.reading import Part, Said, Unknown


def assemble(
    source: Source, tokens: Iterable[tuple[int, Said | None]]
) -> tuple[str, tuple[Part, ...], tuple[Unknown, ...]]:
    """The spoken text before it is tidied, its parts, and what was guessed."""
    pieces: list[str] = []
    parts: list[Part] = []
    unknown: list[Unknown] = []
    plain = 0
    for start, said in tokens:
        if said is None:
            continue
        _plain(source, plain, start, pieces, parts)
        part = _part(source, start, said.end, said.spoken)
        parts.append(part)
        pieces.append(_apart(pieces, said.spoken))
        if said.guessed:
            unknown.append(Unknown(part.written, said.spoken, part.start, part.end))
        plain = said.end
    _plain(source, plain, len(source.text), pieces, parts)
    if source.nfc and not parts:
        parts.append(Part(source.nfc, "", 0, len(source.nfc)))
    unknown.extend(Unknown(source.nfc[at], "", at, at + 1) for at in source.lost)
    return "".join(pieces), tuple(parts), tuple(sorted(unknown, key=lambda one: one.start))


def _plain(source: Source, start: int, end: int, pieces: list[str], parts: list[Part]) -> None:
    """What is said as it stands."""
    if start < end:
        text = source.text[start:end]
        parts.append(_part(source, start, end, text))
        pieces.append(_apart(pieces, text))


def _part(source: Source, start: int, end: int, spoken: str) -> Part:
    first, last = (source.place(start) if start else 0), source.place(end)
    return Part(source.nfc[first:last], spoken, first, last)


def _apart(pieces: list[str], piece: str) -> str:
    """A word that follows a word is kept apart from it."""
    if pieces and pieces[-1][-1:].isalnum() and piece[:1].isalnum():
        return " " + piece
    return piece
