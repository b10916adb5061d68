"""Where a sound begins and ends in recorded samples, and whether it is whole."""

from array import array

import pytest

from bench.sounds import AUDIBLE, Sound, breaks, sounds, stretch
from tests.bench.recorded import BLOCK, RATE, recorded, tone


def test_a_tone_is_found_to_the_sample() -> None:
    chunks = recorded(tone(48_000), at=1_234)

    found = sounds(chunks, RATE)

    # The first and the last sample of a whole turn are zero crossings.
    assert found == [Sound(1_235, 1_234 + 47_999)]


def test_silence_is_no_sound() -> None:
    assert sounds(recorded(tone(4_800, level=0.009), at=0), RATE) == []


def test_two_items_are_two_sounds() -> None:
    chunks = recorded(tone(4_800), at=0) + recorded(tone(4_800), at=96_000)

    assert [sound.first for sound in sounds(chunks, RATE)] == [1, 96_001]


def test_a_hole_is_taken_off_the_samples_heard() -> None:
    broken = tone(4_800)[:2_400] + array("h", bytes(2 * 960)) + tone(4_800)[2_400:]

    (found,) = sounds(recorded(broken, at=0), RATE)

    assert found.silent == pytest.approx(960, abs=2)
    assert found.frames == pytest.approx(4_799, abs=2)


def test_the_zero_crossings_of_a_low_tone_are_no_holes() -> None:
    (found,) = sounds(recorded(tone(4_800, level=0.05, hertz=500), at=0), RATE)

    assert found.silent == 0


def test_a_whole_tone_has_no_breaks() -> None:
    assert breaks(tone(4_800), 48) == 0


def test_a_lost_period_breaks_a_tone_once() -> None:
    whole = tone(4_800)

    assert breaks(whole[:1_000] + whole[1_000 + BLOCK :], 48) == 1


def test_a_doubled_period_breaks_a_tone_once() -> None:
    whole = tone(4_800)

    assert breaks(whole[: 1_000 + BLOCK] + whole[1_000:], 48) == 1


def test_a_louder_tone_is_heard_above_a_quiet_one() -> None:
    both = tone(9_600, level=0.05)
    both[4_800:] = tone(4_800, level=0.5, hertz=3_000)

    (found,) = sounds(recorded(both, at=0), RATE, threshold=8 * AUDIBLE)

    assert found.first == 4_801


def test_what_was_not_recorded_is_silence() -> None:
    chunks = [(0, array("h", [1, 2, 3])), (6, array("h", [7, 8, 9]))]

    assert list(stretch(chunks, 1, 7)) == [2, 3, 0, 0, 0, 7, 8]
