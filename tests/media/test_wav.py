"""Looking into WAV files: what is accepted, and one clear refusal for the rest."""

from __future__ import annotations

import os
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.errors import MediaError
from hub.media.intake import take_in
from hub.media.wav import Limits, WavFacts, inspect
from hub.words import LANGUAGES, say
from tests.media.sounds import EXTENSIBLE, FLOAT, chunk, fmt, riff

RATE = 48_000
DATA = chunk(b"data", bytes(960))
GOOD = riff(fmt(RATE), DATA)


def contents() -> dict[str, tuple[bytes, str]]:
    """Bad files by what is wrong with them, and the sentence for each."""
    to_long = struct.pack("<4sI", b"data", 5000) + bytes(960)
    block = bytearray(GOOD)
    block[32] = 7
    return {
        "not audio": (b"#!/bin/sh\necho hello\n" * 10, "media.not_wav"),
        "an MP3": (b"ID3\x04" + bytes(400), "media.not_wav"),
        "a RIFF of another kind": (b"RIFF\x24\x00\x00\x00AVI " + bytes(30), "media.not_wav"),
        "five bytes": (b"RIFF\x00", "media.not_wav"),
        "nothing": (b"", "media.empty"),
        "no samples": (riff(fmt(RATE), chunk(b"data", b"")), "media.empty"),
        "cut off in the samples": (riff(fmt(RATE), to_long), "media.truncated"),
        "cut off before the samples": (riff(fmt(RATE)), "media.truncated"),
        "cut off in the header": (GOOD[:30], "media.broken"),
        "samples before their format": (riff(DATA, fmt(RATE)), "media.broken"),
        "a contradicting block size": (bytes(block), "media.broken"),
        "a thousand chunks": (riff(*[chunk(b"junk", b"")] * 1001), "media.broken"),
        "float": (riff(fmt(RATE, 32, tag=FLOAT), DATA), "media.float"),
        "A-law": (riff(fmt(8000, 8, tag=6), DATA), "media.compressed"),
        "12 bit": (riff(fmt(RATE, 12), DATA), "media.bits"),
        "64 bit": (riff(fmt(RATE, 64), DATA), "media.bits"),
        "nine channels": (riff(fmt(RATE, channels=9), DATA), "media.channels"),
        "no channels": (riff(fmt(RATE, channels=0), DATA), "media.channels"),
        "too slow": (riff(fmt(7999), DATA), "media.rate"),
        "too fast": (riff(fmt(192_001), DATA), "media.rate"),
    }


@pytest.mark.parametrize("wrong", contents())
def test_a_bad_file_is_refused_with_one_sentence_and_nothing_is_left(
    tmp_path: Path, wrong: str
) -> None:
    content, key = contents()[wrong]
    path = tmp_path / "a.wav"
    path.write_bytes(content)

    with pytest.raises(MediaError) as caught:
        take_in(path, tmp_path / "media", RATE)

    assert caught.value.key == key
    for language in LANGUAGES:
        sentence = say(key, language, **caught.value.values)
        assert str(path) in sentence
        assert "{" not in sentence
    assert not list((tmp_path / "media").glob("*")) + list((tmp_path / "media").glob(".*"))


def test_a_good_file_is_told_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(riff(fmt(44_100, 24, 2, EXTENSIBLE), chunk(b"data", bytes(6 * 441))))

    facts = inspect(path)

    assert facts == WavFacts(offset=68, frames=441, rate=44_100, channels=2, width=3)
    assert facts.length_s == 0.01


@pytest.mark.parametrize("told", [0x7FFFF000, 0xFFFFFFFF])
def test_a_length_nobody_went_back_to_fill_in_means_until_the_end(
    tmp_path: Path, told: int
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(riff(fmt(RATE), struct.pack("<4sI", b"data", told) + bytes(960)))

    assert inspect(path).frames == 480


def test_two_gigabytes_are_refused_by_their_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"")
    os.truncate(path, 2 << 30)

    with pytest.raises(MediaError) as caught:
        inspect(path)

    assert caught.value.key == "media.too_big"


def test_three_hours_are_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(riff(fmt(8000, 8), struct.pack("<4sI", b"data", 0xFFFFFFFF)))
    os.truncate(path, 3 * 3600 * 8000)

    with pytest.raises(MediaError) as caught:
        inspect(path)

    assert (caught.value.key, caught.value.values["minutes"]) == ("media.too_long", 180)


def test_a_commune_may_set_limits_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(GOOD)

    with pytest.raises(MediaError) as caught:
        inspect(path, Limits(most_bytes=1000))

    assert caught.value.key == "media.too_big"


def test_a_folder_a_pipe_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    keys = []
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none.wav", Path("\0.wav")):
        with pytest.raises(MediaError) as caught:
            inspect(path)
        keys.append(caught.value.key)

    assert keys == ["media.folder", "media.not_wav", "media.no_file", "media.no_file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(GOOD)
    path.chmod(0)

    with pytest.raises(MediaError) as caught:
        inspect(path)

    assert caught.value.key == "media.no_access"


@pytest.mark.property
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 255)), max_size=8),
    length=st.integers(0, len(GOOD)),
    more=st.binary(max_size=200),
)
def test_whatever_stands_in_a_header_is_taken_or_refused_as_media(
    tmp_path: Path, changes: list[tuple[int, int]], length: int, more: bytes
) -> None:
    content = bytearray(GOOD)
    for at, value in changes:
        content[at] = value
    path = tmp_path / "a.wav"
    path.write_bytes(bytes(content[:length]) + more)

    with suppress(MediaError):
        assert take_in(path, tmp_path / "media", RATE).frames > 0
