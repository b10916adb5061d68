"""From the form of a draft to a slot of the calendar, checked against the calendar as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from flask import request

from hub.dates.count import end_day, settled
from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.sequence import seconds_of
from hub.domain.slot import Slot
from hub.domain.slot_change import Change, check_emergency, is_series
from hub.domain.when import Way, When, recurrence_of
from hub.errors import RefusedError
from hub.store.calendar import programmes, put_programme, slots
from hub.store.preparation import job_of
from hub.store.slot_versions import past_of, version_of
from hub.tokens import new_id
from web import moments
from web.entry.guard import person
from web.language import tell
from web.orders import order_name
from web.parts import parts, store
from web.planning import when_form
from web.sound.correcting import bulletin_mark

SOON: Final = timedelta(hours=1)
MOST_REPEATS: Final = 3
"""So often is a bulletin heard one time after the other at most."""
SEEN: Final = "seen"
VERSION: Final = "version"
"""Field of a form: who had approved the bulletin when its page was made."""


def blank() -> when_form.Filled:
    """The fields of a new bulletin: once, on the next full hour."""
    soon = (local_now() + SOON).replace(minute=0)
    return when_form.Filled(Way.ONCE, soon.date().isoformat(), f"{soon:%H:%M}")


def ways(kind: Kind) -> tuple[Way, ...]:
    """What the form offers: an emergency comes once."""
    if kind is Kind.EMERGENCY:
        return (Way.ONCE,)
    return tuple(way for way in Way if way is not Way.KEPT)


def anchors(besides: SlotId | None = None) -> list[tuple[str, str]]:
    """Slots that another one can go with, and what they are called with their times."""
    found = slots(store())
    today = local_now().date()
    return [
        (str(slot.id), f"{slot.recurrence.start:%H:%M} {slot.title}")
        for slot in sorted(found, key=lambda slot: slot.recurrence.start.time())
        if slot.recurrence.anchor is None
        and slot.id != besides
        and (is_series(slot.recurrence) or slot.recurrence.start.date() >= today)
    ]


def titles() -> dict[SlotId, str]:
    """What every slot is called."""
    return {slot.id: slot.title for slot in slots(store())}


def draft_of(identity: str) -> Programme:
    """A bulletin that nobody has approved yet.

    Raises:
        RefusedError: ``compose.gone``.
    """
    found = programmes(store()).get(ProgrammeId(identity))
    if found is None or found.approver:
        raise RefusedError("compose.gone")
    return found


def bulletin_of(identity: str) -> Programme:
    """A bulletin, approved or not.

    Raises:
        RefusedError: ``bulletin.gone``.
    """
    found = programmes(store()).get(ProgrammeId(identity))
    if found is None or found.source is not Source.FILE:
        raise RefusedError("bulletin.gone")
    return found


def check_seen(programme: Programme) -> None:
    """Whoever sent the form knows who has approved the bulletin, and what it is called.

    Args:
        programme: As it is now.

    Raises:
        RefusedError: ``bulletin.meanwhile``, ``bulletin.changed``: somebody else was faster.
    """
    check_version(programme)
    if programme.approver not in {"", person().name, request.form.get(SEEN, "")}:
        raise RefusedError("bulletin.meanwhile", name=programme.approver)


def check_version(programme: Programme) -> None:
    """Title, kind and sound are those that the form showed.

    Raises:
        RefusedError: ``bulletin.changed``: another phone changed them meanwhile.
    """
    if request.form.get(VERSION, now := bulletin_mark(programme)) != now:
        kind = tell(f"cue.kind.{programme.kind}")
        raise RefusedError("bulletin.changed", title=programme.title, kind=kind)


def slot_name(order: str) -> SlotId:
    """The id of the slot that a form makes: a form that is sent twice makes one.

    Args:
        order: The name that the form carries; with none the slot is a new one.
    """
    try:
        return SlotId(f"{order_name(order)}@village-hub")
    except RefusedError:
        return SlotId(f"{new_id()}@village-hub")


def made(name: SlotId, programme: Programme) -> Slot | None:
    """The slot that the form has made already, also when it was taken out again."""
    now = version_of(store(), name)
    found = now or next(iter(past_of(store(), name)), None)
    return found.slot if found is not None and programme.id in found.slot.content else None


def same_as(slot: Slot) -> Slot | None:
    """A slot of the calendar that brings the same at the same times in the same zones."""
    return next(
        (
            one
            for one in slots(store())
            if (one.content, one.recurrence, one.zones)
            == (slot.content, slot.recurrence, slot.zones)
        ),
        None,
    )


def repeats() -> int:
    """How often a form or link wants it to be heard, one time after the other."""
    return min(MOST_REPEATS, max(1, request.values.get("repeats", 1, int)))


def readings(programme: Programme) -> int:
    """How often its text is read in the sound itself; 1 for what was recorded."""
    job = job_of(store(), programme.id.removeprefix("tin-"))
    return int(job.wish.get("repeats", 1)) if job is not None else 1


def wished(programme: Programme) -> int:
    """How often whoever typed it wanted it to be heard; 1 for what was recorded."""
    job = job_of(store(), programme.id.removeprefix("tin-"))
    told = str(job.about.get("repeats", "")) if job is not None else ""
    return min(MOST_REPEATS, int(told)) if told.isdigit() else 1


def slot_for(programme: Programme, approver: str, name: SlotId | None = None) -> Slot:
    """The slot that the form of a bulletin asks for.

    Raises:
        RefusedError: Something is missing, or cannot be.
    """
    when = _ahead(settled(when_form.read(request.form)))
    content = (programme.id,) * repeats()
    slot = Slot(
        name or slot_name(""),
        programme.title,
        recurrence_of(when),
        seconds_of(content, {programme.id: programme}),
        kind=programme.kind,
        level=programme.level,
        zones=zones(),
        content=content,
        author=programme.author,
        approver=approver,
    )
    check(slot, when)
    return slot


def approve_new(content: Programme | None, slot: Slot) -> None:
    """A recording that nobody had approved is approved with the slot that plays it.

    Call it in the transaction that stores the slot.

    Raises:
        RefusedError: ``compose.gone``: somebody was faster, or it is not there any more.
    """
    if content is not None and not content.approver:
        put_programme(store(), replace(draft_of(content.id), approver=slot.approver))


def check(slot: Slot, when: When) -> None:
    """What no slot may be, whoever asks for it.

    Raises:
        RefusedError: It is over, too far away, an emergency that repeats, or it goes with
            a slot that is not there or goes with another one.
    """
    check_emergency(slot)
    now = local_now()
    if when.way is Way.ONCE and datetime.combine(when.first, when.at) <= now:
        raise RefusedError("compose.past")
    ends = end_day(recurrence_of(when)) if when.times else when.last
    if ends is not None and ends < now.date():
        raise RefusedError("compose.past")
    moments.check_near(when.first, now.date())
    if slot.recurrence.anchor is not None:
        _check_anchor(slot, slot.recurrence, slots(store()))


def zones() -> frozenset[ZoneId]:
    """The zones that were ticked; all of them is written as none, which means every zone.

    Raises:
        RefusedError: ``compose.no_zone``, or ``compose.zone_gone``: one was removed since the form
            was opened, and what is left may not be what was meant.
    """
    known = frozenset(parts().config.zones)
    ticked = frozenset(ZoneId(zone) for zone in request.form.getlist("zone"))
    if not ticked:
        raise RefusedError("compose.no_zone")
    if not ticked <= known:
        raise RefusedError("compose.zone_gone")
    return frozenset() if ticked == known else ticked


def as_draft(slot: Slot) -> Change:
    """A new slot as a preview shows it."""
    return Change((replace(slot, id=SlotId("draft")),))


def local_now() -> datetime:
    """The village's time, naive as the calendar writes it."""
    return parts().clock.now().astimezone(parts().config.timezone).replace(tzinfo=None)


def _ahead(when: When) -> When:
    """A counted series of a new bulletin counts from its first time that can still be heard."""
    now = local_now()
    if when.times is None or datetime.combine(when.first, when.at) > now:
        return when
    return replace(when, first=now.date() + timedelta(days=when.at <= now.time()))


def _check_anchor(slot: Slot, recurrence: Recurrence, known: Iterable[Slot]) -> None:
    """Chains of slots are not followed: each goes with one that has days of its own."""
    assert recurrence.anchor is not None
    by_id = {one.id: one for one in known}
    other = by_id.get(recurrence.anchor.slot)
    if other is None or other.id == slot.id:
        raise RefusedError("when.slot_gone")
    if other.recurrence.anchor is not None:
        raise RefusedError("when.no_chain", title=other.title)
    follows = (one.recurrence.anchor for one in by_id.values())
    if any(anchor is not None and anchor.slot == slot.id for anchor in follows):
        raise RefusedError("when.followed", title=slot.title)
