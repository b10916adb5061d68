"""When an order was heard."""

import pytest

from bench.answered import Answered, Trial, answers, hertz
from bench.recording import Chunk, Period, Recording
from tests.bench.recorded import RATE, recorded, tone

PROGRAMME_AT = 48_000
ORDERED_S = 1.5
HEARD_S = 1.51
STOPPED_S = 2.0
CUT_S = 2.02


def recording() -> Recording:
    return Recording(RATE, [Period(n * 256, 256, n * 256 / RATE, 0.0, 0) for n in range(1_000)], {})


def sound() -> list[Chunk]:
    """A programme, cut by an emergency that is no louder, cut by a stop."""
    routine = tone(int((HEARD_S - 1.0) * RATE), level=0.23)
    emergency = tone(int((CUT_S - HEARD_S) * RATE), level=0.16, hertz=3_000)
    return recorded(routine + emergency, at=PROGRAMME_AT)


def answered(chunks: list[Chunk], line_off_s: float = 2.01) -> Answered:
    trial = Trial(ORDERED_S, STOPPED_S, 1.0, 1.0)
    (found,) = answers(recording(), chunks, [trial], [(1.0, True), (line_off_s, False)])
    return found


def test_the_first_emergency_sample_is_found_by_its_pitch() -> None:
    assert answered(sound()).heard_ms == pytest.approx(10.0, abs=0.05)


def test_what_was_heard_is_told_by_its_frequency() -> None:
    assert answered(sound()).hertz == pytest.approx(3_000, abs=100)


def test_silence_begins_after_the_last_audible_sample() -> None:
    assert answered(sound()).silent_ms == pytest.approx(20.0, abs=0.05)


def test_the_line_goes_off_before_the_sound() -> None:
    assert answered(sound()).is_line_first
    assert not answered(sound(), line_off_s=2.03).is_line_first


def test_an_emergency_that_is_not_heard_has_no_wait() -> None:
    routine = recorded(tone(48_960, level=0.23), at=PROGRAMME_AT)

    assert answered(routine).heard_ms is None


def test_a_line_that_stays_on_has_no_wait() -> None:
    found = answered(sound(), line_off_s=0.5)

    assert found.line_off_ms is None
    assert not found.is_line_first


@pytest.mark.parametrize("frequency", [1_000, 3_000])
def test_the_frequency_of_a_tone_is_counted(frequency: int) -> None:
    assert hertz(tone(4_800, hertz=frequency), RATE) == pytest.approx(frequency, rel=0.02)


def test_silence_has_no_frequency() -> None:
    assert hertz([0] * 100, RATE) == 0.0
    assert hertz([], RATE) == 0.0
