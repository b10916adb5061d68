"""Turns settings into what a person reads: levels in words, a day's volume as a picture (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from hub.domain.rules import OperatingRules, Period
from hub.domain.volume import ZoneVolume
from web.present.moment import Document, Speak, Zones, clock, instant, why

LEVELS: Final = {0.0: "loudest", -3.0: "loud", -6.0: "middle", -9.0: "softer", -12.0: "soft",
                 -18.0: "very_soft"}  # fmt: skip
"""Levels that a person may choose, dB, and what they are called."""
FLOORS: Final = (0.0, -3.0, -6.0)
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS: Final = 24
WIDTH: Final = 240
"""Width of the picture of a day; an hour has ten units."""
HEIGHT: Final = 36
_SOFTEST_SHOWN: Final = -24.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A level in a list.

    Attributes:
        value: dB, as the form brings it.
        name: In words: "Vừa".
    """

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the picture of a day.

    Attributes:
        x: Where it begins.
        width: How wide.
        y: Its top.
        height: How high.
    """

    x: float
    width: float
    y: float
    height: float


def level_name(gain_db: float, speak: Speak) -> str:
    """A level in words."""
    number = _figure(gain_db)
    known = LEVELS.get(gain_db)
    return speak(f"settings.level.{known or 'other'}", db=number)


def level_figures(speak: Speak) -> list[str]:
    """What the levels are in figures, for whoever sets amplifiers up."""
    return [
        speak("settings.level_db", name=level_name(gain_db, speak), db=_figure(gain_db))
        for gain_db in LEVELS
    ]


def choices(speak: Speak, *also: float) -> list[Choice]:
    """The levels of a list, loudest first; with those that are set and are none of ours."""
    found = sorted({*LEVELS, *also}, reverse=True)
    return [Choice(f"{gain_db:g}", level_name(gain_db, speak)) for gain_db in found]


def bars(volume: ZoneVolume) -> list[Bar]:
    """A day from midnight to midnight: the higher the louder."""
    edges = {0}
    for stretch in volume.stretches:
        edges |= {_minutes(stretch.first), _minutes(stretch.last)}
    ordered = sorted(edges)
    found = []
    for first, last in zip(ordered, [*ordered[1:], HOURS * 60], strict=True):
        gain_db = volume.at(time(first // 60, first % 60))
        share = max(0.12, 1 - gain_db / _SOFTEST_SHOWN)
        height = round(HEIGHT * share, 1)
        x, width = (round(value * WIDTH / HOURS / 60, 1) for value in (first, last - first))
        found.append(Bar(x, width, round(HEIGHT - height, 1), height))
    return found


def volume_lines(volume: ZoneVolume, speak: Speak) -> list[str]:
    """A zone's volume in sentences."""
    usual = speak("settings.volume_usual", level=level_name(volume.usual_db, speak))
    return [
        usual,
        *(
            speak(
                "settings.volume_stretch",
                first=f"{stretch.first:%H:%M}",
                last=f"{stretch.last:%H:%M}",
                level=level_name(stretch.gain_db, speak),
            )
            for stretch in volume.stretches
        ),
    ]


def rule_lines(rules: OperatingRules, speak: Speak) -> list[str]:
    """Operating rules in sentences."""
    quiet = (
        speak("rules.no_quiet")
        if rules.quiet_from == rules.quiet_to
        else speak("rules.quiet", start=f"{rules.quiet_from:%H:%M}", end=f"{rules.quiet_to:%H:%M}")
    )
    days = (
        speak("rules.every_day")
        if len(rules.weekdays) == len(DAYS)
        else ", ".join(speak(f"rules.day.{DAYS[day]}") for day in sorted(rules.weekdays))
        or speak("rules.no_day")
    )
    return [
        quiet[:1].upper() + quiet[1:],
        speak("settings.sessions", count=rules.sessions_a_day, minutes=rules.session_cap_s // 60),
        speak("settings.days", days=days),
    ]


def period_lines(period: Period, zones: Zones, speak: Speak) -> list[str]:
    """A special period in sentences."""
    found = [
        speak(
            "settings.period_when",
            first=f"{period.first:%d/%m/%Y}",
            last=f"{period.last:%d/%m/%Y}",
            zones=zones.say(sorted(period.zones), speak) or speak("home.everywhere"),
        ),
        speak(f"settings.period_mode.{period.mode}"),
    ]
    return found + (rule_lines(period.rules, speak) if period.rules is not None else [])


def changes(
    before: Sequence[Document], after: Sequence[Document], zones: Zones, speak: Speak
) -> list[str]:
    """What would not be as it is now: a sentence for what happens alike on several days.

    Args:
        before: Cues of the next days as the rules are.
        after: The same as they would be.
        zones: The village's zones.
        speak: The language.
    """
    was = {cue["id"]: _facts(cue) for cue in before}
    days: dict[tuple[str, ...], list[date]] = {}
    for cue in after:
        if was.get(cue["id"]) == _facts(cue):
            continue
        planned, start = (instant(cue[name] or cue["planned_start"]) for name in _INSTANTS)
        where = zones.say(cue["zones"], speak)
        because = why(cue, speak)
        alike = (cue["state"], cue["title"], clock(planned), clock(start), where, because)
        days.setdefault(alike, []).append(planned.date())
    return [_change(alike, found, speak) for alike, found in days.items()]


_INSTANTS: Final = ("planned_start", "start")


def _change(alike: tuple[str, ...], days: Sequence[date], speak: Speak) -> str:
    state, title, planned, start, where, because = alike
    return speak(
        f"settings.change.{state}",
        title=title,
        time=planned,
        start=start,
        where=where,
        because=because,
        days=", ".join(f"{day:%d/%m}" for day in sorted(days)),
    )


def _facts(cue: Document) -> tuple[object, ...]:
    return cue["state"], cue["start"], cue["end"], tuple(cue["zones"])


def _figure(gain_db: float) -> str:
    return f"{gain_db:g}".replace("-", "−")


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
