"""Which words and pairs of words are known, and which others a word may have become (pure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from hub.search.fold import Word, words_of
from hub.search.index import Index
from hub.search.slips import is_of_the_finger

STRANGERS: Final = 0.8
"""Two words that nowhere stand side by side."""
RARE: Final = 0.3
"""Times how little a pair is worth: of two mendings the one in a title is likelier."""
BESIDE_SHORT: Final = 0.5
"""A short form, of which it is not known what stands beside it."""
OTHER_ACCENTS: Final = 0.3
"""A word that is known with other accents only: "tạn"."""
FINGER: Final = 0.6
SLIP: Final = 1.0
SOUND: Final = 0.5
SHORT: Final = 2
"""Letters of a short form that may as well be a word with one left out: "kt hôn"."""
LEAST_SLIP: Final = 3


class Known:
    """The words of a catalogue and of what people say about it.

    Args:
        index: Whose words and pairs of words are known.
        spoken: Phrases whose words and pairs are known beside them.
        short: Short forms, small letters without accents.
    """

    def __init__(self, index: Index, spoken: Sequence[str], short: Collection[str]) -> None:
        self._index = index
        self._short = short
        self._words: set[str] = set()
        self._exact: set[str] = set()
        self._pairs = {
            pair: RARE * (1 - max(worth for places in known.values() for _, worth in places))
            for pair, known in index.joined.items()
        }
        for text in spoken:
            words = words_of(text)
            self._words.update(word.plain for word in words)
            self._exact.update(word.exact for word in words)
            for one, other in pairwise(words):
                self._pairs.setdefault(one.plain + other.plain, 0.0)
        self._before = _before(index)

    def knows(self, plain: str) -> bool:
        """Whether it is a word or a short form."""
        return plain in self._index.places or plain in self._words or plain in self._short

    def is_read(self, written: str) -> bool:
        """Whether every word of it is known."""
        return all(self.knows(word.plain) for word in words_of(written))

    def is_begun(self, plain: str) -> bool:
        """Whether a word of the catalogue begins so."""
        return next(self._index.beginning_with(plain), None) is not None

    def of_accents(self, word: Word) -> float:
        """What it costs that a word has accents which nobody knows."""
        known = self._index.places.get(word.plain)
        is_other = known and word.is_accented and word.exact not in known
        return OTHER_ACCENTS if is_other and word.exact not in self._exact else 0.0

    def like(self, plain: str) -> Iterator[tuple[str, float]]:
        """Words that sound like it, or are one slip away, and what that costs."""
        if plain in self._short and len(plain) != SHORT:
            return
        if len(plain) < LEAST_SLIP - (plain in self._short):
            return
        for other in self._index.sounding_like(plain):
            yield other, SOUND
        for other in self._index.one_slip_from(plain, LEAST_SLIP):
            is_likely = is_of_the_finger(plain, other)
            if is_likely or len(other) > LEAST_SLIP:
                yield other, FINGER if is_likely else SLIP

    def twice(self, plain: str) -> list[str]:
        """Words of two slips from one that nobody knows."""
        return [] if self.knows(plain) else self._index.two_slips_from(plain)

    def before(self, letter: str, plain: str) -> list[str]:
        """Words of a first letter that stand before a word somewhere."""
        return [word for word in self._before.get(plain, ()) if word[0] == letter]

    def apart(self, one: str, other: str) -> float:
        """What it costs that two words stand side by side; nothing beside none."""
        if not one or not other or one.isdigit() or other.isdigit():
            return 0.0
        if one in self._short or other in self._short:
            return BESIDE_SHORT
        return self._pairs.get(one + other, STRANGERS)

    def strangers(self, written: Sequence[str]) -> float:
        """The same for all words of a reading."""
        keys = [word.plain for word in words_of(" ".join(written))]
        return sum(map(self.apart, keys, keys[1:]))


def _before(index: Index) -> dict[str, list[str]]:
    """By word of the catalogue those that stand before it, by the alphabet."""
    found: dict[str, set[str]] = defaultdict(set)
    for phrases in index.phrases:
        for phrase in phrases:
            for (one, _), (other, _) in pairwise(phrase.terms):
                found[other].add(one)
    return {word: sorted(before) for word, before in found.items()}
