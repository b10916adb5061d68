"""Voices, tones and rooms for tests of what somebody speaks."""

from __future__ import annotations

import audioop
import math
import shutil
import subprocess
import wave
from array import array
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

import pytest

RATE = 48_000
FRAME = RATE // 50
"""20 ms."""
TEXT = (
    "Kính mời bà con trong thôn đến nhà văn hóa lúc bảy giờ tối nay để họp bàn việc "
    "phòng chống lụt bão. Đề nghị mỗi nhà cử một người đi họp đúng giờ. Xin cảm ơn bà con."
)

needs_voice = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="needs espeak-ng")


@cache
def speech(level_dbfs: float = -20.0) -> bytes:
    """Some ten seconds of Vietnamese at 48 kHz, at a mean level."""
    made = subprocess.run(
        ["espeak-ng", "-v", "vi", "--stdout", TEXT], capture_output=True, check=True
    ).stdout
    with wave.open(BytesIO(made)) as file:
        pcm = file.readframes(file.getnframes())
        pcm, _ = audioop.ratecv(pcm, 2, 1, file.getframerate(), RATE, None)
    size = len(pcm) // (FRAME * 2) * FRAME * 2
    return at_level(pcm[:size], level_dbfs)


def at_level(pcm: bytes, dbfs: float) -> bytes:
    return audioop.mul(pcm, 2, 32_768 * 10 ** (dbfs / 20) / audioop.rms(pcm, 2))


def tone(hertz: float, seconds: float, level_dbfs: float = -20.0, rate: int = RATE) -> bytes:
    step, peak = 2 * math.pi * hertz / rate, 32_768 * 10 ** (level_dbfs / 20) * math.sqrt(2)
    return array(
        "h", (int(min(peak, 32_767) * math.sin(step * n)) for n in range(round(rate * seconds)))
    ).tobytes()


def noise(seconds: float, level_dbfs: float, seed: int = 1) -> bytes:
    """White noise, the same each time."""
    state, values = seed, array("h")
    for _ in range(round(RATE * seconds)):
        state = (state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        values.append((state >> 15) - 32_768)
    return at_level(values.tobytes(), level_dbfs)


def frames(pcm: bytes, count: int = FRAME) -> Iterator[bytes]:
    """Pieces of 20 ms."""
    for at in range(0, len(pcm) - count * 2 + 1, count * 2):
        yield pcm[at : at + count * 2]


def level_dbfs(pcm: bytes) -> float:
    rms = audioop.rms(pcm, 2)
    return 20 * math.log10(rms / 32_768) if rms else -120.0


def steepest(pcm: bytes) -> int:
    """Largest step from one sample to the next."""
    later, earlier = pcm[2:], pcm[:-2]
    return audioop.max(audioop.add(later, audioop.mul(earlier, 2, -1), 2), 2)


class Room:
    """A loudspeaker that the microphone hears: gain, way, and what it likes to pass on.

    Args:
        gain_db: Loop gain at its best frequency.
        delay_s: From the microphone through hub, horn and air back to the microphone.
        hertz: Frequency that the room favours; None = it passes all on alike.
    """

    def __init__(self, gain_db: float, delay_s: float, hertz: float | None) -> None:
        self._gain = 10 ** (gain_db / 20)
        self._line = [bytes(FRAME * 2)] * max(1, round(delay_s * RATE / FRAME))
        self._hertz = hertz
        self._past = (0.0, 0.0)

    def hear(self, out: bytes, voice: bytes) -> bytes:
        """What the microphone hears while `voice` is spoken and `out` is sent to the horn."""
        self._line.append(self._coloured(out))
        echo = audioop.mul(self._line.pop(0), 2, self._gain)
        return audioop.add(voice, echo, 2)

    def _coloured(self, pcm: bytes) -> bytes:
        if self._hertz is None:
            return pcm
        # a resonator with gain 1 at its frequency
        w, r = 2 * math.pi * self._hertz / RATE, 0.997
        a1, a2 = 2 * r * math.cos(w), -r * r
        b = (1 - r) * math.sqrt(1 - 2 * r * math.cos(2 * w) + r * r)
        y1, y2 = self._past
        out = array("h")
        for x in array("h", pcm):
            y1, y2 = b * x + a1 * y1 + a2 * y2, y1
            out.append(int(max(-32_768, min(32_767, y1))))
        self._past = (y1, y2)
        return out.tobytes()


def talk_in(room: Room, voice: bytes, guard: Callable[[bytes], bytes]) -> list[float]:
    """Levels of what leaves for the horn, by 20 ms, while somebody speaks in a room."""
    out, levels = bytes(FRAME * 2), []
    waiting = b""
    for piece in frames(voice):
        waiting += guard(room.hear(out, piece))
        out, waiting = waiting[: FRAME * 2].ljust(FRAME * 2, b"\0"), waiting[FRAME * 2 :]
        levels.append(level_dbfs(out))
    return levels
