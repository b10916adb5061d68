"""Written text made uniform before it is read: NFC, plain spaces and digits, nothing unseen.

What cannot be said (pictures, control characters, zero-width marks) is taken out here, so that
the rules never meet it; `Source` remembers where every character that is left stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hub.prepare.vietnamese.signs_said import SPOKEN_SIGNS

_MADE_PLAIN: Final[dict[int, str]] = {
    **dict.fromkeys(map(ord, "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"), " "),
    **dict.fromkeys(map(ord, "\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), "\n"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\ufe58\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2014\u2015\u2e3a\u2e3b"), "–"),
    **dict.fromkeys(map(ord, "\u02bc\u2018\u2019\u201b\u2032\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u2666\u25c6"), "•"),
    **dict.fromkeys(map(ord, "\u27a2\u2714\u2713\u2611\uf0b7"), "•"),
    **dict.fromkeys(map(ord, "\u2794\u279c\u279d\u27a1\u27f6\u21d2\u21a6\u2b95\uf0e0"), "→"),
    **dict.fromkeys(map(ord, "\u2248\u2245\u2243"), "≈"), 0x2260: "≠", 0x2266: "≤", 0x2267: "≥",
    **dict.fromkeys(map(ord, "\u03a6\u03d5\u2300\u2205\u00f8"), "Ø"), 0x3BC: "µ", 0x2126: "Ω",
    0x20E3: " ", 0x1D52: "°",
    0xD0: "Đ", 0x189: "Đ", 0xF0: "đ", 0x256: "đ",
    0xBA: "°", 0x2DA: "°", 0x22C5: ".", 0xF7: "÷", 0x223C: "~", 0xFF5E: "~",
    0x203C: "!", 0x2044: "/", 0x2215: "/", 0x2103: "℃", 0x2236: ":", 0xB7: "•",
    **{full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)},
}  # fmt: skip
_ODD: Final = re.compile(f"[^\t\n -~À-ỹ{re.escape(SPOKEN_SIGNS)}]|[\u0300-\u036f]")
_TO_DO: Final = re.compile(rf"{_ODD.pattern}|(?<=[0-9])[½¼¾]|  ")
_RAISED: Final = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SPEAKABLE: Final = frozenset(("L", "P", "M"))
_COUNTABLE: Final = frozenset(("S", "N"))
_CELLS: Final = re.compile(r"(?<=[^\s])( *)\t([ \t]*)(?=[^\s])")
_PARTS: Final = {"½": ",5", "¼": ",25", "¾": ",75"}
_PICTURES: Final = re.compile(r"[\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001ffff]")
"""Emoji, stars, boxes and the like, which are only seen."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text ready to be read.

    Attributes:
        nfc: The text in NFC, as offsets are counted in.
        text: What the rules read; one character of `nfc` may stand for several in it.
        places: For each character of `text` its offset in `nfc`, and the end; None when equal.
        lost: Offsets in `nfc` of signs that nobody taught us to say.
    """

    nfc: str
    text: str
    places: Sequence[int] | None = None
    lost: tuple[int, ...] = ()

    def place(self, offset: int) -> int:
        """The offset in `nfc` of the character at `offset`."""
        return offset if self.places is None else self.places[offset]


def clean(text: str) -> Source:
    """Make `text` uniform.  Any `str` is good, lone surrogates too."""
    nfc = unicodedata.normalize("NFC", text)
    plain = (
        _CELLS.sub(_cell, nfc).translate(_MADE_PLAIN)
        if "\t" in nfc
        else (nfc.translate(_MADE_PLAIN))
    )
    if _TO_DO.search(plain) is None:
        return Source(nfc, plain)
    said: list[str] = []
    places: list[int] = []
    lost: list[int] = []
    for place, c in enumerate(plain):
        if "\u0300" <= c <= "\u036f" and said and _joined(said, c):
            continue
        uniform = _uniform(c, plain[place - 1 : place], plain[place + 1 : place + 2])
        if uniform == " " and said and said[-1] == " ":
            continue
        if not uniform and _is_lost(c):
            lost.append(place)
        said.extend(uniform)
        places.extend([place] * len(uniform))
    return Source(nfc, "".join(said), [*places, len(nfc)], tuple(lost))


def _cell(found: re.Match[str]) -> str:
    """A tab between two cells of a table is a pause."""
    return f"{found[1]}|{found[2]}"


def _joined(said: list[str], accent: str) -> bool:
    """An accent behind a letter that was made plain only now belongs to it."""
    whole = unicodedata.normalize("NFC", said[-1] + accent)
    if len(whole) != 1:
        return False
    said[-1] = whole
    return True


def _is_lost(c: str) -> bool:
    return unicodedata.category(c)[0] in _COUNTABLE and _PICTURES.match(c) is None


def _uniform(c: str, left: str, right: str) -> str:
    """The character as the rules want it; nothing for what cannot be said."""
    if c in _PARTS and left.isdigit():
        return _PARTS[c]
    if c in _RAISED and (c not in "²³" or left in _RAISED):
        return _raised(c, left, right)
    if _ODD.match(c) is None:
        return c
    category = unicodedata.category(c)
    if category == "Zs":
        return " "
    return _compatible(c, category, left)


def _raised(c: str, left: str, right: str) -> str:
    """Behind a number a power; a small nought there is a degree."""
    digit = "-" if c == "⁻" else str(unicodedata.digit(c))
    if left in _RAISED:
        return digit
    if digit == "0" and left.isdigit() and right not in _RAISED:
        return "°"
    return "^" + digit if left.isalnum() else digit


def _compatible(c: str, category: str, left: str) -> str:
    """Letters in fancy dress, units in one sign, digits in a circle."""
    plain = unicodedata.normalize("NFKC", c)
    if category == "Nd":
        return str(unicodedata.digit(c))
    if category == "No":
        number = plain if plain != c else str(unicodedata.digit(c, ""))
        circled = " " if left.isalnum() and "SUBSCRIPT" not in unicodedata.name(c, "") else ""
        return circled + number.replace("\u2044", "/")
    if plain != c and (category[0] == "L" or category in ("Nl", "So")) and plain.isalnum():
        return plain
    return c if category[0] in _SPEAKABLE and category not in ("Mn", "Me") else ""
