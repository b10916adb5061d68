"""The built-in chimes: loud enough, clean, and a loop without a seam."""

from __future__ import annotations

import audioop
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from broadcast.audio.level import dbfs
from broadcast.audio.sink import Clip
from broadcast.audio.tones import Tones, make_tones
from broadcast.audio.wav import check_wav

RATE = 8_000


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Tones:
    return make_tones(tmp_path_factory.mktemp("tones"), RATE)


def sound(clip: Clip) -> array[int]:
    return array("h", clip.path.read_bytes()[44:])


def level(values: array[int]) -> float:
    return dbfs(audioop.rms(values.tobytes(), 2))


NAMES = ("opening", "closing", "fallback")


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_prepared_file_of_its_whole_length(tones: Tones, name: str) -> None:
    clip: Clip = getattr(tones, name)

    assert check_wav(clip.path, RATE).frames == clip.frames == len(sound(clip))


@pytest.mark.parametrize("name", NAMES)
def test_each_sounds_at_about_minus_16_and_never_clips(tones: Tones, name: str) -> None:
    values = sound(getattr(tones, name))

    assert -18 < level(values[: 2 * RATE]) < -12
    assert dbfs(max(map(abs, values))) < -1.0


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_a_chime_begins_softly_and_ends_in_silence(tones: Tones, name: str) -> None:
    values = sound(getattr(tones, name))

    assert abs(values[0]) < 10
    assert max(map(abs, values[-20:])) < 10


def test_the_fallback_has_no_click_where_it_begins_again(tones: Tones) -> None:
    values = sound(tones.fallback)
    steps = [abs(after - before) for before, after in pairwise(values)]

    assert abs(values[0] - values[-1]) <= sorted(steps)[len(steps) * 9 // 10]


def test_the_fallback_is_never_dead_air(tones: Tones) -> None:
    values = sound(tones.fallback)

    quietest = min(level(values[at : at + RATE]) for at in range(0, len(values), RATE))
    assert quietest > -30
    assert tones.fallback.frames == 10 * RATE


def test_files_that_are_there_are_kept_and_a_broken_one_is_made_anew(
    tones: Tones, tmp_path: Path
) -> None:
    folder = tones.opening.path.parent
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    tones.closing.path.write_bytes(tones.closing.path.read_bytes()[:1_000])

    again = make_tones(folder, RATE)

    after = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert again == tones
    assert {name for name in before if before[name] != after[name]} == {tones.closing.path.name}
    assert check_wav(tones.closing.path, RATE).frames == tones.closing.frames
