"""How often the bulletin of a planned cue is heard, by the calendar or the order it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hub.domain.ids import OrderId, SlotId
from hub.domain.sequence import times_in
from hub.domain.slot import Slot
from hub.errors import RefusedError
from hub.store.calendar import slots
from hub.store.orders import order_of
from web.parts import parts, store
from web.planning.deeds import original_of, read_stamp
from web.planning.playing import as_there

Document = Mapping[str, Any]
_ORDER = "order:"
"""So begins the id of a cue that somebody ordered."""


def times_by(changed: Iterable[Slot] = ()) -> Callable[[Document], int]:
    """Tells how often the bulletin of a cue is heard, one time right after the other.

    Args:
        changed: Slots that would be otherwise than they are in the calendar.
    """
    known: dict[SlotId, Slot] = {slot.id: slot for slot in (*slots(store()), *changed)}

    def times(cue: Document) -> int:
        name, _, stamp = str(cue["id"]).rpartition("@")
        slot = known.get(SlotId(str(cue.get("slot") or "")))
        if slot is not None and name:
            return times_in(_there(slot, stamp).content)
        if str(cue["id"]).startswith(_ORDER):
            order = order_of(store(), OrderId(str(cue["id"]).removeprefix(_ORDER)))
            return order.repeats if order is not None else 1
        return 1

    return times


def _there(slot: Slot, stamp: str) -> Slot:
    """The slot as the occurrence of a cue has it."""
    try:
        on = read_stamp(stamp)
    except RefusedError:
        return slot
    return as_there(slot, original_of(slot.recurrence, on, parts().config.timezone))
