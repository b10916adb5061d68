"""Turns a slot, and what differs between two of its versions, into what a person reads (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from hub.dates.count import end_day
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.recurrence import Override
from hub.domain.slot import Slot
from hub.domain.slot_change import is_series
from web.present.moment import Speak, Zones
from web.present.settings import level_name
from web.present.when import day_in_full, rule_in_words

MOST_CHANGES: Final = 6
"""Single changes that are told one by one, the latest."""
COMMAND: Final = "village-hub "
"""What commands sign with."""


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called.

    Attributes:
        zones: Zones.
        slots: Titles of slots.
        programmes: Titles of programmes.
    """

    zones: Zones
    slots: Mapping[SlotId, str]
    programmes: Mapping[ProgrammeId, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a slot.

    Attributes:
        label: "Khi nào".
        text: "Hằng ngày lúc 05:00".
    """

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of two versions beside each other.

    Attributes:
        label: What it is about.
        theirs: As it is in the calendar now.
        mine: As it would be.
    """

    label: str
    theirs: str
    mine: str

    @property
    def is_other(self) -> bool:
        """The two differ."""
        return self.theirs != self.mine


def facts(slot: Slot, names: Names, speak: Speak) -> tuple[Fact, ...]:
    """What a slot is."""
    found = [
        ("title", slot.title),
        ("when", rule_in_words(slot.recurrence, speak, names.slots)),
        ("changes", changes_in_words(slot, names, speak)),
        ("where", names.zones.say(sorted(slot.zones or names.zones.names), speak)),
        ("kind", speak(f"cue.kind.{slot.kind}")),
        ("what", _what(slot.content, names, speak)),
        ("volume", level_name(slot.volume_db, speak) if slot.volume_db else ""),
        ("length", speak("slot.minutes", minutes=max(1, round(slot.length_s / 60)))),
        ("author", slot.author),
        ("approver", slot.approver),
    ]
    return tuple(Fact(speak(f"slot.label.{name}"), text) for name, text in found if text)


def by_whom(name: str, speak: Speak) -> str:
    """Who changed a slot, as people say it: whoever typed a command is the technician."""
    return speak("slot.technician") if name.startswith(COMMAND) else name or "–"


def compared(
    theirs: Slot | None, mine: Slot | None, names: Names, speak: Speak
) -> tuple[Difference, ...]:
    """Two versions of a slot, line by line; None = it is not in the calendar."""
    left = {fact.label: fact.text for fact in facts(theirs, names, speak)} if theirs else {}
    right = {fact.label: fact.text for fact in facts(mine, names, speak)} if mine else {}
    away = speak("slot.away")
    return tuple(
        Difference(
            label,
            left.get(label, "–" if theirs else away),
            right.get(label, "–" if mine else away),
        )
        for label in dict.fromkeys((*left, *right))
    )


def _what(content: tuple[ProgrammeId, ...], names: Names, speak: Speak) -> str:
    return content_in_words(content, names.programmes, speak)


def content_in_words(
    content: tuple[ProgrammeId, ...], titles: Mapping[ProgrammeId, str], speak: Speak
) -> str:
    """What is played one after the other: "Nhạc hiệu, Cắt điện (3 lần)"."""
    told = []
    for name, run in groupby(content):
        title, times = titles.get(name, str(name)), len(list(run))
        told.append(title if times == 1 else speak("slot.times", title=title, times=times))
    return ", ".join(told)


def changes_in_words(slot: Slot, names: Names, speak: Speak) -> str:
    """Single occurrences that are otherwise, the latest ones; "" when there are none."""
    recurrence = slot.recurrence
    skipped = [
        *(
            (at, speak("slot.skipped", day=day_in_full(at.date(), speak)))
            for at in recurrence.exdates
        ),
        *(
            (at, speak("slot.skipped", day=day_in_full(at.date(), speak)))
            for at in recurrence.exdays
        ),
        *((o.recurrence_id, _override(slot, o, names, speak)) for o in recurrence.overrides),
    ]
    told = [text for _, text in sorted(skipped)[-MOST_CHANGES:]]
    return "; ".join(told)


def _skipped(local: datetime, speak: Speak) -> str:
    return speak("slot.skipped", day=day_in_full(local.date(), speak))


def _override(slot: Slot, override: Override, names: Names, speak: Speak) -> str:
    if override.cancelled:
        return _skipped(override.recurrence_id, speak)
    day = day_in_full(override.recurrence_id.date(), speak)
    changes: dict[str, Any] = dict(override.changes)
    there = replace(slot, **changes)
    told = []
    if override.start != override.recurrence_id:
        told.append(speak("slot.moved", day=day, to=moment_in_words(override.start, speak)))
    if there.content != slot.content:
        told.append(speak("slot.plays", day=day, what=_what(there.content, names, speak)))
    if there.volume_db != slot.volume_db:
        level = level_name(there.volume_db, speak)
        told.append(speak("slot.sounds", day=day, level=level))
    return ", ".join(told) or speak("slot.is_other", day=day)


def moment_in_words(local: datetime, speak: Speak) -> str:
    """A day and time: "thứ Tư 2/12/2026 lúc 17:05"."""
    return speak("home.when", day=day_in_full(local.date(), speak), time=f"{local:%H:%M}")


def is_over(slot: Slot, today: date) -> bool:
    """It comes no more."""
    recurrence = slot.recurrence
    last = end_day(recurrence) if is_series(recurrence) else recurrence.start.date()
    return last is not None and last < today
