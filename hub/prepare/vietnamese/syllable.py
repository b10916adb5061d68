"""Whether letters can be a Vietnamese syllable, or at least be read as a word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_ONSETS: Final = "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x"
_RHYMES: Final = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om
on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng
u ua uân uâng uât uây uc ue uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uyn uynh uyp uyt uyu ươc ươi ươm ươn ương ươp ươt ươu ư ưa ưc ưi ưm ưn ưng ưt
ưu
y yên yêm yêng yêt yêu ynh yt ych uych
"""
_LONGEST_FIRST: Final = sorted(_RHYMES.split(), key=len, reverse=True)
_SYLLABLE: Final = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_LONGEST_FIRST)})")
_VOWELS: Final = frozenset("aeiouyăâêôơư")
_LONGEST_WORD: Final = 16
_WORD_VOWELS: Final = 0.28
_CONSONANTS_TOGETHER: Final = 2
_LONG: Final = 7
"""Letters from which on a foreign word may have one consonant more together."""


@lru_cache(maxsize=2048)
def is_syllable(letters: str) -> bool:
    """Whether the letters, in any case and with any tone, can be one Vietnamese syllable."""
    return _SYLLABLE.fullmatch(without_tone(letters.lower())) is not None


@lru_cache(maxsize=1024)
def without_tone(letters: str) -> str:
    """The letters with ă, â, đ, ê, ô, ơ and ư, but without their tone marks."""
    apart = unicodedata.normalize("NFD", letters)
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES))


@lru_cache(maxsize=8192)
def is_common(letters: str) -> bool:
    """Whether letters, not all capitals, can stand as they are: a syllable, a name, a foreign word.

    A name needs no more than a vowel (Krông, Hmông); a foreign word in small letters has the
    shape of one (facebook, vaccine), which *trc*, *ktra* and *sđt* have not.
    """
    if len(letters) == 1 or is_syllable(letters):
        return True
    plain = without_tone(letters.lower())
    vowels = sum(c in _VOWELS for c in plain)
    if letters[0].isupper() and letters[1:].islower():
        return vowels > 0
    if not 4 <= len(plain) <= _LONGEST_WORD:
        return False
    together = max(map(len, re.split("[aeiouyăâêôơư]", plain)), default=0)
    most = _CONSONANTS_TOGETHER + (len(plain) >= _LONG)
    return vowels / len(plain) >= _WORD_VOWELS and together <= most and plain[0] != plain[1]


@lru_cache(maxsize=1024)
def is_word(letters: str) -> bool:
    """Whether capitals can be read as a word: a syllable, several, or a foreign word's shape."""
    plain = without_tone(letters.lower())
    if _SYLLABLE.fullmatch(plain):
        return True
    if not 4 <= len(plain) <= _LONGEST_WORD:
        return False
    vowels = sum(c in _VOWELS for c in plain)
    together = max(map(len, re.split("[aeiouyăâêôơư]", plain)), default=0)
    return vowels / len(plain) >= _WORD_VOWELS and together <= _CONSONANTS_TOGETHER


def has_vowel(letters: str) -> bool:
    """Whether a voice can say the letters as one word at all."""
    return not _VOWELS.isdisjoint(without_tone(letters.lower()))
