"""Reads what fingers made of a question: blanks elsewhere, keys beside, words said alike (pure).

The letters are read anew from left to right.  Each stretch of them may be a word, at a cost, and
each pair of words that nowhere stand side by side costs, too; the cheapest reading is taken.  So
it is the words around that say whether "ket hong" is "kết hôn" and "dan gky" is "đăng ký".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from hub.search.fold import Word, plain_of, words_of
from hub.search.index import Index
from hub.search.known import LEAST_SLIP, Known
from hub.search.matching import meant_by

LONGEST: Final = 7
"""Letters of the longest Vietnamese syllable: nghiêng."""
MOST_LETTERS: Final = 72
KEPT: Final = 4
"""Readings that are kept open at each letter."""
UNKNOWN: Final = 1.6
UNKNOWN_LETTER: Final = 0.3
"""The longer a word that nobody knows, the less likely is it one."""
FIRST_LETTER: Final = 0.6
"""The first letter of a word instead of it: "t vắng"."""
BLANK_LOST: Final = 0.3
BLANK_TOO_MANY: Final = 0.6
ELSEWHERE: Final = 0.2
"""A word that was found between other blanks than were typed."""
ONE_LETTER: Final = 1.0
BEGUN: Final = 0.4
UNTYPED: Final = 0.2
"""Keys of an input method, or a key twice."""
TWO_SLIPS: Final = 1.3
"""More than a question of one word may cost: the words around have to tell."""
OF_KNOWN: Final = 0.15
"""What stands there is a word itself."""
OF_ACCENTED: Final = 0.05
"""Who writes accents writes with care."""
LEAST_GLUED: Final = 5
"""Letters of what may be two words at once, one of them with a slip."""
DEAREST: Final = 1.1
"""What costs more for each of its words is no mending but another question."""
WORTH_OF_COST: Final = 0.2
WORTH_OF_APART: Final = 0.6
"""Words that were guessed and nowhere stand side by side are hardly what was meant."""
_KEYS: Final = re.compile(r"[wfjz0-9]|([a-z])\1|[sfrxj]$")


@dataclass(frozen=True, slots=True)
class Mended:
    """Another reading.

    Attributes:
        text: Its words, with blanks between.
        worth: How sure one may be, 0 to 1.
    """

    text: str
    worth: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the letters read as a word: where it ends, the word, its cost."""

    end: int
    plain: str
    written: str
    cost: float


@dataclass(frozen=True, slots=True)
class _Path:
    """A reading up to some letter."""

    cost: float
    last: str
    written: tuple[str, ...]


