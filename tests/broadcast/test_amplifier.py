"""Amplifiers: on in time, off in time, and never otherwise."""

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadcast.amplifier import Amplifiers
from broadcast.amplifier_state import Phase, Wish
from hub.domain.bulletin import Precedence
from hub.domain.ids import BusId, ZoneId
from hub.domain.zone import Zone
from hub.hardware.fake import FakeBoard, is_keyed
from tests.fakes.clock import FakeClock

NORTH, SOUTH, HALL = ZoneId("north"), ZoneId("south"), ZoneId("hall")
START = datetime(2026, 12, 1, tzinfo=UTC)


def _zone(name: ZoneId, line: int | None, interlock: str = "", min_off_s: float = 5.0) -> Zone:
    return Zone(
        id=name,
        name=name,
        bus=BusId("main:0"),
        line=line,
        warm_up_s=3.0,
        tail_s=2.0,
        min_off_s=min_off_s,
        interlock=interlock,
    )


class Stage:
    """A board of files, a clock that moves by hand, and seconds that count from zero."""

    def __init__(self, folder: Path, interlock: str = "", min_off_s: float = 5.0) -> None:
        self.folder = folder
        self.clock = FakeClock(START)
        self.board = FakeBoard(folder, self.clock)
        zones = (
            _zone(NORTH, 17, interlock, min_off_s),
            _zone(SOUTH, 27, interlock, min_off_s),
            _zone(HALL, None),
        )
        self.amplifiers = Amplifiers({z.id: z for z in zones}, self.board, self.clock)
        self.zero = self.clock.monotonic() + 100.0
        self.clock.pass_time(100.0)

    def at(self, second: float, wishes: dict[ZoneId, Wish] | None = None) -> tuple[bool, bool]:
        """Want at a second; the answer is which of the two lines is keyed."""
        self.clock.pass_time(self.zero + second - self.clock.monotonic())
        moved = {name: self._moved(wish) for name, wish in (wishes or {}).items()}
        self.amplifiers.want(moved, self.clock.monotonic())
        return (is_keyed(self.folder, 17), is_keyed(self.folder, 27))

    def ready(self, zone: ZoneId) -> float | None:
        found = self.amplifiers.ready_at(zone)
        return None if found is None else found - self.zero

    def due(self) -> float | None:
        found = self.amplifiers.next_due()
        return None if found is None else found - self.zero

    def _moved(self, wish: Wish) -> Wish:
        until = None if wish.until is None else self.zero + wish.until
        again = None if wish.again_at is None else self.zero + wish.again_at
        return Wish(self.zero + wish.start, until, wish.precedence, again)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.fixture
def locked(tmp_path: Path) -> Stage:
    """Both zones share an interlock."""
    return Stage(tmp_path, interlock="feeder")


def _keys(stage: Stage) -> list[str]:
    return [event.what.key for event in stage.amplifiers.events()]


def test_a_line_goes_on_for_the_warm_up_and_off_after_the_tail(stage: Stage) -> None:
    wishes = {NORTH: Wish(10, 20)}
    seconds = (0, 6.9, 7, 10, 19.9, 20, 21.9, 22, 30)

    keyed = [stage.at(second, wishes)[0] for second in seconds]

    assert keyed == [False, False, True, True, True, True, True, False, False]


def test_the_phases_of_a_cue(stage: Stage) -> None:
    wishes = {NORTH: Wish(10, 20)}
    seen = []
    for second in (0, 7, 9.9, 10, 19.9, 20, 22):
        stage.at(second, wishes)
        seen.append(stage.amplifiers.phase(NORTH))

    off, warming, on, tail = Phase.OFF, Phase.WARMING, Phase.ON, Phase.TAIL
    assert seen == [off, warming, warming, on, on, tail, off]


def test_a_zone_is_warm_only_after_its_warm_up(stage: Stage) -> None:
    seen = []
    for second in (7, 9.9, 10, 22):
        stage.at(second, {NORTH: Wish(10, 20)})
        seen.append(stage.amplifiers.is_warm(NORTH))

    assert seen == [False, False, True, False]


def test_a_wish_for_now_is_ready_after_the_warm_up(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0)})

    assert stage.ready(NORTH) == 3


def test_a_wish_for_later_is_ready_in_time(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(60, 70)})

    assert stage.ready(NORTH) == 60


def test_a_zone_without_a_wish_has_no_time_at_which_it_is_ready(stage: Stage) -> None:
    stage.at(0)

    assert stage.ready(NORTH) is None


def test_a_zone_without_a_line_is_always_warm(stage: Stage) -> None:
    assert stage.amplifiers.is_warm(HALL)
    assert stage.amplifiers.ready_at(HALL) == -math.inf
    assert stage.amplifiers.phase(HALL) is Phase.ON


