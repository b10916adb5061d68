"""A slot that goes with another, as a property that survives and as a rule other programs show.

Other programs know no such slot.  They get the other's own rule, moved by the time between the
two; `X-HUB-ANCHOR` says what is meant, and by how much the times were moved, so that an import
finds every date again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hub.calendar_file.limits import LONGEST_UID
from hub.domain.anchor import FARTHEST_GAP_S, Anchor, Side
from hub.domain.ids import SlotId
from hub.domain.recurrence import Override, Recurrence
from hub.domain.rrule import WEEKDAYS
from hub.domain.slot import Slot
from hub.errors import RefusedError

ANCHOR: Final = "X-HUB-ANCHOR"

_FORM: Final = re.compile(
    r"SIDE=(BEFORE|AFTER);GAP=(\d{1,5});SHIFT=([+-]\d{1,6});SINCE=(\d{8})"
    r"(?:;BYDAY=([A-Z,]{2,20}))?(?:;UNTIL=(\d{8}))?;SLOT=(.+)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A slot as other programs may show it.

    Attributes:
        slot: With a rule of its own in the place of its anchor.
        value: What `X-HUB-ANCHOR` says.
    """

    slot: Slot
    value: str


def mirrored(slot: Slot, slots: Mapping[SlotId, Slot]) -> Mirrored:
    """A slot that goes with another, with the other's rule moved to its own times."""
    anchor = slot.recurrence.anchor
    assert anchor is not None
    other = slots.get(anchor.slot)
    shift = _shift(slot, anchor, other)
    value = _value(slot.recurrence, anchor, shift)
    if other is None or other.recurrence.anchor is not None:
        return Mirrored(replace(slot, recurrence=replace(slot.recurrence, anchor=None)), value)
    theirs, own = other.recurrence, slot.recurrence
    recurrence = replace(
        theirs,
        start=theirs.start + shift,
        rdates=tuple((at + shift, None) for at, _ in theirs.rdates),
        exdates=tuple(at + shift for at in (*theirs.exdates, *own.exdates)),
        exdays=(*theirs.exdays, *own.exdays),
        overrides=tuple(
            replace(one, recurrence_id=one.recurrence_id + shift) for one in own.overrides
        ),
    )
    return Mirrored(replace(slot, recurrence=recurrence), value)


def read_anchor(value: str, found: Recurrence) -> tuple[Recurrence, timedelta]:
    """What `X-HUB-ANCHOR` means, and by how much the dates beside it were moved.

    Args:
        value: The property.
        found: What the event says besides; its own rule is only there for other programs.

    Raises:
        RefusedError: It is no anchor.
    """
    told = _FORM.fullmatch(value)
    if told is None:
        raise _refused(value)
    side, gap, shift, since, days, until, other = told.groups()
    moved = timedelta(seconds=int(shift))
    anchor = Anchor(
        SlotId(other[:LONGEST_UID]),
        Side(side.lower()),
        min(int(gap), FARTHEST_GAP_S),
        frozenset(_weekday(day, value) for day in days.split(",")) if days else frozenset(),
        _date(until, value).date() if until else None,
    )
    exdates = tuple(at - moved for at in found.exdates)
    start = _date(since, value)
    return Recurrence(start, exdates=exdates, exdays=found.exdays, anchor=anchor), moved


def moved_back(override: Override, shift: timedelta) -> Override:
    """An override as the anchor's original start names it."""
    return replace(override, recurrence_id=override.recurrence_id - shift)


def _shift(slot: Slot, anchor: Anchor, other: Slot | None) -> timedelta:
    if other is None:
        return timedelta(0)
    if anchor.side is Side.AFTER:
        return timedelta(seconds=round(other.length_s) + anchor.gap_s)
    return -timedelta(seconds=round(slot.length_s) + anchor.gap_s)


def _value(recurrence: Recurrence, anchor: Anchor, shift: timedelta) -> str:
    days = ",".join(WEEKDAYS[day] for day in sorted(anchor.weekdays))
    return "".join(
        (
            f"SIDE={anchor.side.upper()};GAP={anchor.gap_s}",
            f";SHIFT={round(shift.total_seconds()):+d};SINCE={recurrence.start:%Y%m%d}",
            f";BYDAY={days}" if days else "",
            f";UNTIL={anchor.until:%Y%m%d}" if anchor.until else "",
            f";SLOT={anchor.slot}",
        )
    )


def _weekday(name: str, value: str) -> int:
    if name not in WEEKDAYS:
        raise _refused(value)
    return WEEKDAYS.index(name)


def _date(told: str, value: str) -> datetime:
    try:
        return datetime.strptime(told, "%Y%m%d")  # noqa: DTZ007  # local by nature
    except ValueError as error:
        raise _refused(value) from error


def _refused(value: str) -> RefusedError:
    return RefusedError(
        "calendar.bad_property",
        event="",
        property=ANCHOR,
        value=value[:40],
        wanted="SIDE=AFTER;GAP=0;SHIFT=+60;SINCE=20261201;SLOT=uid",
    )
