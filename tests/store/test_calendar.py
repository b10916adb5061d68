"""The calendar in the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.lunar import LunarRule
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Override, Recurrence
from hub.domain.rules import OperatingRules, Period, RuleBook
from hub.domain.slot import AfterPreemption, Slot
from hub.errors import RefusedError, StoreError
from hub.store.calendar import (
    SlotReader,
    programmes,
    put_programme,
    put_rule_book,
    put_slots,
    remove_programme,
    remove_slots,
    replace_all,
    revision,
    rule_book,
    slots,
)
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.permits import Service

FIVE = datetime(2026, 12, 1, 5, 0)
PROGRAMME = Programme(
    ProgrammeId("ban-tin"),
    "Bản tin xã",
    Kind.PRIORITY,
    Level.COMMUNE,
    Source.FILE,
    "a.wav",
    48_000,
    48_000,
    "0" * 64,
    "Bình",
    "Hoa",
)
FULL = Slot(
    id=SlotId("sáng@yen-minh"),
    title="Buổi sáng",
    recurrence=Recurrence(
        start=FIVE,
        tz="Asia/Ho_Chi_Minh",
        rrules=("FREQ=DAILY",),
        exrules=("FREQ=WEEKLY;BYDAY=SU",),
        rdates=((FIVE, None), (FIVE, timedelta(minutes=5))),
        exdates=(FIVE,),
        exdays=(datetime(2026, 12, 3),),
        overrides=(
            Override(
                FIVE, FIVE, "UTC", 60.0, "Khác", changes=(("content", (ProgrammeId("khac"),)),)
            ),
        ),
        lunar=LunarRule(15, None, "YES"),
    ),
    length_s=1800.0,
    kind=Kind.EMERGENCY,
    level=Level.CENTRAL,
    zones=frozenset({ZoneId("xom-1"), ZoneId("xom-2")}),
    content=(ProgrammeId("ban-tin"), ProgrammeId("ban-tin")),
    source=Source.RELAY,
    chime=ProgrammeId("chuong"),
    closing=ProgrammeId("chuong"),
    latest_start_s=120,
    order=3,
    after_preemption=AfterPreemption.JOIN,
    period=PeriodId("tet"),
    volume_db=-6.0,
    author="Bình",
    approver="Hoa",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate_all(tmp_path)
    with open_hub(tmp_path, Service.CLI) as opened:
        yield opened


def test_a_slot_comes_back_as_it_was(store: Database) -> None:
    put_slots(store, [FULL])

    assert slots(store) == (FULL,)


def test_a_slot_takes_the_place_of_the_one_with_its_id(store: Database) -> None:
    put_slots(store, [FULL])
    put_slots(store, [replace(FULL, title="Buổi chiều")])

    assert [slot.title for slot in slots(store)] == ["Buổi chiều"]


def test_reading_again_gives_the_same_object_of_each_slot_that_has_not_changed(
    store: Database,
) -> None:
    other, gone = replace(FULL, id=SlotId("khác")), replace(FULL, id=SlotId("thôi"))
    put_slots(store, [FULL, other, gone])
    reader = SlotReader(store)
    before = {slot.id: slot for slot in reader.slots()}

    put_slots(store, [replace(other, title="Buổi chiều")])
    remove_slots(store, [gone.id])

    after = {slot.id: slot for slot in reader.slots()}
    assert after == {slot.id: slot for slot in slots(store)}
    assert after.keys() == {FULL.id, other.id}
    assert after[FULL.id] is before[FULL.id]
    assert after[other.id].title == "Buổi chiều"


def test_replace_all_leaves_no_others(store: Database) -> None:
    put_slots(store, [FULL])

    replace_all(store, [replace(FULL, id=SlotId("khác"))])

    assert [slot.id for slot in slots(store)] == ["khác"]


def test_a_programme_in_use_is_not_removed_and_a_free_one_is(store: Database) -> None:
    put_programme(store, PROGRAMME)
    put_slots(store, [FULL])

    with pytest.raises(RefusedError) as caught:
        remove_programme(store, PROGRAMME.id)
    remove_slots(store, [FULL.id])

    assert caught.value.key == "programme.in_use"
    assert remove_programme(store, PROGRAMME.id)
    assert not remove_programme(store, PROGRAMME.id)


def test_a_programme_that_only_one_changed_day_uses_is_in_use(store: Database) -> None:
    put_programme(store, replace(PROGRAMME, id=ProgrammeId("khac")))
    put_slots(store, [FULL])

    with pytest.raises(RefusedError):
        remove_programme(store, ProgrammeId("khac"))


def test_rules_come_back_as_they_were_and_start_as_the_defaults(store: Database) -> None:
    rules = OperatingRules(time(20, 0), time(5, 30), 900, 2, 60, frozenset({0, 4}))
    period = Period(
        PeriodId("tet"),
        "Tết",
        date(2027, 2, 5),
        date(2027, 2, 11),
        "add",
        frozenset({ZoneId("a")}),
        rules,
    )
    book = RuleBook(rules, {ZoneId("xom-3"): rules}, (period, replace(period, rules=None)))
    assert rule_book(store) == RuleBook()

    put_rule_book(store, book)

    assert rule_book(store) == book


def test_every_change_has_a_new_revision(store: Database) -> None:
    seen = [revision(store)]
    for change in (
        lambda: put_programme(store, PROGRAMME),
        lambda: put_slots(store, [FULL]),
        lambda: put_rule_book(store, RuleBook()),
        lambda: remove_slots(store, [FULL.id]),
    ):
        change()
        seen.append(revision(store))

    assert len(set(seen)) == len(seen)
    assert programmes(store) == {PROGRAMME.id: PROGRAMME}


def test_the_playout_may_read_the_calendar_and_not_write_it(tmp_path: Path) -> None:
    migrate_all(tmp_path)

    with open_hub(tmp_path, Service.BROADCAST) as store, pytest.raises(StoreError):
        put_slots(store, [FULL])
