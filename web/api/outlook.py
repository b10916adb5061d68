"""What a change of the calendar would do, before it is made: by the playout's own planner."""

from __future__ import annotations

from hub.domain.ids import SlotId
from hub.domain.person import Right
from hub.domain.slot_change import Change
from hub.store.calendar import programmes
from hub.store.slot_versions import version_of
from web.api.access import asker
from web.api.outlook_shapes import Coming, ComingDate, Outlook
from web.api.problems import ApiRefusalError
from web.api.routing import blueprint, operation
from web.api.slot_making import Village, is_plain, made_of
from web.api.taken import NewSlot, PlannedChange
from web.parts import parts, store
from web.planning.approving import local_now
from web.planning.effect import new_draft_id, outlook
from web.present.effect import NextDate

pages = blueprint("outlook")


@operation(
    pages,
    "POST",
    "/preview",
    Right.CALENDAR,
    Outlook,
    body=PlannedChange,
    problems=(404, 409, 502),
)
def preview(given: PlannedChange) -> Outlook:
    """What a change would displace, and what quiet hours and caps would do to it."""
    found = outlook(_change(given))
    dates = [_date(one) for one in found.dates]
    return Outlook(found.is_fine, dates, list(found.others))


def _change(given: PlannedChange) -> Change:
    """The change that is thought of.

    Raises:
        ApiRefusalError: It names nothing, a slot that is not there, or one that this API
            cannot change.
    """
    if given.id is None:
        if given.slot is None:
            raise ApiRefusalError(422, "api.no_change")
        return _with(new_draft_id(1), given.slot)
    before = version_of(store(), SlotId(given.id))
    if before is None:
        raise ApiRefusalError(404, "api.no_slot")
    if given.slot is None:
        return Change(gone=frozenset({before.slot.id}))
    if not is_plain(before.slot):
        raise ApiRefusalError(409, "api.not_plain", title=before.slot.title)
    return _with(before.slot.id, given.slot)


def _with(identity: SlotId, wanted: NewSlot) -> Change:
    village = Village(programmes(store()), frozenset(parts().config.zones), local_now())
    return Change((made_of(identity, wanted, village, asker().name),))


def _date(one: NextDate) -> ComingDate:
    return ComingDate(one.at, one.lunar, Coming(one.tone or "unseen"), one.text)
