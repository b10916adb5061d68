"""WAV files as other programs write them, and measuring what became of them."""

from __future__ import annotations

import math
import struct
import wave
from array import array
from pathlib import Path

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE


def tone(hertz: float, rate: int, seconds: float, amplitude: float = 0.5) -> list[float]:
    """A sine, -1 to 1."""
    step = 2 * math.pi * hertz / rate
    return [amplitude * math.sin(step * n) for n in range(round(rate * seconds))]


def packed(samples: list[float], bits: int, channels: int = 1) -> bytes:
    """The same sound on every channel, as the bytes of a WAV file."""
    top = (1 << (bits - 1)) - 1
    out = bytearray()
    for sample in samples:
        value = round(sample * top)
        one = bytes([value + 128]) if bits == 8 else value.to_bytes(4, "little", signed=True)
        out += one[: bits // 8] * channels
    return bytes(out)


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) & 1)


def fmt(rate: int, bits: int = 16, channels: int = 1, tag: int = PCM) -> bytes:
    """A ``fmt`` chunk; an extensible one says PCM in its GUID."""
    block = channels * bits // 8
    body = struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, bits)
    if tag == EXTENSIBLE:
        body += struct.pack("<HHIH", 22, bits, 0, PCM) + bytes.fromhex(
            "000000001000800000aa00389b71"
        )
    return chunk(b"fmt ", body)


def riff(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def save(
    path: Path,
    samples: list[float],
    rate: int,
    *,
    bits: int = 16,
    channels: int = 1,
    tag: int = PCM,
) -> Path:
    """Write a WAV file."""
    data = chunk(b"data", packed(samples, bits, channels))
    path.write_bytes(riff(fmt(rate, bits, channels, tag), data))
    return path


def heard(path: Path, rate: int) -> array[int]:
    """The samples of a prepared file, which must be in the playout's format."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, rate)
        return array("h", file.readframes(file.getnframes()))


def level_db(samples: array[int], amplitude: float = 0.5) -> float:
    """Level of the middle half against a sine of `amplitude`, dB; -200 for silence."""
    middle = samples[len(samples) // 4 : 3 * len(samples) // 4]
    mean = sum(value * value for value in middle) / len(middle)
    return 10 * math.log10(max(mean / (32767 * amplitude) ** 2 * 2, 1e-20))
