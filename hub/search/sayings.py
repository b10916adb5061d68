"""What people say for something: patterns of words and kinds of words, and what they mean (pure).

"<kin> <die>" is read as "người chết" whether a father died or a grandmother has passed away, so
whatever in a catalogue is found by "người chết" is found by all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hub.search.fold import Word, words_of

END: Final = "$"
"""At the end of a pattern: nothing that says anything may follow."""
GAP: Final = "*"
"""In a pattern: a few words, whatever they are."""
MOST_BETWEEN: Final = 3

Span = tuple[int, int]
PEOPLE: Final = "<kin>"
"""The kind of those whose matter it may be."""
_Phrase = tuple[Word, ...]
_ByFirst = Mapping[str, Sequence[_Phrase]]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A compiled pattern: what it means, its parts by their first words, which are kinds."""

    head: _Phrase
    parts: tuple[_ByFirst, ...]
    kinds: frozenset[int]
    gaps: frozenset[int]
    is_last: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question: its words, its fillers and the numbers of their words, whose it may be."""

    words: Sequence[Word]
    fillers: tuple[Span, ...]
    empty: frozenset[int]
    people: _ByFirst

    def starts(self, at: int) -> list[int]:
        """Where the next part may begin: here, or behind fillers and whose matter it is."""
        found = [at]
        for here in found:
            behind = [here + 1] if here in self.empty else []
            behind += self.ends(self.people, here, is_kind=True)
            found += [end for end in behind if end not in found]
        return found

    def after(self, at: int, end: int) -> list[int]:
        """Where the next part may begin; right here, if all so far is part of a longer filler.

        "cho hỏi ... đất" gives nobody any land.
        """
        return [end] if self._is_within(at, end) else self.starts(end)

    def ends(self, part: _ByFirst, at: int, *, is_kind: bool) -> list[int]:
        """Where a part ends that begins here; none within a longer filler."""
        if at >= len(self.words):
            return []
        return [
            end
            for phrase in part.get(self.words[at].plain, ())
            if (end := at + len(phrase)) <= len(self.words)
            and all(map(_is, self.words[at:end], phrase))
            and not (is_kind and self._is_within(at, end))
        ]

    def _is_within(self, at: int, end: int) -> bool:
        """Whether some words are part of a longer filler: "mất" of "mất bao nhiêu tiền"."""
        return any(s <= at and end <= e and e - s > end - at for s, e in self.fillers)


class Sayings:
    """All patterns.

    Args:
        kinds: Phrases of one kind, by its name.
        sayings: What is meant, and patterns for it: words, and names of kinds in <>.
    """

    def __init__(
        self,
        kinds: Mapping[str, Iterable[str]],
        sayings: Iterable[tuple[str, Iterable[str]]],
    ) -> None:
        parts: dict[str, _ByFirst] = {
            f"<{name}>": _by_first(phrases) for name, phrases in kinds.items()
        }
        self._by_first: dict[str, list[_Pattern]] = {}
        self._people = parts.get(PEOPLE, {})
        for head, patterns in sayings:
            for pattern in patterns:
                self._add(head, pattern, parts)

    def _add(self, head: str, pattern: str, parts: dict[str, _ByFirst]) -> None:
        written = pattern.split()
        words = [word for word in written if word not in (END, GAP)]
        own = tuple(parts.setdefault(word, _by_first([word])) for word in words)
        behind = [n for n, word in enumerate(written) if word == GAP]
        gaps = frozenset(n - passed for passed, n in enumerate(behind))
        kinds = frozenset(number for number, word in enumerate(words) if word[0] == "<")
        made = _Pattern(words_of(head), own, kinds, gaps, written[-1] == END)
        for first in own[0]:
            self._by_first.setdefault(first, []).append(made)

    def read(
        self, words: Sequence[Word], empty: frozenset[int], fillers: Sequence[Span]
    ) -> tuple[Word, ...] | None:
        """What is meant instead of each saying, and the other words that say something.

        Whose it is says nothing beside a saying.  None when there is no saying.

        Args:
            words: The question's.
            empty: Numbers of the words that say nothing; they are left out.
            fillers: From where to where nothing may be said; that may stand between.
        """
        may_be_empty = frozenset(n for s, e in fillers for n in range(s, e))
        asked = _Asked(words, tuple(fillers), may_be_empty, self._people)
        found: list[Word] = []
        at, is_other = 0, False
        while at < len(words):
            end, head = self._longest(asked, at)
            if end > at:
                found.extend(head)
                at, is_other = end, True
                continue
            whose = max(asked.ends(self._people, at, is_kind=True), default=at)
            if whose > at:
                at = whose
            else:
                found.extend(() if at in empty else (words[at],))
                at += 1
        return tuple(found) if is_other else None

    def _longest(self, asked: _Asked, at: int) -> tuple[int, _Phrase]:
        best: tuple[int, _Phrase] = at, ()
        for pattern in self._by_first.get(asked.words[at].plain, ()):
            end = _end_of(pattern, asked, at)
            if end > best[0]:
                best = end, pattern.head
        return best


def _end_of(pattern: _Pattern, asked: _Asked, at: int) -> int:
    """Where the pattern ends that begins at a word; 0 when it does not."""
    ends = {at}
    for number, part in enumerate(pattern.parts):
        if number in pattern.gaps:
            starts = {end + more for end in ends for more in range(MOST_BETWEEN + 1)}
        else:
            starts = ends if number == 0 else {s for end in ends for s in asked.after(at, end)}
        ends = {
            end
            for start in starts
            for end in asked.ends(part, start, is_kind=number in pattern.kinds)
        }
        if not ends:
            return 0
    if len(pattern.parts) == 1:
        written = _is_written(pattern.parts[0], asked.words[at])
        ends = {end for end in ends if end > at + 1 or written}
    if pattern.is_last:
        rest = range(max(ends, default=0), len(asked.words))
        ends = ends if all(n in asked.empty for n in rest) else set()
    return max(ends, default=0)


def _is_written(part: _ByFirst, typed: Word) -> bool:
    """Whether a word by itself is written with its accents: "que" alone is no "què"."""
    return any(
        len(phrase) == 1 and phrase[0].exact == typed.exact for phrase in part.get(typed.plain, ())
    )


def _is(typed: Word, meant: Word) -> bool:
    return typed.exact == meant.exact if typed.is_accented else typed.plain == meant.plain


def _by_first(phrases: Iterable[str]) -> dict[str, list[_Phrase]]:
    found: dict[str, list[_Phrase]] = {}
    for text in phrases:
        words = words_of(text)
        found.setdefault(words[0].plain, []).append(words)
    return found
