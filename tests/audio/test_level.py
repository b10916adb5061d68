"""Levels against plain arithmetic, and dead air to the block."""

from math import log10, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.audio.level import FLOOR_DBFS, GRACE_S, Meter, dbfs
from tests.audio.sounds import RATE, pcm, sine

BLOCK = 80


def blocks(seconds: float) -> int:
    return int(seconds * RATE / BLOCK)


@given(
    st.lists(
        st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=200), min_size=1, max_size=20
    )
)
def test_mean_level_and_peak_are_those_of_all_samples_together(parts: list[list[int]]) -> None:
    meter = Meter(RATE)
    for part in parts:
        meter.hear(pcm(part), len(part))

    every = [value for part in parts for value in part]
    mean = sqrt(sum(value * value for value in every) / len(every))
    assert meter.frames == len(every)
    assert meter.peak == max(map(abs, every))
    if mean > 33:  # what audioop cuts off of a root matters less than 0.15 dB from here on
        assert meter.level_dbfs == pytest.approx(20 * log10(mean / 32_768), abs=0.15)


def test_digital_silence_is_the_floor() -> None:
    meter = Meter(RATE)
    meter.hear(bytes(2 * BLOCK), BLOCK)

    assert meter.level_dbfs == meter.peak_dbfs == FLOOR_DBFS
    assert dbfs(32_768) == 0.0


def test_dead_air_is_said_within_two_seconds_and_not_before_the_grace() -> None:
    meter = Meter(RATE)
    for _ in range(100):
        assert not meter.hear(pcm(sine(BLOCK)), BLOCK)

    silent = 0
    while not meter.hear(bytes(2 * BLOCK), BLOCK):
        silent += 1

    assert GRACE_S <= (silent + 1) * BLOCK / RATE <= 2.0
    assert meter.dead


def test_even_a_voice_of_long_blocks_is_dead_air_within_two_seconds() -> None:
    meter, block = Meter(48_000), 8_192
    meter.hear(pcm(sine(block, rate=48_000)), block)

    silent = 1
    while not meter.hear(bytes(2 * block), block):
        silent += 1

    assert silent * block / 48_000 <= 2.0


def test_a_pause_between_sentences_is_no_dead_air() -> None:
    meter = Meter(RATE)
    for _ in range(5):
        for _ in range(blocks(1.5)):
            assert not meter.hear(bytes(2 * BLOCK), BLOCK)
        assert not meter.hear(pcm(sine(BLOCK)), BLOCK)

    assert meter.dead_air_s == 0.0


def test_sound_after_dead_air_is_said_and_the_silence_counted() -> None:
    meter = Meter(RATE)
    for _ in range(blocks(3)):
        meter.hear(bytes(2 * BLOCK), BLOCK)
    assert meter.dead_air_s == pytest.approx(3 - GRACE_S, abs=0.02)

    assert meter.hear(pcm(sine(BLOCK)), BLOCK)

    assert not meter.dead
    assert meter.dead_air_s == pytest.approx(3 - GRACE_S, abs=0.02)


def test_noise_under_minus_60_is_silence_and_over_it_is_sound() -> None:
    for level_dbfs, dead in ((-58, False), (-63, True)):
        meter = Meter(RATE)
        loud = 10 ** (level_dbfs / 20) * sqrt(2)
        for _ in range(blocks(2.5)):
            meter.hear(pcm(sine(BLOCK, level=loud)), BLOCK)
        assert meter.dead is dead


def test_a_zone_turned_far_down_is_no_dead_air() -> None:
    meter = Meter(RATE, gain_db=-50.0)
    for _ in range(blocks(3)):
        meter.hear(pcm(sine(BLOCK, level=10 ** (-66 / 20))), BLOCK)

    assert not meter.dead


def test_a_reader_that_brings_nothing_is_dead_air() -> None:
    meter = Meter(RATE)
    for _ in range(blocks(2)):
        meter.hear(b"", BLOCK)

    assert meter.dead
    assert meter.frames == 0


def test_an_excused_silence_is_no_dead_air_until_it_should_have_ended() -> None:
    meter = Meter(RATE)
    for _ in range(blocks(GRACE_S) + 1):
        meter.hear(bytes(2 * BLOCK), BLOCK)
    assert meter.dead

    meter.excuse(RATE)

    assert not meter.dead
    silent = 0
    while not meter.hear(bytes(2 * BLOCK), BLOCK):
        silent += BLOCK
    assert silent == pytest.approx(RATE, abs=2 * BLOCK)
