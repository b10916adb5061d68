"""Turns the calendar, the log book and the effect of a draft into what a person reads (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hub.domain.bulletin import Kind
from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import CueId, ZoneId
from hub.domain.review import Review
from hub.logbook.times import Times
from hub.logbook.wording import Wording
from web.present.moment import Document, Speak, Zones, clock, day_in_words, instant, why


@dataclass(frozen=True, slots=True)
class Planned:
    """One cue of the calendar.

    Attributes:
        time: When it begins, "17:05".
        until: When it ends.
        title: What people call it.
        where: Zones, in words.
        kind: "routine", "priority" or "emergency".
        kind_word: The same, in words.
        is_dropped: It will not be on air.
        because: Why it is not as planned, a sentence, or "".
    """

    time: str
    until: str
    title: str
    where: str
    kind: str
    kind_word: str
    is_dropped: bool
    because: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar.

    Attributes:
        name: "hôm nay", "thứ Tư 25/11".
        cues: What will be on air, in order.
    """

    name: str
    cues: tuple[Planned, ...]


def days(cues: Sequence[Document], today: date, zones: Zones, speak: Speak) -> tuple[Day, ...]:
    """Cues of the playout's preview by day, in order of their start."""
    by_day: dict[date, list[tuple[datetime, Planned]]] = {}
    for cue in cues:
        start = instant(cue["start"] or cue["planned_start"])
        by_day.setdefault(start.date(), []).append((start, _planned(cue, start, zones, speak)))
    return tuple(
        Day(
            day_in_words(day, today, speak),
            tuple(planned for _, planned in sorted(found, key=lambda pair: pair[0])),
        )
        for day, found in sorted(by_day.items())
    )


def _planned(cue: Document, start: datetime, zones: Zones, speak: Speak) -> Planned:
    changed = cue["state"] != "planned"
    because = ""
    if changed:
        state = speak(f"cue.state.{cue['state']}")
        because = speak("calendar_page.changed", state=state, because=why(cue, speak))
    return Planned(
        time=clock(start),
        until=clock(instant(cue["end"])),
        title=str(cue["title"]),
        where=zones.say(cue["zones"], speak),
        kind=str(cue["kind"]),
        kind_word=speak(f"cue.kind.{cue['kind']}"),
        is_dropped=cue["state"] == "dropped",
        because=because,
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """One cue of the log book.

    Attributes:
        time: When it was heard, or should have begun: "05:00–05:03".
        title: What people call it.
        where: Zones, in words.
        outcome: What became of it, in words.
        because: Why, a sentence, or "".
        is_whole: It was played as planned.
        review: Who looked at an emergency afterwards, a sentence, or "".
        length: How often and how long it was heard: "đọc 3 lần, 3 phút 4 giây", or "".
    """

    time: str
    title: str
    where: str
    outcome: str
    because: str
    is_whole: bool
    review: str = ""
    length: str = ""


@dataclass(frozen=True, slots=True)
class PastDay:
    """One day of the log book.

    Attributes:
        name: "thứ Tư 25/11".
        cues: What was heard, in order.
    """

    name: str
    cues: tuple[Heard, ...]


def heard(
    facts: Sequence[AsRun],
    tz: ZoneInfo,
    zones: Zones,
    speak: Speak,
    reviews: Mapping[CueId, Review] = MappingProxyType({}),
    *,
    times: Callable[[AsRun], Times | None] = lambda _: None,
) -> tuple[PastDay, ...]:
    """Cues of the as-run log by day.

    Args:
        facts: Cues as they were heard.
        tz: Local time.
        zones: What people call zones.
        speak: The language.
        reviews: Who looked at emergencies afterwards.
        times: How often a cue's content was to be heard, and was.
    """
    by_day: dict[date, list[Heard]] = {}
    words = Wording("", tz, {ZoneId(key): name for key, name in zones.names.items()}, speak)
    for fact in facts:
        start = (fact.started or fact.planned_start).astimezone(tz)
        because = ""
        if fact.because is not None:
            because = words.reason(fact.because)
        by_day.setdefault(start.date(), []).append(
            Heard(
                _span(fact, tz),
                fact.title,
                zones.say(fact.zones, speak),
                speak(f"log_page.outcome.{fact.outcome}"),
                because,
                is_whole=fact.outcome is Outcome.PLAYED,
                review=_review(fact, reviews.get(fact.cue), tz, speak),
                length=", ".join(filter(None, (words.times(times(fact)), words.length(fact)))),
            )
        )
    return tuple(
        PastDay(
            speak(
                "date.on_day", weekday=speak(f"date.weekday.{day.isoweekday()}"), day=f"{day:%d/%m}"
            ),
            tuple(found),
        )
        for day, found in sorted(by_day.items(), reverse=True)
    )


def _span(fact: AsRun, tz: tzinfo) -> str:
    """When it was heard, "05:00–05:03"; when it should have begun, if it was not."""
    if fact.started is None or fact.ended is None:
        return clock((fact.started or fact.planned_start).astimezone(tz))
    first, last = (clock(at.astimezone(tz)) for at in (fact.started, fact.ended))
    return first if first == last else f"{first}–{last}"


def _review(fact: AsRun, review: Review | None, tz: tzinfo, speak: Speak) -> str:
    if fact.kind is not Kind.EMERGENCY:
        return ""
    if review is None:
        return speak("log_page.unreviewed")
    at = f"{review.at.astimezone(tz):%H:%M %d/%m/%Y}"
    told = speak("review.signed", name=review.reviewer, at=at)
    return f"{told}: “{review.remark}”" if review.remark else told
