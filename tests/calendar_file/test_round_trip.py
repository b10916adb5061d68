"""What is written reads back the same, and other programs see the same occurrences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import strategies as st

from broadcast.recurrence import occurrences
from hub.calendar_file.reading import read
from hub.calendar_file.writing import write
from hub.domain.anchor import Anchor, Side
from hub.domain.ids import ProgrammeId, SlotId, ZoneId
from hub.domain.lunar import LunarRule
from hub.domain.recurrence import Override, Recurrence
from hub.domain.slot import Slot
from tests.calendar_file.events import calendars
from tests.calendar_file.oracle import HOME, ours, theirs
from tests.calendar_file.slots import slots
from tests.strategies import holds_for

NOW = datetime(2026, 11, 20, tzinfo=UTC)
FIVE = datetime(2026, 12, 1, 5, 0)


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(st.lists(slots(), max_size=2, unique_by=lambda slot: slot.id))
def test_what_is_written_reads_back_the_same(written: list[Slot]) -> None:
    calendar = read(write(written, NOW), HOME)

    assert calendar.slots == tuple(written)
    assert {note.key for note in calendar.notes} <= {"calendar.no_events"}


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(calendars(), st.integers(-20, 320))
def test_a_calendar_of_another_program_keeps_its_occurrences_through_us(
    calendar: tuple[str, datetime], distance: int
) -> None:
    text, start = calendar
    first = start.replace(tzinfo=UTC) + timedelta(days=distance)
    last = first + timedelta(days=40)

    rewritten = write(read(text.encode(), HOME).slots, NOW)

    assert theirs(rewritten, first, last) == ours(text.encode(), first, last)


def test_a_count_comes_back_and_other_programs_count_the_same() -> None:
    recurrence = Recurrence(FIVE, "Asia/Ho_Chi_Minh", rrules=("FREQ=DAILY;COUNT=5",))
    slot = Slot(SlotId("nam-lan"), "Năm lần", recurrence, 600.0)
    written = write([slot], NOW)

    (back,) = read(written, HOME).slots

    assert back.recurrence.rrules == ("FREQ=DAILY;COUNT=5",)
    seen = theirs(written, NOW, NOW + timedelta(days=90))
    assert len(seen) == 5
    assert max(at for _, at in seen).astimezone(HOME).date() == date(2026, 12, 5)


def test_another_program_sees_the_lunar_days_of_the_next_years() -> None:
    recurrence = Recurrence(FIVE, "Asia/Ho_Chi_Minh", lunar=LunarRule.parse("DAY=15"))
    slot = Slot(SlotId("ram"), "Rằm", recurrence, 600.0)
    first, last = NOW, NOW + timedelta(days=5 * 365)

    seen = theirs(write([slot], NOW), first, last)

    assert seen == {(o.slot.id, o.start) for o in occurrences(slot, first, last, HOME)}
    assert len(seen) == 61


def test_a_lunar_slot_reads_back_by_its_rule_and_not_by_the_days_written_out() -> None:
    recurrence = Recurrence(FIVE, lunar=LunarRule.parse("DAY=-1;MONTH=12"))
    slot = Slot(SlotId("tet"), "Giao thừa", recurrence, 600.0)

    data = write([slot], NOW)

    assert data.count(b"RDATE") == 1
    assert read(data, HOME).slots == (slot,)


def test_an_override_carries_only_what_it_changes() -> None:
    override = Override(FIVE, FIVE, "", 60.0, changes=(("content", (ProgrammeId("flood"),)),))
    slot = Slot(
        SlotId("news"),
        "Tin",
        Recurrence(FIVE, rrules=("FREQ=DAILY",), overrides=(override,)),
        60.0,
        zones=frozenset({ZoneId("xom-1")}),
        content=(ProgrammeId("news"),),
    )

    lines = write([slot], NOW).decode().split("\r\n")

    assert lines.count("X-HUB-ZONES:xom-1") == 1
    assert "X-HUB-CONTENT:flood" in lines


def test_the_file_is_one_that_the_library_finds_without_fault() -> None:
    recurrence = Recurrence(FIVE, "Europe/Berlin", rrules=("FREQ=WEEKLY;BYDAY=MO",))
    data = write([Slot(SlotId("a"), "Đầu làng, cuối xóm; \\ " * 9, recurrence, 60.0)], NOW)

    (calendar,) = icalendar.Calendar.from_ical(data, multiple=True)

    assert calendar.errors == []
    assert [event.errors for event in calendar.walk("VEVENT")] == [[]]
    assert str(calendar.walk("VEVENT")[0]["SUMMARY"]).startswith("Đầu làng, cuối xóm; \\ ")
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_nothing_is_an_empty_calendar() -> None:
    assert read(write([], NOW), HOME).slots == ()


NEWS = Slot(
    SlotId("tin@xa"), "Bản tin xã", Recurrence(FIVE, rrules=("FREQ=DAILY",)), 300.0
)  # fmt: skip


@pytest.mark.parametrize(
    "anchor",
    [
        Anchor(NEWS.id, Side.AFTER, 120),
        Anchor(NEWS.id, Side.BEFORE, 0, frozenset({0, 4}), date(2027, 1, 31)),
    ],
)
def test_a_slot_that_goes_with_another_comes_back_and_is_seen_by_other_programs(
    anchor: Anchor,
) -> None:
    own = datetime(2026, 12, 3, 5, 0)
    recurrence = Recurrence(
        datetime(2026, 12, 1),
        exdates=(datetime(2026, 12, 2, 5, 0),),
        overrides=(Override(own, datetime(2026, 12, 3, 9, 0), "", 60.0),),
        anchor=anchor,
    )
    slot = Slot(SlotId("theo; cùng"), "Đi theo", recurrence, 60.0)

    data = write([NEWS, slot], NOW)

    assert read(data, HOME).slots == (NEWS, slot)
    first = datetime(2026, 12, 3, 20, tzinfo=UTC)
    seen = dict(theirs(data, first, first + timedelta(days=1)))
    shown = timedelta(minutes=7) if anchor.side is Side.AFTER else -timedelta(minutes=1)
    assert seen[slot.id] == seen[NEWS.id] + shown
