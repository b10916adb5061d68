"""The sink alone: voices armed a second ahead, as the playout arms them, without a calendar.

Run as a program: `python -m bench.ours.sink HOST_API DEVICE WAV`; reads the start times, one
JSON list, from its standard input.
"""

from __future__ import annotations

import json
import selectors
import sys
import wave
from pathlib import Path

from bench.ours.card import FRAMES
from broadcast.audio.portaudio import PortAudioSink
from broadcast.audio.sink import Clip, Ended, Voice
from hub.clock import SystemClock
from hub.config import Card
from hub.domain.ids import BusId

ARM_AHEAD_S = 1.0
BUS = BusId("bench:0")


def main() -> None:
    """Play until the standard input is closed."""
    host_api, device, path = sys.argv[1:]
    with wave.open(path) as file:
        rate, clip = file.getframerate(), Clip(Path(path), file.getnframes())
    clock = SystemClock()
    card = Card("bench", device, host_api, block_frames=FRAMES[host_api])
    sink = PortAudioSink({"bench": card}, rate, clock)
    sink.open()
    print("ready", flush=True)
    starts: list[float] = json.loads(sys.stdin.readline())
    with selectors.DefaultSelector() as wake:
        if sink.fileno() >= 0:
            wake.register(sink.fileno(), selectors.EVENT_READ)
        wake.register(sys.stdin, selectors.EVENT_READ)
        ended = False
        while not ended:
            while starts and starts[0] - ARM_AHEAD_S <= clock.wall_s():
                due_s = starts.pop(0)
                sink.arm(Voice(f"{due_s}", BUS, (clip,), start_s=due_s))
            _say(sink)
            ahead_s = starts[0] - ARM_AHEAD_S - clock.wall_s() if starts else 60.0
            due = sink.next_due()
            until = min(clock.monotonic() + ahead_s, due if due is not None else ahead_s + 1e9)
            ended = any(key.fileobj is sys.stdin for key, _ in clock.wait(until, wake))
    sink.close()


def _say(sink: PortAudioSink) -> None:
    """What the sink itself has measured, for whoever compares."""
    for event in sink.events():
        if isinstance(event, Ended):
            print(event.voice, event.report, flush=True)


if __name__ == "__main__":
    main()
