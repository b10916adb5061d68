"""Turns what the services say into what a person reads: sentences, names, local times (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from hub.domain.facts import AsRun, Outcome
from hub.domain.zone import Zone

Speak = Callable[..., str]
Document = Mapping[str, Any]  # what another service said; only read here

_UNTRUSTED: Final = frozenset({"past", "nobody"})
_HALF: Final = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class Sounding:
    """One thing on air.

    Attributes:
        title: What people call it.
        kind: Kind of bulletin, in words.
        where: Zones, in words.
        until: Its end, "17:45".
        is_emergency: True for an emergency.
    """

    title: str
    kind: str
    where: str
    until: str
    is_emergency: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next.

    Attributes:
        title: What people call it.
        when: "hôm nay lúc 17:00".
        where: Zones, in words.
    """

    title: str
    when: str
    where: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page.

    Attributes:
        on_air: What sounds.
        coming: What comes next, or None.
        halts: A sentence for each stop or hold, the zones of one joined.
        is_halted: Somewhere something is stopped or held.
        worries: What is wrong, in sentences.
        is_away: The playout does not answer: nobody knows what sounds.
    """

    on_air: tuple[Sounding, ...] = ()
    coming: Coming | None = None
    halts: tuple[str, ...] = ()
    is_halted: bool = False
    worries: tuple[str, ...] = ()
    is_away: bool = False


def home(playout: Document | None, hub: Document | None, zones: Zones, speak: Speak) -> Home:
    """The first page from what the services say."""
    worries = _worries(hub, zones, speak)
    if playout is None:
        return Home(worries=(speak("home.no_playout"), *worries), is_away=True)
    now = _instant(playout["now"])
    halts = _halts(playout["zones"], zones, speak)
    return Home(
        on_air=tuple(_sounding(run, zones, speak) for run in playout["on_air"]),
        coming=_coming(playout["next"], now.date(), zones, speak),
        halts=halts,
        is_halted=bool(halts),
        worries=(*_playout_worries(playout, zones, speak), *worries),
    )


@dataclass(frozen=True, slots=True)
class Zones:
    """The village's zones by name.

    Attributes:
        names: What people call each zone.
    """

    names: Mapping[str, str]

    @classmethod
    def of(cls, zones: Mapping[Any, Zone]) -> Zones:
        """From the configuration."""
        return cls({str(zone.id): zone.name for zone in zones.values()})

    def say(self, ids: Sequence[str], speak: Speak) -> str:
        """Zones in words: "cả thôn", "Xóm 1, Xóm 2"."""
        if len(ids) > 1 and set(ids) >= set(self.names):
            return speak("home.everywhere")
        return ", ".join(self.names.get(zone, zone) for zone in ids)


def day_in_words(day: date, today: date, speak: Speak) -> str:
    """A day as people say it: "hôm nay", "ngày mai", "thứ Tư 25/11"."""
    if day == today:
        return speak("date.today")
    if day == today + timedelta(days=1):
        return speak("date.tomorrow")
    return speak(
        "date.on_day", weekday=speak(f"date.weekday.{day.isoweekday()}"), day=f"{day:%d/%m}"
    )


def clock(instant: datetime) -> str:
    """Hours and minutes: "17:05"."""
    return f"{instant + _HALF:%H:%M}"


def stopped(since: str) -> str:
    """The second at which it was silent: "10:42:03"."""
    return f"{_instant(since):%H:%M:%S}"


def _sounding(run: Document, zones: Zones, speak: Speak) -> Sounding:
    return Sounding(
        title=str(run["title"]),
        kind=speak(f"cue.kind.{run['kind']}"),
        where=zones.say(run["zones"], speak),
        until=clock(_instant(run["end"])),
        is_emergency=run["kind"] == "emergency",
    )


def _coming(cue: Document | None, today: date, zones: Zones, speak: Speak) -> Coming | None:
    if cue is None:
        return None
    start = _instant(cue["start"] or cue["planned_start"])
    day = day_in_words(start.date(), today, speak)
    when = speak("home.when", day=day, time=clock(start))
    return Coming(str(cue["title"]), when, zones.say(cue["zones"], speak))


def _halts(states: Document, zones: Zones, speak: Speak) -> tuple[str, ...]:
    """One sentence for all zones that one order halted."""
    by_order: dict[tuple[str, str, str], list[str]] = {}
    for zone, facts in states.items():
        halt = facts["halt"]
        if halt is not None:
            by_order.setdefault((halt["verb"], halt["by"], halt["since"]), []).append(zone)
    return tuple(
        speak(
            f"halt.{verb}",
            by=by,
            since=f"{_instant(since):%H:%M %d/%m}",
            zones=zones.say(ids, speak),
        )
        for (verb, by, since), ids in by_order.items()
    )


def _playout_worries(playout: Document, zones: Zones, speak: Speak) -> tuple[str, ...]:
    found = []
    if playout["clock"] in _UNTRUSTED:
        found.append(speak("home.bad_clock"))
    found += [
        speak("home.bad_line", zone=zones.say([zone], speak))
        for zone, facts in playout["zones"].items()
        if facts["line"] == "fault"
    ]
    found += [
        speak("home.no_card", card=card)
        for card, facts in playout.get("cards", {}).items()
        if not facts["is_open"]
    ]
    if playout.get("waiting"):
        found.append(speak("home.log_waits", count=playout["waiting"]))
    return tuple(found)


def _worries(hub: Document | None, zones: Zones, speak: Speak) -> tuple[str, ...]:
    if hub is None:
        return (speak("home.no_hub"),)
    return tuple(
        speak(
            f"home.trouble.{one['condition']}",
            subject=zones.names.get(one["subject"], one["subject"]),
        )
        for one in hub.get("troubles", ())
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


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
        start = _instant(cue["start"] or cue["planned_start"])
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
        because = speak("calendar_page.changed", state=state, because=cue["because"] or "")
    return Planned(
        time=clock(start),
        until=clock(_instant(cue["end"])),
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
        time: When it began, or should have.
        title: What people call it.
        where: Zones, in words.
        outcome: What became of it, in words.
        because: Why, a sentence, or "".
        is_whole: It was played as planned.
    """

    time: str
    title: str
    where: str
    outcome: str
    because: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class PastDay:
    """One day of the log book.

    Attributes:
        name: "thứ Tư 25/11".
        cues: What was heard, in order.
    """

    name: str
    cues: tuple[Heard, ...]


