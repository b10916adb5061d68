"""How well one thing answers a question: its best phrase, helped by its others (pure).

Sums are exact ones, whatever the order: a set's order is another after every start, and equal
things are to be found equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Final

from hub.search.index import MOST_JOINED, Spoken, Term, Where, joint, share_of

ELSEWHERE: Final = 0.35
"""A word that another phrase of the same thing has."""
WHOLE: Final = 0.2
"""Nothing of the phrase is left over."""
IN_ORDER: Final = 0.02
SIDE_BY_SIDE: Final = 0.14
AS_GOOD: Final = 0.8
"""Share of a fit from which another place is as good for a word whose own is taken."""
NEARLY: Final = 0.2
"""A fit that is worse by more is not shown as matched: "sinh" does not mark "định"."""

Fit = tuple[float, int, int]
"""How well a typed word fits, at which word of the phrase, over how many words."""

ByTerm = Mapping[Term, Sequence[tuple[int, float]]]
"""From a word of the index to the typed words it fits, by number, and how well."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Attributes:
        single: What its words may mean.
        joined: The same for words typed as one.
        weights: How much each typed word says.
    """

    single: ByTerm
    joined: ByTerm
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """How well a thing answers.

    Attributes:
        score: Higher is better.
        phrase: The phrase that fits best.
        fits: Where each typed word fits, by the number of the phrase.
    """

    score: float
    phrase: Spoken
    fits: Mapping[int, Mapping[int, Fit]]

    def words(self, phrases: Sequence[Spoken]) -> frozenset[str]:
        """Plain words of the thing that were matched: for each typed word, those that fit best."""
        best: dict[int, float] = {}
        for found in self.fits.values():
            for number, (level, _, _) in found.items():
                best[number] = max(best.get(number, 0.0), level)
        return frozenset(
            plain
            for number, found in self.fits.items()
            for typed, (level, at, length) in found.items()
            if level >= best[typed] - NEARLY
            for plain, _ in phrases[number].terms[at : at + length]
        )


def judge(phrases: Sequence[Spoken], where: Where, asked: Asked, covered: float) -> Judged:
    """Judge a thing.

    Args:
        phrases: In which words it is found; at least one.
        where: Where in them each of its words stands.
        asked: The question.
        covered: Share of the question that it covers, 0 to 1.
    """
    fits = _fits(phrases, where, asked)
    best_of: dict[int, float] = {}
    for at, found in fits.items():
        for number, fit in found.items():
            best_of[number] = max(best_of.get(number, 0.0), fit[0] * phrases[at].weight)
    weights, total = asked.weights, fsum(asked.weights)
    in_all = fsum(weights[n] * value for n, value in best_of.items())
    best, most = phrases[0], -1.0
    for at, found in sorted(fits.items()):
        here = fsum(weights[n] * best_of[n] for n in found)
        score = _score(phrases[at], found, weights, total)
        score += ELSEWHERE * (in_all - here) / total
        if score > most:
            best, most = phrases[at], score
    return Judged(most * covered, best, fits)


def _fits(phrases: Sequence[Spoken], where: Where, asked: Asked) -> dict[int, dict[int, Fit]]:
    """By phrase that has any: the best place for each typed word, the earliest among equals."""
    fits: dict[int, dict[int, Fit]] = {}
    for term in where.keys() & asked.single.keys():
        for number, at in where[term]:
            _note(fits.setdefault(number, {}), asked.single[term], at, 1)
    last = len(asked.weights) - 1
    for number, found in fits.items():
        if last in found and any(
            fit[1] == found[last][1] for word, fit in found.items() if word != last
        ):
            _move(last, found, phrases[number].terms, asked.single)
    if asked.joined:
        _fit_joined(fits, phrases, asked.joined)
    return fits


def _fit_joined(fits: dict[int, dict[int, Fit]], phrases: Sequence[Spoken], joined: ByTerm) -> None:
    for number, phrase in enumerate(phrases):
        for at, length in _stretches(len(phrase.terms)):
            levels = joined.get(joint(phrase.terms[at : at + length]))
            if levels:
                _note(fits.setdefault(number, {}), levels, at, length)


def _move(last: int, found: dict[int, Fit], terms: Sequence[Term], single: ByTerm) -> None:
    """The last word, whose place another has, to one that is free and nearly as good.

    "thân nh" is "thân nhân", though "nhận" stands earlier.
    """
    taken = {at for word, (_, at, _) in found.items() if word != last}
    level = found[last][0]
    free = [
        (-other, at)
        for at, term in enumerate(terms)
        for number, other in single.get(term, ())
        if number == last and at not in taken and other >= AS_GOOD * level
    ]
    if free:
        found[last] = (level, min(free)[1], 1)


def _note(found: dict[int, Fit], levels: Sequence[tuple[int, float]], at: int, length: int) -> None:
    for number, level in levels:
        known = found.get(number)
        if known is None or (level, -at) > (known[0], -known[1]):
            found[number] = (level, at, length)


def _stretches(length: int) -> Iterator[tuple[int, int]]:
    for at in range(length):
        for long in range(2, min(MOST_JOINED, length - at) + 1):
            yield at, long


def _score(
    phrase: Spoken, found: Mapping[int, Fit], weights: Sequence[float], total: float
) -> float:
    quality = fsum(weights[n] * fit[0] for n, fit in found.items()) / total
    covered = {first for _, first, _ in found.values()}
    for _, first, long in found.values():
        if long > 1:
            covered.update(range(first, first + long))
    length = len(phrase.terms)
    score = quality * share_of(len(covered), length)
    is_all = len(found) == len(weights)
    if len(covered) == length and (length > 1 or is_all):
        score += WHOLE * quality
    if is_all or len(found) > 1:
        score += quality * _order_bonus([found[n][1] for n in sorted(found)])
    return score * phrase.weight


def _order_bonus(places: Sequence[int]) -> float:
    steps = {after - before for before, after in pairwise(places)}
    if steps <= {1}:
        return SIDE_BY_SIDE
    return IN_ORDER if min(steps) > 0 else 0.0
