"""Times of day and lengths of time: 7h30, 7g30, 07:30:15, 7h-11h, 30', 24/24h."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hub.prepare.vietnamese.colons import COLON, is_clock
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.quantities import RANGE
from hub.prepare.vietnamese.rates import rates_at
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.vocabulary import words

_END: Final = r"(?![^\W_])"
_LETTER: Final = re.compile(
    r"(?P<h>[0-9]{1,2}) ?(?:[hHgG]|giờ)(?: |:(?=[0-5][0-9]))?(?P<m>[0-5]?[0-9])"
    r"(?![0-9]|[.,:][0-9]|/[0-9](?![0-9]?[-/.][0-9]{1,2}(?![0-9]))|%)"
    r"(?:'| ?(?:phút|ph|p)(?![^\W_]))?(?: ?(?P<s>[0-5]?[0-9]) ?(?:s|giây|\"|'')"
    + _END
    + ")?"
    + rf"(?:{_END}|(?=[aApP][mM]{_END}))"
)
_HOUR: Final = re.compile(r"(?P<h>[0-9]{1,3})(?: ?(?P<mark>[hHgG])| (?P<long>h|giờ))" + _END)
_PART: Final = re.compile(r" ?(sáng|trưa|chiều|tối|đêm) ?[-–] ?(?=[0-9])")
_BARE: Final = re.compile(r"(?P<h>[0-9]{1,2})(?![0-9]|[.,/:][0-9]|[^\W_])")
_MINUTES: Final = re.compile(r"(?P<m>[0-9]{1,3})'(?:(?P<s>[0-9]{1,2})(?:''|\"))?(?![0-9])")
_DOT: Final = re.compile(
    r"(?P<h>[0-9]{1,2})\.(?P<m>[0-5][0-9])(?![0-9]|[.,/:][0-9]| ?[%°])(?: ?(?:h|giờ)(?![^\W_]))?"
)
_TENTHS: Final = re.compile(
    r"(?:(?P<m>[0-9]{1,3})')?(?P<s>[0-9]{1,3})(?:\"|'')(?P<t>[0-9]{1,2})(?![0-9]|[^\W_])"
)
_SECONDS: Final = re.compile(r"(?P<m>[0-9]{1,2})(?:p|ph)(?P<s>[0-5][0-9])(?:s|\")?" + _END)
_ROUND_CLOCK: Final = re.compile(r"24 ?/ ?(?P<b>24|7)(?: ?(?:h|giờ))?(?![^\W_]|/)")
_NOON: Final = re.compile(r" ?([aApP])\.?[mM]\.?" + _END)
_NOON_HOUR: Final = re.compile(r"(?P<h>1[0-2]|0?[1-9])(?= ?(?:am|pm|AM|PM)(?![^\W_]))")
_GRAM_TIMES: Final = words(
    "lúc từ đến hồi khoảng trước sau sáng chiều tối trưa đêm vào đúng tới hay -"
)
_PARTS_OF_DAY: Final = words("sáng chiều tối trưa đêm ngày hôm")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time that was written: its words and where it ends."""

    words: str
    end: int


def time(place: Place) -> Said | None:
    """A time, or from one to another."""
    around = _ROUND_CLOCK.match(place.text, place.start)
    if around:
        return Said(_round_the_clock(around), around.end())
    first = clock_at(place, place.start)
    if first is None:
        return _from_bare_hour(place) or _length(place)
    part = _PART.match(place.text, first.end)
    named = f" {part[1]}" if part else ""
    gap = part or RANGE.match(place.text, first.end)
    if gap is None:
        return Said(first.words, first.end)
    second = clock_at(place, gap.end(), sure=True) or (None if part else _bare(place, gap.end()))
    if second is None:
        return Said(first.words, first.end)
    return Said(f"{first.words}{named} đến {second.words}", second.end)


def clock_at(place: Place, start: int, *, sure: bool = False) -> Clock | None:
    """The time that begins at `start`; `sure` when another time stands before it."""
    text = place.text
    found = _LETTER.match(text, start)
    if found and int(found["h"]) <= 24:
        return _with_noon(place, found)
    found = COLON.match(text, start)
    if found and is_clock(place, found, sure=sure):
        return _with_noon(place, found)
    found = _NOON_HOUR.match(text, start) or _dotted(place, start)
    if found:
        return _with_noon(place, found)
    found = _HOUR.match(text, start)
    if found is None or (found["mark"] in ("g", "G") and not (sure or _is_hour(place, found))):
        return None
    return Clock(f"{place.numerals.whole(found['h'])} giờ", found.end())


