"""Takes a WAV file that somebody brought into the media folder, in the playout's one format.

Mono, 16 bit, the hub's rate, named by its hash.  The file is complete or not there at all,
whenever the power fails; other content has another name, so a cue on air keeps what it plays.
"""

from __future__ import annotations

import audioop
import hashlib
import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from hub.errors import MediaError
from hub.media.draft import Draft
from hub.media.resample import WIDTH, Resampler
from hub.media.wav import DEFAULT_LIMITS, PCM, Limits, WavFacts, open_wav, reading

PREPARED_WIDTH: Final = 2
"""Bytes a sample of prepared media."""

BLOCK_BYTES: Final = 1 << 19
"""Read at once: bounds memory, and is long enough for the arithmetic to be quick."""

HEADER_BYTES: Final = 44


@dataclass(frozen=True, slots=True)
class Taken:
    """A prepared file.

    Attributes:
        media: Its path, relative to the media folder.
        frames: Number of samples.
        rate: Samples a second.
        sha256: Hash of the whole file, 64 hexadecimal digits.
    """

    media: str
    frames: int
    rate: int
    sha256: str


def take_in(
    path: Path,
    media_dir: Path,
    rate: int,
    limits: Limits = DEFAULT_LIMITS,
    name: str | None = None,
) -> Taken:
    """Convert a file and put it into the media folder; durable when this returns.

    Args:
        path: Any PCM WAV within the limits.
        media_dir: The media folder; made when it is missing.
        rate: Samples a second that the playout plays.
        limits: What is still accepted.
        name: Name of the prepared file; None = its hash.

    Raises:
        MediaError: The file is refused, or the folder cannot take it; nothing is left behind.
    """
    with open_wav(path, limits) as (file, facts):
        frames = -(-facts.frames * rate // facts.rate)
        digest = hashlib.sha256()
        with Draft(media_dir, HEADER_BYTES + frames * PREPARED_WIDTH) as draft:
            for piece in _prepared(path, file, facts, rate, frames):
                digest.update(piece)
                draft.write(piece)
            name = name or f"{digest.hexdigest()}.wav"
            draft.keep(name)
    return Taken(media=name, frames=frames, rate=rate, sha256=digest.hexdigest())


def _prepared(
    path: Path, file: BinaryIO, facts: WavFacts, rate: int, frames: int
) -> Iterator[bytes]:
    """The prepared file, piece by piece."""
    yield wav_head(frames, rate)
    left = frames * PREPARED_WIDTH
    for samples in _at_rate(_mono(path, file, facts), facts.rate, rate):
        piece = audioop.lin2lin(samples, WIDTH, PREPARED_WIDTH)[:left]
        left -= len(piece)
        yield piece
    yield bytes(left)


def wav_head(frames: int, rate: int) -> bytes:
    """The first `HEADER_BYTES` of a prepared file."""
    size = frames * PREPARED_WIDTH
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", HEADER_BYTES - 8 + size, b"WAVE"),
        *(b"fmt ", 16, PCM, 1, rate, rate * PREPARED_WIDTH, PREPARED_WIDTH, 8 * PREPARED_WIDTH),
        *(b"data", size),
    )


def _at_rate(blocks: Iterator[bytes], rate: int, wanted: int) -> Iterator[bytes]:
    if rate == wanted:
        yield from blocks
        return
    resampler = Resampler(rate, wanted)
    for block in blocks:
        yield resampler.take(block)
    yield resampler.rest()


def _mono(path: Path, file: BinaryIO, facts: WavFacts) -> Iterator[bytes]:
    """The sound in 32 bit, all channels as their mean."""
    left = facts.frames
    block_frames = BLOCK_BYTES // facts.frame_bytes
    while left:
        frames = min(left, block_frames)
        with reading(path):
            block = file.read(frames * facts.frame_bytes)
        if len(block) < frames * facts.frame_bytes:
            raise MediaError("media.truncated", path=path)
        left -= frames
        if facts.width == 1:  # the only width that is written without a sign
            block = audioop.bias(block, 1, 128)
        yield _mixed(audioop.lin2lin(block, facts.width, WIDTH), facts.channels)


def _mixed(samples: bytes, channels: int) -> bytes:
    if channels == 1:
        return samples
    if channels == 2:
        return audioop.tomono(samples, WIDTH, 0.5, 0.5)
    every = array("i", samples)
    total = bytes(len(samples) // channels)
    for channel in range(channels):
        part = audioop.mul(every[channel::channels], WIDTH, 1 / channels)
        total = audioop.add(total, part, WIDTH)
    return total
