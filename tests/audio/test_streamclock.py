"""The card's clock: when the first sample of a block is heard, whatever is reported."""

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.audio.streamclock import StreamClock

RATE = 48_000
FRAMES = 480
LATENCY_S = 0.02


@dataclass
class Card:
    """A card whose samples leave exactly when they should, and its reports of that."""

    drift: float = 0.0
    sent: int = 0
    began_s: float = 1_000.0
    clock: StreamClock = field(default_factory=lambda: StreamClock(RATE, LATENCY_S))

    @property
    def due_s(self) -> float:
        """When a callback would be made if nothing were ever late."""
        return self.began_s + self.sent / RATE * (1 + self.drift)

    def block(self, late_s: float = 0.0, *, gap: bool = False, frames: int = FRAMES) -> bool:
        """One block, its callback late by `late_s`."""
        now = self.due_s + late_s
        current = self.due_s + 50.0  # the card's clock has a zero of its own
        ran_dry = self.clock.note(frames, current, current + LATENCY_S, now, gap=gap)
        self.sent += frames
        return ran_dry

    def error_s(self) -> float:
        """How wrong the clock is about the block just noted."""
        true_s = self.due_s - FRAMES / RATE * (1 + self.drift) + LATENCY_S
        return self.clock.first_sample_s() - true_s


def run(card: Card, seconds: float, late: random.Random, worst_s: float) -> None:
    for _ in range(int(seconds * RATE / FRAMES)):
        card.block(late.expovariate(1 / 0.0005) % worst_s)


def test_a_punctual_card_is_followed_exactly() -> None:
    card = Card()

    for _ in range(200):
        card.block()

    assert abs(card.error_s()) < 1e-6
    assert card.clock.latency_s == pytest.approx(LATENCY_S)
    assert not card.clock.estimated


def test_late_wakeups_do_not_move_the_start() -> None:
    card = Card()
    run(card, 3, random.Random(1), worst_s=0.009)

    errors = []
    for late_s in (0.0, 0.004, 0.0001, 0.008):
        card.block(late_s)
        errors.append(card.error_s())

    assert max(map(abs, errors)) < 0.0002


@given(
    late=st.lists(st.floats(0, 0.009), min_size=250, max_size=250),
    drift=st.floats(-200e-6, 200e-6),
)
def test_any_mixture_of_lateness_and_quartz_stays_within_half_a_millisecond(
    late: list[float], drift: float
) -> None:
    card = Card(drift=drift)
    for index, late_s in enumerate(late * 4):
        card.block(late_s if index % 5 else 0.0)  # one in five is on time

    assert abs(card.error_s()) < 0.0005