def _dotted(place: Place, start: int) -> re.Match[str] | None:
    """Lúc 7.30 and 7.30 sáng; elsewhere a full stop makes a decimal or a date of it."""
    found = _DOT.match(place.text, start)
    if found is None or int(found["h"]) > 24:
        return None
    named = place.prev() in ("lúc", "hồi") or place.next(found.end()) in _PARTS_OF_DAY - {"ngày"}
    return found if named and "ngày" not in place.before[-1:] else None


def _say(place: Place, hour: str, minute: str, second: str | None) -> str:
    whole = place.numerals.whole
    words = [f"{whole(hour)} giờ"]
    if int(minute):
        words.append(f"{whole(minute)} phút")
    if second and int(second):
        words.append(f"{whole(second)} giây")
    return " ".join(words)


def _with_noon(place: Place, found: re.Match[str]) -> Clock:
    written = found.groupdict()
    said = _say(place, written["h"], written.get("m") or "0", written.get("s"))
    noon = _NOON.match(place.text, found.end())
    if noon is None:
        return Clock(said, found.end())
    if noon[1] in "aA":
        return Clock(f"{said} sáng", noon.end())
    hour = int(found["h"])
    return Clock(f"{said} {'tối' if 6 <= hour < 12 else 'chiều'}", noon.end())


def _is_hour(place: Place, found: re.Match[str]) -> bool:
    """7g is an hour among words of time, else it is grams."""
    if int(found["h"]) > 24:
        return False
    return place.prev_word() in _GRAM_TIMES or place.next(found.end()) in _PARTS_OF_DAY


def _bare(place: Place, start: int) -> Clock | None:
    """An hour without its letter, after a time and a dash."""
    found = _BARE.match(place.text, start)
    if found is None or int(found["h"]) > 24:
        return None
    return Clock(f"{place.numerals.whole(found['h'])} giờ", found.end())


def _from_bare_hour(place: Place) -> Said | None:
    """7-11h and 7-11h30: the first hour has no letter."""
    found = _BARE.match(place.text, place.start)
    gap = RANGE.match(place.text, found.end()) if found else None
    if found is None or gap is None:
        return None
    if int(found["h"]) > 24:
        return _hours(place, found, gap.end())
    if COLON.match(place.text, gap.end()):
        return None
    second = clock_at(place, gap.end())
    if second is None:
        return None
    hour = "" if second.words.endswith("giờ") else " giờ"
    return Said(f"{place.numerals.whole(found['h'])}{hour} đến {second.words}", second.end)


def _hours(place: Place, first: re.Match[str], start: int) -> Said | None:
    """36-48h is a length of time, not a time of day."""
    second = _HOUR.match(place.text, start)
    if second is None or second["mark"] not in ("h", "H") or int(second["h"]) <= int(first["h"]):
        return None
    whole = place.numerals.whole
    return Said(f"{whole(first['h'])} đến {whole(second['h'])} giờ", second.end())


def _length(place: Place) -> Said | None:
    """30' and 5p20s."""
    whole = place.numerals.whole
    found = _TENTHS.match(place.text, place.start)
    if found:
        minutes = f"{whole(found['m'])} phút " if found["m"] else ""
        return Said(f"{minutes}{whole(found['s'])} giây {whole(found['t'])}", found.end())
    found = _SECONDS.match(place.text, place.start) or _MINUTES.match(place.text, place.start)
    if found is None:
        return None
    seconds = f" {whole(found['s'])} giây" if found["s"] and int(found["s"]) else ""
    rate, end = rates_at(place.text, found.end(), "phút")
    return Said(f"{whole(found['m'])} phút{seconds}{rate}", end)


def _round_the_clock(found: re.Match[str]) -> str:
    if found["b"] == "7":
        return "hai mươi bốn trên bảy"
    return "hai mươi bốn trên hai mươi bốn giờ"
