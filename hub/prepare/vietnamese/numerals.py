"""Numbers as words: whole numbers, decimals, digits one by one, letters by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LETTERS: Final = {
    "a": "a", "ă": "á", "â": "ớ", "b": "bê", "c": "xê", "d": "dê", "đ": "đê", "e": "e",
    "ê": "ê", "f": "ép", "g": "giê", "h": "hát", "i": "i", "j": "gi", "k": "ca", "l": "lờ",
    "m": "mờ", "n": "nờ", "o": "o", "ô": "ô", "ơ": "ơ", "p": "pê", "q": "quy", "r": "rờ",
    "s": "ét", "t": "tê", "u": "u", "ư": "ư", "v": "vê", "w": "vê kép", "x": "ích", "y": "y",
    "z": "dét", "φ": "phi", "ø": "phi", "\u03b1": "an pha", "β": "bê ta",
    "\u03b3": "gam ma", "δ": "đen ta",
}  # fmt: skip
LONGEST_NUMBER: Final = 18
"""Whole numbers with more digits than this are read digit by digit."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where the land says a number differently; the default is the north.

    Attributes:
        odd: Joins hundreds and a single digit: ``linh``, or ``lẻ``.
        thousand: ``nghìn``, or ``ngàn``.
        four: The last digit of 24, 34, …: ``tư``, or ``bốn``.
    """

    odd: str = "linh"
    thousand: str = "nghìn"
    four: str = "tư"


NORTH: Final = Region()
SOUTH: Final = Region(odd="lẻ", thousand="ngàn")


@dataclass(frozen=True, slots=True)
class Numerals:
    """Says numbers in the words of one region; takes and gives text, never raises on digits."""

    region: Region = NORTH

    def whole(self, digits: str) -> str:
        """A whole number: ``"1095"`` is một nghìn không trăm chín mươi lăm."""
        plain = digits.lstrip("0")
        if not plain:
            return DIGITS[0]
        if len(plain) > LONGEST_NUMBER:
            return one_by_one(digits)
        if len(plain) > 9:
            high = self.whole(plain[:-9]) + " tỷ"
            low = self._below_a_milliard(plain[-9:], leading=False)
            return f"{high} {low}".rstrip()
        return self._below_a_milliard(plain, leading=True)

    def ordinal(self, digits: str) -> str:
        """What follows *thứ*: nhất, hai, ba, tư, năm, …."""
        plain = digits.lstrip("0")
        return {"1": "nhất", "4": "tư"}.get(plain) or self.whole(digits)

    def month(self, digits: str) -> str:
        """What follows *tháng*: the fourth is *tư*."""
        return "tư" if digits.lstrip("0") == "4" else self.whole(digits)

    def fraction(self, digits: str) -> str:
        """Digits behind the decimal mark: up to two as a number, as schools teach it.

        A leading zero, or a third digit, and they are said one by one.
        """
        if len(digits) == 2 and digits[0] != "0":
            return self.whole(digits)
        return one_by_one(digits)

    def _below_a_milliard(self, digits: str, *, leading: bool) -> str:
        padded = digits.zfill(9)
        words: list[str] = []
        for place, scale in ((0, "triệu"), (3, self.region.thousand), (6, "")):
            group = padded[place : place + 3]
            if group == "000":
                continue
            words.append(self._hundreds(group, leading=leading and not words))
            words.append(scale)
        return " ".join(word for word in words if word)

    def _hundreds(self, group: str, *, leading: bool) -> str:
        hundreds, tens, ones = map(int, group)
        words: list[str] = []
        if hundreds or not leading:
            words.append(f"{DIGITS[hundreds]} trăm")
        if tens == 0 and ones:
            words.append(f"{self.region.odd} {DIGITS[ones]}" if words else DIGITS[ones])
        elif tens:
            words.append(self._tens(tens, ones))
        return " ".join(words)

    def _tens(self, tens: int, ones: int) -> str:
        head = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
        if ones == 0:
            return head
        last = {1: "mốt", 4: self.region.four} if tens > 1 else {}
        return f"{head} {'lăm' if ones == 5 else last.get(ones, DIGITS[ones])}"


def one_by_one(digits: str) -> str:
    """Digits one after the other; what is no digit is left out."""
    return " ".join(DIGITS[int(c)] for c in digits if "0" <= c <= "9")


def in_groups(groups: list[str]) -> str:
    """Groups of digits with a short pause between them, as a telephone number is said."""
    return ", ".join(one_by_one(group) for group in groups if group)


def by_letter(letters: str) -> str:
    """The Vietnamese names of letters; digits among them are said as digits."""
    names = (LETTERS.get(c.lower()) or (one_by_one(c) if c.isascii() else c) for c in letters)
    return " ".join(name for name in names if name)
