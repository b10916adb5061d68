"""Looks into a WAV file that somebody brought: what it holds, or one clear refusal.

The header is foreign data: every number in it is held against the file that is really
there before anything is read by it.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from hub.errors import MediaError

MOST_BYTES: Final = 1 << 30
"""1 GiB: an hour and a half of a studio's stereo; more is the wrong file."""

MOST_S: Final = 2 * 60 * 60
"""Two hours: longer than any session that operating rules allow."""

LOWEST_RATE: Final = 8_000
HIGHEST_RATE: Final = 192_000
MOST_CHANNELS: Final = 8

MOST_CHUNKS: Final = 1_000
"""Real files have a handful; more is a header that leads nowhere."""

UNKNOWN_LENGTH: Final = 0x7FFF_0000
"""From here on a length means "until the end": written by programs that could not go back."""

PCM: Final = 1
FLOAT: Final = 3
EXTENSIBLE: Final = 0xFFFE

_FMT_BYTES: Final = 16
_EXTENSIBLE_BYTES: Final = 26
_WIDTHS: Final = {8: 1, 16: 2, 24: 3, 32: 4}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still accepted.

    Attributes:
        most_bytes: Size of the file.
        most_s: Length of the sound, seconds.
    """

    most_bytes: int = MOST_BYTES
    most_s: float = MOST_S


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class WavFacts:
    """What a WAV file holds.

    Attributes:
        offset: Byte at which the samples begin.
        frames: Samples of each channel.
        rate: Samples a second, 8000 to 192000.
        channels: 1 to 8.
        width: Bytes a sample, 1 to 4; one byte is unsigned, more are signed.
    """

    offset: int
    frames: int
    rate: int
    channels: int
    width: int

    @property
    def length_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.rate

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return self.channels * self.width


def inspect(path: Path, limits: Limits = DEFAULT_LIMITS) -> WavFacts:
    """Look into a file without reading its sound.

    Raises:
        MediaError: It cannot be read, or is no PCM WAV within the limits.
    """
    with open_wav(path, limits) as (_, facts):
        return facts


@contextmanager
def open_wav(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[BinaryIO, WavFacts]]:
    """Open a WAV file: it stands at its first sample, and these are its facts.

    Raises:
        MediaError: As `inspect`.
    """
    with reading(path):
        size = _size(path, limits)
        file = path.open("rb")
    with file:
        with reading(path):
            facts = _scan(path, file, size)
            file.seek(facts.offset)
        if facts.length_s > limits.most_s:
            minutes = round(facts.length_s / 60)
            raise MediaError(
                "media.too_long", path=path, minutes=minutes, most=round(limits.most_s / 60)
            )
        yield file, facts


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the file in this block leaves it as `MediaError`."""
    try:
        yield
    except MediaError:
        raise
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MediaError("media.no_file", path=path) from error
    except PermissionError as error:
        raise MediaError("media.no_access", path=path) from error
    except OSError as error:
        raise MediaError("media.unreadable", path=path, error=error.strerror) from error
    except ValueError as error:  # a name that no file can have
        raise MediaError("media.no_file", path=ascii(str(path))) from error


def _size(path: Path, limits: Limits) -> int:
    """The size, asked before the file is opened: opening a pipe would wait for ever."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise MediaError("media.folder", path=path)
    if not stat.S_ISREG(found.st_mode):
        raise MediaError("media.not_wav", path=path)
    if found.st_size == 0:
        raise MediaError("media.empty", path=path)
    if found.st_size > limits.most_bytes:
        size, most = found.st_size / 1e6, limits.most_bytes / 1e6
        raise MediaError("media.too_big", path=path, size=round(size), most=round(most))
    return found.st_size


def _scan(path: Path, file: BinaryIO, size: int) -> WavFacts:
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        raise MediaError("media.not_wav", path=path)
    found: tuple[int, int, int] | None = None
    at = len(head)
    for _ in range(MOST_CHUNKS):
        file.seek(at)
        chunk = file.read(8)
        if len(chunk) < 8:
            raise MediaError("media.truncated", path=path)
        name, length = struct.unpack("<4sI", chunk)
        at += 8
        if name == b"fmt ":
            found = _format(path, file.read(min(length, _EXTENSIBLE_BYTES)))
        elif name == b"data":
            if found is None:
                break
            return _facts(path, found, at, length, size - at)
        at += length + (length & 1)
    raise MediaError("media.broken", path=path)


def _format(path: Path, chunk: bytes) -> tuple[int, int, int]:
    """Rate, channels and width that a ``fmt`` chunk tells."""
    if len(chunk) < _FMT_BYTES:
        raise MediaError("media.broken", path=path)
    tag, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", chunk)
    if tag == EXTENSIBLE and len(chunk) == _EXTENSIBLE_BYTES:
        (tag,) = struct.unpack_from("<H", chunk, _EXTENSIBLE_BYTES - 2)
    _check_coding(path, tag)
    if bits not in _WIDTHS:
        raise MediaError("media.bits", path=path, bits=bits)
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise MediaError(
            "media.rate", path=path, rate=rate, lowest=LOWEST_RATE, highest=HIGHEST_RATE
        )
    if not 1 <= channels <= MOST_CHANNELS:
        raise MediaError("media.channels", path=path, channels=channels, most=MOST_CHANNELS)
    if block != channels * _WIDTHS[bits]:
        raise MediaError("media.broken", path=path)
    return rate, channels, _WIDTHS[bits]


def _check_coding(path: Path, tag: int) -> None:
    if tag == FLOAT:
        raise MediaError("media.float", path=path)
    if tag != PCM:
        raise MediaError("media.compressed", path=path, code=f"0x{tag:04X}")


def _facts(path: Path, form: tuple[int, int, int], offset: int, told: int, there: int) -> WavFacts:
    rate, channels, width = form
    frames = (there if told >= UNKNOWN_LENGTH else told) // (channels * width)
    if frames > there // (channels * width):
        raise MediaError("media.truncated", path=path)
    if frames == 0:
        raise MediaError("media.empty", path=path)
    return WavFacts(offset=offset, frames=frames, rate=rate, channels=channels, width=width)
