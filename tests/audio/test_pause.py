"""A pause that a file has by itself is no dead air; a silence that goes on is."""

from itertools import pairwise

import pytest

from broadcast.audio.level import GRACE_S
from broadcast.audio.pause import SOON_S, frames_of_pause
from broadcast.audio.playing import Block, Playing
from broadcast.audio.reader import AHEAD_S, CHUNK_S
from tests.audio.sounds import RATE, pcm, sine, voice

BLOCK = RATE // 50
NOW = 1_700_000_000.0


def spoken(pause_s: float, after_s: float = 0.5, gain_db: float = 0.0) -> list[int]:
    """A word, a pause, and another word."""
    level = 0.25 * 10 ** (gain_db / 20)
    word, last = (sine(round(s * RATE), level=level) if s else [] for s in (0.5, after_s))
    return word + [0] * round(pause_s * RATE) + last


def dead_s(values: list[int], gain_db: float = 0.0, *, complete: bool = True) -> list[float]:
    """When a voice was said to be dead, or not any more."""
    made = Playing(voice(gain_db=gain_db), 0, RATE)
    for at in range(0, len(values), 777):
        made.chunks.append(pcm(values[at : at + 777]))
    made.brought, made.complete = len(values), complete
    found = []
    for index in range(len(values) // BLOCK + 1):
        made.block(BLOCK, Block(NOW + index * BLOCK / RATE))
        if made.turned:
            found.append(index * BLOCK / RATE)
    return found


@pytest.mark.parametrize("pause_s", [1.7, 1.9, 2.5, GRACE_S + SOON_S - 0.1])
def test_a_pause_between_two_readings_is_no_dead_air(pause_s: float) -> None:
    assert dead_s(spoken(pause_s)) == []


def test_pauses_one_after_the_other_are_none_either() -> None:
    assert dead_s(spoken(2.5) * 4) == []


def test_a_longer_silence_is_dead_air_within_two_seconds() -> None:
    went, came = dead_s(spoken(GRACE_S + SOON_S + 0.5))

    assert 0.5 + GRACE_S - 0.05 <= went <= 0.5 + 2.0
    assert came == pytest.approx(0.5 + GRACE_S + SOON_S + 0.5, abs=0.05)


def test_a_file_that_is_silent_at_its_end_just_ends() -> None:
    assert dead_s(spoken(2.5, after_s=0)) == []
    assert len(dead_s(spoken(6.0, after_s=0))) == 1


def test_silence_whose_end_nobody_has_brought_is_dead_air() -> None:
    assert len(dead_s(spoken(2.5, after_s=0), complete=False)) == 1


@pytest.mark.parametrize("gain_db", [0.0, -30.0, -50.0])
def test_a_voice_turned_down_pauses_like_another(gain_db: float) -> None:
    assert dead_s(spoken(2.5, gain_db=gain_db), gain_db) == []
    assert len(dead_s(spoken(6.0, gain_db=gain_db), gain_db)) == 2


def test_the_reader_is_further_ahead_than_a_pause_may_be_long() -> None:
    assert AHEAD_S - CHUNK_S >= SOON_S


@pytest.mark.parametrize("size", [1, 2, 500, 10_000])
def test_the_pause_is_counted_over_the_borders_of_chunks(size: int) -> None:
    values = pcm([0] * (RATE // 2) + sine(RATE))
    cut = [*range(0, len(values), 2 * size), len(values)]
    stock = [values[first:last] for first, last in pairwise(cut)]

    found = frames_of_pause(stock, RATE, 0.0, is_all=True)

    assert found == pytest.approx(RATE // 2, abs=RATE // 50)
