"""Sound cards through PyAudio: the only file that knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

import pyaudio

from broadcast.audio.callback_thread import adopt_thread, switch_quickly
from broadcast.audio.cards import CardSink
from broadcast.audio.devices import Device, choose
from broadcast.audio.driver import Sound
from broadcast.audio.libraries import Hush, Libraries
from broadcast.audio.paced import PacedDriver
from hub.clock import Clock
from hub.config import Card
from hub.errors import DeviceError

NULL: Final = "null"
"""The device of a card that is not there."""

_UNDERFLOW: Final = int(pyaudio.paOutputUnderflow)
_CONTINUE: Final = int(pyaudio.paContinue)

Callback = Callable[[bytes | None, int, Mapping[str, float], int], tuple[bytes, int]]


class PortAudioDriver:
    """Opens callback streams.

    PortAudio reads the list of devices only when it starts.  So it is started anew when a
    card is missing, unless another card is on air; idle ones are opened again with it.

    Args:
        libraries: Told of the cards that will be asked for.
        rate: Samples a second.
        start: Starts PortAudio.
    """

    def __init__(
        self,
        libraries: Libraries,
        rate: int,
        start: Callable[[], pyaudio.PyAudio] = pyaudio.PyAudio,
    ) -> None:
        self._libraries = libraries
        self._rate = rate
        self._start = start
        self._hush = Hush()
        self._audio: pyaudio.PyAudio | None = None
        self._streams: list[PortAudioStream] = []

    def open(self, card: Card, latency_s: float, sound: Sound) -> PortAudioStream:
        stream = PortAudioStream(card, latency_s, sound, self._forget)
        with self._hush:
            try:
                self._open(stream)
            except DeviceError:
                if not self._may_start_anew():
                    raise
                self._start_anew()
                self._open(stream)
        self._streams.append(stream)
        return stream

    def let_go(self) -> None:
        self._hush.release()

    def close(self) -> None:
        self._end()

    def _open(self, stream: PortAudioStream) -> None:
        is_new = self._audio is None
        try:
            if self._audio is None:
                self._libraries.prepare()
                self._audio = self._start()
            name = self._libraries.device_name(stream.card)
            device = choose(stream.card, _devices(self._audio), name)
            stream.start(self._audio, device, self._rate, self._libraries.block_s(stream.card))
        except DeviceError:
            self._end_if(is_new)
            raise
        except (OSError, ValueError) as error:
            self._end_if(is_new)
            card = stream.card
            raise DeviceError(
                "audio.no_open", card=card.name, device=card.device, error=error
            ) from error

    def _may_start_anew(self) -> bool:
        if self._audio is None:
            return False
        if not self._streams:
            return True
        return self._libraries.have_changed() and all(s.sound.is_idle for s in self._streams)

    def _start_anew(self) -> None:
        """Start PortAudio again; a stream that does not come back is missed by its keeper."""
        idle = list(self._streams)
        for stream in idle:
            stream.stop()
        self._end()
        for stream in idle:
            with suppress(DeviceError):
                self._open(stream)

    def _end_if(self, is_new: bool) -> None:  # noqa: FBT001  # private, one word says it
        """What was started in vain is ended, so that the next try sees what is there then."""
        if is_new:
            self._end()

    def _end(self) -> None:
        audio, self._audio = self._audio, None
        if audio is not None:
            audio.terminate()

    def _forget(self, stream: PortAudioStream) -> None:
        self._streams.remove(stream)


class PortAudioStream:
    """One card's stream.

    Args:
        card: Which.
        latency_s: Output latency to ask for; 0 = the device's low one.
        sound: Asked for each block.
        forget: Told when it is closed.
    """

    def __init__(
        self,
        card: Card,
        latency_s: float,
        sound: Sound,
        forget: Callable[[PortAudioStream], None],
    ) -> None:
        self.card = card
        self.sound = sound
        self.is_adjustable = True
        self.block_s = 0.0
        self._latency_s = latency_s
        self._forget = forget
        self._stream: pyaudio.PyAudio.Stream | None = None

    def start(self, audio: pyaudio.PyAudio, device: Device, rate: int, suitable_s: float) -> None:
        """Open it; PortAudio calls from now on."""
        self.is_adjustable = not device.is_jack
        # PyAudio asks for the device's low latency; only longer blocks make it longer
        frames = self.card.block_frames or round(suitable_s * rate)
        frames = max(frames, round(self._latency_s * rate))
        if device.is_jack:
            frames = 1 << (frames - 1).bit_length()  # whole periods of the server
        self.block_s = frames / rate
        self._stream = audio.open(
            rate=rate,
            channels=self.card.channels,
            format=pyaudio.paInt16,
            output=True,
            output_device_index=device.index,
            frames_per_buffer=frames,
            stream_callback=_callback(self.sound),
        )

    def stop(self) -> None:
        """Close it for now."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(OSError):  # a card that is gone cannot be closed well
                stream.close()

    def close(self) -> None:
        self.stop()
        self._forget(self)


class PortAudioSink(CardSink):
    """Sound out through PortAudio; cards named "null" keep time without it (`Sink`).

    Args:
        cards: Cards by name.
        rate: Samples a second.
        clock: Wall and monotonic time.
    """

    def __init__(self, cards: Mapping[str, Card], rate: int, clock: Clock) -> None:
        there = {name: card for name, card in cards.items() if card.device != NULL}
        real, null = PortAudioDriver(Libraries(there), rate), PacedDriver(rate, clock)
        super().__init__(
            cards, {name: real if name in there else null for name in cards}, rate, clock
        )

    def open(self) -> None:
        switch_quickly()
        super().open()


def _callback(sound: Sound) -> Callback:
    is_adopted = False

    def callback(
        _heard: bytes | None, frames: int, times: Mapping[str, float], status: int
    ) -> tuple[bytes, int]:
        nonlocal is_adopted
        if not is_adopted:
            adopt_thread()
            is_adopted = True
        current_s, dac_s = times["current_time"], times["output_buffer_dac_time"]
        return sound.block(frames, current_s, dac_s, gap=bool(status & _UNDERFLOW)), _CONTINUE

    return callback


def _devices(audio: pyaudio.PyAudio) -> list[Device]:
    apis = {
        index: audio.get_host_api_info_by_index(index)["name"]
        for index in range(audio.get_host_api_count())
    }
    default = _default(audio)
    found = [audio.get_device_info_by_index(index) for index in range(audio.get_device_count())]
    return [
        Device(
            index=int(info["index"]),
            name=str(info["name"]),
            host_api=str(apis[int(info["hostApi"])]),
            channels=int(info["maxOutputChannels"]),
            is_default=int(info["index"]) == default,
        )
        for info in found
    ]


def _default(audio: pyaudio.PyAudio) -> int:
    try:
        return int(audio.get_default_output_device_info()["index"])
    except OSError:
        return -1
