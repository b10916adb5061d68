"""Slots of the calendar: read, put under an id of the caller's own, removed."""

from __future__ import annotations

import re
from datetime import datetime

from flask import request

from hub.domain.ids import SlotId
from hub.domain.person import Right
from hub.domain.slot import Slot as HubSlot
from hub.store.calendar import programmes, put_slots, remove_slots
from hub.store.slot_versions import Version, count_slots, version_of, versions_after
from web.api.access import asker, write_down
from web.api.problems import ApiRefusalError
from web.api.routing import Reply, blueprint, operation
from web.api.shapes import Slot, Slots, shaped
from web.api.slot_making import Village, is_plain, made_of
from web.api.taken import NewSlot, PageQuery
from web.parts import parts, store
from web.planning import approvers

pages = blueprint("slots")

_IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")
MOST_SLOTS = 2000
"""A village has some dozens; a program that went wild stops here."""
_PATH = "/slots/<path:identity>"


@operation(pages, "GET", "/slots", Right.SEE, Slots, query=PageQuery)
def listed(asked: PageQuery) -> Slots:
    """Every slot, by id."""
    found = versions_after(store(), asked.after, asked.limit + 1)
    page = [_shown(one) for one in found[: asked.limit]]
    return Slots(page, page[-1].id if len(found) > asked.limit else None)


@operation(pages, "GET", _PATH, Right.SEE, {200: Slot, 304: None}, problems=(404,), has_tag=True)
def one(identity: str) -> Reply:
    """One slot, with its revision as ETag."""
    found = _version(identity)
    if request.if_none_match.contains(str(found.revision)):
        return Reply(None, 304, _tag(found))
    return Reply(_shown(found), headers=_tag(found))


@operation(
    pages,
    "PUT",
    _PATH,
    Right.CALENDAR,
    {200: Slot, 201: Slot},
    body=NewSlot,
    problems=(409, 412, 428),
    has_tag=True,
)
def put(identity: str, given: NewSlot) -> Reply:
    """Make a slot under an id of one's own, or change the one of an If-Match."""
    if _IDENTITY.fullmatch(identity) is None:
        raise ApiRefusalError(422, "api.bad_id")
    with store().transaction():
        before = version_of(store(), SlotId(identity))
        village = Village(programmes(store()), frozenset(parts().config.zones), _now())
        wanted = made_of(SlotId(identity), given, village, asker().name)
        if before is not None and _is_same(before.slot, wanted):
            return Reply(_shown(before), 200, _tag(before))  # its first answer was lost
        _check_match(before)
        if before is None and count_slots(store()) >= MOST_SLOTS:
            raise ApiRefusalError(409, "api.full", most=MOST_SLOTS)
        if before is not None and not is_plain(before.slot):
            raise ApiRefusalError(409, "api.not_plain", title=before.slot.title)
        content = (village.programmes[name] for name in wanted.content)
        approvers.check(content, wanted.kind, asker().person.name)
        put_slots(store(), [wanted], asker().name, parts().clock.now())
        made = _version(identity)
    write_down("audit.slot_put", title=wanted.title)
    return Reply(_shown(made), 200 if before is not None else 201, _tag(made))


@operation(
    pages,
    "DELETE",
    _PATH,
    Right.CALENDAR,
    {204: None},
    problems=(404, 412, 428),
    has_tag=True,
)
def remove(identity: str) -> None:
    """Remove the slot of an If-Match."""
    with store().transaction():
        found = _version(identity)
        _check_match(found)
        remove_slots(store(), [found.slot.id])
    write_down("audit.slot_removed", title=found.slot.title)


def _check_match(before: Version | None) -> None:
    """Nobody overwrites what they have not seen.

    Raises:
        ApiRefusalError: 412 somebody else changed it, 428 it was not said what was seen.
    """
    if before is None:
        if request.if_match:
            raise ApiRefusalError(412, "api.changed")
        return
    if "*" in request.headers.get("If-None-Match", ""):
        raise ApiRefusalError(412, "api.is_there")
    if "If-Match" not in request.headers:
        raise ApiRefusalError(428, "api.say_revision")
    if not request.if_match.contains(str(before.revision)):
        raise ApiRefusalError(412, "api.changed")


def _is_same(before: HubSlot, wanted: HubSlot) -> bool:
    """The same but for who entered it."""
    names = [name for name in HubSlot.__slots__ if name not in {"author", "approver"}]
    return all(getattr(before, name) == getattr(wanted, name) for name in names)


def _version(identity: str) -> Version:
    found = version_of(store(), SlotId(identity))
    if found is None:
        raise ApiRefusalError(404, "api.no_slot")
    return found


def _tag(found: Version) -> dict[str, str]:
    return {"ETag": f'"{found.revision}"'}


def _shown(version: Version) -> Slot:
    slot = version.slot
    found: Slot = shaped(
        Slot,
        slot,
        revision=version.revision,
        start=slot.recurrence.start.isoformat(),
        tz=slot.recurrence.tz,
        rrules=list(slot.recurrence.rrules),
        lunar=str(slot.recurrence.lunar) if slot.recurrence.lunar is not None else None,
        exdates=[at.isoformat() for at in slot.recurrence.exdates],
        zones=sorted(slot.zones),
        content=list(slot.content),
        is_plain=is_plain(slot),
    )
    return found


def _now() -> datetime:
    return parts().clock.now().astimezone(parts().config.timezone).replace(tzinfo=None)
