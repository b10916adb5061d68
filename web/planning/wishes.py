"""Reads from a link or form which slot is meant, which occurrence, and what is wished."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from werkzeug.datastructures import MultiDict

from hub.dates.count import settled
from hub.domain.ids import SlotId
from hub.domain.slot import Slot
from hub.errors import RefusedError
from hub.store.calendar import programmes, rule_book
from hub.store.slot_versions import past_of
from web import moments
from web.parts import parts, store
from web.planning import approving, when_form
from web.planning.deeds import STAMP, Act, Wish, original_of, read_stamp, series_when
from web.planning.playing import Playing, as_there, read_playing

LONGEST_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link or form names.

    Attributes:
        slot: Which slot.
        on: The original start of the occurrence, aware UTC; now when none is named.
        has_day: An occurrence is named.
        act: What is to be done.
        seen: Which version its writer saw.
        past: With `Act.RESTORE`: the earlier version.
    """

    slot: SlotId
    on: datetime
    has_day: bool
    act: Act
    seen: str
    past: int

    @property
    def stamp(self) -> str:
        """The occurrence as links name it, or ""."""
        return f"{self.on.astimezone(UTC):{STAMP}}" if self.has_day else ""


def asked(told: MultiDict[str, str]) -> Asked:
    """What a link or form names.

    Raises:
        RefusedError: It is none of ours.
    """
    stamp = told.get("on", "")
    try:
        act = Act(told.get("act", Act.ALL))
        past = int(told.get("past", "0")[:9])
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    return Asked(
        SlotId(told.get("id", "")),
        read_stamp(stamp) if stamp else parts().clock.now().replace(microsecond=0),
        bool(stamp),
        act,
        told.get("seen", ""),
        past,
    )


def wish_of(slot: Slot, given: Asked, form: MultiDict[str, str], by: str) -> Wish:
    """What somebody wishes.

    Raises:
        RefusedError: Something is missing, or cannot be.
    """
    plain = Wish(given.act, given.on, by, approving.slot_name(form.get("order", "")))
    home = parts().config.timezone
    match given.act:
        case Act.MOVE:
            here = as_there(slot, original_of(slot.recurrence, given.on, home))
            return replace(plain, at=_moved(form), playing=_playing(form, here))
        case Act.ALL | Act.FOLLOWING:
            since = given.on.astimezone(home).replace(tzinfo=None)
            kept = series_when(
                slot.recurrence, home, since if given.act is Act.FOLLOWING else None
            ).kept
            when = settled(when_form.read(form, kept))
            named = replace(plain, title=_title(form), zones=approving.zones())
            return replace(named, when=when, playing=_playing(form, slot))
        case Act.RESTORE:
            return replace(plain, earlier=_earlier(given))
        case _:
            return plain


def _playing(form: MultiDict[str, str], slot: Slot) -> Playing:
    floor_db = rule_book(store()).emergency_floor_db
    return read_playing(form, slot, programmes(store()), floor_db)


def _moved(form: MultiDict[str, str]) -> datetime:
    when = when_form.read(MultiDict({"day": form.get("day", ""), "time": form.get("time", "")}))
    at = datetime.combine(when.first, when.at)
    now = approving.local_now()
    if at <= now:
        raise RefusedError("compose.past")
    moments.check_near(at.date(), now.date())
    return at


def _title(form: MultiDict[str, str]) -> str:
    title = " ".join(form.get("title", "").split())
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        raise RefusedError("compose.title", most=LONGEST_TITLE)
    return title


def _earlier(given: Asked) -> Slot:
    for version in past_of(store(), given.slot):
        if version.revision == given.past:
            return version.slot
    raise RefusedError("slot.no_version")
