"""From a word to the things it stands in: by equality, beginning and one slip (pure)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hub.search.findable import INITIALS, Findable
from hub.search.fold import Word, words_of
from hub.search.sounds import sound_of

LEAST_SLIP: Final = 4
"""Shorter words of the index have too many neighbours: a slip in them is another word."""

LEAST_OF_ALL: Final = 3
"""Where the words around help to tell, shorter ones are looked at, too."""

LEAST_TWO_SLIPS: Final = 5
"""Of shorter words two slips leave hardly anything."""

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
        self._two_slips = _by_two_shorter(self._sorted)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            self._sounds[sound_of(word)].append(word)
        self.said = frozenset(
            sound_of(one) + sound_of(other)
            for phrases in self.phrases
            for phrase in phrases
            for (one, _), (other, _) in pairwise(phrase.terms)
        )
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

    def two_slips_from(self, plain: str) -> list[str]:
        """Longer words of two slips, by the alphabet; only with the words around may one tell."""
        if len(plain) < LEAST_TWO_SLIPS - 1:
            return []
        found = {word for form in _two_shorter(plain) for word in self._two_slips.get(form, ())}
        return sorted(word for word in found if is_within(plain, word, 2))

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


def is_within(one: str, other: str, slips: int) -> bool:
    """Whether so many slips, or fewer, part two words."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    at = min(len(one), len(other)) if at is None else at
    one, other = one[at:], other[at:]
    if not one or not other or not slips:
        return len(one) + len(other) <= slips
    ways = [(one[1:], other), (one, other[1:]), (one[1:], other[1:])]
    if one[:2] == other[:2][::-1]:
        ways.append((one[2:], other[2:]))
    return any(is_within(a, b, slips - 1) for a, b in ways)


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


def _by_two_shorter(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= LEAST_TWO_SLIPS and word.isalpha():
            for form in _two_shorter(word):
                found[form].append(word)
    return found


def _two_shorter(word: str) -> set[str]:
    """The word, and it without one letter or two."""
    once = {word, *_shorter(word)}
    return once.union(*map(_shorter, once))
