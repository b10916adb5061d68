"""Compares a spoken text with the expected reading, word by word; equal readings count as equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
_CHOICE: Final = re.compile(r"\{([^{}]*)\}")
_WORD: Final = re.compile(r"\w+")
_SAME: Final = {"lẻ": "linh", "ngàn": "nghìn", "tỉ": "tỷ", "xăng": "xen", "hẹc": "héc", "kí": "ki"}
"""Words that are the same word elsewhere in the land."""

_OLD_TONES: Final = (
    (
        re.compile(r"(?<!q)u([ỳýỷỹỵ])$"),
        dict(zip("ỳýỷỹỵ", ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
    ),
    (re.compile(r"o([àáảãạ])$"), dict(zip("àáảãạ", ("òa", "óa", "ỏa", "õa", "ọa"), strict=True))),
    (re.compile(r"o([èéẻẽẹ])$"), dict(zip("èéẻẽẹ", ("òe", "óe", "ỏe", "õe", "ọe"), strict=True))),
)
"""hoà and hòa are one word."""
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A written line and its expected reading, a sequence of alternatives."""

    written: str
    expected: str


@dataclass(frozen=True, slots=True)
class Score:
    """Wrong words of so many."""

    wrong: int
    words: int


def lines(name: str) -> Iterator[Line]:
    """The lines of one file of the set."""
    for row in (HERE / name).read_text("utf-8").splitlines():
        if row and not row.startswith("# "):
            written, expected = row.split("\t")
            yield Line(written.replace("\\n", "\n"), expected)


def score(spoken: str, expected: str) -> Score:
    """Word errors (wrong, missing, too many) against the nearest of the right readings."""
    said = _words(spoken)
    costs = list(range(len(said) + 1))
    shortest = 0
    for choices in _segments(expected):
        reached = [_after(costs, said, choice) for choice in choices]
        costs = [min(column) for column in zip(*reached, strict=True)]
        shortest += max(len(choice) for choice in choices)
    return Score(costs[-1], shortest)


def _segments(expected: str) -> Iterator[list[Words]]:
    for n, piece in enumerate(_CHOICE.split(expected)):
        yield [_words(choice) for choice in (piece.split("|") if n % 2 else [piece])]


def _words(text: str) -> Words:
    plain = unicodedata.normalize("NFC", text).lower()
    return tuple(_SAME.get(word, _new_tone(word)) for word in _WORD.findall(plain))


def _new_tone(word: str) -> str:
    for pattern, tones in _OLD_TONES:
        found = pattern.search(word)
        if found:
            word = word[: found.start()] + tones[found[1]]
    return word


def _after(costs: list[int], said: Words, expected: Words) -> list[int]:
    """Edit costs after these expected words, for every number of said words."""
    for word in expected:
        row = [costs[0] + 1]
        for n, other in enumerate(said):
            row.append(min(costs[n + 1] + 1, row[n] + 1, costs[n] + (word != other)))
        costs = row
    return costs
