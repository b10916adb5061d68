"""Numbers of official papers: 49/2024/NĐ-CP, 749/QĐ-TTg, 05/TB-UBND, 36-NQ/TW."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_syllable
from hub.prepare.vietnamese.table import Table
from hub.prepare.vietnamese.vocabulary import words

_PIECE: Final = r"[A-ZĐƯÔ][A-Za-zĐđƯưÔô]{0,14}[0-9]{0,3}"
_SIGN: Final = rf"{_PIECE}(?: ?[-/.&–] ?{_PIECE}){{0,4}}"
_NUMBER: Final = re.compile(
    rf"(?P<n>[0-9]{{1,6}}[a-z]?)(?: ?/ ?(?P<y>(?:19|20)[0-9]{{2}}))?"
    rf"(?P<sep> ?[/-] ?)(?P<sign>{_SIGN})(?![^\W_])"
)
_BARE: Final = re.compile(rf"(?P<sign>{_PIECE}[-/–]{_PIECE}(?:[-/.&–]{_PIECE}){{0,3}})(?![^\W_])")
_BLANK: Final = re.compile(rf"/ ?(?P<sign>{_PIECE}-{_PIECE}(?:[-/.&]{_PIECE}){{0,3}})(?![^\W_])")
_BETWEEN: Final = words("số văn bản ký hiệu : - – /")
_TWO: Final = 2
"""So few letters behind a single one may be anything: BTS."""
_STANDING: Final = ("HĐND", "ĐU", "ĐUX", "UBMTTQ", "MTTQ", "HU", "TU")
"""What has a standing committee; elsewhere TT is a centre."""
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
    letters, guessed = _say(place, found["sign"])
    return Said(f"{said} xuyệt {letters}", found.end(), guessed)


def sign(place: Place) -> Said | None:
    """The letters of a paper without its number: NĐ-CP, or /TB-UBND with the number left out."""
    pattern = _BLANK if place.text[place.start] == "/" else _BARE
    found = pattern.match(place.text, place.start)
    if found is None or place.glued or found["sign"] in place.table.entries:
        return None
    if not _is_sign(place, found["sign"], all_of_it=True):
        return None
    letters, guessed = _say(place, found["sign"])
    return Said(" " + letters, found.end(), guessed)


def _is_sign(place: Place, written: str, *, all_of_it: bool = False) -> bool:
    pieces = [piece for piece in re.split(r"[-/.&–]", written) if piece]
    known = [piece.strip().rstrip("0123456789") in place.table.papers for piece in pieces]
    if all_of_it:
        return all(known) or (known[0] and all(piece.strip().isupper() for piece in pieces))
    return any(known) and all(
        k or p.strip()[:2].isupper() for k, p in zip(known, pieces, strict=True)
    )


def _say(place: Place, written: str) -> tuple[str, bool]:
    """The letters in words, and whether some had to be spelled."""
    said: list[str] = []
    guessed = False
    for piece in _CUT.findall(written):
        if piece.isdigit():
            said.append(place.numerals.whole(piece))
        elif piece == "/" and said:
            said.append("xuyệt")
        elif piece == "&":
            said.append("và")
        elif piece[0].isalpha():
            known = _issuer(place.table, piece) if said else _kind(place, piece)
            said.append(known or (by_letter(piece) if piece.isupper() else piece))
            guessed |= known is None
    return " ".join(said), guessed


def _kind(place: Place, piece: str) -> str | None:
    """The kind of paper, as the words before have named it: Quy định số 144-QĐ/TW."""
    initials = [c for c in piece.lower() if c != "r"]
    named = [word for word in place.before if word not in _BETWEEN][-len(initials) :]
    full = all(len(word) > 1 and is_syllable(word) for word in named)
    if full and len(initials) > 1 and [word[0] for word in named] == initials:
        return " ".join(named).capitalize()
    return _known(place.table, piece)


def _issuer(table: Table, piece: str) -> str | None:
    """Who gave the paper out; CTUBND are two of them."""
    return table.issuers.get(piece) or _known(table, piece) or compound(table, piece)


def _known(table: Table, piece: str) -> str | None:
    entry = table.entries.get(piece)
    return table.papers.get(piece) or (entry.choices[-1].say if entry is not None else None)


def compound(table: Table, letters: str) -> str | None:
    """Letters of an office that are those of two, one in the other: CTUBND, PVHXH, TTPVHCC."""
    for cut in range(1, len(letters) - 1):
        head, tail = letters[:cut], letters[cut:]
        if len(head) == 1 and len(tail) == _TWO:
            continue
        if head in table.issuers and (known := _known(table, tail)):
            rank = "Thường trực" if head == "TT" and tail in _STANDING else table.issuers[head]
            return f"{rank} {known}"
    return None
