"""The events of one UID as one slot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, cast

from hub.calendar_file.anchors import ANCHOR, moved_back, read_anchor
from hub.calendar_file.event import Event, event_note
from hub.calendar_file.limits import (
    FARTHEST_SHIFT,
    LONGEST_S,
    LONGEST_UID,
    MOST_OVERRIDES,
)
from hub.calendar_file.properties import LUNAR_RULE, LUNAR_SINCE, changes_of
from hub.calendar_file.tree import Component
from hub.calendar_file.values import Stamp, duration, text
from hub.dates.lunar import VIET_NAM, check_start, lunar_starts
from hub.dates.until import starts_until
from hub.dates.zone import zone
from hub.domain.ids import SlotId
from hub.domain.lunar import LunarRule
from hub.domain.recurrence import Override, Recurrence
from hub.domain.rrule import MOST_STARTS_A_DAY, Rule
from hub.domain.slot import Slot
from hub.errors import HubError, RefusedError

ONE_DAY_S: Final = 86_400.0


class SeriesReader:
    """Makes slots of events.

    Attributes:
        notes: What was understood only in part, each naming its event.
    """

    def __init__(self) -> None:
        self.notes: list[HubError] = []

    def slot(self, events: list[Event]) -> Slot:
        """One slot of all events of a UID.

        Raises:
            RefusedError: It cannot be used.
        """
        masters = [event for event in events if not event.is_override]
        children = [event for event in events if event.is_override]
        if len(events[0].uid) > LONGEST_UID:
            raise RefusedError("calendar.uid_too_long", most=LONGEST_UID)
        if len(children) > MOST_OVERRIDES:
            raise RefusedError("calendar.too_many_overrides", most=MOST_OVERRIDES)
        if not masters:
            return self._without_master(children)
        master = max(masters, key=lambda event: event.sequence)
        if any(m.sequence == master.sequence and m is not master for m in masters):
            self._note("calendar.uid_twice", master)
        start = master.start
        slot = Slot(
            SlotId(master.uid),
            master.title,
            self._recurrence(master, start),
            self._length_s(master, start),
            **_fields(master),
        )
        if slot.recurrence.anchor is not None:
            return _anchored(self._with_overrides(slot, start, children), master)
        current = [child for child in children if not _is_stale(child, master, slot, start)]
        return self._with_overrides(slot, start, current)

    def _without_master(self, children: list[Event]) -> Slot:
        """Changed occurrences alone, as an invitation brings them: each stands for itself."""
        first = children[0]
        start = _named(first)
        recurrence = Recurrence(start.local, start.tz, all_day=start.is_date)
        slot = Slot(
            SlotId(first.uid),
            first.title,
            recurrence,
            self._length_s(first, first.start),
            **_fields(first),
        )
        return self._with_overrides(slot, start, children)

    def _recurrence(self, event: Event, start: Stamp) -> Recurrence:
        component, stamps = event.component, event.stamps
        exceptions = stamps.many(component.all("EXDATE"))
        rdates = stamps.many(component.all("RDATE"))
        recurrence = Recurrence(
            start=start.local,
            tz=start.tz,
            rrules=_rules(component, "RRULE"),
            exrules=_rules(component, "EXRULE"),
            rdates=tuple((stamps.in_series(stamp, start), length) for stamp, length in rdates),
            exdates=tuple(stamps.in_series(s, start) for s, _ in exceptions if not s.is_date),
            exdays=tuple(stamp.local for stamp, _ in exceptions if stamp.is_date),
            all_day=start.is_date,
            cancelled=event.is_cancelled,
        )
        anchor = component.first(ANCHOR)
        if anchor is not None:
            return read_anchor(text(anchor.value), recurrence)[0]
        rule = component.first(LUNAR_RULE)
        return (
            recurrence if rule is None else _lunar(event, recurrence, LunarRule.parse(rule.value))
        )

    def _length_s(self, event: Event, start: Stamp) -> float:
        """DTEND or DURATION; an end before the start counts as none, with a note."""
        end, lasting = event.component.first("DTEND"), event.component.first("DURATION")
        if end is not None:
            length = event.stamps.between(start, event.stamps.one(end))
        elif lasting is not None:
            length = duration(lasting.value)
        else:
            length = timedelta(seconds=ONE_DAY_S if start.is_date else 0)
        if length < timedelta(0):
            self._note("calendar.ends_before_start", event)
            return 0.0
        return min(length.total_seconds(), LONGEST_S)

    def _with_overrides(self, slot: Slot, start: Stamp, children: list[Event]) -> Slot:
        newest: dict[datetime, Event] = {}
        for child in children:
            try:
                original = _original(child, start)
            except RefusedError as error:
                self._note(error.key, child, **error.values)
                continue
            known = newest.get(original)
            if known is None or child.sequence > known.sequence:
                newest[original] = child
        overrides = [o for at, child in newest.items() if (o := self._override(slot, at, child))]
        return replace(slot, recurrence=replace(slot.recurrence, overrides=tuple(overrides)))

    def _override(self, slot: Slot, original: datetime, child: Event) -> Override | None:
        try:
            start, length_s = self._when(slot, child)
            given = _fields(child)
        except RefusedError as error:
            self._note(error.key, child, **error.values)
            return None
        changed = sorted((n, value) for n, value in given.items() if value != getattr(slot, n))
        reach = child.component.all("RECURRENCE-ID")[0].parameters.get("RANGE", "").upper()
        if reach == "THISANDFUTURE" and abs(start.local - original) > FARTHEST_SHIFT:
            self._note("calendar.moved_too_far", child, most=FARTHEST_SHIFT.days)
            return None
        return Override(
            recurrence_id=original,
            start=start.local,
            tz=start.tz,
            length_s=length_s,
            title=None if child.title == slot.title else child.title,
            cancelled=child.is_cancelled,
            and_future=reach == "THISANDFUTURE",
            all_day=start.is_date,
            changes=tuple(changed),
        )

    def _when(self, slot: Slot, child: Event) -> tuple[Stamp, float]:
        """Start and length of an override.

        One that names neither (a mere cancellation, as some programs write it) has those of what
        it replaces: left out, the occurrence would be heard.
        """
        is_placed = child.component.first("DTSTART") is not None
        start = child.start if is_placed else _named(child)
        is_long = any(child.component.first(name) for name in ("DTEND", "DURATION"))
        length_s = self._length_s(child, start) if is_placed or is_long else slot.length_s
        return start, length_s

    def _note(self, key: str, event: Event, **values: object) -> None:
        self.notes.append(event_note(RefusedError(key, **values), event))


def _anchored(slot: Slot, master: Event) -> Slot:
    """A slot that goes with another: its changes are named by the other's original starts."""
    found = master.component.first(ANCHOR)
    assert found is not None
    _, shift = read_anchor(text(found.value), slot.recurrence)
    overrides = tuple(moved_back(one, shift) for one in slot.recurrence.overrides)
    return replace(slot, recurrence=replace(slot.recurrence, overrides=overrides))


