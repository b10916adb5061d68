"""Clips as one run of samples."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from broadcast.audio.sameness import facts_at
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


def rewritten(path: Path) -> None:
    """The same size, another sound; a second later, for clocks that tell no less apart."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(-2, os.SEEK_END)
        file.write(b"!!")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 10**9))


def renamed_over(path: Path) -> None:
    write_wav(path.with_name("other.wav"), ramp(50, first=500)).rename(path)


def linked_elsewhere(path: Path) -> None:
    other = write_wav(path.with_name("other.wav"), ramp(50, first=500))
    path.unlink()
    path.symlink_to(other)


def made_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGES = [rewritten, renamed_over, linked_elsewhere, made_a_pipe]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", [0, 1])
def test_a_file_that_was_changed_since_its_hash_was_found_is_not_opened(
    tmp_path: Path, damage: Callable[[Path], None], which: int
) -> None:
    paths = [write_wav(tmp_path / name, ramp(50)) for name in ("a.wav", "b.wav")]
    clips = tuple(Clip(path, 50, facts=facts_at(path)) for path in paths)
    if which == 0:
        damage(paths[0])
        with pytest.raises(MediaError):
            Source(voice(clips=clips), RATE)
        return
    with closing(Source(voice(clips=clips), RATE)) as source:
        damage(paths[1])

        assert samples(source.read(50)) == ramp(50)
        with pytest.raises(MediaError):
            source.read(1)


def test_a_file_that_is_written_to_while_it_is_played_is_played_no_further(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(50))
    with closing(Source(voice(clips=(Clip(path, 50, facts=facts_at(path)),)), RATE)) as source:
        assert samples(source.read(10)) == ramp(50)[:10]
        with path.open("ab") as file:
            file.write(b"more")

        with pytest.raises(MediaError, match=r"audio\.replaced"):
            source.read(10)


def test_a_file_that_is_renamed_over_while_it_is_played_is_played_to_its_end(
    tmp_path: Path,
) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(50))
    with closing(Source(voice(clips=(Clip(path, 50, facts=facts_at(path)),)), RATE)) as source:
        source.read(10)
        renamed_over(path)

        assert samples(source.read(40)) == ramp(50)[10:]


def test_a_clip_waits_in_silence_as_long_as_it_should(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", ramp(50))
    clips = (Clip(path, 50), Clip(path, 50, pause=23))

    assert every(Source(voice(clips=clips), RATE)) == ramp(50) + [0] * 23 + ramp(50)


def test_a_loop_waits_each_time(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", [1, 2, 3])

    out = every(Source(voice(clips=(Clip(path, 3, pause=2),), loop=True), RATE), most=10)

    assert out[:10] == [0, 0, 1, 2, 3, 0, 0, 1, 2, 3]
