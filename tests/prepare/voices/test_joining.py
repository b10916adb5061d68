"""Stretches of speech become one file with silences of exact length."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from hub.errors import MediaError
from hub.prepare.voices.joining import Stretch, bare, join, repeat
from tests.media.sounds import save, tone

RATE = 8000


def length_s(path: Path) -> float:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return float(file.getnframes() / file.getframerate())


def test_the_pauses_between_are_as_long_as_they_should_be(tmp_path: Path) -> None:
    one = save(tmp_path / "1.wav", tone(440, RATE, 1.0), RATE)
    two = save(tmp_path / "2.wav", tone(660, RATE, 0.5), RATE)

    made = join([Stretch(one, 0.7), Stretch(two, 0.0)], tmp_path / "all.wav")

    assert length_s(made) == pytest.approx(2.2, abs=0.011)


def test_the_silence_of_an_engine_is_taken_away_from_both_ends() -> None:
    silence = bytes(2 * RATE)
    sound = b"\x00\x20" * RATE

    assert len(bare(silence + sound + silence, RATE)) == pytest.approx(
        len(sound) + 2 * 2 * RATE * 0.03, abs=2 * 2 * RATE * 0.01
    )


def test_silence_alone_becomes_nothing() -> None:
    assert bare(bytes(1000), RATE) == b""


def test_a_stretch_of_another_rate_is_refused(tmp_path: Path) -> None:
    one = save(tmp_path / "1.wav", tone(440, RATE, 0.2), RATE)
    two = save(tmp_path / "2.wav", tone(440, 16_000, 0.2), 16_000)

    with pytest.raises(MediaError, match=r"media\.broken"):
        join([Stretch(one, 0.1), Stretch(two, 0.1)], tmp_path / "all.wav")


def test_the_silence_at_its_end_is_part_of_the_pause(tmp_path: Path) -> None:
    said = save(tmp_path / "1.wav", tone(440, RATE, 1.0) + [0.0] * (RATE // 2), RATE)

    made = repeat(said, 2, 2.0, tmp_path / "all.wav")

    assert length_s(made) == pytest.approx(1.0 + 2.0 + 1.5, abs=0.02)


def test_the_whole_is_said_again_after_a_pause(tmp_path: Path) -> None:
    one = save(tmp_path / "1.wav", tone(440, RATE, 1.0), RATE)

    made = repeat(one, 3, 2.0, tmp_path / "all.wav")

    assert length_s(made) == pytest.approx(7.0)