class Mender:
    """Mends questions.

    Args:
        index: Whose words and pairs of words are known.
        spoken: Phrases whose words and pairs are known beside them.
        short: Short forms, small letters without accents.
    """

    def __init__(self, index: Index, spoken: Sequence[str], short: Collection[str]) -> None:
        self._known = Known(index, spoken, short)

    def mend(self, words: Sequence[Word], text: str, *, is_open: bool) -> Mended | None:
        """The likeliest reading of some words, if it is another one.

        Args:
            words: The question's.
            text: The question, NFC.
            is_open: The last word may still be typed on.
        """
        letters = "".join(text[word.start : word.end] for word in words)
        if len(letters) > MOST_LETTERS or not any(letter.isalpha() for letter in letters):
            return None
        plain = "".join(plain_of(letter)[:1] or letter for letter in letters)
        stops = [0]
        for word in words:
            stops.append(stops[-1] + word.end - word.start)
        best = self._best(words, letters, plain, stops, is_open=is_open)
        if best and any(
            len(one) >= LEAST_GLUED and not self._known.is_read(one) for one in best.written
        ):
            best = self._best(words, letters, plain, stops, is_open=is_open, is_rough=True)
        as_typed = tuple(text[word.start : word.end] for word in words)
        if best is None or best.written == as_typed:
            return None
        apart = self._known.strangers(best.written) / len(best.written)
        cost = best.cost / len(best.written) - apart
        if cost > DEAREST:
            return None
        worth = (1 - WORTH_OF_COST * cost) * (1 - WORTH_OF_APART * apart)
        return Mended(" ".join(best.written), worth)

    def _best(
        self,
        words: Sequence[Word],
        letters: str,
        plain: str,
        stops: list[int],
        *,
        is_open: bool,
        is_rough: bool = False,
    ) -> _Path | None:
        """The cheapest way through the letters."""
        paths: list[list[_Path]] = [[] for _ in range(len(letters) + 1)]
        paths[0] = [_Path(0.0, "", ())]
        typed = {stops[n]: (word, n == len(words) - 1) for n, word in enumerate(words)}
        borders = frozenset(stops)
        for at in range(len(letters)):
            if not paths[at]:
                continue
            paths[at] = self._kept(paths[at], typed.get(at))
            pieces = list(self._anew(at, letters, plain, borders, is_open=is_open))
            if is_rough:
                pieces += self._roughly(at, letters, borders)
            if at in typed:
                word, is_last = typed[at]
                end = stops[stops.index(at) + 1]
                pieces += self._as_typed(word, letters[at:end], end, is_open=is_open and is_last)
                pieces += self._shortened(word, typed[end][0], end) if end in typed else ()
                if is_rough:
                    twice = self._known.twice(word.plain)
                    pieces += [_Piece(end, other, other, TWO_SLIPS) for other in twice]
            for path in paths[at]:
                for piece in pieces:
                    cost = path.cost + piece.cost + self._known.apart(path.last, piece.plain)
                    paths[piece.end].append(
                        _Path(cost, piece.plain, (*path.written, piece.written))
                    )
        return min(paths[-1], key=lambda path: path.cost, default=None)

    def _kept(self, paths: list[_Path], ahead: tuple[Word, bool] | None) -> list[_Path]:
        """The cheapest few, with the word that was typed next, if any."""
        if len(paths) <= KEPT:
            return paths
        plain = ahead[0].plain if ahead else ""
        apart = self._known.apart
        return nsmallest(KEPT, paths, key=lambda path: path.cost + apart(path.last, plain))

    def _as_typed(self, word: Word, written: str, end: int, *, is_open: bool) -> Iterator[_Piece]:
        """What a typed word may be, between the blanks that were typed."""
        is_known = self._known.knows(word.plain) or word.plain.isdigit()
        if is_known or (is_open and self._known.is_begun(word.plain)):
            yield _Piece(end, word.plain, written, self._known.of_accents(word))
        else:
            yield _Piece(end, word.plain, written, UNKNOWN + UNKNOWN_LETTER * len(written))
            yield from self._glued(word.plain, end)
        more = OF_KNOWN if is_known else 0.0
        if word.is_accented:
            more += OF_ACCENTED
        for meant in meant_by(word):
            if (
                self._known.knows(meant.plain)
                and meant.plain != word.plain
                and len(meant.plain) > 1
            ):
                yield _Piece(end, meant.plain, meant.plain, UNTYPED + more)
        bare = word.plain.rstrip("0123456789")
        if not is_known and bare != word.plain and self._known.knows(bare) and len(bare) > 1:
            yield _Piece(end, bare, bare, UNTYPED)
        for other, cost in self._known.like(word.plain):
            yield _Piece(end, other, other, cost + more)

    def _shortened(self, word: Word, after: Word, end: int) -> Iterator[_Piece]:
        """What a word may be of which only the first letter stands there: "t.vắng"."""
        if len(word.plain) == 1:
            for other in self._known.before(word.plain, after.plain):
                yield _Piece(end, other, other, FIRST_LETTER)

    def _glued(self, plain: str, end: int) -> Iterator[_Piece]:
        """The same with the letter at the next word: "bsao"."""
        for other in self._known.before(plain[0], plain[1:]):
            yield _Piece(end, plain[1:], f"{other} {plain[1:]}", FIRST_LETTER)

    def _anew(
        self, at: int, letters: str, plain: str, borders: frozenset[int], *, is_open: bool
    ) -> Iterator[_Piece]:
        """Words from a letter on, between other blanks than were typed."""
        start = 0.0 if at in borders else BLANK_LOST
        for end in range(at + 1, min(at + LONGEST, len(letters)) + 1):
            inner = sum(1 for border in range(at + 1, end) if border in borders)
            if not inner and at in borders and end in borders:
                continue
            word = words_of(plain[at:end])
            key = word[0].plain if word else ""
            cost = start + ELSEWHERE + BLANK_TOO_MANY * inner
            cost += ONE_LETTER if end - at == 1 else 0.0
            if self._known.knows(key):
                yield _Piece(end, key, letters[at:end], cost)
            elif is_open and end == len(letters) and end - at > 1 and self._known.is_begun(key):
                yield _Piece(end, key, letters[at:end], cost + BEGUN)

    def _roughly(self, at: int, letters: str, borders: frozenset[int]) -> Iterator[_Piece]:
        """Words with a slip, between other blanks than were typed."""
        cost = ELSEWHERE + (0.0 if at in borders else BLANK_LOST)
        for end in range(at + LEAST_SLIP, min(at + LONGEST, len(letters)) + 1):
            if any(at < border < end for border in borders):
                return
            for word in words_of(letters[at:end]):
                if _may_be_keys(word.plain):
                    for meant in meant_by(word):
                        if self._known.knows(meant.plain) and len(meant.plain) > 1:
                            yield _Piece(end, meant.plain, meant.plain, cost + UNTYPED)
                for other, more in self._known.like(word.plain):
                    yield _Piece(end, other, other, cost + more)


def _may_be_keys(plain: str) -> bool:
    """Whether keys of an input method may stand in it."""
    return _KEYS.search(plain) is not None
