"""Listens to a PulseAudio monitor and knows when each sample of it was there."""

from __future__ import annotations

import audioop
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

RATE = 48_000
LATENCY_MS = 5
LOOK_S = 0.001
"""Onsets are known to this much."""
LOUD = 400
"""Sample value of a sound: -38 dBFS."""
QUIET_S = 0.1
"""A sound begins after so much quiet."""


class Ear:
    """What a monitor gives, as it comes.

    A sample's time is that of the quickest piece ever read, counted on from there: what the
    recording itself takes (a few milliseconds at its best) is part of what is measured.

    Args:
        device: Name of the source.
        env: Environment that finds the daemon.
    """

    def __init__(self, device: str, env: Mapping[str, str]) -> None:
        command = ["parec", f"--device={device}", "--raw", "--format=s16le", "--channels=1"]
        command += [f"--rate={RATE}", f"--latency-msec={LATENCY_MS}"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(env))
        self._data = bytearray()
        self._zero_s = float("inf")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def hears(self) -> bool:
        """It gets samples."""
        return bool(self._data)

    def onsets_s(self) -> list[float]:
        """Monotonic times at which sounds began."""
        return [self._zero_s + at for at in self._edges()[0]]

    def ends_s(self) -> list[float]:
        """Monotonic times at which sounds ended."""
        return [self._zero_s + at for at in self._edges()[1]]

    def close(self) -> None:
        """Stop listening."""
        self._process.terminate()
        self._process.wait()
        self._thread.join(2.0)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while data := self._process.stdout.read1(65_536):  # type: ignore[attr-defined]
            now_s = time.monotonic()
            self._data += data
            self._zero_s = min(self._zero_s, now_s - len(self._data) / 2 / RATE)

    def _edges(self) -> tuple[list[float], list[float]]:
        onsets: list[float] = []
        ends: list[float] = []
        size = 2 * round(RATE * LOOK_S)
        loud_at = -QUIET_S
        for number in range(len(self._data) // size):
            piece = bytes(self._data[number * size : (number + 1) * size])
            if audioop.max(piece, 2) < LOUD:
                continue
            at = number * LOOK_S
            if at - loud_at >= QUIET_S:
                onsets.append(at)
                ends.append(at)
            loud_at = ends[-1] = at
        return onsets, ends


@contextmanager
def ear(device: str, env: Mapping[str, str]) -> Iterator[Ear]:
    """Listen for the length of a `with` block."""
    made = Ear(device, env)
    try:
        yield made
    finally:
        made.close()
