"""The recurrence set of a slot: exceptions, overrides, windows, identities."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadcast.recurrence import occurrences
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.lunar import LunarRule
from hub.domain.recurrence import Override, Recurrence
from hub.domain.slot import Occurrence, Slot
from hub.errors import RefusedError

HOME = ZoneInfo("Asia/Ho_Chi_Minh")
FIVE = datetime(2026, 12, 1, 5, 0)
FIRST = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
"""Midnight of 1 December in the village, a Tuesday."""
WEEK = FIRST + timedelta(days=7)


def expand(
    first: datetime = FIRST, last: datetime = WEEK, start: datetime = FIVE, **recurrence: Any
) -> tuple[Occurrence, ...]:
    slot = Slot(SlotId("news"), "News", Recurrence(start, **recurrence), length_s=600.0)
    return occurrences(slot, first, last, HOME)


def local(found: tuple[Occurrence, ...]) -> list[str]:
    return [f"{o.start.astimezone(HOME):%m-%d %H:%M}" for o in found]


def override(day: int, hour: int = 5, **values: Any) -> Override:
    ordinary = Override(
        datetime(2026, 12, day, 5, 0), datetime(2026, 12, day, hour, 30), tz="", length_s=600.0
    )
    return replace(ordinary, **values)


def test_a_single_slot_has_one_occurrence_with_its_identity_and_end() -> None:
    (found,) = expand()

    assert found.id == "news@20261130T220000Z"
    assert found.start == datetime(2026, 11, 30, 22, tzinfo=UTC)
    assert found.end - found.start == timedelta(minutes=10)
    assert not found.cancelled
    assert not found.all_day


def test_the_window_holds_its_begin_and_not_its_end() -> None:
    at = datetime(2026, 11, 30, 22, tzinfo=UTC)

    assert len(expand(at, at + timedelta(seconds=1))) == 1
    assert expand(at - timedelta(days=1), at) == ()
    assert expand(at, at) == ()


def test_a_daily_slot_comes_every_day_of_the_week_in_order() -> None:
    found = expand(start=datetime(2019, 1, 1, 5, 0), rrules=("FREQ=DAILY",))

    assert local(found) == [f"12-0{day} 05:00" for day in range(1, 8)]


def test_dtstart_that_does_not_fit_the_rule_is_an_occurrence_of_its_own() -> None:
    found = expand(rrules=("FREQ=WEEKLY;BYDAY=WE,FR",))

    assert local(found) == ["12-01 05:00", "12-02 05:00", "12-04 05:00"]


def test_count_counts_what_fits_the_rule() -> None:
    """DTSTART that does not fit comes besides, as other programs have it."""
    found = expand(rrules=("FREQ=WEEKLY;BYDAY=WE,FR;COUNT=1",))

    assert local(found) == ["12-01 05:00", "12-02 05:00"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261202T220000Z", "12-03 05:00"),
        ("20261202T215959Z", "12-02 05:00"),
        ("20261203T050000", "12-03 05:00"),
        ("20261203T045959", "12-02 05:00"),
        ("20261203", "12-03 05:00"),
    ],
)
def test_until_is_included_in_whatever_form_it_is_written(until: str, last: str) -> None:
    found = expand(tz="Asia/Ho_Chi_Minh", rrules=(f"FREQ=DAILY;UNTIL={until}",))

    assert local(found)[-1] == last


def test_until_in_utc_is_local_time_for_a_floating_series() -> None:
    found = expand(rrules=("FREQ=DAILY;UNTIL=20261203T050000Z",))

    assert local(found)[-1] == "12-03 05:00"


def test_a_series_whose_rule_ended_before_dtstart_is_over() -> None:
    assert expand(rrules=("FREQ=DAILY;UNTIL=20261101T000000Z",)) == ()


def test_exdate_and_exrule_take_away() -> None:
    found = expand(
        rrules=("FREQ=DAILY",),
        exdates=(datetime(2026, 12, 2, 5, 0), datetime(2026, 12, 3, 6, 0)),
        exrules=("FREQ=WEEKLY;BYDAY=SA,SU",),
    )

    assert local(found) == ["12-01 05:00", "12-03 05:00", "12-04 05:00", "12-07 05:00"]


def test_exdate_as_a_date_takes_the_whole_day() -> None:
    found = expand(
        last=FIRST + timedelta(days=2),
        rrules=("FREQ=DAILY;BYHOUR=5,17",),
        exdays=(datetime(2026, 12, 1),),
    )

    assert local(found) == ["12-02 05:00", "12-02 17:00"]


def test_exdate_takes_dtstart_too() -> None:
    assert expand(exdates=(FIVE,)) == ()


def test_an_rdate_that_the_rule_gives_too_is_one_occurrence_and_lends_its_length() -> None:
    hour = timedelta(hours=1)

    found = expand(
        rrules=("FREQ=DAILY;COUNT=2",),
        rdates=((datetime(2026, 12, 2, 5, 0), hour), (datetime(2026, 12, 5, 9, 0), None)),
    )

    assert local(found) == ["12-01 05:00", "12-02 05:00", "12-05 09:00"]
    assert [o.end - o.start for o in found] == [hour / 6, hour, hour / 6]
    assert found[1].slot.length_s == 3600


def test_an_override_moves_one_occurrence_that_keeps_its_identity() -> None:
    found = expand(
        rrules=("FREQ=DAILY;COUNT=3",),
        overrides=(override(2, 18, title="Vaccination", length_s=60.0),),
    )

    assert local(found) == ["12-01 05:00", "12-02 18:30", "12-03 05:00"]
    moved = found[1]
    assert moved.id == "news@20261201T220000Z"
    assert moved.slot.title == "Vaccination"
    assert moved.end - moved.start == timedelta(minutes=1)


def test_an_override_may_change_anything_of_the_slot() -> None:
    changes = (("content", (ProgrammeId("flood"),)), ("volume_db", -3.0))

    found = expand(rrules=("FREQ=DAILY;COUNT=2",), overrides=(override(2, changes=changes),))

    assert found[0].slot.content == ()
    assert found[1].slot.content == ("flood",)
    assert found[1].slot.volume_db == -3.0


def test_an_override_moves_an_occurrence_out_of_the_window_and_into_it() -> None:
    out = override(2, start=datetime(2027, 6, 1, 5, 0))
    into = Override(datetime(2026, 6, 1, 5, 0), datetime(2026, 12, 5, 9, 0), "", 600.0)

    found = expand(start=datetime(2026, 1, 1, 5, 0), rrules=("FREQ=DAILY",), overrides=(out, into))

    assert "12-02 05:00" not in local(found)
    assert "12-05 09:00" in local(found)
    assert len(found) == 7


def test_an_override_of_nothing_is_an_occurrence_of_its_own() -> None:
    found = expand(overrides=(override(4, 19),))

    assert local(found) == ["12-01 05:00", "12-04 19:30"]


def test_exdate_takes_away_what_was_changed_too() -> None:
    found = expand(
        rrules=("FREQ=DAILY;COUNT=2",),
        exdates=(datetime(2026, 12, 2, 5, 0),),
        overrides=(override(2, 18),),
    )

    assert local(found) == ["12-01 05:00"]


def test_exrule_takes_away_what_was_changed_too() -> None:
    found = expand(
        rrules=("FREQ=DAILY;COUNT=2",),
        exrules=("FREQ=DAILY;BYMONTHDAY=2",),
        overrides=(override(2, 18),),
    )

    assert local(found) == ["12-01 05:00"]


def test_an_override_in_another_time_zone_is_read_in_that_zone() -> None:
    found = expand(
        rrules=("FREQ=DAILY;COUNT=2",),
        overrides=(override(2, start=datetime(2026, 12, 2, 2, 0), tz="UTC"),),
    )

    assert local(found) == ["12-01 05:00", "12-02 09:00"]


def test_a_cancelled_occurrence_is_there_and_marked() -> None:
    found = expand(rrules=("FREQ=DAILY;COUNT=3",), overrides=(override(2, cancelled=True),))

    assert [o.cancelled for o in found] == [False, True, False]


def test_a_cancelled_series_is_there_and_marked() -> None:
    found = expand(rrules=("FREQ=DAILY;COUNT=2",), overrides=(override(2, 18),), cancelled=True)

    assert [o.cancelled for o in found] == [True, True]


def test_this_and_future_shifts_and_changes_all_that_follows() -> None:
    found = expand(
        rrules=("FREQ=DAILY",),
        overrides=(
            override(3, 6, and_future=True, title="Later", length_s=60.0),
            override(5, 9, title="Once"),
        ),
    )

    assert local(found)[:6] == [
        "12-01 05:00", "12-02 05:00", "12-03 06:30", "12-04 06:30", "12-05 09:30", "12-06 06:30",
    ]  # fmt: skip
    assert [o.slot.title for o in found][:6] == ["News", "News", "Later", "Later", "Once", "Later"]
    assert found[3].id == "news@20261203T220000Z"
    assert found[3].end - found[3].start == timedelta(minutes=1)


def test_the_latest_this_and_future_holds() -> None:
    found = expand(
        rrules=("FREQ=DAILY",),
        overrides=(override(4, 7, and_future=True), override(2, 6, and_future=True)),
    )

    assert local(found)[:5] == [
        "12-01 05:00", "12-02 06:30", "12-03 06:30", "12-04 07:30", "12-05 07:30",
    ]  # fmt: skip


def test_this_and_future_may_cancel_all_that_follows() -> None:
    found = expand(
        rrules=("FREQ=DAILY",), overrides=(override(3, and_future=True, cancelled=True),)
    )

    assert [o.cancelled for o in found] == [False, False, True, True, True, True, True]


def test_this_and_future_brings_far_occurrences_into_the_window() -> None:
    shift = override(1, start=datetime(2026, 12, 11, 5, 0), and_future=True)

    found = expand(
        FIRST + timedelta(days=11), FIRST + timedelta(days=12), rrules=("FREQ=DAILY",),
        overrides=(shift,),
    )  # fmt: skip

    assert [o.id for o in found] == ["news@20261201T220000Z"]
    assert local(found) == ["12-12 05:00"]


def test_this_and_future_in_another_zone_shifts_by_the_local_time_of_the_series() -> None:
    shift = override(2, start=datetime(2026, 12, 1, 23, 0), tz="UTC", and_future=True)

    found = expand(rrules=("FREQ=DAILY;COUNT=3",), overrides=(shift,))

    assert local(found) == ["12-01 05:00", "12-02 06:00", "12-03 06:00"]


def test_an_all_day_slot_is_there_at_midnight_of_the_hub_and_marked() -> None:
    (found,) = expand(start=datetime(2026, 12, 1), all_day=True)

    assert local((found,)) == ["12-01 00:00"]
    assert found.all_day


def test_a_time_that_the_clock_jumps_over_comes_after_the_jump_and_once() -> None:
    start = datetime(2026, 3, 1, 2, 30)

    found = expand(
        datetime(2026, 3, 8, tzinfo=UTC),
        datetime(2026, 3, 9, 5, tzinfo=UTC),
        start=start,
        tz="America/New_York",
        rrules=("FREQ=DAILY;BYHOUR=2,3",),
    )

    assert [f"{o.start:%d %H:%M}" for o in found] == ["08 07:30"]


def test_a_time_that_comes_twice_is_the_first() -> None:
    (found,) = expand(
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 11, 2, tzinfo=UTC),
        start=datetime(2026, 11, 1, 1, 30),
        tz="America/New_York",
    )

    assert f"{found.start:%H:%M}" == "05:30"


def test_local_time_stays_when_the_clocks_change() -> None:
    found = expand(
        datetime(2026, 10, 24, tzinfo=UTC),
        datetime(2026, 10, 27, tzinfo=UTC),
        start=datetime(2020, 1, 1, 17, 0),
        tz="Europe/Berlin",
        rrules=("FREQ=DAILY",),
    )

    assert [f"{o.start:%d %H:%M}" for o in found] == ["24 15:00", "25 16:00", "26 16:00"]


def test_lunar_days_come_at_the_time_of_dtstart_from_it_on() -> None:
    found = expand(
        last=FIRST + timedelta(days=400),
        start=datetime(2026, 12, 1, 17, 15),
        lunar=LunarRule.parse("DAY=1;MONTH=1"),
    )

    assert [f"{o.start.astimezone(HOME):%Y-%m-%d %H:%M}" for o in found] == ["2027-02-06 17:15"]


def test_dtstart_of_a_lunar_slot_is_no_occurrence_unless_it_is_a_lunar_day() -> None:
    assert expand(lunar=LunarRule.parse("DAY=1")) == ()
    assert len(expand(start=datetime(2026, 12, 9, 5), last=FIRST + timedelta(days=9), lunar=LunarRule.parse("DAY=1"))) == 1  # fmt: skip  # noqa: E501


def test_a_lunar_slot_keeps_exceptions_and_overrides() -> None:
    found = expand(
        last=FIRST + timedelta(days=60),
        lunar=LunarRule.parse("DAY=15"),
        exdates=(datetime(2027, 1, 22, 5, 0),),
        overrides=(
            Override(datetime(2026, 12, 23, 5, 0), datetime(2026, 12, 23, 18, 0), "", 600.0),
        ),
    )

    assert local(found) == ["12-23 18:00"]


def test_the_lunar_day_is_decided_in_viet_nam_whatever_the_zone_of_the_slot() -> None:
    (found,) = expand(
        datetime(2030, 1, 25, tzinfo=UTC),
        datetime(2030, 2, 10, tzinfo=UTC),
        start=datetime(2026, 1, 1, 5, 0),
        tz="Asia/Shanghai",
        lunar=LunarRule.parse("DAY=1;MONTH=1"),
    )

    assert found.start == datetime(2030, 2, 1, 21, 0, tzinfo=UTC)


def test_a_window_beyond_all_calendars_is_cut_and_does_not_break() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

    assert len(expand(first, last, rrules=("FREQ=DAILY;COUNT=5",))) == 5


def test_an_unknown_zone_is_refused_in_words() -> None:
    with pytest.raises(RefusedError):
        expand(tz="Asia/Nowhere")
