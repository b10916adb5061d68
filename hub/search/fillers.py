"""Words of a question that say nothing of what is looked for: "xin", "ở đâu" (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.search.fold import Word, words_of


class Fillers:
    """Words and phrases that say nothing.

    A phrase says nothing only as a whole: "hồ sơ" does, "hộ" and "so" do not.

    Args:
        texts: One word or phrase each.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[Word, ...]]] = {}
        for text in texts:
            words = words_of(text)
            if words:
                self._by_first.setdefault(words[0].plain, []).append(words)

    def places(self, words: Sequence[Word]) -> frozenset[int]:
        """The numbers of the words that say nothing."""
        found: set[int] = set()
        for at, word in enumerate(words):
            for phrase in self._by_first.get(word.plain, ()):
                typed = words[at : at + len(phrase)]
                if len(typed) == len(phrase) and all(map(_may_be, typed, phrase)):
                    found.update(range(at, at + len(phrase)))
        return frozenset(found)


def _may_be(typed: Word, filler: Word) -> bool:
    """Whether it is the filler; typed without accents, it may be."""
    return typed.exact == filler.exact if typed.is_accented else typed.plain == filler.plain
