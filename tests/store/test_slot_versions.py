"""Every change of a slot is a version, and what it was is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.domain.ids import SlotId
from hub.domain.recurrence import Recurrence
from hub.domain.slot import Slot
from hub.store.calendar import put_slots, remove_slots, replace_all
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from hub.store.slot_versions import PAST_KEPT, past_of, version_of

NOW = datetime(2026, 12, 1, tzinfo=UTC)
NEWS = Slot(SlotId("tin@xa"), "Bản tin xã", Recurrence(datetime.fromisoformat("2026-12-01")), 60.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate_all(tmp_path)
    with open_hub(tmp_path, Service.WEB) as opened:
        yield opened


def revision_of(store: Database) -> int:
    found = version_of(store, NEWS.id)
    assert found is not None
    return found.revision


def test_each_change_is_a_version_by_somebody(store: Database) -> None:
    put_slots(store, [NEWS], "Hoa", NOW)
    put_slots(store, [replace(NEWS, title="Tin")], "Nam", NOW)

    newest = version_of(store, NEWS.id)
    assert newest is not None
    assert (newest.slot.title, newest.revision, newest.by, newest.at) == ("Tin", 2, "Nam", NOW)
    (before,) = past_of(store, NEWS.id)
    assert (before.slot, before.revision, before.by) == (NEWS, 1, "Hoa")


def test_the_same_slot_again_is_no_new_version(store: Database) -> None:
    put_slots(store, [NEWS], "Hoa", NOW)
    put_slots(store, [NEWS], "Nam", NOW)
    replace_all(store, [NEWS])

    assert revision_of(store) == 1
    assert past_of(store, NEWS.id) == ()


def test_a_slot_that_is_gone_can_still_be_seen(store: Database) -> None:
    put_slots(store, [NEWS], "Hoa", NOW)
    remove_slots(store, [NEWS.id])

    assert version_of(store, NEWS.id) is None
    assert past_of(store, NEWS.id)[0].slot == NEWS


def test_a_slot_that_comes_back_goes_on_counting(store: Database) -> None:
    put_slots(store, [NEWS])
    remove_slots(store, [NEWS.id])
    put_slots(store, [NEWS])

    assert revision_of(store) == 2


def test_only_so_many_versions_are_kept(store: Database) -> None:
    for number in range(PAST_KEPT + 5):
        put_slots(store, [replace(NEWS, title=f"Bản tin {number}")])

    assert len(past_of(store, NEWS.id)) == PAST_KEPT