def test_an_open_wish_keeps_the_line_on_until_it_is_left_out(stage: Stage) -> None:
    wishes = {NORTH: Wish(0)}

    keyed = [stage.at(second, wishes)[0] for second in (0, 100, 1000)]
    after = [stage.at(second)[0] for second in (1001, 1002.9, 1003)]

    assert keyed == [True, True, True]
    assert after == [True, True, False]


def test_a_wish_that_is_left_out_in_the_warm_up_has_no_tail(stage: Stage) -> None:
    stage.at(7, {NORTH: Wish(10, 20)})

    assert stage.at(8) == (False, False)


def test_a_line_stays_off_for_its_minimum_even_when_wished(stage: Stage) -> None:
    stage.at(7, {NORTH: Wish(10, 20)})
    stage.at(22)

    keyed = [stage.at(second, {NORTH: Wish(23, 40)})[0] for second in (23, 26.9, 27)]

    assert keyed == [False, False, True]
    assert stage.ready(NORTH) == 30


def test_the_time_at_which_it_is_ready_tells_of_the_minimum_off(stage: Stage) -> None:
    stage.at(7, {NORTH: Wish(10, 20)})
    stage.at(22)

    stage.at(23, {NORTH: Wish(23, 40)})

    assert stage.ready(NORTH) == 30


def test_an_emergency_does_not_wait_for_the_minimum_off(stage: Stage) -> None:
    stage.at(7, {NORTH: Wish(10, 20)})
    stage.at(22)

    assert stage.at(23, {NORTH: Wish(23, 40, Precedence.EMERGENCY)}) == (True, False)
    assert stage.ready(NORTH) == 26


def test_a_restart_counts_as_going_off(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.zero = 1000.0
    stage.clock = FakeClock(START)
    stage.amplifiers.close()
    zone = _zone(NORTH, 17)
    stage.amplifiers = Amplifiers({NORTH: zone}, stage.board, stage.clock)

    keyed = [stage.at(second, {NORTH: Wish(0)})[0] for second in (0, 4.9, 5)]

    assert keyed == [False, False, True]


def test_a_short_gap_before_the_next_cue_is_bridged(stage: Stage) -> None:
    first, then = {NORTH: Wish(10, 20)}, {NORTH: Wish(29, 40)}

    keyed = [stage.at(7, first)[0]]
    keyed += [stage.at(second, then)[0] for second in (20, 22, 25, 29, 41.9, 42)]

    assert keyed == [True, True, True, True, True, True, False]


def test_a_gap_is_bridged_when_the_wish_names_the_next_start(stage: Stage) -> None:
    wishes = {NORTH: Wish(10, 20, again_at=29)}

    keyed = [stage.at(second, wishes)[0] for second in (7, 20, 22, 28.9)]

    assert keyed == [True, True, True, True]


def test_a_next_cue_that_never_comes_does_not_hold_the_line(stage: Stage) -> None:
    wishes = {NORTH: Wish(10, 20, again_at=29)}
    stage.at(7, wishes)
    stage.at(28.9, wishes)

    assert stage.at(29, wishes) == (False, False)


def test_a_long_gap_is_not_bridged(stage: Stage) -> None:
    stage.at(7, {NORTH: Wish(10, 20)})

    keyed = [stage.at(second, {NORTH: Wish(31, 40)})[0] for second in (20, 21.9, 22, 28)]

    assert keyed == [True, True, False, True]


def test_wishes_that_follow_at_once_leave_the_line_alone(stage: Stage) -> None:
    history = stage.folder / "lines" / "history"
    history.touch()

    stage.at(7, {NORTH: Wish(10, 20)})
    stage.at(20, {NORTH: Wish(20, 30)})
    stage.at(30, {NORTH: Wish(30, 40)})
    stage.at(42)

    assert [row.split()[3] for row in history.read_text().splitlines()] == ["1", "0"]


def test_off_is_at_once_and_without_a_tail(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0), SOUTH: Wish(0)})

    found = stage.amplifiers.off([NORTH])

    assert [(c.zone, c.is_off, c.error) for c in found] == [(NORTH, True, None)]
    assert found[0].at == stage.clock.now()
    assert (is_keyed(stage.folder, 17), is_keyed(stage.folder, 27)) == (False, True)


def test_off_names_every_zone_when_none_is_given(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0), SOUTH: Wish(0)})

    found = stage.amplifiers.all_off()

    assert {c.zone: c.is_off for c in found} == {NORTH: True, SOUTH: True, HALL: True}
    assert stage.due() is None


