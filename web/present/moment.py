"""Turns what the services say into what a person reads: sentences, names, local times (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from hub.domain.sequence import times_in
from hub.domain.zone import Zone
from web.present.sound import length

Speak = Callable[..., str]
Document = Mapping[str, Any]  # what another service said; only read here

_UNTRUSTED: Final = frozenset({"past", "nobody"})
_GAPS: Final = frozenset({"coming", "silent", "away", "refused"})
_HALF: Final = timedelta(milliseconds=500)
_BY_IDS: Final = frozenset(
    f"because.{name}"
    for name in (
        "card_lost", "failed", "left_out", "media_changed", "media_missing", "missed_card",
        "no_programme", "not_approved", "unknown_zone",
    )
)  # fmt: skip
"""Reasons that name programmes, zones or cards by ids, which nobody here knows."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """One thing on air.

    Attributes:
        title: What people call it.
        kind: Kind of bulletin, in words.
        where: Zones, in words.
        until: Its end, "17:45".
        is_emergency: True for an emergency.
        repeated: "Đọc 3 lần, dài 3 phút 4 giây", or "".
    """

    title: str
    kind: str
    where: str
    until: str
    is_emergency: bool
    repeated: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next.

    Attributes:
        title: What people call it.
        when: "hôm nay lúc 17:00".
        where: Zones, in words.
        repeated: "Đọc 3 lần, dài 3 phút 4 giây", or "".
    """

    title: str
    when: str
    where: str
    repeated: str = ""


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
        is_clock_lost: Nobody knows the time, and so what of the calendar comes next.
    """

    on_air: tuple[Sounding, ...] = ()
    coming: Coming | None = None
    halts: tuple[str, ...] = ()
    is_halted: bool = False
    worries: tuple[str, ...] = ()
    is_away: bool = False
    is_clock_lost: bool = False


def home(playout: Document | None, hub: Document | None, zones: Zones, speak: Speak) -> Home:
    """The first page from what the services say."""
    today = instant(playout["now"]).date() if playout is not None else None
    worries = _worries(hub, today, zones, speak)
    if playout is None:
        return Home(worries=(speak("home.no_playout"), *worries), is_away=True)
    now = instant(playout["now"])
    halts, runs = _halts(playout["zones"], zones, speak), playout["on_air"]
    return Home(
        on_air=tuple(_sounding(run, zones, _gap(run, playout, speak), speak) for run in runs),
        coming=_coming(playout["next"], now.date(), zones, speak),
        halts=halts,
        is_halted=bool(halts),
        worries=(*_playout_worries(playout, zones, speak), *worries),
        is_clock_lost=playout["clock"] in _UNTRUSTED,
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
        named = (self.names.get(zone) or speak("home.gone_zone") for zone in ids)
        return ", ".join(dict.fromkeys(named))


def day_in_words(day: date, today: date, speak: Speak) -> str:
    """A day as people say it: "hôm nay", "ngày mai", "thứ Tư 25/11"."""
    if day == today:
        return speak("date.today")
    if day == today + timedelta(days=1):
        return speak("date.tomorrow")
    return speak(
        "date.on_day", weekday=speak(f"date.weekday.{day.isoweekday()}"), day=f"{day:%d/%m}"
    )


def repeated(times: int, begin: str, end: str, speak: Speak) -> str:
    """How often a bulletin is heard, and how long that is in all; "" when it is heard once."""
    if times < 2:
        return ""
    seconds = (instant(end) - instant(begin)).total_seconds()
    return speak("calendar_page.times", times=times, length=length(seconds, speak))


def _repeated_now(run: Document, speak: Speak) -> str:
    times = times_in(run.get("content", ()))
    return repeated(times, run["started"], run["end"], speak) if times > 1 else ""


def why(cue: Document, speak: Speak) -> str:
    """Why a cue is not as planned, in words that people use; "" when there is no reason."""
    reason = cue.get("reason")
    return speak(f"plain.{reason}") if reason in _BY_IDS else str(cue["because"] or "")


def clock(moment: datetime) -> str:
    """Hours and minutes: "17:05"."""
    return f"{moment + _HALF:%H:%M}"


def stopped(since: str) -> str:
    """The second at which it was silent: "10:42:03"."""
    return f"{instant(since):%H:%M:%S}"


def _gap(run: Document, playout: Document, speak: Speak) -> str:
    """What a meeting on air lacks, before its title that may be cut: "(mất tiếng) "; or ""."""
    for one in playout.get("meetings") or ():
        if run["cue"] == f"order:{one['order']}" and one["state"] in _GAPS:
            return speak(f"meeting_page.gap.{one['state']}") + " "
    return ""


def _sounding(run: Document, zones: Zones, gap: str, speak: Speak) -> Sounding:
    return Sounding(
        title=f"{gap}{run['title']}",
        kind=speak(f"cue.kind.{run['kind']}"),
        where=zones.say(run["zones"], speak),
        until=clock(instant(run["end"])),
        is_emergency=run["kind"] == "emergency",
        repeated=_repeated_now(run, speak),
    )


def _coming(cue: Document | None, today: date, zones: Zones, speak: Speak) -> Coming | None:
    if cue is None:
        return None
    start = instant(cue["start"] or cue["planned_start"])
    day = day_in_words(start.date(), today, speak)
    when = speak("home.when", day=day, time=clock(start))
    where, times = zones.say(cue["zones"], speak), times_in(cue.get("content", ()))
    begin = cue["start"] or cue["planned_start"]
    return Coming(str(cue["title"]), when, where, repeated(times, begin, cue["end"], speak))


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
            since=f"{instant(since):%H:%M %d/%m}",
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


def _worries(
    hub: Document | None, today: date | None, zones: Zones, speak: Speak
) -> tuple[str, ...]:
    if hub is None:
        return (speak("home.no_hub"),)
    return tuple(_worry(one, today, zones, speak) for one in hub.get("troubles", ()))


def _worry(trouble: Document, today: date | None, zones: Zones, speak: Speak) -> str:
    """What is wrong where, since when, and what to do."""
    subject = trouble.get("zone") or trouble["subject"]
    return speak(
        f"home.trouble.{trouble['condition']}",
        subject=zones.names.get(subject, subject),
        since=_since(trouble.get("since"), today, speak),
    )


def _since(since: str | None, today: date | None, speak: Speak) -> str:
    """As people say it: "từ 6:10", and of another day "từ 6:10 ngày 21/11"."""
    if since is None:
        return speak("home.just_now")
    moment = instant(since)
    time = f"{moment.hour}:{moment.minute:02}"
    if moment.date() == today:
        return speak("home.since", time=time)
    return speak("home.since_day", time=time, day=f"{moment:%d/%m}")


def instant(text: str) -> datetime:
    """A moment as services write it."""
    return datetime.fromisoformat(text)
