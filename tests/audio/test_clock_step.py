"""A step of the wall clock does not move the end of what already sounds."""

from __future__ import annotations

from array import array

import pytest

from broadcast.audio.playing import Playing
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
        if block == 50:
            first_s += step_s
        playing.block(BLOCK, first_s, estimated=False)
        first_s += BLOCK / RATE
    return playing.report().frames


@pytest.mark.parametrize("step_s", [0.0, 0.5, -0.5, 3600.0, -3600.0, -5 * 365 * 86_400.0])
def test_a_cut_keeps_its_moment_whatever_the_clock_does(step_s: float) -> None:
    assert abs(played(sounding(), step_s) - RATE) <= 1
