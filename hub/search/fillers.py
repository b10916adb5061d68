"""Words of a question that say nothing of what is looked for: "xin", "ở đâu" (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from hub.search.fold import Word, words_of

IsTelling = Callable[[Sequence[Word], int, Word], bool]
"""Of the words of a question: whether one, by its number, is more than the filler it may be."""


class Fillers:
    """Words and phrases that say nothing.

    A phrase says nothing only as a whole: "hồ sơ" does, "hộ" and "so" do not.

    Args:
        texts: One word or phrase each.
        is_telling: When a single word is left, though it may be a filler.
    """

    def __init__(self, texts: Iterable[str], is_telling: IsTelling | None = None) -> None:
        self._by_first: dict[str, list[tuple[Word, ...]]] = {}
        for text in texts:
            words = words_of(text)
            if words:
                self._by_first.setdefault(words[0].plain, []).append(words)
        self._is_telling = is_telling

    def places(self, words: Sequence[Word]) -> frozenset[int]:
        """The numbers of the words that say nothing."""
        found: set[int] = set()
        for start, end in self.spans(words):
            known = self._by_first[words[start].plain]
            own = [one[0] for one in known if len(one) == 1 and _may_be(words[start], one[0])]
            telling = self._is_telling
            is_left = telling is not None and any(telling(words, start, one) for one in own)
            if end - start > 1 or not is_left:
                found.update(range(start, end))
        return frozenset(found)

    def spans(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """From where to where each filler goes, telling or not; they may overlap."""
        return [
            (at, at + len(phrase))
            for at, word in enumerate(words)
            for phrase in self._by_first.get(word.plain, ())
            if at + len(phrase) <= len(words)
            and all(map(_may_be, words[at : at + len(phrase)], phrase))
        ]


def _may_be(typed: Word, filler: Word) -> bool:
    """Whether it is the filler; typed without accents, it may be."""
    return typed.exact == filler.exact if typed.is_accented else typed.plain == filler.plain
