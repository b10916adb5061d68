"""Dates and ranges of dates: 20/11, 20-11-2026, 28/11-02/12/2026, 5-7/12, 11/2026."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hub.prepare.vietnamese.place import LOOK, Place
from hub.prepare.vietnamese.quantities import RANGE
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.strokes import Stroke, stroke
from hub.prepare.vietnamese.vocabulary import words

_FULL: Final = re.compile(
    r"(?P<d>[0-9]{1,2}) ?(?P<sep>[/.-]) ?(?P<m>[0-9]{1,2}) ?(?P=sep) ?(?P<y>[12][0-9]{3}|[0-9]{2})"
    r"(?![0-9]|[/.,][0-9])"
)
_ISO: Final = re.compile(
    r"(?P<y>[12][0-9]{3})(?P<sep>[-/])(?P<m>[0-9]{2})(?P=sep)(?P<d>[0-9]{2})(?![0-9/-])"
)
_SHORT: Final = re.compile(
    r"(?P<d>[0-9]{1,2}) ?/ ?(?P<m>[0-9]{1,2})(?![0-9]|[/.,:][0-9]|/[^\W\d_])"
)
_DASHED: Final = re.compile(
    r"(?P<d>[0-9]{1,2})(?P<sep>[-.])(?P<m>[0-9]{1,2})(?![0-9]|[/.,:-][0-9]|[^\W_]|%)"
)
_MONTH: Final = re.compile(r"(?P<m>[0-9]{1,2}) ?/ ?(?P<y>[12][0-9]{3})(?![0-9]|/[^\W_])")
_MONTHS: Final = re.compile(
    r"(?P<a>[0-9]{1,2}) ?[-–] ?(?P<m>[0-9]{1,2}) ?[/-] ?(?P<y>[12][0-9]{3})(?![0-9])"
)
_MONTH_DASHED: Final = re.compile(r"(?P<m>[0-9]{1,2}) ?[-.] ?(?P<y>[12][0-9]{3})(?![0-9])")
_ROW: Final = re.compile(
    r"(?P<row>(?:[0-9]{1,2} ?[-–] ?){2,6})(?P<d>[0-9]{1,2}) ?/ ?(?P<m>[0-9]{1,2})(?![0-9])"
)
"""Three days or more of one month: 28-29-30/11."""
_DAY: Final = re.compile(r"(?P<d>[0-9]{1,2})(?![0-9])")
_AFTER_DAY: Final = words("ngày mùng mồng rằm đường phố khu cầu chợ kênh viên")
_AFTER_LIST: Final = words("và , đến tới hoặc & - – +")
_LISTED_DAYS: Final = re.compile(r"(?<![0-9/.])[0-9]{1,2}(?:,| và| ?\+) ?\Z")
"""A day without its month, before one with it."""
_DOTTED_AGAIN: Final = re.compile(
    r"[nN]gày [0-9]{1,2}\.[0-9]{1,2}(?![0-9]).*[;\n,] ?[-+•]? ?\Z", re.DOTALL
)
_DOTTED_DAYS: Final = re.compile(
    r"[nN]gày:? (?:[0-9]{1,2}[./-][0-9]{1,2}(?:[./-][0-9]{4})?(?:[,;] ?| và | & )){1,5}\Z"
)
_DATED: Final = words("ngày dịp lễ sáng chiều tối trưa đêm hôm mùng mồng khánh tết kỷ niệm hội")
_NUMBERED: Final = words("số đợt kỳ quý vụ lần tập khóa học")
_HOLIDAYS: Final = words(
    """30-4 1-5 2-9 19-5 8-3 20-10 20-11 22-12 27-7 3-2 26-3 19-8 1-6 27-2 10-3 7-5 9-1 15-5
    18-11 1-1"""
)
_PLAYED: Final = words("số thắng thua hòa hoà khoảng trận bại lượt hiệp")
_SCALES: Final = words(
    "thang mức độ cấp điểm loại lớp hạng bậc nhóm thôn tổ bản xóm đội khối phòng"
)
_CLAUSE_END: Final = re.compile(
    r"\s*(?:[.,;)!?]|\Z|(?:đến|tới|cho) (?:ngày |hết )?(?:[0-9]{1,2}-|nay))"
)
_WON: Final = words("thắng thua hòa hoà")
_NAMED: Final = words("thôn tổ bản xóm đội lớp mã đơn hiệu npk nhà lô thửa phân")
_EVERY_MONTH: Final = re.compile(r" (?:h[ằà]ng|mỗi|các|của) tháng(?! [0-9])")
_YEAR_AFTER: Final = re.compile(r" năm (?:nay|sau|ngoái|tới|trước|[0-9]{4})")
_UNITS_AFTER: Final = words(
    "ngày năm tháng tuần lần người hộ giờ phút triệu nghìn tỷ đồng con tấn tạ kg ha m km mm cm tuổi"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date that was written: its words without *ngày*, and where it ends."""

    words: str
    end: int


