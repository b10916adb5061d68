"""The watchdog of the screen: what is done with a browser that does not say it paints."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from hub.kiosk_section import Watching
from web.kiosk.watch import Memory, Seen, Step, decide, is_too_often

LIMITS = Watching()


@dataclass
class Wall:
    """A browser and a server, second by second."""

    memory: Memory
    now_s: float = 100.0
    beat_s: float | None = None
    is_server: bool = True
    is_alive: bool = True
    is_painting: bool = True
    is_lost: bool = False
    owed_s: float = 0.0

    def turn(self) -> Step:
        self.now_s += 1
        if self.is_painting and self.is_server and self.memory.loaded_s is not None:
            self.beat_s = self.now_s
        told = self.beat_s if self.is_server else None
        seen = Seen(self.now_s, told, self.is_server, self.is_alive, self.is_lost, self.owed_s)
        step, self.memory = decide(seen, self.memory, LIMITS)
        return step

    def steps(self, seconds: int) -> list[tuple[int, Step]]:
        found = [(second, self.turn()) for second in range(1, seconds + 1)]
        return [(second, step) for second, step in found if step is not Step.WAIT]


@pytest.fixture
def wall() -> Wall:
    return Wall(Memory(began_s=100.0))


def test_the_first_page_is_loaded_as_soon_as_the_server_answers(wall: Wall) -> None:
    wall.is_server = False
    before = wall.steps(60)
    wall.is_server = True

    assert Step.LOAD not in {step for _, step in before}
    assert wall.steps(60) == [(1, Step.LOAD)]


def test_a_page_that_beats_is_left_alone_for_a_day(wall: Wall) -> None:
    wall.turn()

    assert wall.steps(86_400) == []


def test_silence_is_answered_by_a_load_after_15_s_and_a_new_start_after_30_s(wall: Wall) -> None:
    wall.steps(10)
    wall.is_painting = False

    assert wall.steps(30) == [(15, Step.LOAD), (30, Step.KILL)]


def test_a_load_that_helps_is_forgotten(wall: Wall) -> None:
    wall.steps(10)
    wall.is_painting = False
    first = wall.steps(15)
    wall.is_painting = True
    between = wall.steps(60)
    wall.is_painting = False

    assert (first, between, wall.steps(15)) == ([(15, Step.LOAD)], [], [(15, Step.LOAD)])


def test_nothing_is_loaded_from_a_server_that_is_away(wall: Wall) -> None:
    wall.steps(10)
    wall.is_server = wall.is_painting = False

    assert wall.steps(600) == []


def test_silence_is_counted_anew_when_the_server_is_back(wall: Wall) -> None:
    wall.steps(10)
    wall.is_server = wall.is_painting = False
    wall.steps(60)
    wall.is_server = True

    assert wall.steps(31) == [(16, Step.LOAD), (31, Step.KILL)]


def test_a_browser_that_has_ended_is_started_anew_at_once(wall: Wall) -> None:
    wall.steps(10)
    wall.is_alive = False

    assert wall.turn() is Step.KILL


@pytest.mark.parametrize("is_plain", [False, True])
@pytest.mark.parametrize("is_server", [False, True])
def test_a_browser_that_paints_but_does_not_answer_is_started_anew(
    wall: Wall, is_server: bool, is_plain: bool
) -> None:
    wall.memory = Memory(began_s=100.0, is_plain=is_plain)
    wall.steps(10)
    wall.is_server, wall.owed_s = is_server, LIMITS.kill_s - 1
    before = wall.turn()
    wall.owed_s = LIMITS.kill_s

    assert before is not Step.KILL
    assert wall.turn() is Step.KILL


def test_the_plain_page_is_left_alone_until_it_is_worth_a_try_again(wall: Wall) -> None:
    wall.memory = Memory(began_s=100.0, is_plain=True)
    wall.is_painting = False

    steps = wall.steps(601)

    assert [one for one in steps if one[1] is not Step.KEEP] == [(601, Step.KILL)]


@pytest.mark.parametrize(
    ("starts", "is_often"),
    [
        ((0.0,), False),
        ((0.0, 40.0, 80.0), False),
        ((0.0, 40.0, 80.0, 120.0), True),
        ((0.0, 300.0, 601.0, 640.0), False),
    ],
)
def test_three_new_starts_in_ten_minutes_are_enough(
    starts: tuple[float, ...], is_often: bool
) -> None:
    assert is_too_often(starts, starts[-1], LIMITS) is is_often


def test_a_plain_page_is_shown_anew_twice_a_minute_and_given_up_after_its_time(wall: Wall) -> None:
    wall.memory = Memory(began_s=wall.now_s, is_plain=True)

    steps = wall.steps(65)
    wall.is_painting = False
    later = wall.steps(600)

    assert steps == [(30, Step.KEEP), (60, Step.KEEP)]
    assert later[-1][1] is Step.KILL


def test_while_nobody_answers_the_waiting_page_is_shown_anew_and_a_loaded_one_is_not(
    wall: Wall,
) -> None:
    wall.is_server = False
    assert wall.steps(60) == [(30, Step.KEEP), (60, Step.KEEP)]

    wall.is_server = True
    wall.turn()
    wall.is_server = False

    assert wall.steps(120) == []


def test_a_page_whose_process_ended_is_loaded_at_once(wall: Wall) -> None:
    wall.steps(10)
    wall.is_lost = True

    assert wall.turn() is Step.LOAD
    wall.is_lost = False
    assert wall.steps(60) == []


def test_a_page_whose_process_ended_while_the_server_is_away_gives_way_to_one_that_says_so(
    wall: Wall,
) -> None:
    wall.steps(10)
    wall.is_server, wall.is_lost = False, True

    assert wall.turn() is Step.KEEP
    wall.is_lost = False
    assert wall.steps(59) == [(30, Step.KEEP)]
    wall.is_server = True
    assert wall.steps(60) == [(1, Step.LOAD)]


def test_a_plain_page_whose_process_ended_is_shown_anew_at_once(wall: Wall) -> None:
    wall.memory = Memory(began_s=wall.now_s, is_plain=True)
    wall.steps(5)
    wall.is_lost = True

    assert wall.turn() is Step.KEEP


def test_a_page_whose_process_always_ends_is_given_up(wall: Wall) -> None:
    wall.steps(10)
    wall.is_lost, wall.is_painting = True, False

    assert wall.steps(40)[29:31] == [(30, Step.KILL), (31, Step.KILL)]
