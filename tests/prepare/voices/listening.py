"""Measures speech as an ear would: how long, how loud, where it is silent."""

from __future__ import annotations

import audioop
import os
import shutil
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
QUIET = 60


@dataclass(frozen=True)
class Heard:
    """What is in a file.

    Attributes:
        rate: Samples a second.
        length_s: Seconds.
        peak: Highest sample, 0 to 32768.
        silences: Seconds of each silence of at least 0.3 s between sounds.
    """

    rate: int
    length_s: float
    peak: int
    silences: tuple[float, ...]


def listen(path: Path) -> Heard:
    """Measure a mono file of 16 bit."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        rate = file.getframerate()
        samples = file.readframes(1 << 30)
    step = 2 * (rate // 100)
    loud = [audioop.rms(samples[n : n + step], 2) > QUIET for n in range(0, len(samples), step)]
    runs = "".join("x" if one else " " for one in loud).strip().split("x")
    silences = tuple(len(run) / 100 for run in runs if len(run) >= 30)
    return Heard(rate, len(samples) / 2 / rate, audioop.max(samples, 2), silences)


def piper_environment() -> Path:
    """The environment that `piper` and the `onnx` package are in (scripts/setup.sh makes it)."""
    named = os.environ.get("PIPER_VENV")
    found = Path(named) if named else PROJECT / ".venv-piper"
    if not (found / "bin/piper").exists():
        pytest.skip("no piper here: scripts/setup.sh piper")
    return found


def make_voice(folder: Path, name: str = "hum") -> Path:
    """A tiny voice file for Piper."""
    script = Path(__file__).with_name("make_voice.py")
    python = piper_environment() / "bin/python"
    subprocess.run([python, script, folder, name], check=True, timeout=60)
    return folder / f"{name}.onnx"


def phonemes(text: str, voice: str) -> str:
    """What espeak-ng makes of a text, in IPA."""
    program = shutil.which("espeak-ng")
    assert program is not None
    done = subprocess.run(
        [program, "-v", voice, "-q", "--ipa", "--stdin"],
        input=text, capture_output=True, text=True, check=True, timeout=20,
    )  # fmt: skip
    return done.stdout.strip()
