"""Cuts a spoken text at the ends of its sentences, and says how long to wait after each (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from hub.prepare.voices.voice import Manner

LONGEST: Final = 400
"""Letters at which a sentence without an end is cut: engines get slow and hoarse beyond."""

BREATH_S: Final = 0.15
"""Between two parts of a sentence that was cut where one takes breath."""

_END: Final = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)")
_NUMBER: Final = re.compile(r"\w{1,2}\.")
"""The number or letter before one thing of a list."""
_ITEM: Final = re.compile(r"^\s*(?:[-–—•*+]|\d{1,2}[.)]|[a-zđ][.)])\s+|;\s*$", re.IGNORECASE)
_BREATH: Final = re.compile(r"(?<=[;:,])\s+|\s+(?=[–—-]\s)")
_BRACKETS: Final = re.compile(r"\[\[+|\]\]+")
"""Both engines would take what stands between double brackets for phonemes."""
_REPLACED: Final = {"Cf": "", "Cc": " ", "Cs": " ", "Co": " ", "Cn": " ", "Zl": " ", "Zp": " "}
"""Kinds of characters (Unicode) that nobody says; those of form may stand inside a word."""
_FULL_STOP: Final = (".", "!", "?", "…", ";", ":", ",")


class Piece(NamedTuple):
    """A sentence and the silence after it.

    Attributes:
        text: What is said; one line, composed letters.
        pause_s: Silence after it, seconds.
    """

    text: str
    pause_s: float


def pieces(spoken: str, manner: Manner, longest: int = LONGEST) -> tuple[Piece, ...]:
    """The sentences of a text; empty when there is nothing in it that can be said.

    Args:
        spoken: The text, as a reader would say it.
        manner: Its pauses.
        longest: Letters at which a sentence without an end is cut.

    A blank line ends a paragraph; a line that begins with a dash, a bullet or a number, or
    ends with a semicolon, is one thing of a list.
    """
    found: list[Piece] = []
    for paragraph in _paragraphs(spoken):
        lines = [line for line in paragraph if is_sayable(line)]
        for line in lines:
            after = manner.list_s if _ITEM.search(line) else manner.sentence_s
            said = list(_sentences(line, manner.sentence_s, longest))
            found += [*said[:-1], *(Piece(one.text, after) for one in said[-1:])]
        if lines and found:
            found[-1] = Piece(found[-1].text, manner.paragraph_s)
    if found:
        found[-1] = Piece(found[-1].text, 0.0)
    return tuple(found)


def is_sayable(text: str) -> bool:
    """True when there is at least one letter or digit in it."""
    return any(letter.isalnum() for letter in text)


def clean(text: str) -> str:
    """Composed letters, no control characters but line ends, nothing an engine takes for code."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c if c == "\n" else _REPLACED.get(unicodedata.category(c), c) for c in composed)
    return _BRACKETS.sub(" ", kept)


def _paragraphs(spoken: str) -> Iterator[list[str]]:
    for block in re.split(r"\n[ \t]*\n", clean(spoken)):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        yield [line for line in lines if line]


def _sentences(line: str, pause_s: float, longest: int) -> Iterator[Piece]:
    number = _NUMBER.match(line)
    ends = [end.end() for end in _END.finditer(line, number.end() if number else 0)]
    for start, end in pairwise((0, *ends, len(line))):
        sentence = line[start:end]
        if is_sayable(sentence):
            parts = list(_cut(sentence.strip(), longest))
            for part in parts[:-1]:
                yield Piece(part, BREATH_S if part.endswith(_FULL_STOP) else 0.0)
            yield Piece(_ended(parts[-1]), pause_s)


def _ended(sentence: str) -> str:
    """With a full stop when it has no end: the voice then goes down."""
    bare = sentence.rstrip("\"'”’)]")
    return sentence if bare.endswith(_FULL_STOP) else f"{sentence}."


def _cut(sentence: str, longest: int) -> Iterator[str]:
    """A sentence in parts of at most `longest` letters, cut where one takes breath."""
    while len(sentence) > longest:
        breaths = [m.start() for m in _BREATH.finditer(sentence, longest // 4, longest)]
        space = sentence.rfind(" ", 1, longest)
        at = breaths[-1] if breaths else space if space > 0 else longest
        if is_sayable(sentence[:at]) and is_sayable(sentence[at:]):
            yield sentence[:at].strip()
            sentence = sentence[at:].strip()
        else:
            break
    yield sentence
