"""Web and mail addresses, hashtags."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter, one_by_one
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import has_vowel, is_word

_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?P<all>(?:[A-Za-z0-9][A-Za-z0-9_.+-]{0,60}@)?(?:[A-Za-z0-9][A-Za-z0-9-]{0,40}\.){1,5}"
    r"(?:vn|com|net|org|gov|edu|info|asia|app|me|io|mil|int|page|xyz)(?![A-Za-z0-9])"
    r"(?:/[A-Za-z0-9_./?=&%#+~-]{0,200})?)"
)
_GLUED: Final = re.compile(
    r"(?P<all>[A-Za-z0-9][A-Za-z0-9_.+-]{0,40}@[A-Za-z0-9][A-Za-z0-9_.-]{0,40})(?![^\W_]|@)"
)
"""nvh@123: a password or an account, said piece by piece like an address."""
_SIGNS: Final = {
    ".": "chấm", "@": "a còng", "/": "xuyệt", "-": "gạch ngang", "_": "gạch dưới", "?": "hỏi",
    "=": "bằng", "&": "và", "%": "phần trăm", "#": "thăng", "+": "cộng", "~": "ngã",
}  # fmt: skip
_PIECE: Final = re.compile(r"[A-Za-z]+|[0-9]+|[./@?=&%#+~_-]")
_CAN: Final = re.compile(r"[A-Za-z0-9_.+-]{1,61}(?:@[A-Za-z0-9]|\.[A-Za-z])|https?:")


def address(place: Place) -> Said | None:
    """A web or mail address, piece by piece."""
    text, start = place.text, place.start
    if not text[start].isascii() or not _CAN.match(text, start):
        return None
    found = _ADDRESS.match(text, start) or _GLUED.match(text, start)
    if found is None or (found.re is _GLUED and place.glued):
        return None
    written = found["all"].rstrip("./?_-")
    end = found.start("all") + len(written)
    end += text.startswith("/", end)  # a last stroke leads nowhere and is not said
    pieces = _PIECE.findall(written)
    return Said(" ".join(_say(place, piece) for piece in pieces), end)


def hashtag(place: Place) -> Said | None:
    """The word behind # is said, the sign is not."""
    follows = place.text[place.start + 1 : place.start + 2]
    if place.text[place.start] != "#" or not follows.isalnum():
        return None
    return Said("số " if follows.isdigit() else " ", place.start + 1)


def _say(place: Place, piece: str) -> str:
    if piece in _SIGNS:
        return _SIGNS[piece]
    if piece.isdigit():
        return one_by_one(piece)
    known = place.table.web.get(piece.lower())
    if known:
        return known
    sayable = is_word(piece) or (len(piece) > 3 and has_vowel(piece))
    return piece if sayable else by_letter(piece)
