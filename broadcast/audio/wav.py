"""The header of a prepared file: mono, 16 bit, the sink's rate, or a clear refusal.

Written by hand because a file cut off by a power failure still says its old size:
what is really there counts, not what the header claims.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from broadcast.audio.sameness import opened
from hub.errors import MediaError

BYTES_A_SAMPLE: Final = 2
_PCM: Final = 1
_EXTENSIBLE: Final = 0xFFFE
_FMT_BYTES: Final = 16
_HEAD_BYTES: Final = 4096
"""Where the samples have not begun by here, no program of ours has written the file."""


@dataclass(frozen=True, slots=True)
class WavInfo:
    """Where the samples of a file are.

    Attributes:
        offset: Byte at which they begin.
        frames: How many there are.
    """

    offset: int
    frames: int


def check_wav(path: Path, rate: int) -> WavInfo:
    """Read the header of a prepared file.

    Args:
        path: The file.
        rate: Samples a second it must have.

    Raises:
        MediaError: It cannot be read, is no WAV, has another format or no samples.
    """
    try:
        with opened(path) as file:
            size = file.seek(0, 2)
            file.seek(0)
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise MediaError("audio.no_file", path=path) from error
    except OSError as error:
        raise MediaError("audio.unreadable", path=path, error=error.strerror) from error
    return _scan(path, rate, head, size)


def _scan(path: Path, rate: int, head: bytes, size: int) -> WavInfo:
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        raise MediaError("audio.not_wav", path=path)
    at, known = 12, False
    while at + 8 <= len(head):
        name, length = struct.unpack_from("<4sI", head, at)
        at += 8
        if name == b"fmt ":
            _check_format(path, rate, head[at : at + _FMT_BYTES])
            known = True
        elif name == b"data" and known:
            frames = min(length, size - at) // BYTES_A_SAMPLE
            if frames <= 0:
                raise MediaError("audio.empty", path=path)
            return WavInfo(offset=at, frames=frames)
        at += length + (length & 1)
    raise MediaError("audio.not_wav", path=path)


def _check_format(path: Path, rate: int, chunk: bytes) -> None:
    if len(chunk) < _FMT_BYTES:
        raise MediaError("audio.not_wav", path=path)
    tag, channels, has_rate, _, _, bits = struct.unpack("<HHIIHH", chunk)
    if tag not in (_PCM, _EXTENSIBLE) or (channels, has_rate, bits) != (1, rate, 16):
        raise MediaError(
            "audio.wrong_format",
            path=path,
            channels=channels,
            bits=bits,
            rate=has_rate,
            wanted=rate,
        )
