"""From a word to the things it stands in: by equality, beginning and one slip (pure)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hub.search.findable import INITIALS, Findable
from hub.search.fold import Word, words_of
from hub.search.sounds import sound_of

LEAST_SLIP: Final = 4
"""Shorter words of the index have too many neighbours: a slip in them is another word."""

LEAST_OF_ALL: Final = 3
"""Where the words around help to tell, shorter ones are looked at, too."""

MOST_JOINED: Final = 3
"""Words that are typed as one: khaisinh."""

LENGTH_SHARE: Final = 0.3
"""How much of a phrase's worth hangs on the share of its words that was typed."""

Term = tuple[str, str]
"""A word of the index: its plain and its exact key."""

Place = tuple[int, float]
"""A thing in which a term stands, and the most that the term alone is worth there."""


Where = Mapping[Term, Sequence[tuple[int, int]]]
"""From a term to the phrases of one thing, by number, and its place in each."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phrase in the index.

    Attributes:
        text: The phrase.
        weight: Of the phrase.
        terms: Its words.
    """

    text: str
    weight: float
    terms: tuple[Term, ...]


class Index:
    """Everything that can be found; never changes.

    Args:
        items: What can be found.
    """

    def __init__(self, items: Sequence[Findable]) -> None:
        self.items = tuple(items)
        self.phrases = tuple(tuple(_spoken(item)) for item in self.items)
        self.where = tuple(_where(phrases) for phrases in self.phrases)
        self.places: dict[str, dict[str, list[Place]]] = {}
        self.joined: dict[str, dict[str, list[Place]]] = {}
        for number, phrases in enumerate(self.phrases):
            self._add(number, phrases)
        self._sorted = sorted(self.places)
        self._slips: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if len(word) >= LEAST_OF_ALL and not word.isdigit():
                for form in {word, *_shorter(word)}:
                    self._slips[form].append(word)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            self._sounds[sound_of(word)].append(word)
        self.spread = {
            word: len({item for places in by_exact.values() for item, _ in places})
            for word, by_exact in self.places.items()
        }

    def beginning_with(self, plain: str) -> Iterator[str]:
        """Longer words that begin so."""
        at = bisect_left(self._sorted, plain)
        while at < len(self._sorted) and self._sorted[at].startswith(plain):
            if self._sorted[at] != plain:
                yield self._sorted[at]
            at += 1

    def sounding_like(self, plain: str) -> Iterator[str]:
        """Other words that some people say alike."""
        return (word for word in self._sounds.get(sound_of(plain), ()) if word != plain)

    def one_slip_from(self, plain: str, least: int = LEAST_SLIP) -> list[str]:
        """Other words of one letter more, less, else, or two letters changed about.

        By the alphabet: of readings that are as likely the first is taken, and the same
        question is to have the same answer after every start.

        Args:
            plain: What was typed.
            least: Letters that a word has at least.
        """
        if len(plain) < least - 1 or plain.isdigit():
            return []
        found = {word for form in {plain, *_shorter(plain)} for word in self._slips.get(form, ())}
        return sorted(
            word
            for word in found
            if len(word) >= least and word != plain and is_one_slip(plain, word)
        )

    def _add(self, number: int, phrases: Iterable[Spoken]) -> None:
        best: dict[tuple[bool, Term], float] = {}
        for phrase in phrases:
            terms = phrase.terms
            for at in range(len(terms)):
                for length in range(1, min(MOST_JOINED, len(terms) - at) + 1):
                    key = (length > 1, joint(terms[at : at + length]))
                    worth = phrase.weight * share_of(length, len(terms))
                    best[key] = max(best.get(key, 0.0), worth)
        for (is_joined, (plain, exact)), worth in best.items():
            by_plain = self.joined if is_joined else self.places
            by_plain.setdefault(plain, {}).setdefault(exact, []).append((number, worth))


def joint(terms: Sequence[Term]) -> Term:
    """Some words written as one."""
    return "".join(plain for plain, _ in terms), "".join(exact for _, exact in terms)


def share_of(typed: int, length: int) -> float:
    """How much a phrase is worth of which some words were typed."""
    return 1 - LENGTH_SHARE + LENGTH_SHARE * typed / length


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or else, or two neighbours changed about, parts them."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    is_swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or is_swapped


def _spoken(item: Findable) -> Iterator[Spoken]:
    for phrase in item.phrases:
        words = words_of(phrase.text)
        if words:
            yield Spoken(phrase.text, phrase.weight, _terms(words))
        if phrase.has_initials and len(words) > 1:
            short = "".join(phrase.text[word.start] for word in words)
            yield Spoken(short, phrase.weight * INITIALS, _terms(words_of(short)))


def _where(phrases: Sequence[Spoken]) -> Where:
    found: dict[Term, list[tuple[int, int]]] = {}
    for number, phrase in enumerate(phrases):
        for at, term in enumerate(phrase.terms):
            found.setdefault(term, []).append((number, at))
    return found


def _terms(words: Sequence[Word]) -> tuple[Term, ...]:
    return tuple((word.plain, word.exact) for word in words)


def _shorter(word: str) -> Iterable[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
