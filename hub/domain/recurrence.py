"""When a slot comes: the recurrence properties of RFC 5545, and lunar rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.domain.anchor import Anchor
from hub.domain.lunar import LunarRule


@dataclass(frozen=True, slots=True)
class Override:
    """One RECURRENCE-ID: what differs in one occurrence, or from it on.

    Attributes:
        recurrence_id: The original start it replaces, naive local time of the slot's zone.
        start: New start, naive local time of `tz`.
        tz: Time zone of `start`; see `Recurrence.tz`.
        length_s: New length, seconds.
        title: New title, or None to keep it.
        cancelled: STATUS:CANCELLED.
        and_future: RANGE=THISANDFUTURE.
        all_day: The new start is a DATE.
        changes: What else differs: names of fields of `Slot` and their new values.
    """

    recurrence_id: datetime
    start: datetime
    tz: str
    length_s: float
    title: str | None = None
    cancelled: bool = False
    and_future: bool = False
    all_day: bool = False
    changes: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The recurrence set of one slot (RFC 5545 section 3.8.5).

    Attributes:
        start: DTSTART, naive local time.
        tz: IANA name, ``"UTC"``, ``""`` for a floating time (the hub's own zone), or the
            text of a VTIMEZONE for a zone that no tz database knows.
        rrules: RRULE values, as written.
        exrules: EXRULE values (RFC 2445; old programs still write them).
        rdates: RDATE values, naive local time of `tz`, with a length of their own or None.
        exdates: EXDATE values, naive local time of `tz`.
        exdays: EXDATE;VALUE=DATE values, naive midnights: the whole day falls out.
        overrides: RECURRENCE-ID children.
        lunar: A lunar rule instead of RRULE, or None.
        all_day: DTSTART is a DATE.
        cancelled: STATUS:CANCELLED on the whole series.
        anchor: It comes with another slot, which gives day and time, or None.  `start` is
            then only from when on it holds, and occurrences are named by the other's
            original start in the hub's own zone.
    """

    start: datetime
    tz: str = ""
    rrules: tuple[str, ...] = ()
    exrules: tuple[str, ...] = ()
    rdates: tuple[tuple[datetime, timedelta | None], ...] = ()
    exdates: tuple[datetime, ...] = ()
    exdays: tuple[datetime, ...] = ()
    overrides: tuple[Override, ...] = ()
    lunar: LunarRule | None = None
    all_day: bool = False
    cancelled: bool = False
    anchor: Anchor | None = None
