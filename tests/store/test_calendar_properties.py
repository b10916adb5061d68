"""Any slot that a calendar file can hold comes back from the store as it was."""

from __future__ import annotations

import pytest

from hub.domain.slot import Slot
from hub.store.calendar_json import dump_slot, load_slot
from tests.calendar_file.slots import slots
from tests.strategies import holds_for


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(slots())
def test_any_slot_comes_back_as_it_was(slot: Slot) -> None:
    assert load_slot(slot.id, slot.title, dump_slot(slot)) == slot
