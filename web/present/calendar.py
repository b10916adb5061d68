"""A day of the calendar as a timeline one can read on a phone: sessions, gaps, now (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hub.domain.rules import Period, PeriodMode
from web.present.moment import Document, Speak, Zones, clock, instant, repeated, why
from web.present.when import lunar_in_words, lunar_short

SESSION_GAP: Final = timedelta(minutes=5)
"""Cues nearer than this are heard as one session, as the operating rules count them."""
SHOWN_GAP: Final = timedelta(minutes=30)
"""Shorter silences are not worth a line."""
NO_TIME: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One cue.

    Attributes:
        time: When it begins, "17:05".
        title: What people call it.
        where: Zones in words, or "" for the whole village.
        kind: "routine", "priority" or "emergency".
        kind_word: The same, in words.
        state: "planned", "shortened", "moved" or "dropped".
        because: Why it is not as planned, a sentence, or "".
        slot: The slot it comes from, or "".
        on: Its original start, as the page of the slot wants it, or "".
        repeated: "Đọc 3 lần, dài 3 phút 4 giây", or "".
    """

    time: str
    title: str
    where: str
    kind: str
    kind_word: str
    state: str
    because: str
    slot: str
    on: str
    repeated: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the day: a session, a silence, or now.

    Attributes:
        sort: "session", "gap" or "now".
        name: "05:00–05:18", "Loa nghỉ 11 giờ 40 phút", "Bây giờ 16:40".
        hint: "18 phút", or "".
        entries: The cues of a session.
    """

    sort: str
    name: str
    hint: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day.

    Attributes:
        iso: "2026-12-02", for links.
        weekday: "thứ Tư".
        short: "T4".
        number: "2/12".
        lunar: "24 tháng 10 âm lịch", or "".
        lunar_short: "24/10 ÂL", or "".
        is_today: It is today.
        period: The special period that holds, a sentence, or "".
        blocks: The day from morning to night.
    """

    iso: str
    weekday: str
    short: str
    number: str
    lunar: str
    lunar_short: str
    is_today: bool
    period: str
    blocks: tuple[Block, ...]

    @property
    def sessions(self) -> tuple[Block, ...]:
        """Its sessions alone."""
        return tuple(block for block in self.blocks if block.sort == "session")


@dataclass(frozen=True, slots=True)
class Around:
    """What every day is shown with.

    Attributes:
        now: The hub's local time, aware.
        periods: Special periods.
        zones: The village's zones.
        speak: The language.
        times: How often the bulletin of a cue is heard, one time after the other.
    """

    now: datetime
    periods: Sequence[Period]
    zones: Zones
    speak: Speak
    times: Callable[[Document], int] = lambda _: 1


@dataclass(frozen=True, slots=True)
class _Placed:
    start: datetime
    end: datetime
    entry: Entry

    @property
    def is_heard(self) -> bool:
        return self.entry.state != "dropped"


def calendar_day(day: date, cues: Sequence[Document], around: Around) -> CalendarDay:
    """One local day as a timeline, of its cues as the playout's preview tells them."""
    speak, today = around.speak, around.now.date()
    placed = sorted((_placed(cue, around) for cue in cues), key=lambda one: one.start)
    return CalendarDay(
        iso=day.isoformat(),
        weekday=speak(f"date.weekday.{day.isoweekday()}"),
        short=speak(f"calendar_page.short.{day.isoweekday()}"),
        number=f"{day.day}/{day.month}",
        lunar=lunar_in_words(day, speak),
        lunar_short=lunar_short(day, speak),
        is_today=day == today,
        period=_period(day, around.periods, speak),
        blocks=tuple(_blocks(placed, around.now if day == today else None, speak)),
    )


