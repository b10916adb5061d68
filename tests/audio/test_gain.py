"""A gain that moves: how far, how fast, and without a click."""

from __future__ import annotations

from itertools import pairwise

import pytest

from broadcast.audio.gain import STEP, MovingGain
from broadcast.audio.playing import Block, Playing
from tests.audio.sounds import RATE, pcm, samples, voice

LOUD = 20_000
NOW = 1_700_000_000.0


def heard(gain: MovingGain, frames: int, block: int = 80) -> list[int]:
    out: list[int] = []
    for _ in range(frames // block):
        out += samples(gain.apply(memoryview(pcm([LOUD] * block))))
    return out


def test_a_gain_that_was_never_moved_gives_back_the_very_samples() -> None:
    block = memoryview(pcm([1, 2, 3]))

    assert MovingGain(RATE).apply(block) is block


def test_it_arrives_after_its_ramp_and_stays() -> None:
    gain = MovingGain(RATE)
    gain.go(-6.0, 0.5)

    out = heard(gain, RATE)

    assert out[0] == pytest.approx(LOUD, rel=0.01)
    assert out[RATE // 4] == pytest.approx(LOUD * 10 ** (-3 / 20), rel=0.01)
    assert set(out[RATE // 2 + STEP :]) == {out[-1]}
    assert out[-1] == pytest.approx(LOUD * 10 ** (-6 / 20), abs=1)


@pytest.mark.parametrize("to_db", [-24.0, -1.0])
def test_no_step_of_it_is_a_click(to_db: float) -> None:
    gain = MovingGain(RATE)
    gain.go(to_db, 2.0)

    out = heard(gain, 3 * RATE)

    assert max(abs(a - b) for a, b in pairwise(out)) <= LOUD * 0.012


def test_a_second_turn_begins_where_the_first_has_come_to() -> None:
    gain = MovingGain(RATE)
    gain.go(-12.0, 1.0)
    before = heard(gain, RATE // 2)[-1]
    gain.go(0.0, 1.0)

    out = heard(gain, RATE * 2)

    assert out[0] == pytest.approx(before, rel=0.02)
    assert out[-1] == LOUD


def test_a_voice_turned_before_it_sounds_begins_with_the_new_gain() -> None:
    made = Playing(voice(gain_db=-6.0), 0, RATE)
    made.chunks.append(pcm([LOUD] * 80))
    made.brought, made.complete = 80, True
    made.turn(-12.0, 2.0)

    block = made.block(80, Block(NOW))

    assert block is not None
    assert set(samples(block)) == {round(LOUD * 10 ** (-6 / 20)) - 1}


def test_a_voice_turned_far_down_is_not_dead_air() -> None:
    made = Playing(voice(), 0, RATE)
    made.chunks.append(pcm([300, -300] * 2 * RATE))
    made.brought, made.complete = 4 * RATE, True
    made.block(80, Block(NOW))
    made.turn(-30.0, 0.0)

    for number in range(1, 3 * RATE // 80):
        made.block(80, Block(NOW + number * 80 / RATE))

    assert not made.meter.dead
