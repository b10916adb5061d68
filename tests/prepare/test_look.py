"""What is seen in a sound, from samples alone."""

from __future__ import annotations

import math
from array import array

import pytest

from hub.prepare.look import Look, Mix, Seen, decibels

RATE = 16_000


def tone(seconds: float, amplitude: float, hertz: float = 440.0) -> array[int]:
    step = 2 * math.pi * hertz / RATE
    return array(
        "h", (round(32767 * amplitude * math.sin(step * n)) for n in range(int(seconds * RATE)))
    )


def silence(seconds: float) -> array[int]:
    return array("h", bytes(2 * int(seconds * RATE)))


def stereo(left: array[int], right: array[int]) -> array[int]:
    both = array("h", bytes(4 * len(left)))
    both[0::2], both[1::2] = left, right
    return both


def seen(samples: array[int], channels: int = 1, piece: int = 4097) -> Seen:
    look, data = Look(RATE, channels), samples.tobytes()
    for at in range(0, len(data), piece):
        look.take(data[at : at + piece])
    return look.seen()


def test_nothing_at_all_is_silence() -> None:
    assert seen(array("h")).is_silence
    assert seen(silence(1.0)).is_silence


def test_the_pieces_in_which_it_comes_do_not_matter() -> None:
    samples = tone(1.0, 0.3) + silence(0.5) + tone(1.0, 0.1)

    assert seen(samples, piece=1) == seen(samples, piece=100_000)


def test_level_and_peak_are_those_of_a_sine() -> None:
    found = seen(tone(2.0, 0.5))

    assert found.peak_dbfs == pytest.approx(-6.02, abs=0.05)
    assert found.level_dbfs == pytest.approx(-9.03, abs=0.05)
    assert found.length_s == 2.0


def test_silence_is_trimmed_but_for_a_margin() -> None:
    found = seen(silence(2.0) + tone(1.0, 0.3) + silence(3.0))

    assert found.start_s == pytest.approx(1.8, abs=0.03)
    assert found.end_s == pytest.approx(3.2, abs=0.03)


def test_soft_speech_is_not_trimmed() -> None:
    found = seen(silence(1.0) + tone(1.0, 0.5 * 10 ** (-30 / 20)) + tone(3.0, 0.5))

    assert found.start_s == pytest.approx(0.8, abs=0.03)


def test_steady_noise_before_speech_is_silence() -> None:
    noise = 0.5 * 10 ** (-38 / 20)

    found = seen(tone(2.0, noise) + tone(4.0, 0.5) + tone(2.0, noise))

    assert found.start_s == pytest.approx(1.8, abs=0.03)


def test_a_click_is_no_beginning() -> None:
    click = array("h", [20_000] * 20)

    found = seen(silence(1.0) + click + silence(1.0) + tone(2.0, 0.3))

    assert found.start_s > 1.5


def test_pauses_are_measured() -> None:
    found = seen(tone(1.0, 0.3) + silence(3.0) + tone(1.0, 0.3))

    assert found.pause_s == pytest.approx(3.0, abs=0.05)
    assert found.silent == pytest.approx(0.6, abs=0.02)


def test_long_silences_between_sounds_are_found_and_a_click_ends_none() -> None:
    click = array("h", [20_000] * 20)
    gap = silence(1.5) + click + silence(1.5)

    found = seen(silence(3.0) + tone(1.0, 0.3) + gap + tone(1.0, 0.3) + silence(1.7) + tone(1, 0.3))

    (quiet,) = found.quiets
    assert quiet == pytest.approx((4.0, 7.0), abs=0.05)


@pytest.mark.parametrize(("gain", "share"), [(0.99, 0.0), (1.5, 1.0), (4.0, 1.0)])
def test_flat_tops_are_clipping(gain: float, share: float) -> None:
    whole = [max(-32768, min(32767, round(gain * s))) for s in tone(1.0, 0.999)]

    assert seen(array("h", whole)).clipped == pytest.approx(share, abs=0.05)


def test_tops_that_were_cut_off_below_full_scale_are_clipping_too() -> None:
    cut = [max(-20_000, min(20_000, 4 * s)) for s in tone(1.0, 0.9)]

    assert seen(array("h", cut)).clipped > 0.9


def test_a_low_pure_tone_is_not_clipped() -> None:
    assert seen(tone(1.0, 0.9, 60.0)).clipped == 0.0


@pytest.mark.parametrize(
    ("right", "mix"),
    [(1.0, Mix.BOTH), (-0.99, Mix.LEFT), (-0.9, Mix.LEFT), (0.0, Mix.LEFT), (0.7, Mix.BOTH)],
)
def test_channels_are_mixed_unless_they_cancel(right: float, mix: Mix) -> None:
    left = tone(1.0, 0.3)
    other = array("h", (round(right * s) for s in left))

    assert seen(stereo(left, other), 2).mix is mix


def test_channels_that_have_nothing_in_common_are_mixed() -> None:
    assert seen(stereo(tone(1.0, 0.3), tone(1.0, 0.3, 1000.0)), 2).mix is Mix.BOTH


def test_the_louder_channel_is_the_one_that_is_used() -> None:
    assert seen(stereo(silence(1.0), tone(1.0, 0.3)), 2).mix is Mix.RIGHT


def test_syllables_are_speech_and_a_steady_sound_is_not() -> None:
    syllables = array("h")
    for n in range(30):
        syllables += tone(0.12, 0.4) + tone(0.08 + 0.01 * (n % 5), 0.02)

    assert seen(syllables).is_speech
    assert not seen(tone(5.0, 0.4)).is_speech


def test_an_offset_is_no_level() -> None:
    found = seen(array("h", (s + 8000 for s in tone(1.0, 0.1))))

    assert found.level_dbfs == pytest.approx(-23.0, abs=0.2)


def test_decibels_have_a_floor() -> None:
    assert decibels(0.0) == pytest.approx(-120.0, abs=0.1)
    assert decibels(32768) == 0.0
