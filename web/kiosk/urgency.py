"""What the screen must show at once, whatever page is open (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from web.present.moment import Document, Home, Speak, Zones, clock, instant

OPERATORS: Final = {
    "undervoltage": "power",
    "supply_low": "power",
    "disk_low": "storage",
    "store_read_only": "storage",
    "cabinet_hot": "warning",
}
"""Troubles that whoever tends the hub should see when passing by, and their pictures."""
AT_HAND: Final = timedelta(seconds=15)
"""Longer than any amplifier warms up."""
NO_CLOCK: Final = frozenset({"past", "nobody"})


@dataclass(frozen=True, slots=True)
class Takeover:
    """An emergency that has the whole screen.

    Attributes:
        cue: Which one.
        title: What people call it.
        where: Zones, in words.
        until: Its end, "17:45".
        level: Risk level 1 to 5 of the alert in force, 0 = none was published.
        text: What is being said, as it was written; may be empty.
        to_do: What people are to do.
        is_drill: It calls itself a drill.
        is_unanswered: The playout has not answered since: nobody knows whether it still sounds.
    """

    cue: str
    title: str
    where: str
    until: str
    level: int
    text: str
    to_do: str
    is_drill: bool = False
    is_unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A small warning for whoever tends the hub.

    Attributes:
        icon: Its picture.
        text: What is wrong, short.
    """

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What alerts in force say of an emergency.

    Attributes:
        level: The highest level, 0 = none.
        to_do: What to do; empty = nothing was published.
        is_drill: The emergency is a drill.
    """

    level: int = 0
    to_do: str = ""
    is_drill: bool = False


def emergencies(playout: Document | None) -> list[Document]:
    """What is on air as an emergency, the newest first; else the one whose amplifiers warm up."""
    if playout is None:
        return []
    found = [run for run in playout["on_air"] if run["kind"] == "emergency"]
    if not found and _is_at_hand(playout):
        coming = playout["next_emergency"]
        return [{**coming, "cue": coming["id"], "started": coming["start"]}]
    return sorted(found, key=lambda run: str(run["started"]), reverse=True)


def _is_at_hand(playout: Document) -> bool:
    """An emergency is near, whatever begins before it: people may read it before they hear it."""
    coming = playout.get("next_emergency")
    if coming is None or coming["start"] is None:
        return False
    return instant(coming["start"]) - instant(playout["now"]) <= AT_HAND


def takeover(
    playout: Document | None, zones: Zones, warned: Warned, text: str, speak: Speak
) -> Takeover | None:
    """The emergency on air, or None."""
    found = emergencies(playout)
    if not found:
        return None
    run = found[0]
    return Takeover(
        cue=str(run["cue"]),
        title=str(run["title"]),
        where=zones.say(run["zones"], speak),
        until=clock(instant(run["end"])),
        level=warned.level,
        text=text,
        to_do=warned.to_do or speak("screen.to_do"),
        is_drill=warned.is_drill,
    )


def notes(playout: Document | None, hub: Document | None, speak: Speak) -> tuple[Note, ...]:
    """The small warnings."""
    troubles: Sequence[Any] = () if hub is None else hub.get("troubles", ())
    found = {one["condition"] for one in troubles} & OPERATORS.keys()
    told = [Note(OPERATORS[one], speak(f"screen.note.{one}")) for one in sorted(found)]
    if playout is not None and playout["clock"] in NO_CLOCK:
        told.append(Note("clock", speak("screen.note.clock")))
    if playout is None:
        told.append(Note("away", speak("screen.note.playout")))
    return tuple(told)


def is_sounding(home: Home) -> bool:
    """True when a stop would silence something, or nobody knows."""
    return bool(home.on_air) or home.is_away
