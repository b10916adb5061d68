"""Numbers as Vietnamese write them: 1.250.000 · 1 250 000 · 5,32 · 1.5 · 1,250,000.00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hub.prepare.vietnamese.numerals import Numerals, one_by_one
from hub.prepare.vietnamese.vocabulary import words

_AMOUNT: Final = re.compile(
    r"""
    (?P<dots>[0-9]{1,3}(?:\.[0-9]{3}){1,6})(?![0-9])(?:,(?P<dots_part>[0-9]{1,8})(?![0-9]))?
  | (?P<commas>[0-9]{1,3}(?:,[0-9]{3}){2,6}|[0-9]{1,3},[0-9]{3}(?=\.[0-9]{1,2}(?![0-9])))(?![0-9])
      (?:\.(?P<commas_part>[0-9]{1,2})(?![0-9]))?
  | (?P<spaces>[1-9][0-9]{0,2}(?:(?:[ ][0-9]{3}){2,6}|[ ]0[0-9]{2}))(?![0-9])
  | (?P<whole>[0-9]+)(?:(?P<mark>[.,])(?P<part>[0-9]{1,10})(?![0-9]))?
    """,
    re.VERBOSE,
)
_ROUND_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_LISTED: Final = re.compile(r",[0-9]")
_COUNTED: Final = words(
    """đồng đ vnđ vnd người hộ con cây học cử phiếu lượt khẩu suất bộ bản tờ cái chiếc ca liều
    tin dân nhân đảng hội đoàn trẻ thẻ"""
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was written.

    Attributes:
        whole: Its digits before the decimal mark, without marks between thousands.
        part: Its digits behind the decimal mark.
        mark: How the decimal mark is said: ``phẩy`` or ``chấm``.
        end: Offset behind it.
    """

    whole: str
    part: str
    mark: str
    end: int

    def said(self, numerals: Numerals) -> str:
        """The number in words."""
        if self.mark == "chấm" and len(self.part) > 3:
            return f"{one_by_one(self.whole)} chấm {one_by_one(self.part)}"
        words = numerals.whole(self.whole)
        return f"{words} {self.mark} {numerals.fraction(self.part)}" if self.part else words


def amount_at(text: str, start: int) -> Amount | None:
    """The number that begins at `start`."""
    found = _AMOUNT.match(text, start)
    if found is None:
        return None
    for kind, mark in (("dots", "."), ("commas", ","), ("spaces", " ")):
        whole = found[kind]
        if whole:
            part = found[f"{kind}_part"] if kind != "spaces" else ""
            return Amount(whole.replace(mark, ""), part or "", "phẩy", found.end())
    part, mark = found["part"] or "", found["mark"]
    if mark == "," and _is_list(text, found):
        return Amount(found["whole"], "", "", found.end("whole"))
    if mark == "," and _is_thousands(text, found):
        return Amount(found["whole"] + part, "", "", found.end())
    return Amount(found["whole"], part, "chấm" if mark == "." else "phẩy", found.end())


def _is_list(text: str, found: re.Match[str]) -> bool:
    """2,3,4 tháng: more than one comma between short numbers makes a list of them."""
    if len(found["whole"]) > 2 or len(found["part"]) > 2:
        return False
    return _LISTED.match(text, found.end()) is not None or (
        _LISTED.match(text[max(0, found.start() - 2) : found.start()][::-1]) is not None
    )


def _is_thousands(text: str, found: re.Match[str]) -> bool:
    """150,000 đồng: a comma between thousands, as the English write it."""
    if not _ROUND_THOUSANDS.fullmatch(found.group()):
        return False
    behind = re.match(r" ?([^\W\d_]+)", text[found.end() : found.end() + 16])
    return behind is not None and behind[1].lower() in _COUNTED
