"""Sounds for tests: files, clips and blocks with known samples."""

import math
import struct
from array import array
from collections.abc import Iterable
from pathlib import Path

from broadcast.audio.sink import Clip, Voice
from broadcast.audio.wavfile import wav_header
from hub.domain.ids import BusId

RATE = 8_000
BUS = BusId("main:0")


def samples(data: bytes | memoryview) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 2}h", bytes(data)))


def pcm(values: Iterable[int]) -> bytes:
    return array("h", values).tobytes()


def ramp(frames: int, first: int = 1) -> list[int]:
    """Samples that tell their own place; never 0."""
    return [first + index % 30_000 for index in range(frames)]


def sine(frames: int, level: float = 0.5, rate: int = RATE) -> list[int]:
    turn = 2 * math.pi * 1_000 / rate
    return [round(32_767 * level * math.sin(turn * index + 0.1)) for index in range(frames)]


def write_wav(path: Path, values: Iterable[int], rate: int = RATE, channels: int = 1) -> Path:
    data = pcm(values)
    path.write_bytes(wav_header(len(data), rate, channels) + data)
    return path


def clip(path: Path, values: list[int], rate: int = RATE) -> Clip:
    return Clip(write_wav(path, values, rate), len(values))


def voice(
    name: str = "v",
    *,
    start_s: float | None = None,
    gain_db: float = 0.0,
    watch: bool = True,
    loop: bool = False,
    clips: tuple[Clip, ...] = (Clip(Path("unread.wav"), 1),),
    bus: BusId = BUS,
    kin: str = "",
) -> Voice:
    return Voice(name, bus, clips, start_s, gain_db=gain_db, watch=watch, loop=loop, kin=kin)
