"""The reader keeps voices ahead of the callback."""

import selectors
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadcast.audio.playing import Block, Playing
from broadcast.audio.reader import AHEAD_S, FIRST_S, Reader
from broadcast.audio.sink import Clip
from hub.clock import SystemClock
from hub.errors import MediaError
from tests.audio.sounds import RATE, clip, ramp, samples, voice


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader(RATE)
    made.start()
    yield made
    made.stop()
    assert not made.is_alive


def soon(what: Callable[[], bool]) -> bool:
    """Wait until something is so; on a machine with much to do that takes a while."""
    clock = SystemClock()
    end = clock.monotonic() + 20.0
    with selectors.DefaultSelector() as nothing:
        while not what() and clock.monotonic() < end:
            clock.wait(clock.monotonic() + 0.01, nothing)
    return what()


def drain(playing: Playing, blocks: int, frames: int = 800) -> list[int]:
    out: list[int] = []
    for index in range(blocks):
        block = playing.block(frames, Block(float(index)))
        out += samples(block) if block is not None else []
    return out


def test_the_head_is_there_as_soon_as_a_voice_is_armed(tmp_path: Path) -> None:
    idle = Reader(RATE)  # its thread has not even begun

    playing = idle.ready(voice(clips=(clip(tmp_path / "a.wav", ramp(5 * RATE)),)), 0)

    assert playing.ahead == FIRST_S * RATE
    assert samples(playing.chunks[0]) == ramp(round(FIRST_S * RATE))
    idle.start()
    idle.stop()


def test_it_reads_seconds_ahead_and_no_further(reader: Reader, tmp_path: Path) -> None:
    playing = reader.ready(voice(clips=(clip(tmp_path / "a.wav", ramp(20 * RATE)),)), 0)

    assert soon(lambda: playing.ahead >= AHEAD_S * RATE)
    assert playing.ahead <= (AHEAD_S + 1) * RATE
    assert not playing.complete


def test_it_goes_on_as_samples_are_taken(reader: Reader, tmp_path: Path) -> None:
    values = ramp(5 * RATE)
    playing = reader.ready(voice(clips=(clip(tmp_path / "a.wav", values),)), 0)
    assert soon(lambda: playing.ahead >= AHEAD_S * RATE)
    out = drain(playing, 24)

    assert soon(lambda: playing.complete)

    assert out + drain(playing, 40) == values
    assert playing.is_over
    assert playing.waited == 0


def test_a_clip_that_turns_out_missing_is_told_to_the_voice(reader: Reader, tmp_path: Path) -> None:
    clips = (clip(tmp_path / "a.wav", ramp(100)), Clip(tmp_path / "none.wav", 100))
    playing = reader.ready(voice(clips=clips), 0)

    assert soon(lambda: playing.complete)

    assert isinstance(playing.error, MediaError)
    assert drain(playing, 1) == ramp(100) + [0] * 700


def test_several_voices_are_read_side_by_side(reader: Reader, tmp_path: Path) -> None:
    source = clip(tmp_path / "a.wav", ramp(20 * RATE))
    many = [reader.ready(voice(str(index), clips=(source,)), 0) for index in range(5)]

    assert soon(lambda: all(playing.ahead >= AHEAD_S * RATE for playing in many))


def test_a_voice_that_is_over_is_read_no_more(reader: Reader, tmp_path: Path) -> None:
    playing = reader.ready(voice(clips=(clip(tmp_path / "a.wav", ramp(20 * RATE)),)), 0)
    assert soon(lambda: playing.ahead >= AHEAD_S * RATE)
    playing.fail(OSError("card gone"))
    brought = playing.brought
    drain(playing, 20)

    other = reader.ready(voice("b", clips=(Clip(tmp_path / "a.wav", RATE),)), 0)
    assert soon(lambda: other.complete)

    assert playing.brought == brought


def test_a_file_that_cannot_be_played_is_refused_at_once(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        reader.ready(voice(clips=(Clip(tmp_path / "none.wav", 1),)), 0)
