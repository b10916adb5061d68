"""Says in words when a slot comes, and what a lunar date is (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from hub.dates.count import end_day, without_count
from hub.dates.lunar import lunar_date
from hub.domain.anchor import Anchor
from hub.domain.ids import SlotId
from hub.domain.recurrence import Recurrence
from hub.domain.when import ALL_WEEK, LAST, Way, When, count_of, when_of
from web.present.moment import Speak

LONGEST_RULE: Final = 80
"""Characters of a rule of a calendar file that are shown as they are."""
RAM: Final = 15
FIRST_TEN: Final = 10
"""The first ten days of a lunar month are called mùng."""
SHORT_MONTHS: Final = 29
"""From this day on a month may not have it."""


def rule_in_words(
    recurrence: Recurrence, speak: Speak, titles: Mapping[SlotId, str] | None = None
) -> str:
    """When a slot comes: "Hằng ngày lúc 05:00, từ 1/12/2026 đến hết 31/12/2026".

    Args:
        recurrence: When it comes.
        speak: The language.
        titles: What slots are called, for those that go with another.
    """
    is_counted = count_of(recurrence) is not None
    when = when_of(recurrence if is_counted else without_count(recurrence))
    told = _WAYS[when.way](when, speak, titles or {})
    if when.way is Way.ONCE:
        return told
    told = speak("when.said.since", rule=told, day=_numbers(when.first))
    last = end_day(recurrence)
    if last is None:
        return told
    if when.times is None:
        return speak("when.said.until", rule=told, day=_numbers(last))
    return speak("when.said.times", rule=told, times=when.times, day=day_in_full(last, speak))


def day_in_full(day: date, speak: Speak) -> str:
    """A day with its weekday and year: "thứ Tư 2/12/2026"."""
    return speak(
        "date.on_day", weekday=speak(f"date.weekday.{day.isoweekday()}"), day=_numbers(day)
    )


def lunar_in_words(day: date, speak: Speak) -> str:
    """The lunar date of a day: "mùng 1 tháng 11 âm lịch"; "" outside of what is known."""
    lunar = lunar_date(day)
    if lunar is None:
        return ""
    month = speak("when.lunar_leap" if lunar.leap else "when.lunar_month", month=lunar.month)
    return speak("when.lunar_date", day=lunar_day_in_words(lunar.day, speak), month=month)


def lunar_short(day: date, speak: Speak) -> str:
    """The lunar date of a day as calendars print it small: "24/10 ÂL"."""
    lunar = lunar_date(day)
    if lunar is None:
        return ""
    key = "when.lunar_short_leap" if lunar.leap else "when.lunar_short"
    return speak(key, day=lunar.day, month=lunar.month)


def lunar_day_in_words(day: int, speak: Speak) -> str:
    """A day of the lunar month: "mùng 1", "ngày rằm", "ngày 23", "ngày cuối tháng"."""
    if day == LAST:
        return speak("when.lunar_last")
    if day == RAM:
        return speak("when.lunar_full_moon")
    return speak("when.lunar_first_ten" if day <= FIRST_TEN else "when.lunar_day", day=day)


def weekdays_in_words(days: frozenset[int], speak: Speak) -> str:
    """Days of the week: "thứ Hai, thứ Tư"."""
    return ", ".join(speak(f"date.weekday.{day + 1}") for day in sorted(days))


def _once(when: When, speak: Speak, _: Mapping[SlotId, str]) -> str:
    return speak("when.said.once", day=day_in_full(when.first, speak), time=f"{when.at:%H:%M}")


def _daily(when: When, speak: Speak, _: Mapping[SlotId, str]) -> str:
    return speak("when.said.daily", time=f"{when.at:%H:%M}")


def _weekly(when: When, speak: Speak, titles: Mapping[SlotId, str]) -> str:
    if when.weekdays == ALL_WEEK:
        return _daily(when, speak, titles)
    days = weekdays_in_words(when.weekdays, speak)
    return speak("when.said.weekly", days=days, time=f"{when.at:%H:%M}")


def _monthly(when: When, speak: Speak, _: Mapping[SlotId, str]) -> str:
    time = f"{when.at:%H:%M}"
    if when.month_day == LAST:
        return speak("when.said.month_end", time=time)
    key = "when.said.some_months" if when.month_day >= SHORT_MONTHS else "when.said.monthly"
    return speak(key, day=when.month_day, time=time)


def _lunar(when: When, speak: Speak, _: Mapping[SlotId, str]) -> str:
    days = ", ".join(lunar_day_in_words(day, speak) for day in when.lunar_days)
    return speak("when.said.lunar", days=days, time=f"{when.at:%H:%M}")


def _lunar_year(when: When, speak: Speak, _: Mapping[SlotId, str]) -> str:
    days = ", ".join(lunar_day_in_words(day, speak) for day in when.lunar_days)
    return speak("when.said.lunar_year", days=days, month=when.lunar_month, time=f"{when.at:%H:%M}")


def _beside(when: When, speak: Speak, titles: Mapping[SlotId, str]) -> str:
    assert when.anchor is not None
    told = _anchor(when.anchor, speak, titles)
    if not when.weekdays:
        return told
    return speak("when.said.on_days", rule=told, days=weekdays_in_words(when.weekdays, speak))


def _anchor(anchor: Anchor, speak: Speak, titles: Mapping[SlotId, str]) -> str:
    title = titles.get(anchor.slot)
    if title is None:
        return speak("when.said.beside_gone")
    minutes = anchor.gap_s // 60
    key = f"when.said.{anchor.side}" if minutes else f"when.said.right_{anchor.side}"
    return speak(key, title=title, minutes=minutes)


def _kept(when: When, speak: Speak, _: Mapping[SlotId, str]) -> str:
    assert when.kept is not None
    rule = " ".join(when.kept.rrules) or str(when.kept.lunar or "RDATE")
    return speak("when.said.kept", time=f"{when.at:%H:%M}", rule=rule[:LONGEST_RULE])


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


_WAYS: Final = {
    Way.ONCE: _once,
    Way.DAILY: _daily,
    Way.WEEKLY: _weekly,
    Way.MONTHLY: _monthly,
    Way.LUNAR: _lunar,
    Way.LUNAR_YEAR: _lunar_year,
    Way.BESIDE: _beside,
    Way.KEPT: _kept,
}
