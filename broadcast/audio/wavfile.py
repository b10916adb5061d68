"""Writes the header of a WAV file whose length is not yet known."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO, Final

HEADER_BYTES: Final = 44
_MOST: Final = 0xFFFFFFFF


def wav_header(data_bytes: int, rate: int, channels: int) -> bytes:
    """A header for 16 bit samples; a length past 4 GiB is cut to what the format can say."""
    data_bytes = min(data_bytes, _MOST - HEADER_BYTES)
    frame = channels * 2
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", data_bytes + HEADER_BYTES - 8, b"WAVE", b"fmt ", 16, 1, channels),
        *(rate, rate * frame, frame, 16, b"data", data_bytes),
    )


def begin_wav(path: Path, rate: int, channels: int) -> BinaryIO:
    """Begin a file whose header says "as long as it gets"; the samples are to be appended.

    Programs that read streams take it as it is, should nobody live to call `settle_wav`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(wav_header(_MOST, rate, channels))
    return path.open("ab")


def settle_wav(path: Path, rate: int, channels: int) -> None:
    """Write the length the file has by now into its header."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(0)
        file.write(wav_header(max(0, size - HEADER_BYTES), rate, channels))
