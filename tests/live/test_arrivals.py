"""Frames as they arrive: order, gaps, lateness, and the stock that their unevenness needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.live.arrivals import LEAST_S, MOST_HELD, MOST_S, WHOLE, Sequencer, Unevenness
from hub.live_wire import Frame


def frame(seq: int) -> Frame:
    return Frame(seq % WHOLE, seq * 20_000, b"\1\0")


def numbers(sequencer: Sequencer, *seqs: int) -> list[int]:
    return [ready.frame.seq for seq in seqs for ready in sequencer.put(frame(seq))]


@given(st.permutations(range(12)))
def test_whatever_the_order_of_arrival_frames_are_given_in_the_order_of_their_numbers(
    order: list[int],
) -> None:
    sequencer = Sequencer()
    numbers(sequencer, -1)

    assert numbers(sequencer, *order) == list(range(12))
    assert (sequencer.late, sequencer.lost) == (0, 0)


def test_a_frame_that_comes_when_its_turn_is_over_is_dropped_and_counted() -> None:
    sequencer = Sequencer()
    numbers(sequencer, 5, 6, 8)
    given_up = sequencer.give_up()

    assert [(r.frame.seq, r.lost) for r in given_up] == [(8, 1)]
    assert numbers(sequencer, 7, 8, 9) == [9]
    assert (sequencer.late, sequencer.lost) == (2, 1)


def test_it_does_not_wait_for_ever_for_one_that_is_lost() -> None:
    sequencer = Sequencer()
    numbers(sequencer, 0)

    found = numbers(sequencer, *range(2, 2 + MOST_HELD + 1))

    assert found[0] == 2
    assert len(found) == MOST_HELD + 1
    assert not sequencer.is_waiting


def test_numbers_may_go_over_the_edge() -> None:
    assert numbers(Sequencer(), WHOLE - 1, WHOLE, WHOLE + 1) == [WHOLE - 1, 0, 1]


def test_a_sender_that_begins_to_count_anew_is_followed() -> None:
    sequencer = Sequencer()

    assert numbers(sequencer, 10, 11, 900_000, 900_001) == [10, 11, 900_000, 900_001]


def test_a_sender_that_begins_again_at_a_smaller_number_is_followed_by_its_clock() -> None:
    sequencer = Sequencer()
    numbers(sequencer, 90_000, 90_001)

    again = [Frame(seq, (90_002 + seq) * 20_000, b"\1\0") for seq in range(2)]

    assert [r.frame.seq for each in again for r in sequencer.put(each)] == [0, 1]


def test_old_frames_that_come_again_in_turns_are_no_new_counting() -> None:
    sequencer = Sequencer()
    numbers(sequencer, *range(1_000, 2_000))

    assert numbers(sequencer, *[1_990, 1_100] * 20) == []
    assert sequencer.late == 40
    assert numbers(sequencer, 2_000) == [2_000]


@pytest.mark.parametrize(
    ("delays_ms", "wanted_s"),
    [([0] * 50, LEAST_S), ([n % 50 for n in range(150)], 0.08), ([0, 900] * 75, MOST_S)],
)
def test_the_stock_is_what_uneven_frames_need(delays_ms: list[int], wanted_s: float) -> None:
    unevenness = Unevenness()
    for number, delay_ms in enumerate(delays_ms):
        unevenness.note(number * 20_000, 7_000 + number * 0.02 + delay_ms / 1000)

    assert unevenness.target_s == pytest.approx(wanted_s, abs=0.01)


def test_before_anything_came_the_stock_is_the_least() -> None:
    assert Unevenness().target_s == LEAST_S
