"""Slots that go with another slot: where they come, and what they do when it moves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadcast.expansion import of_slot
from hub.domain.anchor import Anchor, Side
from hub.domain.ids import SlotId
from hub.domain.recurrence import Override, Recurrence
from hub.domain.slot import Occurrence, Slot

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
NEWS = Slot(
    SlotId("tin@xa"), "Bản tin xã",
    Recurrence(datetime(2026, 12, 1, 5, 15), rrules=("FREQ=DAILY",)), 300.0,  # local
)  # fmt: skip
FIRST, LAST = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 4, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def follower(anchor: Anchor, **more: Any) -> Slot:
    recurrence = Recurrence(local("2026-12-01T00:00"), anchor=anchor, **more)
    return Slot(SlotId("theo"), "Đi theo", recurrence, 60.0)


def found(slot: Slot, news: Slot = NEWS) -> list[str]:
    slots = {news.id: news, slot.id: slot}
    return [told(o) for o in of_slot(slots, slot, FIRST, LAST, TZ)]


def told(occurrence: Occurrence) -> str:
    return f"{occurrence.start.astimezone(TZ):%d %H:%M}"


@pytest.mark.parametrize(
    ("side", "gap_s", "times"),
    [
        (Side.AFTER, 0, ["02 05:20", "03 05:20", "04 05:20"]),
        (Side.AFTER, 120, ["02 05:22", "03 05:22", "04 05:22"]),
        (Side.BEFORE, 0, ["02 05:14", "03 05:14", "04 05:14"]),
        (Side.BEFORE, 60, ["02 05:13", "03 05:13", "04 05:13"]),
    ],
)
def test_it_stands_beside_the_other(side: Side, gap_s: int, times: list[str]) -> None:
    assert found(follower(Anchor(NEWS.id, side, gap_s))) == times


def test_it_goes_along_when_one_occurrence_of_the_other_is_moved() -> None:
    original, moved = local("2026-12-03T05:15"), local("2026-12-03T06:30")
    overrides = (Override(original, moved, "", NEWS.length_s),)
    news = replace(NEWS, recurrence=replace(NEWS.recurrence, overrides=overrides))

    assert found(follower(Anchor(NEWS.id, Side.AFTER)), news)[1] == "03 06:35"


def test_it_keeps_its_identity_when_the_other_is_moved() -> None:
    slot = follower(Anchor(NEWS.id, Side.AFTER))
    original, moved = local("2026-12-03T05:15"), local("2026-12-03T06:30")
    overrides = (Override(original, moved, "", NEWS.length_s),)
    news = replace(NEWS, recurrence=replace(NEWS.recurrence, overrides=overrides))

    before = of_slot({NEWS.id: NEWS}, slot, FIRST, LAST, TZ)
    after = of_slot({NEWS.id: news}, slot, FIRST, LAST, TZ)

    assert [o.id for o in before] == [o.id for o in after]


def test_it_does_not_come_when_the_other_is_cancelled() -> None:
    original = local("2026-12-03T05:15")
    overrides = (Override(original, original, "", NEWS.length_s, cancelled=True),)
    news = replace(NEWS, recurrence=replace(NEWS.recurrence, overrides=overrides))

    assert found(follower(Anchor(NEWS.id, Side.AFTER)), news) == ["02 05:20", "04 05:20"]


def test_it_keeps_to_its_weekdays_and_its_last_day() -> None:
    wednesday = frozenset({2})

    assert found(follower(Anchor(NEWS.id, Side.AFTER, weekdays=wednesday))) == ["02 05:20"]
    until = date(2026, 12, 3)
    assert found(follower(Anchor(NEWS.id, Side.AFTER, until=until))) == ["02 05:20", "03 05:20"]


def test_one_of_it_can_be_left_out_or_moved() -> None:
    slot = follower(
        Anchor(NEWS.id, Side.AFTER),
        exdates=(local("2026-12-02T05:15"),),
        overrides=(Override(local("2026-12-03T05:15"), local("2026-12-03T09:00"), "", 60.0),),
    )

    assert found(slot) == ["03 09:00", "04 05:20"]


def test_nothing_comes_of_an_anchor_that_is_gone_or_is_anchored_itself() -> None:
    slot = follower(Anchor(SlotId("mất"), Side.AFTER))
    chain = replace(NEWS, recurrence=slot.recurrence)

    assert found(slot) == []
    assert found(follower(Anchor(NEWS.id, Side.AFTER)), chain) == []