def date(place: Place) -> Said | None:
    """A date, several joined by a dash, or a month of a year."""
    first = _full(place, place.start) or _days_of_month(place) or _short_range(place)
    if first is None:
        return _single(place)
    return _range(place, first)


def _range(place: Place, first: Day) -> Said:
    gap = RANGE.match(place.text, first.end)
    second = (_full(place, gap.end()) or _short(place, gap.end())) if gap else None
    if second is None:
        return Said(_day(place) + first.words, first.end)
    return Said(f"{_day(place)}{first.words} đến ngày {second.words}", second.end)


def _full(place: Place, start: int) -> Day | None:
    """A day with month and year."""
    found = _FULL.match(place.text, start) or _ISO.match(place.text, start)
    if found is None or not _is_day(found["d"], found["m"]):
        return None
    year = found["y"]
    if len(year) == 2:
        if found["sep"] == "." and place.prev_word() not in _DATED:
            return None
        year = ("20" if int(year) < 50 else "19") + year
    said = f"{_day_and_month(place, found)} năm {place.numerals.whole(year)}"
    return Day(said, found.end())


def _short(place: Place, start: int) -> Day | None:
    """A day with its month."""
    found = _SHORT.match(place.text, start)
    if found is None or not _is_day(found["d"], found["m"]):
        return None
    return Day(_day_and_month(place, found), found.end())


def _short_range(place: Place) -> Day | None:
    """28/11 when another date follows a dash."""
    first = _short(place, place.start)
    gap = RANGE.match(place.text, first.end) if first else None
    if first is None or gap is None:
        return None
    return first if _full(place, gap.end()) or _short(place, gap.end()) else None


def _days_of_month(place: Place) -> Day | None:
    """5-7/12: two days of one month."""
    found = _DAY.match(place.text, place.start)
    gap = RANGE.match(place.text, found.end()) if found else None
    if found is None or gap is None or place.prev_word() == "tháng":
        return None
    row = _ROW.match(place.text, place.start)
    if row and _is_day(row["d"], row["m"]):
        last = _full(place, row.start("d")) or _short(place, row.start("d"))
        days = ", ".join(map(place.numerals.whole, re.findall("[0-9]+", row["row"])))
        return Day(f"{days}, {last.words}", last.end) if last else None
    last = _full(place, gap.end()) or _short(place, gap.end())
    behind = _DAY.match(place.text, gap.end())
    if last is None or behind is None or not 1 <= int(found["d"]) < int(behind["d"]):
        return None
    return Day(f"{place.numerals.whole(found['d'])} đến {last.words}", last.end)


def _single(place: Place) -> Said | None:
    """A date on its own that might also be something else."""
    kind = stroke(place)
    short = _short(place, place.start)
    if kind is Stroke.DATE and short is not None:
        return Said(_day(place) + short.words, short.end)
    return _dashed(place) or _month_of_year(place)


def _dashed(place: Place) -> Said | None:
    """20-11 or 20.11 where the words before it, or the day itself, say that it is a date."""
    found = _DASHED.match(place.text, place.start)
    if found is None or not _is_day(found["d"], found["m"]):
        return None
    if _is_row_of_days(place, found):
        return None
    if _is_every_month(place, found):
        return None
    if place.next(found.end()) in _UNITS_AFTER and not _YEAR_AFTER.match(place.text, found.end()):
        return None
    if not (_is_named(place) or _is_holiday(place, found) or _is_from(place, found)):
        return None
    return Said(_day(place) + _day_and_month(place, found), found.end())


def _is_row_of_days(place: Place, found: re.Match[str]) -> bool:
    """Mùng 1-3 Tết, from the first day of the month to the third."""
    if place.prev() not in ("mùng", "mồng") or not int(found["d"]) < int(found["m"]) <= 10:
        return False
    near = [*place.before[-12:], *place.after(found.end())[:3]]
    return found.group() not in _HOLIDAYS and any(w in ("tết", "chạp", "giêng") for w in near)