def _placed(cue: Document, around: Around) -> _Placed:
    zones, speak = around.zones, around.speak
    start, end = instant(cue["start"] or cue["planned_start"]), instant(cue["end"])
    where = zones.say(cue["zones"], speak)
    state = str(cue["state"])
    because = ""
    if state != "planned":
        because = speak(
            "calendar_page.changed", state=speak(f"cue.state.{state}"), because=why(cue, speak)
        )
    entry = Entry(
        time=clock(start),
        title=str(cue["title"]),
        where="" if set(cue["zones"]) >= set(zones.names) else where,
        kind=str(cue["kind"]),
        kind_word=speak(f"cue.kind.{cue['kind']}"),
        state=state,
        because=because,
        slot=str(cue["slot"] or ""),
        on=str(cue["id"]).rpartition("@")[2] if cue["slot"] else "",
        repeated="" if state == "dropped" else _repeated(cue, around),
    )
    return _Placed(start, end, entry)


def _repeated(cue: Document, around: Around) -> str:
    begin = cue["start"] or cue["planned_start"]
    return repeated(around.times(cue), begin, cue["end"], around.speak)


def _blocks(placed: Sequence[_Placed], now: datetime | None, speak: Speak) -> Iterator[Block]:
    """Sessions with the silences between them, and now where it belongs."""
    before: datetime | None = None
    waits = now
    for group in _sessions(placed):
        start, end = _span(group)
        if waits is not None and waits < end:
            ahead = start - waits
            hint = "" if ahead <= NO_TIME else "calendar_page.next_in"
            yield _now(waits, speak, speak(hint, length=lasting(ahead, speak)) if hint else "")
            waits = None
        elif before is not None and start - before >= SHOWN_GAP:
            yield Block("gap", speak("calendar_page.gap", length=lasting(start - before, speak)))
        yield _session(group, start, end, speak)
        before = end
    if waits is not None:
        yield _now(waits, speak, speak("calendar_page.over"))


def _now(now: datetime, speak: Speak, hint: str) -> Block:
    return Block("now", speak("calendar_page.now", time=f"{now:%H:%M}"), hint)


def _sessions(placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    group: list[_Placed] = []
    end: datetime | None = None
    for one in placed:
        if end is not None and one.start - end >= SESSION_GAP:
            yield group
            group, end = [], None
        group.append(one)
        last = one.end if one.is_heard else one.start
        end = last if end is None else max(end, last)
    if group:
        yield group


def _span(group: Sequence[_Placed]) -> tuple[datetime, datetime]:
    """From when to when something is heard; of a group that is silent, when it would have been."""
    heard = [one for one in group if one.is_heard] or group
    return min(one.start for one in heard), max(one.end for one in heard)


def _session(group: Sequence[_Placed], start: datetime, end: datetime, speak: Speak) -> Block:
    entries = tuple(one.entry for one in group)
    if not any(one.is_heard for one in group):
        return Block("session", clock(start), speak("calendar_page.silent"), entries)
    first, last = clock(start), clock(end)
    name = first if first == last else speak("calendar_page.span", first=first, last=last)
    return Block("session", name, lasting(end - start, speak), entries)


def lasting(length: timedelta, speak: Speak) -> str:
    """A length in words: "18 phút", "11 giờ 40 phút"."""
    minutes = max(1, round(length / timedelta(minutes=1)))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return speak("calendar_page.minutes", minutes=rest)
    if not rest:
        return speak("calendar_page.hours", hours=hours)
    return speak("calendar_page.hours_minutes", hours=hours, minutes=rest)


def _period(day: date, periods: Sequence[Period], speak: Speak) -> str:
    found = [one for one in periods if one.first <= day <= one.last]
    if not found:
        return ""
    latest = max(found, key=lambda one: (one.first, one.id))
    key = "period_only" if latest.mode == PeriodMode.REPLACE else "period_also"
    return speak(
        f"calendar_page.{key}",
        title=latest.title,
        first=f"{latest.first.day}/{latest.first.month}",
        last=f"{latest.last.day}/{latest.last.month}",
    )