def test_off_says_when_a_line_does_not_obey(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0)})
    stage.board.break_pin(17)

    found = stage.amplifiers.off([NORTH])[0]

    assert not found.is_off
    assert found.error is not None
    assert stage.amplifiers.phase(NORTH) is Phase.FAULT
    assert _keys(stage) == ["amplifier.line_stuck"]


def test_a_line_that_cannot_be_switched_off_is_tried_each_second(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0)})
    stage.board.break_pin(17)
    stage.at(1)
    stage.at(3)
    stage.board.mend_pin(17)

    keyed = [stage.at(second)[0] for second in (3.9, 4)]

    assert keyed == [True, False]
    assert _keys(stage) == ["amplifier.line_stuck", "amplifier.line_back"]


def test_a_line_that_fails_is_said_once_and_the_other_zones_go_on(stage: Stage) -> None:
    stage.board.break_pin(17)

    for second in range(9):
        keyed = stage.at(second, {NORTH: Wish(0), SOUTH: Wish(0)})

    assert keyed == (False, True)
    assert _keys(stage) == ["amplifier.line_stuck"]
    assert stage.amplifiers.phase(NORTH) is Phase.FAULT
    assert stage.ready(NORTH) is None


def test_a_line_that_may_be_keyed_is_tried_on_again_each_second_while_it_is_wished(
    stage: Stage,
) -> None:
    stage.board.break_pin(17)
    stage.at(0, {NORTH: Wish(0)})
    due = stage.due()
    stage.board.mend_pin(17)

    keyed = [stage.at(second, {NORTH: Wish(0)})[0] for second in (0.9, 1)]

    assert due == 1
    assert keyed == [False, True]
    assert _keys(stage) == ["amplifier.line_stuck", "amplifier.line_back"]


def test_a_line_that_is_surely_off_is_tried_again_after_ten_seconds(tmp_path: Path) -> None:
    FakeBoard(tmp_path).break_pin(17)
    stage = Stage(tmp_path)
    stage.at(0, {NORTH: Wish(0)})
    stage.board.mend_pin(17)

    keyed = [stage.at(second, {NORTH: Wish(0)})[0] for second in (9.9, 10)]

    assert keyed == [False, True]
    assert _keys(stage) == ["amplifier.line_failed", "amplifier.line_back"]


def test_a_line_that_failed_is_tried_at_the_next_wish(stage: Stage) -> None:
    stage.board.break_pin(17)
    stage.at(0, {NORTH: Wish(0)})
    stage.board.mend_pin(17)

    assert stage.at(2, {NORTH: Wish(2)}) == (True, False)


def test_a_line_that_cannot_be_claimed_at_start_is_claimed_later(tmp_path: Path) -> None:
    FakeBoard(tmp_path).break_pin(17)
    stage = Stage(tmp_path)
    stage.board.mend_pin(17)

    assert stage.at(0, {NORTH: Wish(0)}) == (True, False)
    assert _keys(stage) == ["amplifier.line_failed", "amplifier.line_back"]


def test_a_mended_line_is_noticed_without_a_wish(stage: Stage) -> None:
    stage.board.break_pin(17)
    stage.amplifiers.off([NORTH])
    stage.board.mend_pin(17)

    stage.at(10)

    assert stage.amplifiers.phase(NORTH) is Phase.OFF


def test_zones_of_one_interlock_are_not_on_together(locked: Stage) -> None:
    wishes = {NORTH: Wish(0, 30), SOUTH: Wish(10, 40)}

    keyed = [locked.at(second, wishes) for second in (0, 10, 31.9, 32, 41.9, 42)]

    north, south, none = (True, False), (False, True), (False, False)
    assert keyed == [north, north, north, south, south, none]


def test_who_waits_behind_an_interlock_is_told_how_long(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0, 30), SOUTH: Wish(10, 40)})

    assert locked.ready(SOUTH) == 35


def test_who_waits_behind_an_open_end_is_told_nothing(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0), SOUTH: Wish(10, 40)})

    assert locked.ready(SOUTH) is None


def test_the_higher_precedence_takes_the_interlock(locked: Stage) -> None:
    low = {NORTH: Wish(0, 30)}
    both = {NORTH: Wish(0, 30), SOUTH: Wish(10, 20, Precedence.PRIORITY)}

    keyed = [locked.at(0, low)]
    keyed += [locked.at(second, both) for second in (6.9, 7, 20, 22)]

    north, south = (True, False), (False, True)
    assert keyed == [north, north, south, south, north]


def test_a_tail_gives_way_to_a_higher_precedence_only(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0, 10)})
    locked.at(10)

    routine = locked.at(10.5, {SOUTH: Wish(10.5, 30)})
    emergency = locked.at(11, {SOUTH: Wish(11, 30, Precedence.EMERGENCY)})

    assert routine == (True, False)
    assert emergency == (False, True)


