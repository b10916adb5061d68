"""The table of a typing method: what each key makes of a rhyme.  Pages get it as JSON.

The table is the one source of truth: Python (`typing.press`) and the page's script only look
things up in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from hub.keyboard.letters import TONED
from hub.keyboard.syllables import (
    NUCLEI,
    ONSETS,
    RHYMES,
    STOPS,
    Style,
    final_of,
    tone_at,
    vowels_of,
)


class Method(StrEnum):
    """How accents are typed."""

    TELEX = "telex"
    VNI = "vni"


TONE_KEYS: Final = {
    Method.TELEX: dict(zip("zsfrxj", range(6), strict=True)),
    Method.VNI: dict(zip("012345", range(6), strict=True)),
}
"""Key to tone; 0 takes the tone away."""

_HAT: Final = {"a": "â", "e": "ê", "o": "ô", "ă": "â", "ơ": "ô"}
_HORN: Final = {"u": "ư", "o": "ơ", "ô": "ơ"}
_BREVE: Final = {"a": "ă", "â": "ă"}
_PLAIN: Final = {"â": "a", "ê": "e", "ô": "o", "ư": "u", "ơ": "o", "ă": "a"}
_HORNED: Final = {"uo": "ươ", "ưo": "ươ", "uơ": "ươ", "uô": "ươ", "uu": "ưu"}

MARK_KEYS: Final[Mapping[Method, Mapping[str, Mapping[str, str]]]] = {
    Method.TELEX: {
        "a": {key: _HAT[key] for key in "aă"},
        "e": {"e": "ê"},
        "o": {key: _HAT[key] for key in "oơ"},
        "w": {**_HORN, **_BREVE},
    },
    Method.VNI: {"6": _HAT, "7": _HORN, "8": _BREVE},
}
"""Key to what it makes of single vowels."""

D_KEYS: Final = {Method.TELEX: "d", Method.VNI: "9"}
D_ONSETS: Final = {"d": "đ", "dr": "đr"}

OPEN_UO: Final = ("h", "kh", "th")
"""After these an open "uo" becomes "uơ" (thuở, huơ); elsewhere that rhyme is always "ươ…"."""


@dataclass(frozen=True, slots=True)
class Table:
    """All that a typing method needs to know.

    Attributes:
        onsets: Consonants a syllable may begin with, the longest first.
        tone_at: Rhymes that may stand, with the letter that carries the tone.
        marks: Rhyme and key to the rhyme with its mark set or changed.
        undo: Rhyme and key to the rhyme without that mark; the key then stands behind it.
        fixes: Rhymes that nobody means, and what they become by themselves.
        tone_keys: Key to tone.
        tones: Each vowel with its six tones.
        stops: Finals before which only tones 1 and 5 are said.
        d_key: The key that makes đ.
        d_onsets: Onsets it changes.
        open_uo: Onsets after which an open "uo" becomes "uơ".
    """

    onsets: tuple[str, ...]
    tone_at: Mapping[str, int]
    marks: Mapping[str, Mapping[str, str]]
    undo: Mapping[str, Mapping[str, str]]
    fixes: Mapping[str, str]
    tone_keys: Mapping[str, int]
    tones: Mapping[str, tuple[str, ...]]
    stops: tuple[str, ...]
    d_key: str
    d_onsets: Mapping[str, str]
    open_uo: tuple[str, ...]


@lru_cache(maxsize=len(Method) * len(Style))
def table(method: Method = Method.TELEX, style: Style = Style.OLD) -> Table:
    """The table of a method in a style."""
    keys = MARK_KEYS[method]
    marks, undo = {}, {}
    for rhyme in RHYMES:
        made = {key: found for key in keys if (found := _marked(rhyme, keys[key]))}
        marks[rhyme] = made
        undo[rhyme] = {
            key: found for key in keys if key not in made and (found := _unmarked(rhyme, keys[key]))
        }
    return Table(
        onsets=tuple(sorted(ONSETS, key=len, reverse=True)),
        tone_at={rhyme: tone_at(rhyme, style) for rhyme in RHYMES},
        marks={rhyme: made for rhyme, made in marks.items() if made},
        undo={rhyme: made for rhyme, made in undo.items() if made},
        fixes=dict(_fixes()),
        tone_keys=TONE_KEYS[method],
        tones=TONED,
        stops=STOPS,
        d_key=D_KEYS[method],
        d_onsets=D_ONSETS,
        open_uo=OPEN_UO,
    )


def _marked(rhyme: str, changes: Mapping[str, str]) -> str:
    """The rhyme after a mark key; empty when the key has nothing to do here."""
    vowels, final = vowels_of(rhyme), final_of(rhyme)
    for found in _candidates(vowels, final, changes):
        if found != vowels and found in NUCLEI and found + final in RHYMES:
            return found + final
    return ""


def _candidates(vowels: str, final: str, changes: Mapping[str, str]) -> Iterator[str]:
    if "u" in changes:  # the horn: two letters at once
        for plain, horned in _HORNED.items():
            if plain in vowels:
                yield vowels.replace(plain, horned)
        if vowels == "ua" and not final:
            yield "ưa"
    elif "ươ" in vowels and "ơ" in changes:
        yield vowels.replace("ươ", "uô")
    for at in reversed(range(len(vowels))):
        if vowels[at] in changes:
            yield vowels[:at] + changes[vowels[at]] + vowels[at + 1 :]


def _unmarked(rhyme: str, changes: Mapping[str, str]) -> str:
    """The rhyme without the marks this key sets; empty when it has none of them."""
    made = set(changes.values())
    plain = "".join(_PLAIN[c] if c in made else c for c in rhyme)
    return plain if plain != rhyme else ""


def _fixes() -> Iterator[tuple[str, str]]:
    """Half a "ươ" becomes a whole one when a letter follows: uơn, ưon."""
    for rhyme in RHYMES:
        for half in ("uơ", "ưo"):
            if rhyme.startswith(half) and rhyme != half:
                yield rhyme, "ươ" + rhyme[len(half) :]


def as_document(wanted: Table) -> dict[str, object]:
    """The table for a page's script; `hub.keyboard.typing` is how it is to be used."""
    return asdict(wanted)
