"""Changes of a slot: one occurrence, this one and all that follow, or the whole series (pure).

An occurrence is named by its original start, naive local time of the series, as RECURRENCE-ID
names it.  Nothing here looks at the clock; what was before is kept by the store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hub.domain.bulletin import Kind
from hub.domain.ids import SlotId
from hub.domain.recurrence import Override, Recurrence
from hub.domain.rrule import Rule
from hub.domain.slot import Slot
from hub.errors import RefusedError

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the calendar.

    Attributes:
        slots: Slots as they will be; a split brings a new one.
        gone: Slots that will not be there.
    """

    slots: tuple[Slot, ...] = ()
    gone: frozenset[SlotId] = frozenset()


def skip_once(slot: Slot, original: datetime) -> Slot:
    """Leave one occurrence out; it stays in the calendar as cancelled, to be put back."""
    kept = _changed_there(slot, original)
    start, tz = (kept.start, kept.tz) if kept else (original, slot.recurrence.tz)
    length_s = kept.length_s if kept else slot.length_s
    return _with_override(slot, Override(original, start, tz, length_s, cancelled=True))


def move_once(slot: Slot, original: datetime, start: datetime) -> Slot:
    """Put one occurrence at another time, local time of the hub."""
    kept = _changed_there(slot, original) or Override(original, start, "", slot.length_s)
    return _with_override(slot, replace(kept, start=start, tz="", cancelled=False))


def put_back(slot: Slot, original: datetime) -> Slot:
    """One occurrence as the series has it; what was left out comes again."""
    recurrence = slot.recurrence
    kept = tuple(o for o in recurrence.overrides if o.recurrence_id != original or o.and_future)
    exdates = tuple(at for at in recurrence.exdates if at != original)
    return replace(slot, recurrence=replace(recurrence, overrides=kept, exdates=exdates))


def end_before(slot: Slot, original: datetime, taken: int = 0) -> Change:
    """Nothing from an occurrence on; gone when it was the first.

    Args:
        slot: The series.
        original: The first occurrence that is not in any more.
        taken: How many times of a counted series come before; 0 = its end becomes a day.
    """
    recurrence = slot.recurrence
    if not is_series(recurrence) or _is_first(recurrence, original):
        return Change(gone=frozenset({slot.id}))
    return Change((replace(slot, recurrence=_until(recurrence, original, taken)),))


def split(slot: Slot, original: datetime, following: Slot, taken: int = 0) -> Change:
    """End a series before an occurrence, and let another one follow.

    Args:
        slot: The series.
        original: The first occurrence that is otherwise.
        following: What comes from there on, under an id of its own.
        taken: How many times of a counted series come before; 0 = its end becomes a day.
    """
    recurrence = slot.recurrence
    if not is_series(recurrence) or _is_first(recurrence, original):
        return Change((replace(following, id=slot.id),))
    return Change((replace(slot, recurrence=_until(recurrence, original, taken)), following))


def rewrite(slot: Slot, recurrence: Recurrence, since: datetime | None = None) -> Recurrence:
    """A new rule for a series, with the single changes of the old one that still fit it.

    They fit when only the time of day is another; else their days mean nothing any more.

    Args:
        slot: The series as it is.
        recurrence: The new rule.
        since: Single changes before this original start stay with the old series.
    """
    old = slot.recurrence
    if not _same_days(old, recurrence):
        return recurrence
    was, now = old.start.time(), recurrence.start.time()
    first = since or datetime.min  # noqa: DTZ901  # local by nature, compared with local times

    def moved(at: datetime) -> datetime:
        return datetime.combine(at.date(), now) if at.time() == was else at

    overrides = tuple(
        replace(
            one,
            recurrence_id=moved(one.recurrence_id),
            start=moved(one.start) if one.cancelled else one.start,
        )
        for one in old.overrides
        if one.recurrence_id >= first
    )
    return replace(
        recurrence,
        tz=old.tz,
        exdates=tuple(moved(at) for at in old.exdates if at >= first),
        exdays=tuple(day for day in old.exdays if day + ONE_DAY > first),
        overrides=overrides,
    )


def is_series(recurrence: Recurrence) -> bool:
    """It comes more than once."""
    return bool(recurrence.rrules or recurrence.rdates or recurrence.lunar or recurrence.anchor)


def check_emergency(slot: Slot) -> None:
    """Refuse an emergency that would come again and again (docs/adr/0033).

    Raises:
        RefusedError: ``slot.emergency_repeats``.
    """
    if any(version.kind is Kind.EMERGENCY for version in slot.versions()) and is_series(
        slot.recurrence
    ):
        raise RefusedError("slot.emergency_repeats", title=slot.title)


def _changed_there(slot: Slot, original: datetime) -> Override | None:
    return next((o for o in slot.recurrence.overrides if o.recurrence_id == original), None)


def _with_override(slot: Slot, override: Override) -> Slot:
    back = put_back(slot, override.recurrence_id)
    recurrence = back.recurrence
    overrides = sorted((*recurrence.overrides, override), key=lambda one: one.recurrence_id)
    return replace(back, recurrence=replace(recurrence, overrides=tuple(overrides)))


def _is_first(recurrence: Recurrence, original: datetime) -> bool:
    return recurrence.anchor is None and original <= recurrence.start


def _until(recurrence: Recurrence, original: datetime, taken: int) -> Recurrence:
    """The same series up to an occurrence, which is not in any more."""
    last = original - timedelta(seconds=1)
    anchor, lunar = recurrence.anchor, recurrence.lunar
    if anchor is not None:
        anchor = replace(anchor, until=original.date() - ONE_DAY)
    if lunar is not None:
        lunar = replace(lunar, until=original.date() - ONE_DAY)
    return replace(
        recurrence,
        rrules=tuple(_rule_until(text, last, taken) for text in recurrence.rrules),
        rdates=tuple(pair for pair in recurrence.rdates if pair[0] < original),
        overrides=tuple(o for o in recurrence.overrides if o.recurrence_id < original),
        lunar=lunar,
        anchor=anchor,
    )


def _rule_until(text: str, last: datetime, taken: int) -> str:
    """A rule that ends at a local time; one that ended before stays as it is.

    COUNT stays beside it nowhere: RFC 5545 allows only one of the two.
    """
    rule = Rule.parse(text)
    if rule.until is not None and rule.until.at <= last:
        return text
    kept = [
        part
        for part in text.split(";")
        if part.partition("=")[0].strip().upper() not in {"UNTIL", "COUNT"}
    ]
    is_counted = rule.count is not None and taken > 0
    end = f"COUNT={taken}" if is_counted else f"UNTIL={last:%Y%m%dT%H%M%S}"
    return ";".join([*kept, end])


def _same_days(old: Recurrence, new: Recurrence) -> bool:
    """Both come on the same days, whatever the time and the end."""
    if old.anchor is not None or new.anchor is not None:
        return (
            old.anchor is not None and new.anchor is not None and old.anchor.slot == new.anchor.slot
        )
    return _bare(old) == _bare(new)


def _bare(recurrence: Recurrence) -> tuple[object, ...]:
    rules = tuple(replace(Rule.parse(text), until=None, count=None) for text in recurrence.rrules)
    lunar = recurrence.lunar and replace(recurrence.lunar, until=None)
    return rules, lunar, tuple(at.date() for at, _ in recurrence.rdates)
