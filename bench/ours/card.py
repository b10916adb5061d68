"""The bare card: a PyAudio callback that places samples by the DAC time and does nothing else.

Its median is the fixed offset of the device as this bench sees it (what PortAudio does not
report), which is taken off the figures of the sink and of the whole service.

Run as a program: `python -m bench.ours.card HOST_API DEVICE WAV`; reads the start times, one
JSON list, from its standard input.
"""

from __future__ import annotations

import json
import sys
import time
import wave
from collections.abc import Mapping
from typing import Final

import pyaudio

FRAMES: Final = {"jack": 0, "alsa": 480}
"""Samples a callback; JACK has its own."""
_HOST_APIS: Final = {"jack": pyaudio.paJACK, "alsa": pyaudio.paALSA}

Answer = tuple[bytes, int]


class Placer:
    """Puts the item at its starts, sample by sample.

    Args:
        item: Samples, 16 bit, mono.
        starts: Wall-clock times of its first sample, in order.
        rate: Samples a second.
    """

    def __init__(self, item: bytes, starts: list[float], rate: int) -> None:
        self._item = item
        self._starts = starts
        self._rate = rate
        self._place: int | None = None

    def __call__(
        self, _: bytes | None, frames: int, time_info: Mapping[str, float], __: int
    ) -> Answer:
        """One block, as PortAudio asks for it."""
        wall_s = time.time() - time_info["current_time"] + time_info["output_buffer_dac_time"]
        if self._place is None and self._starts:
            ahead = round((self._starts[0] - wall_s) * self._rate)
            if ahead < frames:
                self._starts.pop(0)
                self._place = -2 * max(0, ahead)
        return self._block(2 * frames), pyaudio.paContinue

    def _block(self, size: int) -> bytes:
        if self._place is None:
            return bytes(size)
        head = bytes(max(0, -self._place))
        first = max(0, self._place)
        block = head + self._item[first : first + size - len(head)]
        self._place += size
        if self._place >= len(self._item):
            self._place = None
        return block.ljust(size, b"\0")


def device_index(host: pyaudio.PyAudio, host_api: str, name: str) -> int:
    """The output device of a host API whose name begins with `name`.

    Raises:
        LookupError: There is none.
    """
    info = host.get_host_api_info_by_type(_HOST_APIS[host_api])
    for number in range(int(info["deviceCount"])):
        device = host.get_device_info_by_host_api_device_index(int(info["index"]), number)
        if str(device["name"]).startswith(name) and device["maxOutputChannels"]:
            return int(device["index"])
    raise LookupError(f"no output device {name!r} on {host_api}")


def main() -> None:
    """Play until the standard input is closed."""
    host_api, device, path = sys.argv[1:]
    with wave.open(path) as file:
        rate, item = file.getframerate(), file.readframes(file.getnframes())
    starts: list[float] = []
    host = pyaudio.PyAudio()
    stream = host.open(
        format=pyaudio.paInt16, channels=1, rate=rate, output=True,
        output_device_index=device_index(host, host_api, device),
        frames_per_buffer=FRAMES[host_api], stream_callback=Placer(item, starts, rate),
    )  # fmt: skip
    print("ready", flush=True)
    starts.extend(json.loads(sys.stdin.readline()))
    sys.stdin.read()
    stream.close()
    host.terminate()


if __name__ == "__main__":
    main()
