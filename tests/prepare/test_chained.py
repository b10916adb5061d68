"""Ogg files that are several recordings one behind the other."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.transcode import Wish, prepare
from hub.words import say
from tests.prepare import making

pytestmark = pytest.mark.service

FIRST_S, SECOND_S = 2.0, 3.0


def link(folder: Path, codec: str, hertz: int, seconds: float, rate: int) -> bytes:
    """One recording: a tone that speaks in syllables."""
    path = folder / f"{codec}-{hertz}.ogg"
    tone = f"sine=f={hertz}:d={seconds}:r={rate},tremolo=f=4:d=0.9"
    making.ffmpeg("-f", "lavfi", "-i", tone, "-c:a", codec, path)
    return path.read_bytes()


def ready(folder: Path, chain: bytes) -> tuple[list[str], array[int]]:
    """What is told about a chain, and its samples."""
    path = folder / "chain.ogg"
    path.write_bytes(chain)
    taken, report = prepare(path, folder, Wish(Preparing(), 48_000), Surroundings(SystemClock()))
    with wave.open(str(folder / taken.media), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))
    return [warning.key for warning in report.warnings()], samples


@pytest.mark.parametrize("codec", ["libvorbis", "libopus"])
def test_every_recording_in_a_chain_is_played_and_none_called_damaged(
    tmp_path: Path, codec: str
) -> None:
    chain = link(tmp_path, codec, 440, FIRST_S, 48_000) + link(
        tmp_path, codec, 880, SECOND_S, 16_000
    )

    warnings, samples = ready(tmp_path, chain)

    assert len(samples) / 48_000 == pytest.approx(FIRST_S + SECOND_S, abs=0.1)
    assert max(map(abs, samples[-48_000:])) > 3_000
    assert warnings == []


def test_a_second_recording_of_another_kind_is_left_out_and_told_of(tmp_path: Path) -> None:
    first = link(tmp_path, "libopus", 440, FIRST_S * 2, 48_000)
    second = link(tmp_path, "libvorbis", 880, SECOND_S, 48_000)

    warnings, samples = ready(tmp_path, first + second)

    assert len(samples) / 48_000 == pytest.approx(FIRST_S * 2, abs=0.1)
    assert warnings == ["prepare.warn.first_only"]
    assert "riêng" in say(warnings[0], "vi")