def test_a_bridge_gives_way_to_anybody(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0, 10)})
    bridged = locked.at(13, {NORTH: Wish(18, 30)})

    keyed = locked.at(13.5, {NORTH: Wish(18, 30), SOUTH: Wish(14, 17)})

    assert bridged == (True, False)
    assert keyed == (False, True)


def test_an_interlock_waits_for_a_line_that_may_still_be_on(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0)})
    locked.board.break_pin(17)

    keyed = [locked.at(second, {SOUTH: Wish(5)})[1] for second in (5, 8)]
    locked.board.mend_pin(17)
    mended = locked.at(9, {SOUTH: Wish(5)})

    assert keyed == [False, False]
    assert mended == (False, True)


def test_the_next_time_to_look_is_the_next_switch(stage: Stage) -> None:
    dues = []
    for second in (0, 7, 10, 20, 22):
        stage.at(second, {NORTH: Wish(10, 20)})
        dues.append(stage.due())

    assert dues == [7, 10, 20, 22, 27]


def test_closing_leaves_every_line_off_and_free(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0), SOUTH: Wish(0)})

    stage.amplifiers.close()

    assert (is_keyed(stage.folder, 17), is_keyed(stage.folder, 27)) == (False, False)
    assert not stage.board.line(17, active_high=True).is_on


def test_a_step_of_the_wall_clock_moves_no_line(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0, 10)})

    stage.clock.step_wall(timedelta(days=-1800).total_seconds())

    assert stage.at(5, {NORTH: Wish(0, 10)}) == (True, False)


def test_a_start_that_is_reckoned_a_little_later_does_not_make_the_relay_chatter(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path, min_off_s=0.0)

    keyed = [stage.at(7, {NORTH: Wish(10 + late, 20)})[0] for late in (0.0, 0.02, 0.0, 0.9)]

    assert keyed == [True, True, True, True]


def test_a_start_that_moves_far_away_switches_off(tmp_path: Path) -> None:
    stage = Stage(tmp_path, min_off_s=0.0)

    keyed = [stage.at(7, {NORTH: Wish(start, 20)})[0] for start in (10, 12)]

    assert keyed == [True, False]


def test_a_start_that_is_reckoned_anew_at_each_turn_is_one_wish_to_a_failed_line(
    tmp_path: Path,
) -> None:
    FakeBoard(tmp_path).break_pin(17)
    stage = Stage(tmp_path)
    stage.at(0, {NORTH: Wish(0)})
    stage.board.mend_pin(17)

    keyed = [stage.at(second, {NORTH: Wish(second / 1000)})[0] for second in (1, 5, 9.9, 10)]

    assert keyed == [False, False, False, True]


@pytest.mark.parametrize(
    ("second", "wished", "expected"), [(0, False, 3), (7, True, 3), (9, True, 1), (15, True, 0)]
)
def test_how_soon_a_zone_can_be_warm(
    stage: Stage, second: float, wished: bool, expected: float
) -> None:
    if wished:
        stage.at(7, {NORTH: Wish(10, 20)})

    stage.at(second, {NORTH: Wish(10, 20)} if wished else {})

    assert stage.amplifiers.warm_in(NORTH) == expected
    assert stage.amplifiers.warm_in(HALL) == 0


def test_after_going_off_a_zone_needs_its_rest_and_its_warm_up(stage: Stage) -> None:
    stage.at(7, {NORTH: Wish(10, 20)})
    stage.at(22)

    assert stage.amplifiers.warm_in(NORTH) == 8


def test_who_waits_behind_a_line_that_may_be_on_is_told_nothing(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0)})
    locked.board.break_pin(17)
    locked.at(5)

    locked.at(8, {SOUTH: Wish(8)})

    assert locked.ready(SOUTH) is None


def test_who_takes_the_interlock_waits_for_nobody(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0), SOUTH: Wish(60, 70, Precedence.EMERGENCY)})

    assert locked.ready(SOUTH) == 60


def test_who_waits_behind_a_tail_is_told_when_it_ends(locked: Stage) -> None:
    locked.at(0, {NORTH: Wish(0, 10)})
    locked.at(10, {SOUTH: Wish(10, 30)})

    assert locked.ready(SOUTH) == 15


def test_closing_says_which_line_could_not_be_switched_off(stage: Stage) -> None:
    stage.at(0, {NORTH: Wish(0), SOUTH: Wish(0)})
    stage.board.break_pin(17)

    stage.amplifiers.close()

    assert _keys(stage) == ["amplifier.line_stuck"]
    assert (is_keyed(stage.folder, 17), is_keyed(stage.folder, 27)) == (True, False)
