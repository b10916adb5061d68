"""All occurrences of a slot within a window: the recurrence set of RFC 5545, and lunar days (pure).

What is an occurrence:

- DTSTART always is one, whether or not it fits the RRULE, unless every RRULE ended before it
  (then the series is over) or a lunar rule is given (then only lunar days count);
- COUNT counts what fits the RRULE, UNTIL is included, as a date the whole local day is;
- an RDATE that equals an RRULE instance is the same occurrence and lends it its length;
- EXDATE and EXRULE take away, also what a RECURRENCE-ID has changed;
- a RECURRENCE-ID replaces the occurrence it names, and is one by itself when it names none;
- RANGE=THISANDFUTURE changes all from there on and shifts them by the same local time.

An occurrence keeps the identity of its original start, so nothing plays twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from hub.dates.lunar import lunar_starts
from hub.dates.until import is_after, starts_until
from hub.dates.zone import to_utc, zone
from hub.domain.ids import CueId
from hub.domain.recurrence import Override
from hub.domain.rrule import Rule
from hub.domain.slot import Occurrence, Slot

ANY_OFFSET: Final = timedelta(hours=26)
"""Local time and UTC are never further apart, with a jump of the clock on top."""

EARLIEST: Final = datetime(1000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(8000, 1, 1, tzinfo=UTC)
"""Windows are cut to these, so that no sum of times leaves the calendar."""


def occurrences(
    slot: Slot, first: datetime, last: datetime, tz: ZoneInfo
) -> tuple[Occurrence, ...]:
    """Every occurrence of a slot that starts within [first, last), by start.

    Cancelled and all-day ones are among them, marked.

    Args:
        slot: The slot.
        first: Begin of the window, aware UTC.
        last: End of the window, aware UTC.
        tz: The hub's own zone, for floating times.

    Raises:
        RefusedError: A rule or time zone of the slot cannot be read; an import would have
            refused it.
    """
    first, last = max(first, EARLIEST), min(last, LATEST)
    if last <= first:
        return ()
    series = _Series(slot, zone(slot.recurrence.tz, tz), tz)
    found = series.changed(first, last) if slot.recurrence.overrides else series.bare(first, last)
    if len(found) > 1:
        return tuple(sorted(found.values(), key=_start))
    return tuple(found.values())


class _Series:
    """One slot while it is being expanded."""

    __slots__ = ("_home", "_length", "_local", "_recurrence", "_slot")

    def __init__(self, slot: Slot, local: tzinfo, home: ZoneInfo) -> None:
        self._slot = slot
        self._length = timedelta(0, slot.length_s)
        self._recurrence = slot.recurrence
        self._local = local
        self._home = home

    def bare(self, first: datetime, last: datetime) -> dict[CueId, Occurrence]:
        """The occurrences in [first, last) of a slot without overrides, each once."""
        local = self._local
        low, high = first.replace(tzinfo=None) - ANY_OFFSET, last.replace(tzinfo=None) + ANY_OFFSET
        found: dict[CueId, Occurrence] = {}
        for original, length in self._originals(low, high):
            start = to_utc(original, local)
            if first <= start < last:
                cue = _cue_id(self._slot, start)
                found[cue] = self._plain(cue, start, length)
        return found

    def changed(self, first: datetime, last: datetime) -> dict[CueId, Occurrence]:
        """The same for a slot with overrides."""
        low, high = first.replace(tzinfo=None) - ANY_OFFSET, last.replace(tzinfo=None) + ANY_OFFSET
        overrides = self._recurrence.overrides
        single = {override.recurrence_id: override for override in overrides}
        found: dict[CueId, Occurrence] = {}
        for original, start, governing, length in self._unchanged(overrides, single, low, high):
            if first <= start < last:
                cue = _cue_id(self._slot, to_utc(original, self._local))
                if governing is None:
                    found[cue] = self._plain(cue, start, length)
                else:
                    found[cue] = self._changed(cue, governing, start, length)
        taken = self._taken(single)
        for original, override in single.items():
            start = to_utc(override.start, zone(override.tz, self._home))
            if first <= start < last and original not in taken:
                cue = _cue_id(self._slot, to_utc(original, self._local))
                found[cue] = self._changed(cue, override, start, None)
        return found

    def _plain(self, cue: CueId, start: datetime, length: timedelta | None) -> Occurrence:
        slot = self._slot
        if length is None:
            length = self._length
        else:
            slot = replace(slot, length_s=length.total_seconds())
        recurrence = self._recurrence
        return Occurrence(
            cue, slot, start, start + length, recurrence.cancelled, recurrence.all_day
        )

    def _unchanged(
        self,
        overrides: tuple[Override, ...],
        single: Mapping[datetime, Override],
        low: datetime,
        high: datetime,
    ) -> Iterator[tuple[datetime, datetime, Override | None, timedelta | None]]:
        """Original, start, THISANDFUTURE that governs it and own length of those not replaced."""
        lasting = sorted((o for o in overrides if o.and_future), key=lambda o: o.recurrence_id)
        begins = [override.recurrence_id for override in lasting]
        shifts = [timedelta(0), *(self._shift(override) for override in lasting)]
        for original, length in self._originals(low - max(shifts), high - min(shifts)):
            if original not in single:
                index = bisect_left(begins, original)
                start = to_utc(original + shifts[index], self._local)
                yield original, start, lasting[index - 1] if index else None, length

    def _shift(self, override: Override) -> timedelta:
        """How far THISANDFUTURE moves what follows, in the local time of the series."""
        if override.tz == self._recurrence.tz:
            return override.start - override.recurrence_id
        start = to_utc(override.start, zone(override.tz, self._home)).astimezone(self._local)
        return start.replace(tzinfo=None) - override.recurrence_id

    def _changed(
        self, cue: CueId, override: Override, start: datetime, length: timedelta | None
    ) -> Occurrence:
        length_s = override.length_s if length is None else length.total_seconds()
        changes: dict[str, Any] = dict(override.changes)
        if override.title is not None:
            changes["title"] = override.title
        return Occurrence(
            cue,
            replace(self._slot, length_s=length_s, **changes),
            start,
            start + timedelta(0, length_s),
            override.cancelled or self._recurrence.cancelled,
            override.all_day,
        )

    def _originals(
        self, low: datetime, high: datetime
    ) -> Iterable[tuple[datetime, timedelta | None]]:
        """The local starts within [low, high), before overrides, each once."""
        recurrence = self._recurrence
        found: dict[datetime, timedelta | None] = {}
        if recurrence.lunar is not None:
            found.update(dict.fromkeys(self._lunar(low, high)))
        elif low <= recurrence.start < high and not self._is_over():
            found[recurrence.start] = None
        for rule in recurrence.rrules:
            found.update(dict.fromkeys(self._starts(rule, low, high)))
        found.update((start, length) for start, length in recurrence.rdates if low <= start < high)
        if found and (recurrence.exdates or recurrence.exdays or recurrence.exrules):
            for gone in self._taken(found):
                del found[gone]
        return found.items()

    def _taken(self, originals: Mapping[datetime, object]) -> set[datetime]:
        """Those of the originals that EXDATE or EXRULE takes away."""
        recurrence = self._recurrence
        taken = originals.keys() & recurrence.exdates
        if recurrence.exdays:
            days = {day.date() for day in recurrence.exdays}
            taken |= {original for original in originals if original.date() in days}
        if recurrence.exrules:
            low, high = min(originals), max(originals) + timedelta(seconds=1)
            for rule in recurrence.exrules:
                taken |= originals.keys() & self._starts(rule, low, high)
        return taken

    def _is_over(self) -> bool:
        """Every rule ended before DTSTART: the series has no occurrence but its RDATEs."""
        rules = [Rule.parse(text) for text in self._recurrence.rrules]
        tz = self._local if self._recurrence.tz else None
        return bool(rules) and all(
            rule.until is not None and is_after(self._recurrence.start, rule.until, tz)
            for rule in rules
        )

    def _starts(self, text: str, low: datetime, high: datetime) -> list[datetime]:
        recurrence = self._recurrence
        tz = self._local if recurrence.tz else None
        return starts_until(Rule.parse(text), recurrence.start, low, high, tz)

    def _lunar(self, low: datetime, high: datetime) -> Iterator[datetime]:
        """The lunar days, decided in Viet Nam, at the time of day of DTSTART, not before it."""
        recurrence = self._recurrence
        assert recurrence.lunar is not None
        low, at = max(low, recurrence.start), recurrence.start.time()
        return lunar_starts(recurrence.lunar, at, self._local, low, high)


def _cue_id(slot: Slot, start: datetime) -> CueId:
    """The slot and its original start, such as ``news@20261201T220000Z``."""
    time = _time_stamp(start.hour, start.minute, start.second)
    return CueId(slot.id + _day_stamp(start.toordinal()) + time)


@lru_cache(maxsize=1024)
def _day_stamp(day: int) -> str:
    return "@" + date.fromordinal(day).isoformat().replace("-", "")


@lru_cache(maxsize=2048)
def _time_stamp(hour: int, minute: int, second: int) -> str:
    return f"T{hour:02d}{minute:02d}{second:02d}Z"


def _start(occurrence: Occurrence) -> tuple[datetime, CueId]:
    return occurrence.start, occurrence.id
