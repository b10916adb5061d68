"""What else may be meant by what was typed (pure).

As typed is the first reading.  Others: with short forms in words; mended, where fingers slipped;
without the words that say nothing; with sayings in the words of the catalogue.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from hub.search.chatter import CHATTER
from hub.search.fillers import Fillers
from hub.search.fold import Word, plain_of, words_of
from hub.search.index import Index
from hub.search.kinds import KINDS
from hub.search.meanings import MEANINGS
from hub.search.mending import Mender
from hub.search.regions import REGIONAL
from hub.search.sayings import Sayings
from hub.search.sounds import sound_of

MOST_WORDS: Final = 16
EXPANDED: Final = 0.97
"""A short form was read as its words."""
HALF_TYPED: Final = 0.55
"""A short form that is the beginning of a word still being typed: "dang ky kh"."""
UNFILLED: Final = 0.97
"""Words that say nothing were left out: "làm khai sinh" is no wish to do it "lại"."""
BARE: Final = 0.78
"""The same, though at the beginning they may say something."""
MEANT: Final = 0.9
"""A saying was read as what it means."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a question.

    Attributes:
        words: It, in words.
        is_open: The last one may still be typed on.
        worth: How sure one may be of it, 0 to 1.
    """

    words: tuple[Word, ...]
    is_open: bool
    worth: float


class Reader:
    """Reads questions.

    Args:
        index: The words of the catalogue.
        abbreviations: Short forms and their words.
        fillers: Words that say nothing, of the catalogue.
    """

    def __init__(
        self, index: Index, abbreviations: Iterable[tuple[str, str]], fillers: Iterable[str]
    ) -> None:
        self._index = index
        self._short: dict[str, tuple[Word, ...]] = {}
        for short, words in abbreviations:
            for key in (unicodedata.normalize("NFC", short), plain_of(short)):
                self._short.setdefault(key, words_of(words))
        for said, words in REGIONAL:
            self._short.setdefault(said, words_of(words))
        own = tuple(fillers)
        self._always = {words[0].exact for words in map(words_of, own) if len(words) == 1}
        self.fillers = Fillers((*own, *CHATTER), self._is_telling)
        self._sayings = _sayings()
        self._mender = Mender(index, (*own, *_spoken()), self._short)

    def others(self, words: tuple[Word, ...], text: str) -> Iterator[Reading]:
        """All readings but the one as typed.

        Args:
            words: Of the text.
            text: What was typed, NFC.
        """
        seen = {_exact(words)}
        for reading in self._others(words, text):
            if _exact(reading.words) not in seen:
                seen.add(_exact(reading.words))
                yield reading

    def _others(self, words: tuple[Word, ...], text: str) -> Iterator[Reading]:
        """The same; some may be equal."""
        is_open = text[-1].isalnum()
        is_begun = self._is_begun(words, text)
        spoken = self._expanded(words, text)
        if spoken != words:
            yield Reading(spoken, False, HALF_TYPED if is_begun else EXPANDED)
        yield from self._less(spoken, words, HALF_TYPED if is_begun else 1.0, is_open=is_open)
        bare = self._bare(spoken)
        if bare:
            worth = BARE * (HALF_TYPED if is_begun else 1.0)
            yield Reading(bare, is_open and bare[-1] is words[-1], worth)
        mended = self._mender.mend(words, text, is_open=is_open)
        if mended:
            again = self._expanded(words_of(mended.text), mended.text)
            less = list(self._less(again, again, mended.worth, is_open=is_open))
            yield from less or [Reading(again, is_open, mended.worth)]

    def _less(
        self, spoken: tuple[Word, ...], words: tuple[Word, ...], worth: float, *, is_open: bool
    ) -> Iterator[Reading]:
        """Without words that say nothing; and with sayings read as what they mean."""
        empty = self.fillers.places(spoken)
        said = tuple(word for number, word in enumerate(spoken) if number not in empty)
        if said and said not in (words, spoken):
            yield Reading(said, is_open and said[-1] is words[-1], UNFILLED * worth)
        meant = self._sayings.read(spoken, empty, self.fillers.spans(spoken))
        if meant and meant not in (said, words):
            yield Reading(meant[:MOST_WORDS], False, MEANT * worth)

    def _bare(self, spoken: tuple[Word, ...]) -> tuple[Word, ...]:
        """Without what may say nothing at the beginning, telling or not: "lam" of "lam ho khau"."""
        begins = dict(sorted(self.fillers.spans(spoken)))
        at = 0
        while at in begins:
            at = begins[at]
        if not at:
            return ()
        empty = self.fillers.places(spoken)
        return tuple(word for n, word in enumerate(spoken) if n >= at and n not in empty)

    def _is_telling(self, words: Sequence[Word], at: int, filler: Word) -> bool:
        """Whether the catalogue knows a word with other accents, or in a pair of its own."""
        word = words[at]
        forms = () if word.is_accented else self._index.places.get(word.plain, ())
        is_ambiguous = any(exact != filler.exact for exact in forms)
        pairs = (words[max(0, at - 1) : at + 1], words[at : at + 2])
        is_paired = any(
            sound_of(pair[0].plain) + sound_of(pair[1].plain) in self._index.said
            for pair in pairs
            if len(pair) == 2
        )
        if filler.exact in self._always:
            return is_ambiguous and is_paired
        return is_ambiguous or is_paired

    def _is_begun(self, words: tuple[Word, ...], text: str) -> bool:
        """Whether the last short form may as well be a longer word, typed so far."""
        last = words[-1]
        written = text[last.start : last.end]
        if len(words) == 1 or not (text[-1].isalnum() and written.islower()):
            return False
        longer = self._index.beginning_with(last.plain)
        return written in self._short and any(word.isalpha() for word in longer)

    def _expanded(self, words: Sequence[Word], text: str) -> tuple[Word, ...]:
        """With short forms in words, though there be dots in them: "g.k.s"."""
        found: list[Word] = []
        at = 0
        while at < len(words):
            end = at + 1
            while end < len(words) and all(len(one.plain) == 1 for one in words[end - 1 : end + 1]):
                end += 1
            written = "".join(text[one.start : one.end] for one in words[at:end]).lower()
            meant = self._short.get(written)
            end = end if meant else at + 1
            found.extend(meant or words[at:end])
            at = end
        return tuple(found[:MOST_WORDS])


def _exact(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.exact for word in words)


@cache
def _sayings() -> Sayings:
    return Sayings(KINDS, MEANINGS)


def _spoken() -> Iterator[str]:
    """Phrases whose words are known beside those of the catalogue."""
    yield from CHATTER
    for phrases in KINDS.values():
        yield from phrases
    for _, patterns in MEANINGS:
        yield from (pattern for pattern in patterns if "<" not in pattern)
