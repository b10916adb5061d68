"""Bells and signals: as loud as they should be, under the peak, and without a click anywhere."""

from __future__ import annotations

import re
import subprocess
from array import array
from functools import cache
from itertools import pairwise
from math import pi, sin
from pathlib import Path

import pytest

from broadcast.audio.level import dbfs
from broadcast.audio.loudness import integrated_lufs
from broadcast.audio.signals import PIPS, SIGNALS, render
from broadcast.audio.wavfile import wav_header

RATE = 16_000
"""Enough for what horns carry, and quick."""


@cache
def sound(name: str) -> array[int]:
    return render(SIGNALS[name], RATE, 6.0 if SIGNALS[name].is_endless else None)


def measured(samples: array[int], folder: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as ffmpeg sees them."""
    path = folder / "sound.wav"
    path.write_bytes(wav_header(len(samples) * 2, RATE, 1) + samples.tobytes())
    words = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path)]
    words += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stderr
    summary = said[said.rindex("Summary:") :]
    (loudness,) = re.findall(r"I:\s+(\S+) LUFS", summary)
    (peak,) = re.findall(r"Peak:\s+(\S+) dBFS", summary)
    return float(loudness), float(peak)


@pytest.mark.parametrize("name", SIGNALS)
def test_an_independent_meter_finds_the_loudness_that_was_asked_for(
    name: str, tmp_path: Path
) -> None:
    loudness, peak = measured(sound(name), tmp_path)

    assert abs(loudness - SIGNALS[name].lufs) <= 0.5
    assert peak <= -1.5


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_begins_and_ends_at_nothing(name: str) -> None:
    values = sound(name)

    assert values[0] == 0
    assert max(map(abs, values[-8:])) < 100
    assert abs(values[-1]) <= 1


@pytest.mark.parametrize("name", [n for n, s in SIGNALS.items() if s.is_endless])
def test_a_siren_has_no_step_where_its_cycles_join(name: str) -> None:
    values = sound(name)
    middle = values[RATE // 10 : -RATE // 2]
    bends = [abs(c - 2 * b + a) for (a, b), (_, c) in pairwise(pairwise(middle))]

    assert max(bends) <= 1.5 * sorted(bends)[len(bends) * 99 // 100]


@pytest.mark.parametrize("name", [n for n, s in SIGNALS.items() if s.is_endless])
def test_a_siren_lasts_as_long_as_one_likes(name: str) -> None:
    assert len(render(SIGNALS[name], RATE, 1.234)) == round(1.234 * RATE)


def test_what_is_not_endless_is_repeated_whole() -> None:
    once = sound("iron")

    assert render(SIGNALS["iron"], RATE, 20.0) == once * 3


def test_the_last_of_the_pips_begins_on_a_second_and_is_the_long_one() -> None:
    values = sound("pips")
    lengths = []
    for second in range(PIPS):
        pip = values[second * RATE : (second + 1) * RATE]
        lengths.append(max(n for n, value in enumerate(pip) if abs(value) > 500) / RATE)

    assert [round(length, 1) for length in lengths] == [0.1] * 5 + [0.5]


def test_the_meter_reads_the_test_tone_of_the_standard() -> None:
    """EBU Tech 3341, case 1, for one channel: a sine of -23 dBFS reads 3 LU less."""
    height = 32_768 * 10 ** (-23 / 20)
    values = array("h", (round(height * sin(2 * pi * n / 16)) for n in range(4 * RATE)))

    assert abs(integrated_lufs(values, RATE) - -26.0) < 0.1


def test_silence_has_no_loudness() -> None:
    assert integrated_lufs(array("h", bytes(2 * RATE)), RATE) == dbfs(0)
