"""How a Vietnamese syllable is built, and where its tone stands (pure).

Tone placement: on the vowel with a mark; else before a final consonant on the last vowel;
else on the middle one of three, the first one of two.  "oa", "oe", "uy" without final are
where the schools differ: hòa (old) and hoà (new).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


def _each(*texts: str) -> tuple[str, ...]:
    """The words of some texts."""
    return tuple(word for text in texts for word in text.split())


ONSETS: Final = _each(
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x ",
    "bl br dr đr kl kr pl pr",  # names of other peoples: Krông, Brâu, Đrây
)
FINALS: Final = ("", *_each("c ch m n ng nh p t k"))  # k: Đắk Lắk
STOPS: Final = ("c", "ch", "p", "t", "k")
"""Before these only sắc and nặng are said."""

_WITH_FINAL: Final = _each("a ă â e ê i o ô ơ u ư y iê yê uô ươ oa oă oe uâ uê uy uyê oo")
_HALF_TYPED: Final = _each("ie ye uo ue ua uye ưo uơ")
"""On the way to a marked one: a final may follow."""
_OPEN: Final = _each(
    "ai ao au ay âu ây eo êu ia iu oi ôi ơi ui ưa ưi ưu iêu yêu oai oao oay oeo uôi ươi ươu",
    " uây uya uyu uêu uao",
)
_OPEN_HALF_TYPED: Final = _each("ieu yeu uoi uou uay eu uu ưoi ưou uơi uơu ưu uai")

NUCLEI: Final = frozenset((*_WITH_FINAL, *_HALF_TYPED, *_OPEN, *_OPEN_HALF_TYPED))
RHYMES: Final = tuple(
    sorted(
        {vowels + final for vowels in (*_WITH_FINAL, *_HALF_TYPED) for final in FINALS}
        | set(_OPEN)
        | set(_OPEN_HALF_TYPED)
    )
)
"""Every rhyme without tone that may stand while somebody types."""

_MARKED: Final = "ăâêôơư"
_DISPUTED: Final = frozenset({"oa", "oe", "uy"})
_ON_THE_SECOND: Final = frozenset({"ie", "ye", "uo", "ue", "oo"})


class Style(StrEnum):
    """Where the tone of oa, oe, uy stands."""

    OLD = "old"
    """hòa, khỏe, thúy"""
    NEW = "new"
    """hoà, khoẻ, thuý"""


def vowels_of(rhyme: str) -> str:
    """The rhyme without its final consonants."""
    return rhyme.rstrip("chkmngpt")


def final_of(rhyme: str) -> str:
    """Its final consonants."""
    return rhyme[len(vowels_of(rhyme)) :]


def tone_at(rhyme: str, style: Style) -> int:
    """Which letter of a rhyme carries the tone."""
    vowels = vowels_of(rhyme)
    marked = max(vowels.rfind(letter) for letter in _MARKED)
    if marked >= 0:
        return marked
    if rhyme != vowels or len(vowels) == 1 or vowels == "uye":
        return len(vowels) - 1
    if len(vowels) == len("oai"):
        return 1
    if vowels in _DISPUTED:
        return 1 if style is Style.NEW else 0
    return 1 if vowels in _ON_THE_SECOND else 0
