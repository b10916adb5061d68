"""A step of the wall clock does not move the end of what already sounds."""

from __future__ import annotations

from array import array

import pytest

from broadcast.audio.playing import Block, Playing
from broadcast.audio.sink import Voice
from hub.domain.ids import BusId

RATE, BLOCK, START = 48_000, 480, 1_000.0


def sounding() -> Playing:
    """A voice of two seconds that began at `START`, and is to be silent after one second."""
    playing = Playing(Voice("v", BusId("main:0"), (), START), 0, RATE)
    playing.chunks.append(array("h", [1000] * 2 * RATE).tobytes())
    playing.complete = True
    playing.cut(array("f"), START + 1.0)
    return playing


def played(playing: Playing, step_s: float) -> int:
    """How many samples it plays when the clock is stepped after half a second."""
    first_s = START
    for block in range(400):
        stepped = step_s if block == 50 else 0.0
        first_s += stepped
        playing.block(BLOCK, Block(first_s, step_s=stepped))
        first_s += BLOCK / RATE
    return playing.report().frames


def test_a_cut_asked_for_by_the_new_time_is_not_moved() -> None:
    playing = sounding()
    for block in range(50):
        playing.block(BLOCK, Block(START + block * BLOCK / RATE))
    stepped = START + 3_600.5
    playing.cut(array("f"), stepped + 0.25)

    for block in range(50):
        step_s = 3_600.0 if block == 0 else 0.0
        playing.block(BLOCK, Block(stepped + block * BLOCK / RATE, step_s=step_s))

    assert playing.report().frames == 0.75 * RATE


@pytest.mark.parametrize("step_s", [0.0, 0.5, -0.5, 3600.0, -3600.0, -5 * 365 * 86_400.0])
def test_a_cut_keeps_its_moment_whatever_the_clock_does(step_s: float) -> None:
    assert abs(played(sounding(), step_s) - RATE) <= 1