def test_a_second_in_which_every_callback_is_late_does_not_move_the_start() -> None:
    card = Card()
    run(card, 4, random.Random(10), worst_s=0.001)

    for _ in range(RATE // FRAMES):
        card.block(late_s=0.0025)

    assert abs(card.error_s()) < 0.0002


@pytest.mark.parametrize("ppm", [-500, 500, 700])
def test_a_slew_of_the_clock_is_followed(ppm: int) -> None:
    card = Card()
    run(card, 8, random.Random(2), worst_s=0.003)
    card.began_s = card.due_s  # from now on the clock is slewed
    sent, card.sent = card.sent, 0
    card.drift = ppm * 1e-6

    worst = 0.0
    for _ in range(int(20 * RATE / FRAMES)):
        card.block()
        worst = max(worst, abs(card.error_s()))

    assert sent > 0
    assert worst < 0.0015  # while the slew is being noticed
    assert abs(card.error_s()) < 0.0003  # from then on


def test_a_gap_that_is_told_is_believed_at_once() -> None:
    card = Card()
    run(card, 5, random.Random(3), worst_s=0.003)
    card.began_s += 0.25  # the device stood still for a quarter second

    assert card.block(gap=True)

    assert abs(card.error_s()) < 0.0001


def test_after_a_gap_nothing_is_sure_until_a_few_readings_agree() -> None:
    card = Card()
    run(card, 5, random.Random(9), worst_s=0.002)
    assert card.clock.is_sure

    card.block(late_s=0.240, gap=True)  # the callback was late, the card was not
    assert not card.clock.is_sure
    for _ in range(3):
        card.block()

    assert card.clock.is_sure
    assert abs(card.error_s()) < 0.0002


def test_a_gap_that_is_told_and_was_none_changes_nothing() -> None:
    card = Card()
    run(card, 5, random.Random(8), worst_s=0.002)

    assert card.block(late_s=0.002, gap=True)

    assert abs(card.error_s()) < 0.0002


def test_a_gap_that_is_not_told_is_noticed_by_its_lateness() -> None:
    card = Card()
    run(card, 5, random.Random(4), worst_s=0.003)
    card.began_s += 0.25

    ran_dry = card.block()

    assert ran_dry
    assert abs(card.error_s()) < 0.0001


def test_a_small_loss_of_samples_is_noticed_within_half_a_second() -> None:
    card = Card()
    run(card, 5, random.Random(5), worst_s=0.002)
    card.began_s += 0.008  # too little to be late

    run(card, 0.5, random.Random(6), worst_s=0.002)
    card.block()

    assert abs(card.error_s()) < 0.001


def test_a_stall_that_the_buffer_bridges_is_no_gap() -> None:
    card = Card()
    run(card, 5, random.Random(7), worst_s=0.002)

    assert not card.block(late_s=0.025)
    assert not card.block(late_s=0.015)
    assert not card.block(late_s=0.005)

    assert abs(card.error_s()) < 0.0002


def test_the_filling_of_the_buffer_at_the_start_is_forgotten() -> None:
    card = Card()
    for _ in range(3):
        card.block()  # asked for at once, ahead of time
    assert not card.clock.is_primed
    card.began_s += 1.8  # then a sound server takes its time

    ran_dry = card.block()

    assert card.clock.is_primed
    assert not ran_dry
    assert abs(card.error_s()) < 0.0001


@pytest.mark.parametrize(
    ("current_s", "dac_s"),
    [
        pytest.param(0.0, 0.0, id="zero"),
        pytest.param(10.0, 9.5, id="heard before it is made"),
        pytest.param(10.0, 99.0, id="heard in a minute"),
        pytest.param(-1.0, -0.9, id="before the beginning"),
        pytest.param(float("nan"), float("nan"), id="no number"),
    ],
)
def test_nonsense_is_replaced_by_an_estimate_and_said(current_s: float, dac_s: float) -> None:
    clock = StreamClock(RATE, LATENCY_S)

    for block in range(100):
        clock.note(FRAMES, current_s, dac_s, 7.0 + block * FRAMES / RATE)

    assert clock.estimated
    assert clock.first_sample_s() == pytest.approx(7.0 + 99 * FRAMES / RATE + LATENCY_S)
    assert clock.latency_s == LATENCY_S


def test_a_card_whose_clock_stands_still_is_estimated() -> None:
    clock = StreamClock(RATE, LATENCY_S)

    for block in range(100):
        clock.note(FRAMES, 5.0, 5.02, 7.0 + block * FRAMES / RATE)

    assert clock.estimated


def test_several_blocks_at_one_reading_are_no_standstill() -> None:
    clock = StreamClock(RATE, LATENCY_S)

    for wake in range(50):
        now = 7.0 + wake * 2 * FRAMES / RATE
        for part in range(2):
            dac = now + LATENCY_S + part * FRAMES / RATE
            clock.note(FRAMES, now, dac, now)

    assert not clock.estimated
    assert clock.first_sample_s() == pytest.approx(now + LATENCY_S + FRAMES / RATE)


def test_a_card_that_comes_to_its_senses_is_believed_again() -> None:
    clock = StreamClock(RATE, LATENCY_S)
    for block in range(20):
        clock.note(FRAMES, 0.0, 0.0, 7.0 + block * FRAMES / RATE)

    now = 7.0 + 20 * FRAMES / RATE
    clock.note(FRAMES, 3.0, 3.1, now)

    assert not clock.estimated
    assert clock.first_sample_s() == pytest.approx(now + 0.1)


@given(
    reports=st.lists(
        st.tuples(
            st.sampled_from([64, 256, 480, 1024]),
            st.floats(allow_nan=True, allow_infinity=True),
            st.floats(allow_nan=True, allow_infinity=True),
            st.booleans(),
        ),
        min_size=1,
        max_size=300,
    )
)
def test_whatever_is_reported_the_answer_is_near_now(
    reports: list[tuple[int, float, float, bool]],
) -> None:
    clock, now = StreamClock(RATE, LATENCY_S), 100.0

    for frames, current_s, dac_s, gap in reports:
        clock.note(frames, current_s, dac_s, now, gap=gap)
        assert -0.01 < clock.first_sample_s() - now < 2.01 + 0.25
        now += frames / RATE
