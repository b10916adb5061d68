"""Digits that are no number: cards, accounts, passwords, number plates, hidden telephones."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter, in_groups, one_by_one
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.units import unit_at
from hub.prepare.vietnamese.vocabulary import words

_PLATE: Final = re.compile(
    r"(?P<p>[0-9]{2})[- ]?(?P<l>MĐ[0-9]?|[A-ZĐ][A-ZĐ0-9]?)(?: ?[-–] ?|[ .])?"
    r"(?P<a>[0-9]{3})(?P<b>\.?[0-9]{2}|[0-9])(?![0-9]|[^\W_])"
)
_DIGITS: Final = re.compile(r"[0-9]{2,20}(?:[ .-][0-9]{2,20}){0,6}(?![0-9]|[^\W_])")
_INSURED: Final = re.compile(r"(?P<l>[A-Z]{2})(?P<n>(?: ?[0-9]){13})(?![0-9]|[^\W_])")
"""The number of a card of health insurance: GD 4 14 1234567890."""
_PROCEDURE: Final = re.compile(r"(?P<a>[1-9])\.(?P<b>[0-9]{6})(?![0-9])")
_HIDDEN: Final = re.compile(
    r"(?P<a>0[0-9]{1,7})[. ]?(?P<x>[xX*]{2,8})[. ]?(?P<b>[0-9]{0,6})(?![^\W_])"
)
_ANNOUNCED: Final = words(
    """khoản stk cccd cmnd cước mã thẻ seri sêri otp pin sbd danh mst thuế sổ dân bhyt bhxh biên
    serial pass password passcode id bk imei hđ mk"""
)
ACCOUNT: Final = 8
"""So many figures behind "tk" are an account, not a plot of forest (tiểu khu)."""
_BETWEEN: Final = words(
    """số : là hàng công khách hồ sơ dự thưởng vé thẻ bhyt bhxh nhận hiệu định zoom họp phòng wifi
    của meeting code bưu chính"""
)
_SECRET: Final = frozenset((("mật", "khẩu"), ("mật", "mã"), ("xác", "nhận"), ("xác", "thực")))
_AFTER_MONEY: Final = words("đồng triệu nghìn tỷ đ vnđ người hộ trường k")


def identifier(place: Place) -> Said | None:
    """Digits of a card, an account or a form: said one by one where they are announced."""
    procedure = _PROCEDURE.match(place.text, place.start)
    if procedure:
        return Said(
            f"{one_by_one(procedure['a'])} chấm {one_by_one(procedure['b'])}", procedure.end()
        )
    found = _DIGITS.match(place.text, place.start)
    if found is None:
        return None
    figures = sum(c.isdigit() for c in found.group())
    if place.glued and figures == len(found.group()) > 4:
        return Said(one_by_one(found.group()), found.end())
    is_account = figures >= ACCOUNT and place.before[-1:] == ["tk"]
    if figures < 4 or not (is_account or _is_announced(place)):
        return None
    if place.next(found.end()) in _AFTER_MONEY or unit_at(place.text, found.end()):
        return None
    return Said(in_groups(re.split("[ .-]", found.group())), found.end())


def _is_announced(place: Place) -> bool:
    near = place.before[-5:]
    for back, word in enumerate(reversed(near)):
        if word in _ANNOUNCED:
            return word != "dân" or "công" in place.before[-6:]
        if (near[-back - 2 : -back - 1] or [""])[0] and (near[-back - 2], word) in _SECRET:
            return True
        if word not in _BETWEEN or back > 3:
            return False
    return False


def insured(place: Place) -> Said | None:
    """Letters and digits of a card of health insurance."""
    found = None if place.glued else _INSURED.match(place.text, place.start)
    if found is None:
        return None
    groups = found["n"].split() if " " in found["n"].strip() else [found["n"]]
    return Said(f"{by_letter(found['l'])}, {in_groups(groups)}", found.end())


def plate(place: Place) -> Said | None:
    """A number plate: province, series, number."""
    found = _PLATE.match(place.text, place.start)
    if found is None:
        return None
    number = found["a"] + found["b"].strip(".")
    return Said(
        f"{one_by_one(found['p'])} {by_letter(found['l'])}, {one_by_one(number)}", found.end()
    )


def hidden_phone(place: Place) -> Said | None:
    """0988xxx123: somebody's number without its middle."""
    found = _HIDDEN.match(place.text, place.start)
    if found is None:
        return None
    pieces = (one_by_one(found["a"]), " ".join(["ích"] * len(found["x"])), one_by_one(found["b"]))
    return Said(", ".join(piece for piece in pieces if piece), found.end())
