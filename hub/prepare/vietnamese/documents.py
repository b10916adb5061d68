"""Numbers of official papers: 49/2024/NĐ-CP, 749/QĐ-TTg, 05/TB-UBND, 36-NQ/TW."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said

_PIECE: Final = r"[A-ZĐƯÔ][A-Za-zĐđƯưÔô]{0,14}[0-9]{0,3}"
_SIGN: Final = rf"{_PIECE}(?: ?[-/.&–] ?{_PIECE}){{0,4}}"
_NUMBER: Final = re.compile(
    rf"(?P<n>[0-9]{{1,6}}[a-z]?)(?: ?/ ?(?P<y>(?:19|20)[0-9]{{2}}))?"
    rf"(?P<sep> ?[/-] ?)(?P<sign>{_SIGN})(?![^\W_])"
)
_BARE: Final = re.compile(rf"(?P<sign>{_PIECE}[-/–]{_PIECE}(?:[-/.&–]{_PIECE}){{0,3}})(?![^\W_])")
_BLANK: Final = re.compile(rf"/ ?(?P<sign>{_PIECE}-{_PIECE}(?:[-/.&]{_PIECE}){{0,3}})(?![^\W_])")
_CUT: Final = re.compile(r"[^\W\d_]+|[0-9]+|[-/.&–]")


def paper(place: Place) -> Said | None:
    """A number of a paper that begins with its number."""
    found = _NUMBER.match(place.text, place.start)
    if found is None or not _is_sign(place, found["sign"]):
        return None
    if "-" in found["sep"] and "/" not in found["sign"] and "-" not in found["sign"]:
        return None
    number, letter = (
        found["n"].rstrip("abcdefghijklmnopqrstuvwxyz"),
        found["n"].lstrip("0123456789"),
    )
    said = place.numerals.whole(number)
    if letter:
        said += f" {by_letter(letter)}"
    if found["y"]:
        said += f" xuyệt {place.numerals.whole(found['y'])}"
    return Said(f"{said} xuyệt {_say(place, found['sign'])}", found.end())


def sign(place: Place) -> Said | None:
    """The letters of a paper without its number: NĐ-CP, or /TB-UBND with the number left out."""
    pattern = _BLANK if place.text[place.start] == "/" else _BARE
    found = pattern.match(place.text, place.start)
    if found is None or place.glued or not _is_sign(place, found["sign"], all_of_it=True):
        return None
    return Said(" " + _say(place, found["sign"]), found.end())


def _is_sign(place: Place, written: str, *, all_of_it: bool = False) -> bool:
    pieces = [piece for piece in re.split(r"[-/.&–]", written) if piece]
    known = [piece.strip().rstrip("0123456789") in place.table.papers for piece in pieces]
    if all_of_it:
        return all(known) or (known[0] and all(piece.strip().isupper() for piece in pieces))
    return any(known) and all(
        k or p.strip()[:2].isupper() for k, p in zip(known, pieces, strict=True)
    )


def _say(place: Place, written: str) -> str:
    said: list[str] = []
    for piece in _CUT.findall(written):
        if piece.isdigit():
            said.append(place.numerals.whole(piece))
        elif piece == "/" and said:
            said.append("xuyệt")
        elif piece == "&":
            said.append("và")
        elif piece[0].isalpha():
            said.append(_piece(place, piece))
    return " ".join(said)


def _piece(place: Place, piece: str) -> str:
    known = place.table.papers.get(piece)
    if known:
        return known
    entry = place.table.entries.get(piece)
    if entry is not None:
        return entry.choices[-1].say
    return by_letter(piece) if piece.isupper() else piece