def heard(facts: Sequence[AsRun], tz: tzinfo, zones: Zones, speak: Speak) -> tuple[PastDay, ...]:
    """Cues of the as-run log by day."""
    by_day: dict[date, list[Heard]] = {}
    for fact in facts:
        start = (fact.started or fact.planned_start).astimezone(tz)
        because = ""
        if fact.because is not None:
            because = speak(fact.because.key, **dict(fact.because.values))
        by_day.setdefault(start.date(), []).append(
            Heard(
                clock(start),
                fact.title,
                zones.say(fact.zones, speak),
                speak(f"log_page.outcome.{fact.outcome}"),
                because,
                is_whole=fact.outcome is Outcome.PLAYED,
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


@dataclass(frozen=True, slots=True)
class Effect:
    """What a bulletin would change.

    Attributes:
        own: The bulletin itself as it would be planned, or None when it is too far away.
        others: Sentences about other cues that would not be as they are now.
    """

    own: Planned | None
    others: tuple[str, ...]


def effect(
    before: Sequence[Document], after: Sequence[Document], today: date, zones: Zones, speak: Speak
) -> Effect:
    """Compare the timeline without a draft and with it."""
    was = {cue["id"]: (cue["state"], cue["start"], cue["end"]) for cue in before}
    own, others = None, []
    for cue in after:
        start = _instant(cue["start"] or cue["planned_start"])
        planned = _planned(cue, start, zones, speak)
        if cue["slot"] == "draft":
            own = planned
        elif was.get(cue["id"]) != (cue["state"], cue["start"], cue["end"]):
            day = day_in_words(start.date(), today, speak)
            when = speak("home.when", day=day, time=planned.time)
            others.append(
                speak("compose.other", title=planned.title, when=when, because=planned.because)
            )
    return Effect(own, tuple(others))