def _fields(event: Event) -> dict[str, Any]:
    return cast("dict[str, Any]", changes_of(event.component))


def _is_stale(child: Event, master: Event, slot: Slot, start: Stamp) -> bool:
    """An older series that came back as an exception, and names nothing of the newer one."""
    if child.sequence >= master.sequence or child.component.first("RRULE") is None:
        return False
    at, first = _original(child, start), slot.recurrence.start
    tz, soon = master.stamps.tz(start), at + timedelta(seconds=1)
    return at != first and not any(
        starts_until(Rule.parse(rule), first, at, soon, tz) for rule in slot.recurrence.rrules
    )


def _original(child: Event, start: Stamp) -> datetime:
    """The start that an override replaces, as local time of the series."""
    return child.stamps.in_series(_named(child), start)


def _named(child: Event) -> Stamp:
    """The original start that an override names."""
    return child.stamps.one(child.component.all("RECURRENCE-ID")[0])


def _rules(component: Component, name: str) -> tuple[str, ...]:
    """RRULE or EXRULE values that can be read and do not come too often.

    Raises:
        RefusedError: One of them cannot be used.
    """
    rules = tuple(found.value for found in component.all(name) if found.value)
    a_day = sum(Rule.parse(rule).most_a_day for rule in rules)
    if a_day > MOST_STARTS_A_DAY:
        raise RefusedError("calendar.too_often", count=a_day, most=MOST_STARTS_A_DAY)
    return rules


def _lunar(event: Event, recurrence: Recurrence, rule: LunarRule) -> Recurrence:
    """A lunar slot: its RDATEs that are lunar days are only there for other programs."""
    since = event.component.first(LUNAR_SINCE)
    start = recurrence.start if since is None else event.stamps.one(since).local
    check_start(start.date())
    tz = zone(recurrence.tz, VIET_NAM)
    own = tuple(
        (at, length)
        for at, length in recurrence.rdates
        if length is not None or not _is_lunar(rule, at, start, tz)
    )
    return replace(recurrence, start=start, lunar=rule, rdates=own)


def _is_lunar(rule: LunarRule, at: datetime, start: datetime, tz: tzinfo) -> bool:
    found = lunar_starts(rule, start.time(), tz, at, at + timedelta(microseconds=1))
    return at.time() == start.time() and any(found)
