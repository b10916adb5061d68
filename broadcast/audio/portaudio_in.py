"""A microphone through PyAudio: frames of 20 ms, put into a queue by the callback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyaudio

from broadcast.audio.libraries import Hush
from broadcast.post import Post
from hub.clock import Clock
from hub.errors import DeviceError
from hub.live_wire import Frame

FRAME_S: Final = 0.02
RATES: Final = (48_000, 16_000, 24_000)
"""Tried in this order."""
_CONTINUE: Final = int(pyaudio.paContinue)


class CaptureMicrophone:
    """A microphone of this machine (`broadcast.live.client.Microphone`).

    Args:
        device: Part of PortAudio's name of it; "" = the default one.
        clock: Monotonic time.

    Raises:
        DeviceError: There is none, or it cannot be opened.
    """

    def __init__(self, device: str, clock: Clock) -> None:
        self.rate = RATES[0]
        self.is_over = False
        self._clock = clock
        self._seq = 0
        self._post: Post[tuple[int, bytes]] = Post()
        with Hush():
            self._audio = pyaudio.PyAudio()
            try:
                self._stream = self._open(self._choose(device))
            except DeviceError:
                self._audio.terminate()
                raise

    def fileno(self) -> int:
        return self._post.fileno()

    def due_s(self) -> float | None:
        return None

    def start(self) -> None:
        self._post.take()

    def take(self) -> list[Frame]:
        found = []
        for captured_us, pcm in self._post.take():
            found.append(Frame(self._seq, captured_us, pcm))
            self._seq += 1
        return found

    def close(self) -> None:
        """Give the device back."""
        self._stream.close()
        self._audio.terminate()

    def _choose(self, name: str) -> int | None:
        if not name:
            return None
        every = [
            self._audio.get_device_info_by_index(index)
            for index in range(self._audio.get_device_count())
        ]
        able = [info for info in every if int(info["maxInputChannels"]) > 0]
        for info in able:
            if name in str(info["name"]):
                return int(info["index"])
        names = ", ".join(str(info["name"]) for info in able) or "-"
        raise DeviceError("live.no_microphone", device=name, names=names)

    def _open(self, index: int | None) -> Any:
        failure: Exception | None = None
        for rate in RATES:
            try:
                stream = self._audio.open(
                    rate=rate,
                    channels=1,
                    format=pyaudio.paInt16,
                    input=True,
                    input_device_index=index,
                    frames_per_buffer=round(rate * FRAME_S),
                    stream_callback=self._heard,
                )
            except (OSError, ValueError) as error:
                failure = error
            else:
                self.rate = rate
                return stream
        raise DeviceError("live.microphone_failed", error=failure)

    def _heard(
        self, pcm: bytes | None, frames: int, _times: Mapping[str, float], _status: int
    ) -> tuple[None, int]:
        if pcm:
            captured_s = self._clock.monotonic() - frames / self.rate
            self._post.put((round(captured_s * 1e6), pcm))
        return None, _CONTINUE
