"""One occurrence, what follows, or the whole series; and an emergency that may not repeat."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.recurrence import occurrences
from hub.dates.count import taken_before, without_count
from hub.domain.bulletin import Kind
from hub.domain.ids import SlotId
from hub.domain.lunar import LunarRule
from hub.domain.recurrence import Recurrence
from hub.domain.slot import Slot
from hub.domain.slot_change import (
    Change,
    check_emergency,
    end_before,
    move_once,
    put_back,
    rewrite,
    skip_once,
    split,
)
from hub.errors import RefusedError

TZ = ZoneInfo("Asia/Ho_Chi_Minh")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


NEWS = Slot(
    SlotId("tin@xa"), "Bản tin xã", Recurrence(local("2026-12-01T05:15"), rrules=("FREQ=DAILY",)),
    300.0,
)  # fmt: skip
THIRD = local("2026-12-03T05:15")


def heard(*slots: Slot) -> list[str]:
    """What is heard in the first days of December."""
    first, last = datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 4, 20, tzinfo=UTC)
    found = [o for slot in slots for o in occurrences(slot, first, last, TZ) if not o.cancelled]
    return sorted(f"{o.start.astimezone(TZ):%d %H:%M}" for o in found)


EVERY = ["01 05:15", "02 05:15", "03 05:15", "04 05:15"]


def test_one_occurrence_is_skipped_and_put_back() -> None:
    skipped = skip_once(NEWS, THIRD)

    assert heard(skipped) == ["01 05:15", "02 05:15", "04 05:15"]
    assert put_back(skipped, THIRD) == NEWS


def test_one_occurrence_is_moved_and_the_others_are_not() -> None:
    moved = move_once(NEWS, THIRD, local("2026-12-03T06:00"))

    assert heard(moved) == ["01 05:15", "02 05:15", "03 06:00", "04 05:15"]


def test_a_moved_occurrence_that_is_skipped_is_gone_and_comes_back_to_its_place() -> None:
    moved = move_once(NEWS, THIRD, local("2026-12-03T06:00"))

    assert heard(skip_once(moved, THIRD)) == ["01 05:15", "02 05:15", "04 05:15"]
    assert heard(put_back(moved, THIRD)) == EVERY


def test_a_series_ends_before_an_occurrence() -> None:
    (ended,) = end_before(NEWS, THIRD).slots

    assert heard(ended) == EVERY[:2]


def test_a_series_that_ends_before_its_first_occurrence_is_gone() -> None:
    assert end_before(NEWS, NEWS.recurrence.start) == Change(gone=frozenset({NEWS.id}))


def test_a_split_series_misses_nothing_and_doubles_nothing() -> None:
    following = replace(
        NEWS,
        id=SlotId("sau"),
        recurrence=Recurrence(local("2026-12-03T06:15"), rrules=("FREQ=DAILY",)),
    )

    change = split(NEWS, THIRD, following)

    assert heard(*change.slots) == ["01 05:15", "02 05:15", "03 06:15", "04 06:15"]


def test_a_split_at_the_first_occurrence_changes_the_whole_series() -> None:
    following = replace(NEWS, id=SlotId("sau"), title="Khác")

    (only,) = split(NEWS, NEWS.recurrence.start, following).slots

    assert (only.id, only.title) == (NEWS.id, "Khác")


def test_another_time_for_the_series_keeps_what_was_skipped_and_moved() -> None:
    before = move_once(skip_once(NEWS, THIRD), local("2026-12-04T05:15"), local("2026-12-04T09:00"))
    later = Recurrence(local("2026-12-01T06:00"), rrules=("FREQ=DAILY",))

    after = replace(before, recurrence=rewrite(before, later))

    assert heard(after) == ["01 06:00", "02 06:00", "04 09:00"]


def test_other_days_for_the_series_forget_single_changes() -> None:
    before = move_once(NEWS, THIRD, local("2026-12-03T09:00"))
    weekly = Recurrence(local("2026-12-02T05:15"), rrules=("FREQ=WEEKLY;BYDAY=WE",))

    assert heard(replace(before, recurrence=rewrite(before, weekly))) == ["02 05:15"]


def test_a_counted_series_ends_on_the_same_day_without_its_count() -> None:
    counted = Recurrence(local("2026-12-01T05:15"), rrules=("FREQ=DAILY;COUNT=3",))

    bare = without_count(counted)

    assert "COUNT" not in bare.rrules[0]
    assert heard(replace(NEWS, recurrence=bare)) == EVERY[:3]


FIVE_TIMES = replace(NEWS, recurrence=replace(NEWS.recurrence, rrules=("FREQ=DAILY;COUNT=5",)))


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_a_counted_series_that_is_split_comes_as_often_as_before(place: int) -> None:
    original = NEWS.recurrence.start + timedelta(days=place)
    taken = taken_before(FIVE_TIMES.recurrence, original)
    rest = Recurrence(original, rrules=(f"FREQ=DAILY;COUNT={5 - taken}",))

    change = split(FIVE_TIMES, original, replace(NEWS, id=SlotId("b"), recurrence=rest), taken)

    before, after = (one.recurrence.rrules for one in change.slots)
    assert (before, after) == ((f"FREQ=DAILY;COUNT={place}",), (f"FREQ=DAILY;COUNT={5 - place}",))
    assert heard(*change.slots) == heard(FIVE_TIMES)


def test_what_was_left_out_of_a_counted_series_has_been_counted() -> None:
    skipped = skip_once(FIVE_TIMES, THIRD)

    assert taken_before(skipped.recurrence, local("2026-12-04T05:15")) == 3


def test_a_counted_series_that_is_ended_has_fewer_times() -> None:
    (ended,) = end_before(FIVE_TIMES, THIRD, taken_before(FIVE_TIMES.recurrence, THIRD)).slots

    assert ended.recurrence.rrules == ("FREQ=DAILY;COUNT=2",)
    assert heard(ended) == EVERY[:2]


def test_a_lunar_series_ends_the_day_before() -> None:
    lunar = replace(NEWS, recurrence=replace(NEWS.recurrence, rrules=(), lunar=LunarRule(1)))

    (ended,) = end_before(lunar, local("2027-01-08T05:15")).slots

    assert ended.recurrence.lunar == LunarRule(1, until=date(2027, 1, 7))


def test_an_emergency_may_come_once_but_not_again_and_again() -> None:
    once = replace(NEWS, kind=Kind.EMERGENCY, recurrence=Recurrence(THIRD))
    check_emergency(once)

    with pytest.raises(RefusedError, match="emergency_repeats"):
        check_emergency(replace(once, recurrence=NEWS.recurrence))
