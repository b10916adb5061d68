"""Makes the example village's programmes: espeak-ng speaks the texts, tones are computed.

``python make_media.py [FOLDER]`` reads ``programmes.toml`` beside this file and writes
``FOLDER/ID.wav`` (default: ``media/`` beside it): mono, 16 bit, 48 kHz, evenly loud.  What was
made from the same text before is left alone.  It stands in for the hub's own preparation
of speech, which is still to come.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import subprocess
import sys
import tempfile
import tomllib
import warnings
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from broadcast.audio.tones import CHIME_S, CLOSING, FALLBACK, FALLBACK_S, OPENING, bells

with warnings.catch_warnings():  # Python 3.11 and 3.12 announce that 3.13 takes it from PyPI
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

RATE = 48_000
WIDTH = 2
FULL = 32_768
RMS_DBFS = -16.0
"""Level of speech without its pauses."""
PEAK_DBFS = -1.5
SPEED_WPM = 140
"""For loudspeakers that echo across a valley: slower than a person talks in a room."""
VOICE = "vi"
RECIPE = f"2 {VOICE} {SPEED_WPM} {RMS_DBFS} {PEAK_DBFS} {RATE}"
"""Everything beside the text that changes the sound; another recipe makes all anew."""

STEP = RATE // 1000
"""Samples in a step of the limiter: one millisecond."""
REACH = 5
"""Steps over which the limiter closes before a peak and opens again after it."""
PAUSE = 20
"""Steps that are judged together when pauses are looked for."""
PAUSE_BELOW = 0.03
"""Quieter than this part of the loudest stretch is a pause and does not count for the level."""

TONES = {
    "chime": (OPENING, CHIME_S),
    "closing": (CLOSING, CHIME_S),
    "waiting": (FALLBACK, FALLBACK_S),
}
"""What ``tone`` in the list may be: notes and their length in seconds."""

NO_VOICE = (
    "Chưa có espeak-ng nên lời nói được thay bằng tiếng nhạc. "
    "Cài bằng: sudo apt install espeak-ng\n"
    "espeak-ng is missing: tones stand in for speech. Install it: sudo apt install espeak-ng"
)


def make_all(folder: Path, wanted: Path | None = None) -> list[Path]:
    """Make what is missing or was made from another text.

    Args:
        folder: Where the WAV files go; made when it is not there.
        wanted: The list of programmes; None = ``programmes.toml`` beside this file.

    Returns:
        The files that were made now.
    """
    wanted = wanted or Path(__file__).with_name("programmes.toml")
    programmes: list[dict[str, Any]] = tomllib.loads(wanted.read_text("utf-8"))["programmes"]
    folder.mkdir(parents=True, exist_ok=True)
    notes = folder / "made.json"
    known: dict[str, str] = json.loads(notes.read_text("utf-8")) if notes.exists() else {}
    made = []
    for programme in programmes:
        path, mark = folder / f"{programme['id']}.wav", fingerprint(programme)
        if known.get(path.name) != mark or not path.exists():
            write(path, sound_of(programme))
            known[path.name] = mark
            made.append(path)
    draft = notes.with_suffix(".new")
    draft.write_text(json.dumps(known, indent=1), "utf-8")
    draft.replace(notes)
    return made


def has_voice() -> bool:
    """Whether texts can be read aloud here."""
    return shutil.which("espeak-ng") is not None


def fingerprint(programme: Mapping[str, Any]) -> str:
    """What a file is made from, as a hash."""
    text, tone = str(programme.get("text", "")), str(programme.get("tone", ""))
    return hashlib.sha256("\n".join((RECIPE, str(has_voice()), text, tone)).encode()).hexdigest()


def sound_of(programme: Mapping[str, Any]) -> bytes:
    """The samples of one programme: its text, its tone, or one after the other."""
    text, tone = str(programme.get("text", "")), str(programme.get("tone", ""))
    spoken = speech(text) + silence(0.4) if text else b""
    return spoken + (tones(tone) if tone else b"")


def speech(text: str) -> bytes:
    """A text read aloud; soft tones of about its length where there is no espeak-ng."""
    if not has_voice():
        return tones("waiting") * max(1, len(text) // 150)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        command = ["espeak-ng", "-v", VOICE, "-s", str(SPEED_WPM), "-w", str(path), "--stdin"]
        subprocess.run(command, input=text.encode(), check=True)
        with wave.open(str(path), "rb") as spoken:
            rate, samples = spoken.getframerate(), spoken.readframes(spoken.getnframes())
    return even_out(audioop.ratecv(samples, WIDTH, 1, rate, RATE, None)[0])


def silence(seconds: float) -> bytes:
    """Nothing, for a while."""
    return bytes(WIDTH * round(seconds * RATE))


def tones(name: str) -> bytes:
    """Bells of the hub's own making."""
    notes, length_s = TONES[name]
    return bells(notes, length_s, RATE, ring=False).tobytes()


def even_out(samples: bytes) -> bytes:
    """Bring speech to `RMS_DBFS` without its pauses, and hold its peaks under `PEAK_DBFS`."""
    stretches = [audioop.rms(part, WIDTH) for part in cut(samples, STEP * PAUSE)]
    spoken = [rms for rms in stretches if rms > PAUSE_BELOW * max(stretches, default=0)]
    if not spoken:
        return samples
    rms = math.sqrt(sum(value * value for value in spoken) / len(spoken))
    gain = FULL * 10 ** (RMS_DBFS / 20) / rms
    ceiling = FULL * 10 ** (PEAK_DBFS / 20) - 1.0  # rounding may add one
    steps = cut(samples, STEP)
    wanted = [min(gain, ceiling / max(1, audioop.max(step, WIDTH))) for step in steps]
    return b"".join(map(_scaled, steps, _closed_in_time(wanted)))


def _closed_in_time(gains: list[float]) -> list[float]:
    """Gains that fall before a peak and rise after it, slowly; none above what was wanted."""
    last = len(gains)
    low = [min(gains[max(0, n - REACH) : n + REACH + 1]) for n in range(last)]
    around = [low[max(0, n - REACH) : n + REACH + 1] for n in range(last)]
    return [sum(near) / len(near) for near in around]


def _scaled(step: bytes, gain: float) -> bytes:
    return audioop.mul(step, WIDTH, gain)


def cut(samples: bytes, frames: int) -> list[bytes]:
    """Samples in pieces of `frames`; the last may be shorter."""
    size = frames * WIDTH
    return [samples[at : at + size] for at in range(0, len(samples), size)]


def write(path: Path, samples: bytes) -> None:
    """Write a WAV file, complete or not at all."""
    draft = path.with_suffix(".new")
    with wave.open(str(draft), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(WIDTH)
        file.setframerate(RATE)
        file.writeframes(samples)
    draft.replace(path)


def main() -> int:
    """Make the media and say what was made."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("media")
    if not has_voice():
        print(NO_VOICE, file=sys.stderr)
    for path in make_all(folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