def _is_every_month(place: Place, found: re.Match[str]) -> bool:
    """Ngày 5-10 hằng tháng: from the fifth to the tenth."""
    return (
        int(found["d"]) < int(found["m"])
        and _EVERY_MONTH.match(place.text, found.end()) is not None
    )


def _is_named(place: Place) -> bool:
    """A word of days stands before it, or before the date that it is joined to."""
    if place.after_time or place.prev_word() in _DATED or _DOTTED_DAYS.search(_left(place)):
        return True
    dotted = "." in place.text[place.start : place.start + 3]
    if dotted and _DOTTED_AGAIN.search(_left(place)):
        return True
    before = place.before
    apart = before[-1:] and before[-1] in (",", "(", "-")
    if apart and ("thứ" in before[-5:] or "nhật" in before[-3:]):
        return True
    joined = before[-1:] and before[-1] in ("và", "đến", "tới")
    return bool(joined) and any(word in _DATED or word == "từ" for word in before[-10:-1])


def _is_holiday(place: Place, found: re.Match[str]) -> bool:
    """30-4 and the like, unless somebody plays or counts."""
    near = place.before[-6:]
    if found.group() not in _HOLIDAYS:
        late = found["sep"] == "-" and int(found["d"]) > 12
        played = _PLAYED.intersection(near) or _WON.intersection(place.before)
        return late and not (played or _NAMED.intersection(near[-2:]))
    if int(found["d"]) > 12 or "niệm" in near or "lễ" in near:
        return not any(word in ("số", "khoảng") for word in near[-1:])
    return not any(word in _PLAYED or word in _SCALES for word in near)


def _is_from(place: Place, found: re.Match[str]) -> bool:
    """từ 1-7 at the end of a clause, or từ 1-9 đến 3-9."""
    if place.prev() not in ("từ", "thúc", "vào", "trước", "sau") or found["sep"] != "-":
        return False
    near = " ".join(place.before[-6:-1]).replace("mức lương", "")
    if _SCALES.intersection(near.split()):
        return False
    return _CLAUSE_END.match(place.text, found.end()) is not None


def _month_of_year(place: Place) -> Said | None:
    """11/2026, and 3-5/2026 after *tháng*."""
    prev, numerals = place.prev_word(), place.numerals
    found = _MONTHS.match(place.text, place.start) if prev == "tháng" else None
    if found and int(found["a"]) <= 12 and int(found["m"]) <= 12:
        months = f"{numerals.month(found['a'])} đến tháng {numerals.month(found['m'])}"
        return Said(f"{months} năm {numerals.whole(found['y'])}", found.end())
    found = _MONTH.match(place.text, place.start)
    if found is None and prev == "tháng":
        found = _MONTH_DASHED.match(place.text, place.start)
    if found is None or not 1 <= int(found["m"]) <= 12:
        return None
    year = numerals.whole(found["y"])
    if prev in _NUMBERED:
        return Said(f"{numerals.whole(found['m'])} năm {year}", found.end())
    listed = place.prev() in _AFTER_LIST and place.prev(2).isdigit() and "tháng" in place.before
    month = "" if prev == "tháng" or listed else "tháng "
    return _to_month(place, Said(f"{month}{numerals.month(found['m'])} năm {year}", found.end()))


def _to_month(place: Place, first: Said) -> Said:
    """12/2026-3/2027: another month of a year follows a dash."""
    gap = RANGE.match(place.text, first.end)
    found = _MONTH.match(place.text, gap.end()) if gap else None
    if found is None or not 1 <= int(found["m"]) <= 12:
        return first
    numerals = place.numerals
    last = f"tháng {numerals.month(found['m'])} năm {numerals.whole(found['y'])}"
    return Said(f"{first.spoken} đến {last}", found.end())


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _day_and_month(place: Place, found: re.Match[str]) -> str:
    return f"{place.numerals.whole(found['d'])} tháng {place.numerals.month(found['m'])}"


def _day(place: Place) -> str:
    """*ngày*, unless it is already said or the date goes on a list of days."""
    if place.prev_word() in _AFTER_DAY:
        return ""
    listed = place.prev() in _AFTER_LIST and place.prev(2).isdigit()
    named = "ngày" in place.before or _LISTED_DAYS.search(_left(place))
    return "" if listed and named else "ngày "


def _left(place: Place) -> str:
    return place.text[max(0, place.start - LOOK) : place.start]
