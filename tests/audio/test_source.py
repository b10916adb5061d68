"""Clips as one run of samples."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from broadcast.audio.sink import Clip
from broadcast.audio.source import Source
from hub.errors import MediaError
from tests.audio.sounds import RATE, clip, ramp, samples, voice, write_wav


def every(source: Source, step: int = 7, most: int = 10_000) -> list[int]:
    out: list[int] = []
    while len(out) < most and (data := source.read(step)):
        out += samples(data)
    source.close()
    return out


def test_clips_follow_each_other_without_a_gap(tmp_path: Path) -> None:
    clips = (clip(tmp_path / "a.wav", ramp(50)), clip(tmp_path / "b.wav", ramp(33, first=500)))

    assert every(Source(voice(clips=clips), RATE)) == ramp(50) + ramp(33, first=500)


def test_a_clip_is_a_stretch_of_its_file(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(50))

    assert every(Source(voice(clips=(Clip(path, 20, skip=10),)), RATE)) == ramp(50)[10:30]


def test_a_loop_begins_again_with_the_first_clip(tmp_path: Path) -> None:
    clips = (clip(tmp_path / "a.wav", [1, 2, 3]), clip(tmp_path / "b.wav", [4, 5]))

    out = every(Source(voice(clips=clips, loop=True), RATE), most=12)

    assert out[:12] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2]


def test_the_gain_is_applied(tmp_path: Path) -> None:
    clips = (clip(tmp_path / "a.wav", [10_000, -10_000]),)

    assert every(Source(voice(clips=clips, gain_db=-20.0), RATE)) == [1_000, -1_000]


def test_a_voice_without_gain_is_bit_exact(tmp_path: Path) -> None:
    values = [-32_768, 32_767, -1, 1]

    assert every(Source(voice(clips=(clip(tmp_path / "a.wav", values),)), RATE)) == values


def test_the_first_clip_is_looked_at_at_once(tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        Source(voice(clips=(Clip(tmp_path / "none.wav", 10),)), RATE)


def test_a_later_clip_that_is_missing_fails_at_its_place(tmp_path: Path) -> None:
    clips = (clip(tmp_path / "a.wav", ramp(10)), Clip(tmp_path / "none.wav", 10))
    with closing(Source(voice(clips=clips), RATE)) as source:
        assert samples(source.read(100)) == ramp(10)
        with pytest.raises(MediaError):
            source.read(100)


@pytest.mark.parametrize(("frames", "skip"), [(51, 0), (50, 1), (0, 0), (10, -1)])
def test_a_stretch_the_file_does_not_have_is_refused(
    tmp_path: Path, frames: int, skip: int
) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(50))

    with pytest.raises(MediaError):
        Source(voice(clips=(Clip(path, frames, skip),)), RATE)


def test_a_file_that_shrinks_while_it_plays_fails(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(50))
    with closing(Source(voice(clips=(Clip(path, 50),)), RATE)) as source:
        source.read(10)
        os.truncate(path, 44 + 40)

        assert len(source.read(100)) == 20
        with pytest.raises(MediaError):
            source.read(100)


def test_a_voice_of_nothing_is_refused() -> None:
    with pytest.raises(MediaError):
        Source(voice(clips=()), RATE)
