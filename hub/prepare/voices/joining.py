"""Puts stretches of speech together with silences of exact length between them."""

from __future__ import annotations

import audioop
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from hub.errors import MediaError
from hub.media.wav import WavFacts, inspect, open_wav

WIDTH: Final = 2
STEP_S: Final = 0.01
QUIET: Final = 60
"""Under this level (of 32,768; −55 dBFS) nothing is said."""
KEPT_S: Final = 0.03
"""Left of the silence at each end of a stretch, so that soft consonants are not cut."""
BLOCK_BYTES: Final = 1 << 18


class Stretch(NamedTuple):
    """A file and the silence after it.

    Attributes:
        path: WAV, mono, 16 bit.
        pause_s: Silence after it, seconds.
    """

    path: Path
    pause_s: float


def join(stretches: Sequence[Stretch], target: Path) -> Path:
    """Write stretches one after the other; their own silences at both ends are taken away.

    Raises:
        MediaError: One of them is no mono WAV of 16 bit, or of another rate than the first.
    """
    rate = _facts(stretches[0].path).rate
    with _writing(target, rate) as out:
        for stretch in stretches:
            if _facts(stretch.path).rate != rate:
                raise MediaError("media.broken", path=stretch.path.name)
            out.writeframesraw(bare(b"".join(_blocks(stretch.path)), rate))
            out.writeframesraw(bytes(WIDTH * round(stretch.pause_s * rate)))
    return target


def repeat(path: Path, times: int, pause_s: float, target: Path) -> Path:
    """Write a file several times over, with a silence between that counts the one at its end.

    Raises:
        MediaError: It is no mono WAV of 16 bit.
    """
    rate = _facts(path).rate
    silent = round(pause_s * rate) - _silent_end(path, rate)
    with _writing(target, rate) as out:
        for number in range(times):
            if number:
                out.writeframesraw(bytes(WIDTH * max(0, silent)))
            for block in _blocks(path):
                out.writeframesraw(block)
    return target


def bare(samples: bytes, rate: int) -> bytes:
    """Samples without the silence at both ends."""
    step = _step(rate)
    kept = round(KEPT_S / STEP_S)
    loud = _loud(samples, step)
    if not loud:
        return b""
    return samples[step * max(0, loud[0] - kept) : step * (loud[-1] + 1 + kept)]


def _step(rate: int) -> int:
    return WIDTH * max(1, round(rate * STEP_S))


def _loud(samples: bytes, step: int) -> list[int]:
    """Which of its steps are not silent."""
    return [
        number
        for number, at in enumerate(range(0, len(samples), step))
        if audioop.rms(samples[at : at + step], WIDTH) > QUIET
    ]


def _silent_end(path: Path, rate: int) -> int:
    """Samples of silence at the end of a file, as far as one block shows them."""
    tail = b""
    for block in _blocks(path):
        tail = (tail + block)[-BLOCK_BYTES:]
    step = _step(rate)
    loud = _loud(tail, step)
    return max(0, len(tail) - step * (loud[-1] + 1 if loud else 0)) // WIDTH


def _facts(path: Path) -> WavFacts:
    facts = inspect(path)
    if facts.channels != 1 or facts.width != WIDTH:
        raise MediaError("media.broken", path=path.name)
    return facts


def _blocks(path: Path) -> Iterator[bytes]:
    with open_wav(path) as (file, facts):
        left = facts.frames * WIDTH
        while left and (block := file.read(min(left, BLOCK_BYTES))):
            left -= len(block)
            yield block


@contextmanager
def _writing(target: Path, rate: int) -> Iterator[wave.Wave_write]:
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(WIDTH)
        out.setframerate(rate)
        yield out
