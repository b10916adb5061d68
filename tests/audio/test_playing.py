"""One voice in the mixer: its first sample, its fade, its end, its waiting."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.audio.fade import fade_out
from broadcast.audio.playing import Block, Playing, Stage
from tests.audio.sounds import RATE, pcm, ramp, samples, sine, voice

BLOCK = 80
NOW = 1_700_000_000.0


def playing(values: list[int], start_s: float | None = None, chunk: int = 0) -> Playing:
    """A voice whose samples are all there, in chunks."""
    made = Playing(voice(start_s=start_s), 0, RATE)
    size = chunk or max(1, len(values))
    for at in range(0, len(values), size):
        made.chunks.append(pcm(values[at : at + size]))
    made.brought = len(values)
    made.complete = True
    return made


def heard(made: Playing, blocks: int, first: int = 0, frames: int = BLOCK) -> list[int]:
    """What leaves in the next blocks; silence where nothing does."""
    out: list[int] = []
    for index in range(first, first + blocks):
        block = made.block(frames, Block(NOW + index * frames / RATE))
        out += samples(block) if block is not None else [0] * frames
        assert len(out) == frames * (index - first + 1)
    return out


@pytest.mark.parametrize("place", range(3 * BLOCK))
def test_the_first_sample_is_placed_exactly_wherever_it_falls(place: int) -> None:
    values = ramp(150)
    made = playing(values, NOW + place / RATE, chunk=37)

    out = heard(made, 6)

    assert out == [0] * place + values + [0] * (6 * BLOCK - place - 150)
    assert made.started_s == pytest.approx(NOW + place / RATE, abs=1e-6)
    assert made.ended_s == pytest.approx(NOW + (place + 150) / RATE, abs=1e-6)
    assert made.stage is Stage.PLAYED_OUT


@pytest.mark.parametrize("start_s", [None, NOW - 3_600, NOW - 0.001])
def test_a_late_voice_begins_with_the_next_block_and_is_whole(start_s: float | None) -> None:
    values = ramp(100)

    out = heard(playing(values, start_s), 2)

    assert out == values + [0] * 60


def test_a_voice_of_another_year_waits_without_a_sound() -> None:
    made = playing(ramp(10), NOW + 4e9)

    assert heard(made, 3) == [0] * 3 * BLOCK
    assert made.stage is Stage.WAITING


def test_a_step_of_the_wall_clock_moves_what_has_not_begun() -> None:
    made = playing(ramp(10), NOW + 3_600)
    heard(made, 3)

    out = heard(made, 1, first=int(3_600 * RATE / BLOCK))

    assert out[:10] == ramp(10)


def test_nothing_begins_by_a_clock_that_is_not_sure_but_what_is_to_begin_at_once() -> None:
    timed, at_once = playing(ramp(10), NOW), playing(ramp(10))
    unsure = Block(NOW + 0.2, is_sure=False)

    assert timed.block(BLOCK, unsure) is None
    assert at_once.block(BLOCK, unsure) is not None

    assert samples(timed.block(BLOCK, Block(NOW + 0.01)) or b"")[:10] == ramp(10)


def test_the_end_is_known_with_the_block_that_holds_the_last_sample() -> None:
    made = playing(ramp(BLOCK))

    heard(made, 1)

    assert made.stage is Stage.PLAYED_OUT


@given(
    chunks=st.lists(st.integers(1, 200), min_size=1, max_size=12),
    place=st.integers(0, 200),
    frames=st.sampled_from([1, 17, 64, 80, 256]),
)
def test_no_sample_is_lost_or_doubled_however_it_is_cut_up(
    chunks: list[int], place: int, frames: int
) -> None:
    values = ramp(sum(chunks))
    made = playing(values, NOW + place / RATE)
    made.chunks.clear()
    for index, size in enumerate(chunks):
        at = sum(chunks[:index])
        made.chunks.append(pcm(values[at : at + size]))

    out = heard(made, (place + len(values)) // frames + 2, frames=frames)

    assert out[place : place + len(values)] == values
    assert sum(map(bool, out)) == len(values)
    assert made.meter.frames == len(values)


def test_a_reader_that_is_late_makes_it_wait_and_costs_no_sample() -> None:
    values = ramp(100)
    made = playing(values[:50])
    made.complete = False

    before = heard(made, 3)
    made.chunks.append(pcm(values[50:]))
    made.complete = True
    after = heard(made, 2, first=3)

    assert before == values[:50] + [0] * 190
    assert after == values[50:] + [0] * 110
    assert made.report().waited_s == pytest.approx(190 / RATE)
    assert made.report().frames == 100


def test_what_was_read_is_played_before_an_error_ends_it() -> None:
    made = playing(ramp(50))
    made.error = OSError("card pulled out")

    out = heard(made, 1)

    assert out == ramp(50) + [0] * 30
    assert made.stage is Stage.FAILED


def test_a_cut_without_a_fade_ends_it_before_the_next_block() -> None:
    made = playing(ramp(1_000))
    heard(made, 1)

    made.cut(fade_out(0), None)

    assert heard(made, 1, first=1) == [0] * BLOCK
    assert made.stage is Stage.CUT
    assert made.ended_s == pytest.approx(NOW + BLOCK / RATE)


@pytest.mark.parametrize("place", [0, 1, 79, 80, 81, 133])
@pytest.mark.parametrize("fade", [0, 1, 40, 200])
def test_a_fade_begins_at_its_sample_and_ends_at_its_sample(place: int, fade: int) -> None:
    made = playing([10_000] * 1_000)
    made.cut(fade_out(fade), NOW + place / RATE if place else NOW)

    out = heard(made, 6)

    # cut at its very start: never heard
    whole, gains = (place, fade_out(fade)) if place else (0, fade_out(0))
    assert out[:whole] == [10_000] * whole
    assert out[whole : whole + len(gains)] == [int(10_000 * gain) for gain in gains]
    assert out[whole + len(gains) :] == [0] * (6 * BLOCK - whole - len(gains))
    assert made.stage is Stage.CUT


def test_a_fade_makes_no_step() -> None:
    made = playing([20_000] * 4_000)
    heard(made, 1)
    made.cut(fade_out(800), None)

    out = [20_000, *heard(made, 12, first=1)]

    assert max(abs(after - before) for before, after in pairwise(out)) < 60


def test_it_ends_by_itself_when_it_is_shorter_than_its_fade() -> None:
    made = playing([10_000] * 100)
    made.cut(fade_out(1_000), NOW + 50 / RATE)

    out = heard(made, 2)

    assert all(out[:100])
    assert out[100:] == [0] * 60
    assert made.stage is Stage.PLAYED_OUT


def test_a_voice_that_is_cut_before_it_begins_is_never_heard() -> None:
    made = playing(ramp(100), NOW + 100 / RATE)
    made.cut(fade_out(50), NOW + 60 / RATE)

    assert heard(made, 4) == [0] * 4 * BLOCK
    assert made.stage is Stage.CUT
    assert made.started_s is None


def test_a_cut_to_come_can_be_moved_and_taken_back() -> None:
    made = playing([7] * 1_000)
    made.cut(fade_out(0), NOW + 40 / RATE)
    made.cut(fade_out(0), NOW + 100 / RATE)
    assert heard(made, 1) == [7] * 80

    made.cut(fade_out(0), float("inf"))

    assert heard(made, 2, first=1) == [7] * 160


def test_a_cut_at_once_is_not_put_off_by_a_later_one() -> None:
    made = playing([7] * 1_000)
    made.cut(fade_out(0), None)
    made.cut(fade_out(40), NOW + 1.0)

    assert heard(made, 1) == [0] * BLOCK


def test_silence_overrides_a_fade_that_has_begun() -> None:
    made = playing([10_000] * 1_000)
    made.cut(fade_out(800), None)
    heard(made, 1)

    made.cut(fade_out(0), None)

    assert heard(made, 1, first=1) == [0] * BLOCK


def test_the_report_is_that_of_what_left() -> None:
    values = sine(1_000, level=0.25)
    made = playing(values, NOW + 0.1)
    heard(made, 30)

    report = made.report()

    mean = (sum(value * value for value in values) / len(values)) ** 0.5
    assert report.frames == 1_000
    assert report.started_s == pytest.approx(NOW + 0.1)
    assert report.ended_s == pytest.approx(NOW + 0.1 + 1_000 / RATE)
    assert 10 ** (report.level_dbfs / 20) * 32_768 == pytest.approx(mean, rel=0.001)
    assert 10 ** (report.peak_dbfs / 20) * 32_768 == pytest.approx(max(map(abs, values)))
