"""A WAV file in place of a microphone, at the pace of speech: for tests and measurements."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.errors import MediaError
from hub.live_wire import Frame

FRAME_S: Final = 0.02


class WavMicrophone:
    """Frames of a file (`Microphone`).

    Args:
        path: WAV, mono, 16 bit.
        clock: Monotonic time.

    Raises:
        MediaError: It is not such a file.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        try:
            with wave.open(str(path)) as file:
                if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                    raise MediaError("live.not_wav", path=path)
                self.rate = file.getframerate()
                self._pcm: bytes = file.readframes(file.getnframes())
        except (OSError, EOFError, wave.Error) as error:
            raise MediaError("live.not_wav", path=path) from error
        self._clock = clock
        self._bytes = 2 * round(self.rate * FRAME_S)
        self._start_s: float | None = None
        self._at = 0

    def fileno(self) -> int:
        return -1

    def due_s(self) -> float | None:
        if self._start_s is None or self.is_over:
            return None
        return self._start_s + (self._at + 1) * FRAME_S

    def start(self) -> None:
        self._start_s = self._clock.monotonic()

    @property
    def is_over(self) -> bool:
        return bool(self._at * self._bytes >= len(self._pcm))

    def take(self) -> list[Frame]:
        found = []
        while (due_s := self.due_s()) is not None and due_s <= self._clock.monotonic():
            at = self._at * self._bytes
            captured_us = round((due_s - FRAME_S) * 1e6)
            found.append(Frame(self._at, captured_us, self._pcm[at : at + self._bytes]))
            self._at += 1
        return found
