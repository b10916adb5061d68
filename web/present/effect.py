"""Turns the timeline without and with a change into sentences about its next days (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from web.present.moment import Document, Speak, clock, instant, repeated, why
from web.present.sound import length
from web.present.when import day_in_full, lunar_in_words


@dataclass(frozen=True, slots=True)
class DayLook:
    """One local day without and with the change.

    Attributes:
        day: The day.
        before: Its cues as the calendar is.
        after: Its cues as it would be.
    """

    day: date
    before: tuple[Document, ...]
    after: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class NextDate:
    """One of the next occurrences.

    Attributes:
        at: When it would come, aware.
        day: "thứ Tư 2/12/2026".
        lunar: "24 tháng 10 âm lịch", or "".
        time: "17:05".
        text: Why it would not be as planned, a sentence, or "".
        tone: "fits", "changed" or "dropped"; "" when the change is not the cause.
        length: How long it is heard, "17:05–17:08" and how often, or "" where nobody planned.
    """

    at: datetime
    day: str
    lunar: str
    time: str
    text: str = ""
    tone: str = ""
    length: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do.

    Attributes:
        dates: The next occurrences of what is changed.
        others: Sentences about other cues that would not be as they are now.
        is_fine: Everything that was looked at would be heard as planned.
    """

    dates: tuple[NextDate, ...]
    others: tuple[str, ...]
    is_fine: bool


def effect(
    looks: Sequence[DayLook],
    coming: Sequence[Document],
    own: frozenset[str],
    speak: Speak,
    times: Callable[[Document], int] = lambda _: 1,
) -> Effect:
    """Compare the days that were looked at.

    Args:
        looks: Days without and with the change.
        coming: The next occurrences, with ``id`` and ``at``.
        own: Ids of the slots that are changed.
        speak: The language.
        times: How often the bulletin of a cue is heard, one time after the other.
    """
    before = {cue["id"]: cue for look in looks for cue in look.before}
    after = {cue["id"]: cue for look in looks for cue in look.after}
    dates = tuple(
        replace(
            _date(one, before.get(one["id"]), after.get(one["id"]), speak),
            length=_length(after.get(one["id"]), times, speak),
        )
        for one in coming
    )
    is_own_fine = all(one.tone in {"fits", ""} for one in dates)
    others = _others(looks, own, speak)
    return Effect(dates, others, is_own_fine and not others)


def _date(one: Document, before: Document | None, cue: Document | None, speak: Speak) -> NextDate:
    at = instant(one["at"])
    day, lunar = day_in_full(at.date(), speak), lunar_in_words(at.date(), speak)
    shown = NextDate(at, day, lunar, clock(at))
    if cue is None or (before is not None and _facts(before) == _facts(cue)):
        return shown  # far away, or as it is without the change
    if cue["state"] == "planned":
        return replace(shown, tone="fits")
    text = speak(
        "calendar_page.changed",
        state=speak(f"cue.state.{cue['state']}"),
        because=why(cue, speak),
    )
    start = instant(cue["start"] or cue["planned_start"])
    tone = "dropped" if cue["state"] == "dropped" else "changed"
    return replace(shown, time=clock(start), text=text, tone=tone)


def _length(cue: Document | None, times: Callable[[Document], int], speak: Speak) -> str:
    if cue is None or cue["state"] == "dropped":
        return ""
    begin, end = cue["start"] or cue["planned_start"], cue["end"]
    told = repeated(times(cue), begin, end, speak)
    seconds = (instant(end) - instant(begin)).total_seconds()
    return told or speak("effect.length", length=length(seconds, speak))


def _others(looks: Sequence[DayLook], own: frozenset[str], speak: Speak) -> tuple[str, ...]:
    """What becomes of other cues: one sentence for each change, with its days."""
    found: dict[tuple[str, str, str], list[date]] = {}
    for look in looks:
        for what in _changed(look, own, speak):
            found.setdefault(what, []).append(look.day)
    return tuple(
        speak(
            "effect.other_because" if because else "effect.other",
            title=title,
            state=state,
            because=because,
            days=", ".join(f"{day.day}/{day.month}" for day in dict.fromkeys(days)),
        )
        for (title, state, because), days in found.items()
    )


def _changed(look: DayLook, own: frozenset[str], speak: Speak) -> Iterator[tuple[str, str, str]]:
    """Title, state and reason of other cues of a day that would not be as they are now."""
    was = {cue["id"]: cue for cue in look.before}
    for cue in look.after:
        old = was.pop(cue["id"], None)
        if cue["slot"] in own or (old is not None and _facts(old) == _facts(cue)):
            continue
        is_planned = cue["state"] == "planned"
        state = speak("effect.again") if is_planned else speak(f"cue.state.{cue['state']}")
        yield str(cue["title"]), state, why(cue, speak)
    for cue in was.values():
        if cue["slot"] not in own:
            yield str(cue["title"]), speak("effect.away"), ""


def _facts(cue: Document) -> tuple[object, ...]:
    return cue["state"], cue["start"], cue["end"], tuple(cue["zones"])
