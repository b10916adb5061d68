"""What a person does to a slot, as a change of the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from hub.dates.count import taken_before, without_count
from hub.dates.zone import to_utc, zone
from hub.domain.ids import SlotId, ZoneId
from hub.domain.recurrence import Recurrence
from hub.domain.slot import Slot
from hub.domain.slot_change import (
    Change,
    end_before,
    move_once,
    put_back,
    rewrite,
    skip_once,
    split,
)
from hub.domain.when import Way, When, count_of, ending, last_day, recurrence_of, when_of
from web import moments
from web.planning.playing import AS_IT_IS, Playing, play_once, with_playing

STAMP: Final = "%Y%m%dT%H%M%SZ"
"""How cues name the original start of their occurrence."""


class Act(StrEnum):
    """What somebody does."""

    SKIP = "skip"
    """Leave this occurrence out."""
    BACK = "back"
    """This occurrence as the series has it."""
    MOVE = "move"
    """This occurrence at another time, with another content, louder or softer."""
    FOLLOWING = "following"
    """This occurrence and all that follow are otherwise."""
    ALL = "all"
    """The whole series is otherwise."""
    END = "end"
    """Nothing from this occurrence on."""
    RESTORE = "restore"
    """The slot as it was in an earlier version."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for.

    Attributes:
        act: What they do.
        on: The original start of the occurrence, aware UTC.
        by: Who; they approve it.
        new_id: The id of what follows, when a series is split.
        at: With `MOVE`: the new start, local time of the hub.
        title: With `FOLLOWING` and `ALL`.
        zones: With `FOLLOWING` and `ALL`.
        when: With `FOLLOWING` and `ALL`.
        earlier: With `RESTORE`: the earlier version.
        playing: With `MOVE`, `FOLLOWING` and `ALL`: what is played, and how loud.
    """

    act: Act
    on: datetime
    by: str
    new_id: SlotId
    at: datetime | None = None
    title: str = ""
    zones: frozenset[ZoneId] = frozenset()
    when: When | None = None
    earlier: Slot | None = None
    playing: Playing = AS_IT_IS


def change_of(slot: Slot, wish: Wish, home: ZoneInfo) -> Change:
    """What becomes of the calendar.

    Args:
        slot: The slot as it is now.
        wish: What somebody asks for.
        home: The hub's own zone.

    Raises:
        RefusedError: It cannot be done.
    """
    original = original_of(slot.recurrence, wish.on, home)
    taken = taken_before(slot.recurrence, original)
    match wish.act:
        case Act.END:
            return end_before(slot, original, taken)
        case Act.FOLLOWING:
            following = replace(_rewritten(slot, wish, home, original), id=wish.new_id)
            return split(slot, original, replace(following, approver=wish.by), taken)
        case _:
            return Change((replace(_one(slot, wish, home, original), approver=wish.by),))


def _one(slot: Slot, wish: Wish, home: ZoneInfo, original: datetime) -> Slot:
    """The slot after an act that leaves it one slot."""
    match wish.act:
        case Act.SKIP:
            return skip_once(slot, original)
        case Act.BACK:
            return put_back(slot, original)
        case Act.MOVE:
            assert wish.at is not None
            return play_once(move_once(slot, original, wish.at), original, wish.playing)
        case Act.RESTORE:
            assert wish.earlier is not None
            return wish.earlier
        case _:
            return _rewritten(slot, wish, home, None)


def original_of(recurrence: Recurrence, on: datetime, home: ZoneInfo) -> datetime:
    """The original start of an occurrence, naive local time of its series."""
    return on.astimezone(zone(recurrence.tz, home)).replace(tzinfo=None)


def read_stamp(told: str) -> datetime:
    """The original start that a cue names.

    Raises:
        RefusedError: It is none.
    """
    return moments.instant(told, "error.stale_form")


def series_when(recurrence: Recurrence, home: ZoneInfo, since: datetime | None = None) -> When:
    """What a person would have chosen for a series, to be filled into the form.

    Args:
        recurrence: When it comes.
        home: The hub's own zone.
        since: The occurrence from which on it is to be otherwise, or None for the whole.
    """
    times = count_of(recurrence)
    plain = without_count(recurrence) if times is None else recurrence
    if since is not None:
        plain = replace(plain, start=since) if recurrence.anchor is None else plain
        if times is not None:  # of those that are left
            left = max(1, times - taken_before(recurrence, since))
            plain = ending(plain, last_day(plain), left)
    if not is_home(recurrence, home):
        start = to_utc(plain.start, zone(plain.tz, home)).astimezone(home).replace(tzinfo=None)
        plain = replace(plain, start=start, tz="")
    when = when_of(plain)
    return replace(when, first=since.date()) if since is not None else when


def is_home(recurrence: Recurrence, home: ZoneInfo) -> bool:
    """Its times are the hub's own, so a form can show them."""
    return recurrence.tz in {"", home.key}


def _rewritten(slot: Slot, wish: Wish, home: ZoneInfo, since: datetime | None) -> Slot:
    when = wish.when
    assert when is not None
    if since is not None and when.first < since.date():
        when = replace(when, first=since.date())  # the days before belong to the old series
    recurrence = recurrence_of(when)
    if is_home(slot.recurrence, home) or when.way is Way.KEPT:
        recurrence = rewrite(slot, recurrence, since)
    changed = replace(slot, title=wish.title, zones=wish.zones, recurrence=recurrence)
    return with_playing(changed, wish.playing)
