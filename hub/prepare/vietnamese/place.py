"""A place in the text that is being read: what stands there, before it and behind it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from typing import Final

from hub.prepare.vietnamese.numerals import Numerals
from hub.prepare.vietnamese.syllable import is_syllable
from hub.prepare.vietnamese.table import Table

LOOK: Final = 64
"""Characters a rule looks back and ahead at most: reading stays linear in time."""
_WORDS: Final = re.compile(r"[^\W\d_]+|[0-9]+|[^\w\s]|\n")
_CAPITALS: Final = re.compile(r"[^\W\d_]{2,}")
_TIME: Final = re.compile(r"[0-9] ?(?:[hHgG]|giờ) ?[0-9]{0,2}'? ?\Z")
_STROKE_DAY: Final = re.compile(r"/ ?[0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])")
_TIME_STROKE: Final = re.compile(rf"{_TIME.pattern[:-2]}/ ?\Z")
_MARKERS: Final = " -–+*•\"'("


class Place:
    """One place, with the table and the numerals that hold there."""

    def __init__(self, text: str, start: int, table: Table, numerals: Numerals) -> None:
        self.text = text
        self.start = start
        self.table = table
        self.numerals = numerals
        self._before: list[str] | None = None

    @property
    def before(self) -> list[str]:
        """Words and marks before the place, in lower case, the nearest last."""
        if self._before is None:
            stretch = self.text[max(0, self.start - LOOK) : self.start]
            self._before = _WORDS.findall(stretch.lower())
        return self._before

    def prev(self, back: int = 1) -> str:
        """The word or mark that stands `back` places before, or nothing."""
        return self.before[-back] if len(self.before) >= back else ""

    def prev_word(self) -> str:
        """The nearest word before, over a colon or quotation marks."""
        for word in reversed(self.before[-3:]):
            if word not in (":", '"', "'", "|"):
                return word
        return ""

    def stands_after(self, words: Collection[str]) -> bool:
        """Whether one of these words or phrases stands right before it."""
        if self.prev_word() in words:
            return True
        phrases = [f" {word}" for word in words if " " in word]
        return bool(phrases) and self._said_before.endswith(tuple(phrases))

    def around(self, end: int) -> str:
        """The words before it and behind `end`, each between two spaces."""
        return f" {' '.join([*self.before, '|', *self.after(end)])} "

    @cached_property
    def _said_before(self) -> str:
        """The words before it, over a colon or quotation marks."""
        kept = [word for word in self.before[-6:] if word not in (":", '"', "'")]
        return f" {' '.join(kept)}"

    def after(self, end: int) -> list[str]:
        """Words and marks from `end` on, in lower case."""
        return _WORDS.findall(self.text[end : end + LOOK].lower())

    def next(self, end: int) -> str:
        """The word or mark at or behind `end`, or nothing."""
        found = _WORDS.search(self.text, end, end + LOOK)
        return found.group().lower() if found else ""

    def is_all(self, start: int, end: int) -> bool:
        """Nothing but spaces and dashes stands in the text before `start` and behind `end`."""
        if start > LOOK or len(self.text) - end > LOOK:
            return False
        return not self.text[:start].strip(" -\n") and not self.text[end:].strip()

    @property
    def starts_line(self) -> bool:
        """Nothing but spaces and list markers stands before it on its line."""
        head = self.text[max(0, self.start - 12) : self.start]
        line = head.rpartition("\n")[2]
        return not line.strip(_MARKERS) and (len(head) < 12 or "\n" in head)

    @property
    def is_between_time_and_day(self) -> bool:
        """A stroke stands here, between a time of day and a date: 7h/28-11, 19g30 / 30/11."""
        before = _TIME.search(self.text, max(0, self.start - 9), self.start)
        return before is not None and _STROKE_DAY.match(self.text, self.start) is not None

    @property
    def after_time(self) -> bool:
        """A time of day and a stroke stand right before it: 7h/28-11."""
        return _TIME_STROKE.search(self.text, max(0, self.start - 12), self.start) is not None

    @property
    def glued(self) -> bool:
        """A letter or digit stands right before it."""
        return self.start > 0 and self.text[self.start - 1].isalnum()

    @cached_property
    def shouting(self) -> bool:
        """The words around are written in capitals: a heading."""
        left = self.text[max(0, self.start - LOOK) : self.start].rpartition("\n")[2]
        right = self.text[self.start : self.start + LOOK].partition("\n")[0]
        words = [*_CAPITALS.findall(left)[-3:], *_CAPITALS.findall(right)[:4]]
        loud = sum(1 for word in words if word.isupper() and is_syllable(word))
        return loud >= 2 and all(word.isupper() for word in words)
