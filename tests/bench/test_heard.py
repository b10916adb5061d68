"""Which sound belongs to which start."""

import pytest

from bench.heard import Start, heard, start_figures
from bench.recording import Chunk, Period, Recording
from bench.tones import Tone
from tests.bench.recorded import RATE, recorded, tone

ITEM = Tone(1000, length_s=0.1)


def recording(seconds: float) -> Recording:
    count = int(seconds * RATE / 256)
    return Recording(RATE, [Period(n * 256, 256, n * 256 / RATE, 0.0, 0) for n in range(count)], {})


def starts(chunks: list[Chunk], *due: float) -> list[Start]:
    return heard(recording(6), chunks, ITEM, due=due, within_s=0.8, told_ms={})


def test_the_error_is_onset_minus_due() -> None:
    (found,) = starts(recorded(tone(4_800), at=48_000 + 96), 1.0)

    assert found.error_ms == pytest.approx(2.0, abs=0.03)
    assert found.frames == 4_799


def test_a_start_that_nobody_heard_has_no_error() -> None:
    found = starts(recorded(tone(4_800), at=48_000), 1.0, 3.0)

    assert found[1].error_ms is None


def test_a_sound_that_is_far_too_late_belongs_to_no_start() -> None:
    (found,) = starts(recorded(tone(4_800), at=2 * 48_000), 1.0)

    assert found.error_ms is None


def test_every_start_has_its_own_sound() -> None:
    chunks = recorded(tone(4_800), at=48_000) + recorded(tone(4_800), at=3 * 48_000)

    found = starts(chunks, 1.0, 3.0)

    assert [s.error_ms for s in found] == pytest.approx([0.02, 0.02], abs=0.03)


def test_a_whole_item_counts_in_full() -> None:
    figures = start_figures(starts(recorded(tone(4_800), at=48_000), 1.0), ITEM)

    assert (figures.whole, figures.share) == (1, 100.0)


def test_a_cut_head_is_not_whole() -> None:
    figures = start_figures(starts(recorded(tone(4_800)[480:], at=48_000), 1.0), ITEM)

    assert figures.whole == 0
    assert figures.share == pytest.approx(90, abs=0.2)


def test_a_broken_item_is_not_whole() -> None:
    samples = tone(4_800 + 100)

    figures = start_figures(starts(recorded(samples[:1_000] + samples[1_100:], at=0), 0.0), ITEM)

    assert figures.whole == 0


def test_a_start_not_heard_lowers_the_share() -> None:
    figures = start_figures(starts(recorded(tone(4_800), at=48_000), 1.0, 3.0), ITEM)

    assert figures.share == 50.0
    assert figures.error is not None
    assert figures.error.count == 1
