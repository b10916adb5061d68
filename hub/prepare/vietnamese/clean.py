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

_MADE_PLAIN: Final[dict[int, str]] = {
    **dict.fromkeys(map(ord, "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"), " "),
    **dict.fromkeys(map(ord, "\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), "\n"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\ufe58\ufe63\uff0d\u00ad"), "-"),
    **dict.fromkeys(map(ord, "\u2014\u2015\u2e3a\u2e3b"), "–"),
    **dict.fromkeys(map(ord, "\u02bc\u2018\u2019\u201b\u2032\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u2666\u25c6"), "•"),
    **dict.fromkeys(map(ord, "\u27a2\u2794\u2192\u2714\u2713\uf0b7"), "•"),
    0xD0: "Đ", 0x189: "Đ", 0xF0: "đ", 0x256: "đ",
    0xBA: "°", 0x2DA: "°", 0x22C5: ".", 0xF7: "÷", 0x223C: "~", 0xFF5E: "~",
    0x203C: "!", 0x2044: "/", 0x2215: "/", 0x2103: "℃", 0x2236: ":", 0xB7: "•",
    **{full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)},
}  # fmt: skip
_ODD: Final = re.compile(r"[^\t\n -~À-ỹ–…°²³µ±×÷½¼¾⅓⅔≥≤‰₫€£¥•℃]")
_KEPT: Final = frozenset("\n–…°²³µ±×÷½¼¾⅓⅔≥≤‰₫€£¥•℃")
_SPEAKABLE: Final = frozenset(("L", "P", "M"))


@dataclass(frozen=True, slots=True)
class Source:
    """A text ready to be read.

    Attributes:
        nfc: The text in NFC, as offsets are counted in.
        text: What the rules read; nothing in it is longer than in `nfc`.
        places: For each character of `text` its offset in `nfc`, and the end; None when equal.
    """

    nfc: str
    text: str
    places: Sequence[int] | None = None

    def place(self, offset: int) -> int:
        """The offset in `nfc` of the character at `offset`."""
        return offset if self.places is None else self.places[offset]


def clean(text: str) -> Source:
    """Make `text` uniform.  Any `str` is good, lone surrogates too."""
    nfc = unicodedata.normalize("NFC", text)
    plain = nfc.translate(_MADE_PLAIN).replace("\t", " ")
    if "  " not in plain and _ODD.search(plain) is None:
        return Source(nfc, plain)
    said: list[tuple[int, str]] = []
    for place, c in enumerate(plain):
        uniform = _uniform(c)
        if uniform and not (uniform == " " and said and said[-1][1] == " "):
            said.append((place, uniform))
    return Source(nfc, "".join(c for _, c in said), [place for place, _ in said] + [len(nfc)])


def _uniform(c: str) -> str:
    """The character as the rules want it; nothing for what cannot be said."""
    if _ODD.match(c) is None or c in _KEPT:
        return c
    digit = unicodedata.digit(c, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(c)
    if category == "Zs":
        return " "
    return c if category[0] in _SPEAKABLE and category not in ("Mn", "Me") else ""
