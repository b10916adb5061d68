"""Floating point WAV files with numbers that are no sound come out as loud as everything else."""

from __future__ import annotations

import math
import struct
import subprocess
from array import array
from functools import cache
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.errors import MediaError
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.transcode import Wish, prepare
from tests.prepare import making
from tests.prepare.meter import meter

pytestmark = [pytest.mark.service, pytest.mark.timeout(120)]

RATE = 48_000
FLOATS = 3
"""The format's number in a WAV header."""


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sounds")


@cache
def samples(folder: Path) -> bytes:
    """Speech as floating point samples."""
    command = ["ffmpeg", "-v", "error", "-i", str(making.speech(folder))]
    command += ["-f", "f32le", "-ar", str(RATE), "-ac", "1", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def wav(path: Path, values: array[float]) -> Path:
    data, width = values.tobytes(), values.itemsize
    form = struct.pack("<IHHIIHH", 16, FLOATS, 1, RATE, RATE * width, width, 8 * width)
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + form
    path.write_bytes(head + b"data" + struct.pack("<I", len(data)) + data)
    return path


@pytest.mark.parametrize("count", [1, 3000])
@pytest.mark.parametrize("wild", [math.nan, math.inf, -math.inf, 1e30, 30.0])
def test_a_sample_that_is_no_sound_upsets_nothing(
    sounds: Path, tmp_path: Path, wild: float, count: int
) -> None:
    values = array("f", samples(sounds))
    for n in range(count):
        values[100_000 + 37 * n] = wild

    wish, around = Wish(Preparing(), RATE), Surroundings(SystemClock())
    taken, report = prepare(wav(tmp_path / "wild.wav", values), tmp_path, wish, around)

    lufs, peak = meter(tmp_path / taken.media)
    assert lufs == pytest.approx(-16.0, abs=0.5)
    assert peak <= -1.5
    assert report.length_s == pytest.approx(len(values) / RATE, abs=0.5)


def test_what_is_no_sound_at_all_is_refused(tmp_path: Path) -> None:
    path = wav(tmp_path / "none.wav", array("f", [math.nan] * RATE))
    wish, around = Wish(Preparing(), RATE), Surroundings(SystemClock())

    with pytest.raises(MediaError) as caught:
        prepare(path, tmp_path, wish, around)

    assert caught.value.key == "prepare.silent"
