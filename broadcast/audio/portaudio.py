"""Sound cards through PyAudio: the only file that knows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyaudio

from broadcast.audio.cards import CardSink
from broadcast.audio.devices import Device, choose
from broadcast.audio.driver import Block
from broadcast.audio.libraries import Libraries, no_chatter
from broadcast.audio.paced import PacedDriver
from broadcast.audio.pinned import pin_thread
from hub.clock import Clock
from hub.config import Card
from hub.errors import DeviceError

NULL: Final = "null"
"""The device of a card that is not there."""

_UNDERFLOW: Final = int(pyaudio.paOutputUnderflow)
_CONTINUE: Final = int(pyaudio.paContinue)


class PortAudioDriver:
    """Opens callback streams.

    PortAudio reads the list of devices only when it starts, so it is started anew when a
    card cannot be found or opened and no other stream needs it.

    Args:
        cards: Cards that will be asked for.
        rate: Samples a second.
    """

    def __init__(self, cards: Mapping[str, Card], rate: int) -> None:
        self._libraries = Libraries(cards)
        self._rate = rate
        self._audio: pyaudio.PyAudio | None = None
        self._streams = 0

    def open(self, card: Card, latency_s: float, block: Block) -> PortAudioStream:
        fresh = self._audio is None
        try:
            return self._try(card, latency_s, block)
        except DeviceError:
            if self._streams:
                raise
            self._end()
            if fresh:
                raise
        try:
            return self._try(card, latency_s, block)
        except DeviceError:
            self._end()
            raise

    def close(self) -> None:
        self._end()

    def closed(self) -> None:
        """A stream has been closed."""
        self._streams -= 1

    def _try(self, card: Card, latency_s: float, block: Block) -> PortAudioStream:
        try:
            with no_chatter():
                audio = self._begin()
                name = self._libraries.device_name(card)
                device = choose(card, _devices(audio), name)
                stream = self._open(audio, device, card, latency_s, block)
        except (OSError, ValueError) as error:
            if isinstance(error, DeviceError):
                raise
            raise DeviceError(
                "audio.no_open", card=card.name, device=card.device, error=error
            ) from error
        self._streams += 1
        return PortAudioStream(stream, self)

    def _open(
        self, audio: pyaudio.PyAudio, device: Device, card: Card, latency_s: float, block: Block
    ) -> pyaudio.PyAudio.Stream:
        is_pinned = False

        def callback(
            _heard: bytes | None, frames: int, times: Mapping[str, float], status: int
        ) -> tuple[bytes, int]:
            nonlocal is_pinned
            if not is_pinned:
                pin_thread()
                is_pinned = True
            gap = bool(status & _UNDERFLOW)
            current_s, dac_s = times["current_time"], times["output_buffer_dac_time"]
            return block(frames, current_s, dac_s, gap=gap), _CONTINUE

        asked = round(latency_s * self._rate)  # PyAudio offers no other way to more latency
        return audio.open(
            rate=self._rate,
            channels=card.channels,
            format=pyaudio.paInt16,
            output=True,
            output_device_index=device.index,
            frames_per_buffer=0 if device.is_jack else max(card.block_frames, asked),
            stream_callback=callback,
        )

    def _begin(self) -> pyaudio.PyAudio:
        if self._audio is None:
            self._libraries.prepare()
            self._audio = pyaudio.PyAudio()
        return self._audio

    def _end(self) -> None:
        audio, self._audio = self._audio, None
        if audio is not None:
            audio.terminate()


class PortAudioStream:
    """One running stream.

    Args:
        stream: PyAudio's.
        driver: Told when it is closed.
    """

    def __init__(self, stream: pyaudio.PyAudio.Stream, driver: PortAudioDriver) -> None:
        self._stream = stream
        self._driver = driver

    def close(self) -> None:
        try:
            with no_chatter():
                self._stream.close()
        except OSError:
            pass  # a card that is gone cannot be closed well
        finally:
            self._driver.closed()


def _devices(audio: pyaudio.PyAudio) -> list[Device]:
    apis = {
        index: audio.get_host_api_info_by_index(index)["name"]
        for index in range(audio.get_host_api_count())
    }
    found = [audio.get_device_info_by_index(index) for index in range(audio.get_device_count())]
    return [
        Device(
            index=int(info["index"]),
            name=str(info["name"]),
            host_api=str(apis[int(info["hostApi"])]),
            channels=int(info["maxOutputChannels"]),
            is_default=info["index"] == _default(audio),
        )
        for info in found
    ]


def _default(audio: pyaudio.PyAudio) -> int:
    try:
        return int(audio.get_default_output_device_info()["index"])
    except OSError:
        return -1


class PortAudioSink(CardSink):
    """Sound out through PortAudio; cards named "null" keep time without it (`Sink`).

    Args:
        cards: Cards by name.
        rate: Samples a second.
        clock: Wall and monotonic time.
    """

    def __init__(self, cards: Mapping[str, Card], rate: int, clock: Clock) -> None:
        there = {name: card for name, card in cards.items() if card.device != NULL}
        real, null = PortAudioDriver(there, rate), PacedDriver(rate, clock)
        drivers = {name: real if name in there else null for name in cards}
        super().__init__(cards, drivers, rate, clock)
