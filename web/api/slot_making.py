"""From a slot as a program sends it to one of the calendar, checked (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from hub.domain.bulletin import PRECEDENCE_OF_KIND, Kind
from hub.domain.ids import ProgrammeId, SlotId, ZoneId
from hub.domain.programme import Programme
from hub.domain.recurrence import Recurrence
from hub.domain.rrule import MOST_STARTS_A_DAY, Rule
from hub.domain.sequence import seconds_of
from hub.domain.slot import Slot
from hub.domain.slot_change import check_emergency
from web.api.problems import ApiRefusalError
from web.api.taken import NewSlot
from web.moments import FARTHEST, YEARS


@dataclass(frozen=True, slots=True)
class Village:
    """What a slot is checked against.

    Attributes:
        programmes: Every programme.
        zones: Every zone.
        now: Local time, naive.
    """

    programmes: Mapping[ProgrammeId, Programme]
    zones: frozenset[ZoneId]
    now: datetime


def made_of(identity: SlotId, given: NewSlot, village: Village, by: str) -> Slot:
    """The slot that a program wants.

    Raises:
        RefusedError: Its time, rule, zones or content cannot be, or it is an emergency that
            would come again and again.
    """
    content = tuple(_approved(name, village) for name in given.content)
    chimes = [_approved(name, village).id if name else None for name in _chimes(given)]
    slot = Slot(
        identity,
        _title(given.title),
        _recurrence(given, village),
        seconds_of([one.id for one in content], village.programmes),
        kind=_kind(given, content),
        level=min((one.level for one in content), key=lambda level: level.rank),
        zones=_zones(given, village),
        content=tuple(one.id for one in content),
        source=content[0].source,
        chime=chimes[0],
        closing=chimes[1],
        latest_start_s=given.latest_start_s,
        after_preemption=given.after_preemption,
        volume_db=given.volume_db,
        author=by,
        approver=by,
    )
    check_emergency(slot)
    return slot


def is_plain(slot: Slot) -> bool:
    """True when a program's document can say all of it: once or one rule, and exceptions."""
    told = slot.recurrence
    plain = Recurrence(told.start, rrules=told.rrules, exdates=told.exdates)
    kept = {"id", "title", "recurrence", "length_s", "kind", "level", "zones", "content", "source"}
    kept |= {"chime", "closing", "latest_start_s", "after_preemption", "volume_db"}
    kept |= {"author", "approver"}
    usual: dict[str, Any] = {f.name: f.default for f in fields(Slot) if f.name not in kept}
    bare = replace(slot, **usual)
    return told == plain and len(told.rrules) <= 1 and bare == slot


def _chimes(given: NewSlot) -> tuple[str | None, str | None]:
    return given.chime, given.closing


def _approved(name: str, village: Village) -> Programme:
    found = village.programmes.get(ProgrammeId(name))
    if found is None or not found.approver:
        raise ApiRefusalError(422, "api.not_approved", programme=name)
    return found


def _kind(given: NewSlot, content: tuple[Programme, ...]) -> Kind:
    """What it was approved as; a program may call it less, never more."""
    approved = max((one.kind for one in content), key=PRECEDENCE_OF_KIND.__getitem__)
    kind = given.kind or approved
    if PRECEDENCE_OF_KIND[kind] > PRECEDENCE_OF_KIND[approved]:
        raise ApiRefusalError(422, "api.kind_above", kind=kind, approved=approved)
    return kind


def _zones(given: NewSlot, village: Village) -> frozenset[ZoneId]:
    wanted = frozenset(ZoneId(zone) for zone in given.zones or ())
    unknown = wanted - village.zones
    if unknown:
        zones, known = ", ".join(sorted(unknown)), ", ".join(sorted(village.zones))
        raise ApiRefusalError(422, "order.unknown_zone", zones=zones, known=known)
    return wanted


def _recurrence(given: NewSlot, village: Village) -> Recurrence:
    start = _moment(given.start)
    if abs(start - village.now) > FARTHEST or (given.rrule is None and start <= village.now):
        raise ApiRefusalError(422, "api.bad_start", start=given.start)
    rules = () if given.rrule is None else (given.rrule,)
    for rule in rules:
        a_day = Rule.parse(rule).most_a_day
        if a_day > MOST_STARTS_A_DAY:
            raise ApiRefusalError(422, "calendar.too_often", count=a_day, most=MOST_STARTS_A_DAY)
    return Recurrence(start, rrules=rules, exdates=tuple(map(_moment, given.exdates)))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ApiRefusalError(422, "api.bad_start", start=text) from error
    if found.tzinfo is not None or found.year not in YEARS:
        raise ApiRefusalError(422, "api.bad_start", start=text)
    return found


def _title(given: str) -> str:
    title = " ".join(given.split())
    if not title or not title.isprintable():
        raise ApiRefusalError(422, "compose.title", most=120)
    return title
