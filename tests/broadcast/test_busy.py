"""Taken stretches of buses and interlocked zones."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from broadcast.busy import NO_TIME, Air, Block, Busy, Stretch
from hub.domain.ids import ZoneId
from tests.broadcast.scene import at, zone

MINUTE = timedelta(minutes=1)
X1, X2, X3, X4 = (ZoneId(name) for name in ("x1", "x2", "x3", "x4"))


def busy(*stretches: tuple[str, str, str]) -> Busy:
    """A thing that is taken from, until, by."""
    found = Busy()
    for start, end, title in stretches:
        found.take(stretch(start, end, title))
    return found


def stretch(start: str, end: str, title: str = "", uncounted: timedelta = NO_TIME) -> Stretch:
    """A stretch that one cue takes."""
    return Stretch(at(start), at(end), uncounted, ((at(start), title),))


def first(found: Busy, start: str, end: str) -> tuple[datetime, datetime] | None:
    taken = found.first_in(at(start), at(end))
    return None if taken is None else (taken.start, taken.end)


TWO = (("05:10", "05:20", "a"), ("05:30", "05:40", "b"))


@pytest.mark.parametrize("order", [TWO, TWO[::-1]])
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("05:00", "05:10", None),
        ("05:00", "05:11", ("05:10", "05:20")),
        ("05:10", "05:11", ("05:10", "05:20")),
        ("05:19", "05:50", ("05:10", "05:20")),
        ("05:20", "05:30", None),
        ("05:20", "05:31", ("05:30", "05:40")),
        ("05:39", "05:41", ("05:30", "05:40")),
        ("05:40", "06:00", None),
        ("05:00", "06:00", ("05:10", "05:20")),
    ],
)
def test_the_first_stretch_that_overlaps_is_found(
    order: tuple[tuple[str, str, str], ...],
    start: str,
    end: str,
    expected: tuple[str, str] | None,
) -> None:
    found = first(busy(*order), start, end)

    assert found == (None if expected is None else (at(expected[0]), at(expected[1])))


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([("05:10", "05:20"), ("05:20", "05:30")], ("05:10", "05:30")),
        ([("05:20", "05:30"), ("05:10", "05:20")], ("05:10", "05:30")),
        ([("05:10", "05:15"), ("05:20", "05:30"), ("05:15", "05:20")], ("05:10", "05:30")),
        ([("05:10", "05:15"), ("05:20", "05:30"), ("05:16", "05:19")], ("05:10", "05:15")),
        ([("05:10", "05:15"), ("05:16", "05:30")], ("05:10", "05:15")),
        ([("05:16", "05:30"), ("05:10", "05:15")], ("05:10", "05:15")),
    ],
)
def test_stretches_are_joined_where_they_touch(
    taken: list[tuple[str, str]], expected: tuple[str, str]
) -> None:
    found = busy(*((start, end, "") for start, end in taken))

    assert first(found, "05:00", "06:00") == (at(expected[0]), at(expected[1]))


def test_uncounted_time_is_added_up_over_joined_stretches() -> None:
    found = Busy()
    for start, end, minutes in (
        ("05:10", "05:15", 5),
        ("05:20", "05:30", 0),
        ("05:15", "05:20", 2),
    ):
        found.take(stretch(start, end, uncounted=minutes * MINUTE))

    taken = found.first_in(at("05:00"), at("06:00"))
    assert taken is not None
    assert taken[:3] == (at("05:10"), at("05:30"), 7 * MINUTE)


def test_everybody_who_took_a_part_is_remembered() -> None:
    found = busy(
        ("05:20", "05:30", "c"), ("05:10", "05:15", "a"), ("05:15", "05:20", "b"), *TWO[1:]
    )

    assert [found.title_at(at(t)) for t in ("05:10", "05:14", "05:15", "05:29")] == list("aabc")
    assert [found.title_before(at(t)) for t in ("05:15", "05:20", "05:40")] == list("abb")


# Everything that only one cue can have


def air() -> Air:
    """x1 and x4 on one bus; x1 and x2 interlocked across buses."""
    zones = (
        zone("x1", "main:0", interlock="pump", warm_up_s=3, tail_s=2),
        zone("x2", "main:1", interlock="pump", warm_up_s=5, tail_s=1),
        zone("x3", "main:2"),
        zone("x4", "main:0"),
    )
    return Air({z.id: z for z in zones})


def take(free: Air, names: set[ZoneId], start: str, end: str, title: str = "") -> None:
    free.take(frozenset(names), stretch(start, end, title), {})


def block(free: Air, names: set[ZoneId], start: str, end: str) -> Block | None:
    return free.first_block(frozenset(names), at(start), at(end), {})


def test_a_bus_is_taken_in_all_its_zones() -> None:
    free = air()
    take(free, {X4}, "05:00", "05:10")

    found = block(free, {X1, X3}, "05:05", "05:20")

    assert found is not None
    assert (found.start, found.end) == (at("05:00"), at("05:10"))
    assert found.zones == {X1}
    assert block(free, {X3}, "05:05", "05:20") is None


def test_of_several_blocks_the_earliest_is_found() -> None:
    free = air()
    take(free, {X3}, "05:05", "05:08")
    take(free, {X4}, "05:02", "05:30")

    found = block(free, {X3, X4}, "05:00", "05:20")

    assert found is not None
    assert found.zones == {X4}


def test_of_blocks_that_begin_together_the_first_zones_is_found() -> None:
    free = air()
    take(free, {X4}, "05:05", "05:08")
    take(free, {X3}, "05:05", "05:30")

    found = block(free, {X3, X4}, "05:00", "05:20")

    assert found is not None
    assert found.zones == {X3}


@pytest.mark.parametrize(
    ("start", "end", "is_free"),
    [
        # x1 needs its tail and x2 its warm-up before x2 is heard: 2 + 5 s
        ("05:05", "05:09:53", True),
        ("05:05", "05:09:54", False),
        # x2 needs its tail and x1 its warm-up before x1 is heard: 1 + 3 s
        ("05:20:04", "05:25", True),
        ("05:20:03", "05:25", False),
    ],
)
def test_a_rival_is_in_the_way_for_its_tail_and_the_warm_up(
    start: str, end: str, is_free: bool
) -> None:
    free = air()
    take(free, {X2}, "05:10", "05:20")

    assert (block(free, {X1}, start, end) is None) == is_free


def test_what_a_rival_has_taken_is_told_with_margins_and_without_in_its_titles() -> None:
    free = air()
    take(free, {X2}, "05:10", "05:15", "first")
    take(free, {X2}, "05:15", "05:20", "second")

    found = block(free, {X1}, "05:00", "05:30")

    assert found is not None
    assert (found.start, found.end) == (at("05:09:53"), at("05:20:04"))
    assert found.title_at(at("05:00")) == "first"
    assert found.title_at(at("05:09:55")) == "first"
    assert found.title_at(at("05:16")) == "second"
    assert found.title_before_end() == "second"


def test_a_zone_does_not_stand_in_its_own_way() -> None:
    free = air()
    take(free, {X1}, "05:10", "05:20")

    assert block(free, {X1}, "05:20", "05:30") is None


def test_a_zone_is_taken_until_it_leaves() -> None:
    free = air()

    free.take(frozenset({X1, X3}), stretch("05:00", "05:30"), {X3: at("05:10")})

    assert block(free, {X3}, "05:09", "05:30") is not None
    assert block(free, {X3}, "05:10", "05:30") is None
    assert block(free, {X4}, "05:29", "05:30") is not None


def test_a_bus_is_taken_until_the_last_of_its_zones_leaves() -> None:
    free = air()

    free.take(frozenset({X1, X4}), stretch("05:00", "05:30"), {X1: at("05:10")})

    assert block(free, {X4}, "05:29", "05:30") is not None
    assert block(free, {X2}, "05:10:07", "05:30") is None


def test_what_comes_after_a_zone_has_left_is_not_in_its_way() -> None:
    free = air()
    take(free, {X3}, "05:10", "05:20")

    names = frozenset({X3, X4})

    assert free.first_block(names, at("05:00"), at("05:30"), {X3: at("05:10")}) is None
    assert free.first_block(names, at("05:00"), at("05:30"), {X3: at("05:11")}) is not None


@pytest.mark.parametrize("one_zero", [False, True])
def test_a_tail_holds_apart_though_nothing_warms_up(
    monkeypatch: pytest.MonkeyPatch, one_zero: bool
) -> None:
    """Python 3.13 has one object for every zero of timedelta, earlier ones have many."""

    def made(seconds: float) -> timedelta:
        return NO_TIME if one_zero and not seconds else timedelta(seconds=seconds)

    monkeypatch.setattr("broadcast.busy.timedelta", made)
    zones = (zone("x1", interlock="pump", tail_s=60), zone("x2", "main:1", interlock="pump"))
    air = Air({one.id: one for one in zones})
    air.take(frozenset([X1]), stretch("05:00", "05:10", "a"), {})

    block = air.first_block(frozenset([X2]), at("05:10:30"), at("05:15:30"), {})

    assert block is not None
    assert block.end == at("05:11")
