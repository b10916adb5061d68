"""Ordinals, days of the week and months: thứ 4 is *tư*, lần thứ 1 is *nhất*, tháng 4 is *tư*."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said

_NUMBER: Final = re.compile(r"[0-9]{1,4}(?![0-9]|[.,/][0-9]| ?[-–] ?[0-9]{1,2}/|[^\W_])")
_YEAR: Final = re.compile(r"(?P<m>[0-9]{1,2}) (?P<y>(?:19|20)[0-9]{2})(?![0-9]|[.,/][0-9]|[^\W_])")
_LIST: Final = re.compile(
    r"[0-9]{1,2}(?:(?:, ?| và | ?[-–] ?| đến )[0-9]{1,2}(?![0-9h/]|[.,][0-9]|[^\W_])){1,8}"
    r"(?! ?[-–/]|[0-9])"
)
_WEEKDAYS: Final = re.compile(r"[2-7](?:/[2-7]){1,5}(?![0-9/]|[.,][0-9]|[^\W_])")
_DAY: Final = re.compile(
    r"T(?P<n>[2-7])(?: ?(?:[-–]|đến) ?T?(?P<m>[2-7]))?(?![0-9/]|\.[0-9]|[^\W_])"
)
_MONTH: Final = re.compile(r"T\.?(?P<n>1[0-2]|[1-9])(?:[/-](?P<y>[12][0-9]{3}))?(?![0-9]|[^\W_])")
_IN_A_ROW: Final = re.compile(r"T(?P<n>[0-9]{1,2}) ?: ?(?=(?P<next>.))")
_FIRST: Final = re.compile(r"(?<![^\W_])T1 ?:")
_SECOND: Final = re.compile(r"(?<![^\W_])T2 ?:")
ROW: Final = 400
"""Characters that are looked through for the first of a row."""
_ITEM: Final = re.compile(r"[0-9]+| ?[-–] ?")


def ordinal(place: Place) -> Said | None:
    """A number behind *thứ*, *tháng* or *hạng*, and a list of them."""
    kind = place.prev()
    if kind not in ("thứ", "tháng", "hạng"):
        return None
    days = _WEEKDAYS.match(place.text, place.start) if kind == "thứ" else None
    if days and _rises(days.group()):
        said = ", ".join(map(place.numerals.ordinal, days.group().split("/")))
        return Said(said, days.end())
    listed = _LIST.match(place.text, place.start) if kind in ("thứ", "tháng") else None
    if listed:
        return Said(
            _ITEM.sub(lambda item: _item(place, kind, item.group()), listed.group()), listed.end()
        )
    year = _YEAR.match(place.text, place.start) if kind == "tháng" else None
    if year and int(year["m"]) <= 12:
        said = f"{place.numerals.month(year['m'])} năm {place.numerals.whole(year['y'])}"
        return Said(said, year.end())
    found = _NUMBER.match(place.text, place.start)
    return Said(_item(place, kind, found.group()), found.end()) if found else None


def _rises(days: str) -> bool:
    """Thứ 2/4/6 are days of the week, each later than the one before."""
    return all(a < b for a, b in pairwise(days.split("/")))


def _item(place: Place, kind: str, item: str) -> str:
    if not item.strip().isdigit():
        return " đến "
    if kind == "thứ":
        return place.numerals.ordinal(item)
    if kind == "hạng":
        return "nhất" if item == "1" else place.numerals.whole(item)
    return place.numerals.month(item)


def weekday(place: Place) -> Said | None:
    """T2 is Monday, T12 December, T2/2026 February 2026."""
    text, numerals = place.text, place.numerals
    if text[place.start] != "T" or place.glued:
        return None
    row = _in_a_row(place)
    if row:
        return row
    day = _DAY.match(text, place.start)
    if day:
        said = f"thứ {numerals.ordinal(day['n'])}"
        if day["m"]:
            said += f" đến thứ {numerals.ordinal(day['m'])}"
        return Said(said, day.end())
    month = _MONTH.match(text, place.start)
    if month is None:
        return None
    said = f"tháng {numerals.month(month['n'])}"
    return Said(f"{said} năm {numerals.whole(month['y'])}" if month["y"] else said, month.end())


def _in_a_row(place: Place) -> Said | None:
    """T1: ông A; T2: bà B are no days, for no day is the first: most likely groups of a hamlet."""
    text, start = place.text, place.start
    found = _IN_A_ROW.match(text, start)
    if found is None:
        return None
    if found["n"] == "1":
        first = _SECOND.search(text, start, start + ROW)
    else:
        first = _FIRST.search(text, max(0, start - ROW), start)
    if first is None:
        return None
    kind = "tháng" if found["next"].isdigit() else "tổ"
    return Said(f"{kind} {place.numerals.whole(found['n'])}", found.end("n"), guessed=True)
