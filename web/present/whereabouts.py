"""Says where a bulletin is: on air, next, in the calendar, heard (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from hub.domain.facts import AsRun, Logged
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.slot import Slot
from web.present.moment import Speak, Zones, instant, stopped
from web.present.slot import moment_in_words
from web.present.when import rule_in_words

_SIGNS: Final[Mapping[str, str]] = {
    "on_air": "on-air",
    "next": "clock",
    "slot": "calendar",
    "heard": "ok",
    "nowhere": "info",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One line.

    Attributes:
        text: "Đang phát từ 10:42:03, Xóm 1".
        icon: Its sign.
        slot: The slot that the line is about, or None.
    """

    text: str
    icon: str
    slot: SlotId | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of where bulletins are.

    Attributes:
        playout: The playout's state, or None when it does not answer.
        slots: The calendar.
        log: The newest rows of the as-run log.
        zones: What zones are called.
        tz: The hub's local time.
    """

    playout: Mapping[str, Any] | None
    slots: Iterable[Slot]
    log: Iterable[Logged]
    zones: Zones
    tz: tzinfo


def places(programme: ProgrammeId, known: Known, speak: Speak) -> tuple[Place, ...]:
    """Where it is, the nearest first; one line that says so when it is nowhere."""
    found = (
        *_sounding(programme, known, speak),
        *_planned(programme, known, speak),
        *_heard(programme, known, speak),
    )
    return found or (_place("nowhere", speak("bulletin.nowhere")),)


def _sounding(programme: ProgrammeId, known: Known, speak: Speak) -> list[Place]:
    state = known.playout or {}
    found = [
        _on_air(run, known, speak)
        for run in state.get("on_air", ())
        if programme in run.get("content", ())
    ]
    coming = state.get("next")
    if coming and programme in coming.get("content", ()) and not coming.get("slot"):
        start = instant(coming["start"] or coming["planned_start"])
        found.append(_place("next", speak("bulletin.next", at=f"{start:%H:%M:%S}")))
    return found


def _planned(programme: ProgrammeId, known: Known, speak: Speak) -> list[Place]:
    every = tuple(known.slots)
    titles = {slot.id: slot.title for slot in every}
    return [
        _place("slot", rule_in_words(slot.recurrence, speak, titles), slot.id)
        for slot in every
        if programme in slot.programmes_named()
    ]


def _heard(programme: ProgrammeId, known: Known, speak: Speak) -> list[Place]:
    """The last time that something of it was heard."""
    heard = [
        (row.fact.started, row.fact)
        for row in known.log
        if isinstance(row.fact, AsRun) and row.fact.started is not None
        if any(name == programme for name, _ in row.fact.media)
    ]
    if not heard:
        return []
    at, fact = max(heard, key=lambda one: one[0])
    local = at.astimezone(known.tz).replace(tzinfo=None)
    zones = known.zones.say([str(zone) for zone in fact.zones], speak)
    when = moment_in_words(local, speak)
    return [_place("heard", speak("bulletin.heard", when=when, zones=zones))]


def _on_air(run: Mapping[str, Any], known: Known, speak: Speak) -> Place:
    zones = known.zones.say(list(run["zones"]), speak)
    return _place("on_air", speak("bulletin.on_air", since=stopped(run["started"]), zones=zones))


def _place(sort: str, text: str, slot: SlotId | None = None) -> Place:
    return Place(text, _SIGNS[sort], slot)
