"""A process of its own around the real sink, driven by lines of JSON; and its other end.

As a program it plays: each line on standard input is a call, each line on standard output
an event.  It is apart from the tests because the sound libraries change their process.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from broadcast.audio.portaudio import PortAudioSink
from broadcast.audio.sink import Clip, Ended, SinkEvent, Started, Voice
from hub.clock import SystemClock
from hub.config import Card
from hub.domain.ids import BusId

RATE = 48_000
STDIN = 0


def main() -> None:
    clock = SystemClock()
    card = Card("main", **json.loads(sys.argv[1]))
    sink = PortAudioSink({"main": card}, RATE, clock)
    sink.open()
    with selectors.DefaultSelector() as wake:
        wake.register(sink.fileno(), selectors.EVENT_READ)
        wake.register(STDIN, selectors.EVENT_READ)
        asked = b""
        while True:
            ready = clock.wait(sink.next_due() or 0.0, wake)
            for event in sink.events():
                print(json.dumps(told(event)), flush=True)
            if any(key.fileobj == STDIN for key, _ in ready):
                more = os.read(STDIN, 1 << 16)
                if not more:
                    break
                *lines, asked = (asked + more).split(b"\n")
                for line in lines:
                    carry_out(sink, json.loads(line))
    sink.close()


def carry_out(sink: PortAudioSink, call: dict[str, Any]) -> None:
    match call.pop("call"):
        case "arm":
            clips = tuple(Clip(Path(path), frames) for path, frames in call.pop("clips"))
            sink.arm(Voice(call.pop("voice"), BusId("main:0"), clips, **call))
        case "cut":
            sink.cut(**call)
        case "silence":
            sink.silence()


def told(event: SinkEvent) -> dict[str, Any]:
    said: dict[str, Any] = {"event": type(event).__name__, "voice": getattr(event, "voice", "")}
    if isinstance(event, Started | Ended):
        said |= asdict(event.report)
    if isinstance(event, Ended):
        said |= {"cut": event.cut, "error": str(event.error) if event.error else ""}
    return said


@dataclass
class Player:
    """The other end."""

    process: subprocess.Popen[str]
    told: bytes = b""

    def call(self, name: str, **arguments: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"call": name, **arguments}) + "\n")
        self.process.stdin.flush()

    def until(self, event: str, voice: str = "", limit_s: float = 20.0) -> dict[str, Any]:
        """The next event of a kind, and of a voice if one is named."""
        end = time.monotonic() + limit_s
        while (line := self._line(end)) is not None:
            said: dict[str, Any] = json.loads(line)
            if said["event"] == event and voice in {"", said["voice"]}:
                return said
        raise AssertionError(f"no {event} {voice}; the player's end: {self.process.poll()}")

    def _line(self, end: float) -> bytes | None:
        """The next line, or None when there is none in time."""
        assert self.process.stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(self.process.stdout, selectors.EVENT_READ)
            while b"\n" not in self.told:
                if not ready.select(max(0.0, end - time.monotonic())):
                    return None
                more = os.read(self.process.stdout.fileno(), 1 << 16)
                if not more:
                    return None
                self.told += more
        line, _, self.told = self.told.partition(b"\n")
        return line


@contextmanager
def player(environment: Mapping[str, str], **card: object) -> Iterator[Player]:
    """A player for the length of a `with` block."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.service.audio_player", json.dumps(card)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[2],
    )
    try:
        yield Player(process)
    finally:
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
