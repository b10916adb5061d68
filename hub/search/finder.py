"""Finds what a person means by what they have typed so far (pure).

First every thing is judged roughly, by its best word for each typed one; the best few are then
judged phrase by phrase.  So the work hardly grows with the catalogue.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from typing import Final

from hub.search.chatter import WEAK
from hub.search.findable import Findable
from hub.search.fold import Word, words_of
from hub.search.index import Index
from hub.search.judging import Asked, Judged, judge
from hub.search.matching import Levels, joined_levels, levels
from hub.search.readings import MOST_WORDS, Reader

MOST_TYPED: Final = 100
"""Characters that are read of a question."""
MOST_HITS: Final = 20
WORDS_KEPT: Final = 128
SHORTLIST: Final = 12
"""Things that are judged phrase by phrase."""
SHORTLIST_OTHERWISE: Final = 6
"""The same for another reading of the question."""
LEAST_COVERED: Final = 0.4
"""Share of the question, by weight, that an answer must cover."""
FILLER: Final = 0.1
WEAK_SHARE: Final = 0.6
"""Of its weight, for a word that says whose something is, or how."""
UNKNOWN: Final = 0.7
"""A word that stands nowhere is more often a slip than a wish: it may not hide what is known."""
WEAK_WORDS: Final = frozenset(
    form for text in WEAK for word in words_of(text) for form in (word.exact, word.plain)
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer.

    Attributes:
        key: Of the findable.
        title: What is shown.
        score: Higher is better; only good for comparing.
        marks: Parts of the title (NFC) that were matched, to be shown strong.
        via: The words that led here when the title has none of them; empty otherwise.
        via_marks: The matched parts of `via`.
    """

    key: str
    title: str
    score: float
    marks: tuple[Span, ...]
    via: str = ""
    via_marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """What a typed word may mean; for each thing the most it is worth, and how well it fits."""

    single: Levels
    joined: Levels
    best: Mapping[int, float]
    fits: Mapping[int, float]


class Finder:
    """A catalogue, ready to be asked at every keystroke.

    Args:
        items: What can be found; among equals the earlier is answered first.
        abbreviations: Short forms and their words.
        fillers: Words that say nothing.
    """

    def __init__(
        self,
        items: Sequence[Findable],
        abbreviations: Iterable[tuple[str, str]] = (),
        fillers: Iterable[str] = (),
    ) -> None:
        self._index = Index(items)
        self._reader = Reader(self._index, abbreviations, fillers)
        self._read = lru_cache(maxsize=WORDS_KEPT)(self._read_word)  # the next letter asks again

    def find(self, typed: str, most: int = 8) -> tuple[Hit, ...]:
        """Answers to what was typed so far, the best first; none for an empty field."""
        text = unicodedata.normalize("NFC", typed[:MOST_TYPED])
        words = words_of(text)[:MOST_WORDS]
        if not words:
            return ()
        found = self._ask(words, SHORTLIST, is_open=text[-1].isalnum())
        for reading in self._reader.others(words, text):
            others = self._ask(reading.words, SHORTLIST_OTHERWISE, is_open=reading.is_open)
            for item, other in others.items():
                score = other.score * reading.worth
                if item not in found or score > found[item].score:
                    found[item] = Judged(score, other.phrase, other.fits)
        best = nsmallest(
            min(most, MOST_HITS), found.items(), key=lambda one: (-round(one[1].score, 6), one[0])
        )
        return tuple(self._hit(item, judged) for item, judged in best)

    def says_nothing(self, typed: str) -> bool:
        """Whether a question has several words and none that tells what is looked for."""
        words = words_of(typed[:MOST_TYPED])[:MOST_WORDS]
        return len(words) > 1 and len(self._reader.fillers.places(words)) == len(words)

    def _ask(self, words: Sequence[Word], most: int, *, is_open: bool) -> dict[int, Judged]:
        last = len(words) - 1 if is_open else -1
        read = [
            self._read(word.plain, word.exact, is_open=number == last)
            for number, word in enumerate(words)
        ]
        weights = self._weights(words, read)
        rough = self._rough(read, weights, most)
        single, joined = [one.single for one in read], [one.joined for one in read]
        asked = Asked(_by_term(single), _by_term(joined), tuple(weights))
        index = self._index
        return {
            item: judge(index.phrases[item], index.where[item], asked, covered)
            for item, covered in rough
        }

    def _read_word(self, plain: str, exact: str, *, is_open: bool) -> _Read:
        index, word = self._index, Word(plain, exact, 0, 0)
        single = levels(word, index, is_last=is_open)
        joined = joined_levels(word, index)
        best: dict[int, float] = {}
        fits: dict[int, float] = {}
        for found, places in ((single, index.places), (joined, index.joined)):
            for (term, own), level in found.items():
                for item, worth in places[term][own]:
                    if level * worth > best.get(item, 0.0):
                        best[item] = level * worth
                    if level > fits.get(item, 0.0):
                        fits[item] = level
        return _Read(single, joined, best, fits)

    def _rough(
        self, words: Sequence[_Read], weights: Sequence[float], most: int
    ) -> list[tuple[int, float]]:
        """The things worth a closer look, and which share of the question each covers."""
        total = sum(weights)
        score: dict[int, float] = {}
        covered: dict[int, float] = {}
        for weight, word in zip(weights, words, strict=True):
            for item, worth in word.best.items():
                score[item] = score.get(item, 0.0) + weight * worth
                covered[item] = covered.get(item, 0.0) + weight * word.fits[item]
        good = [item for item in score if covered[item] >= LEAST_COVERED * total]
        best_first = nsmallest(
            most, good, key=lambda item: (-round(score[item] * covered[item], 6), item)
        )
        return [(item, covered[item] / total) for item in best_first]

    def _weights(self, words: Sequence[Word], read: Sequence[_Read]) -> list[float]:
        """How much each word says: rare ones more, unknown ones less, fillers next to nothing."""
        fillers = self._reader.fillers.places(words)
        things = len(self._index.items)
        found = []
        for number, (word, one) in enumerate(zip(words, read, strict=True)):
            spread = self._index.spread.get(word.plain, 1)
            weight = 1.0 + math.log((1 + things) / (1 + spread)) / 4
            weight = weight if one.best else min(UNKNOWN, weight)
            weight *= WEAK_SHARE if word.exact in WEAK_WORDS else 1.0
            found.append(FILLER if number in fillers else weight)
        return found

    def _hit(self, item: int, judged: Judged) -> Hit:
        one = self._index.items[item]
        words = judged.words(self._index.phrases[item])
        marks = _marks(one.title, words)
        via = "" if marks else judged.phrase.text
        return Hit(one.key, one.title, judged.score, marks, via, _marks(via, words) if via else ())


def _by_term(found: Sequence[Levels]) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """From a word of the index to the typed words that it fits."""
    by_term: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for number, own in enumerate(found):
        for term, level in own.items():
            by_term.setdefault(term, []).append((number, level))
    return by_term


def _marks(text: str, words: frozenset[str]) -> tuple[Span, ...]:
    return tuple((word.start, word.end) for word in words_of(text) if word.plain in words)
