"""A mouth for the bench: bursts at known times, over a network that may be bad."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass

from hub.clock import Clock
from hub.live_wire import Frame

RATE = 48_000
FRAME_S = 0.02
BURST_S = 0.2
HERTZ = 700.0
LEVEL = 0.25


def burst(seconds: float = BURST_S, rate: int = RATE) -> bytes:
    """A tone that begins at full slope."""
    step = 2 * math.pi * HERTZ / rate
    values = (int(32_767 * LEVEL * math.sin(step * n)) for n in range(round(rate * seconds)))
    return array("h", values).tobytes()


@dataclass(frozen=True, slots=True)
class Network:
    """What becomes of a frame.

    Attributes:
        loss: Share that never comes.
        jitter_s: Each comes later by nothing up to this.
    """

    loss: float = 0.0
    jitter_s: float = 0.0


class BurstMouth:
    """A microphone (`broadcast.live.client.Microphone`) that hears bursts.

    Args:
        clock: Monotonic time.
        count: Bursts.
        every_s: From one to the next.
        network: On the way to the hub.
        chance: Numbers from 0 to 1, one a call.
    """

    def __init__(
        self,
        clock: Clock,
        count: int,
        every_s: float,
        network: Network,
        chance: Callable[[], float],
    ) -> None:
        self.spoken_s: list[float] = []
        """Monotonic time of the first sample of each burst."""
        self.rate = RATE
        self._clock = clock
        self._every = round(every_s / FRAME_S)
        self._last = self._every * (count + 1)
        self._network = network
        self._chance = chance
        self._start_s: float | None = None
        self._number = 0
        self._seq = 0
        self._way: list[tuple[float, Frame]] = []
        sound = burst()
        self._size = 2 * round(RATE * FRAME_S)
        self._burst = [sound[at : at + self._size] for at in range(0, len(sound), self._size)]

    def fileno(self) -> int:
        return -1

    def start(self) -> None:
        self._start_s = self._clock.monotonic()

    @property
    def is_over(self) -> bool:
        return self._number >= self._last and not self._way

    def due_s(self) -> float | None:
        if self._start_s is None or self.is_over:
            return None
        due = [arrives_s for arrives_s, *_ in self._way]
        if self._number < self._last:
            due.append(self._start_s + (self._number + 1) * FRAME_S)
        return min(due)

    def take(self) -> list[Frame]:
        now_s = self._clock.monotonic()
        if self._start_s is None:
            return []
        while self._number < self._last:
            taken_s = self._start_s + self._number * FRAME_S
            if taken_s + FRAME_S > now_s:
                break
            self._speak(taken_s)
        here = sorted(item for item in self._way if item[0] <= now_s)
        self._way = [item for item in self._way if item[0] > now_s]
        return [frame for _, frame in here]

    def _speak(self, taken_s: float) -> None:
        into = self._number % self._every
        is_burst = self._number >= self._every and into < len(self._burst)
        if is_burst and into == 0:
            self.spoken_s.append(taken_s)
        pcm = self._burst[into] if is_burst else bytes(self._size)
        self._number += 1
        self._seq += 1
        if self._chance() >= self._network.loss:
            arrives_s = taken_s + FRAME_S + self._chance() * self._network.jitter_s
            self._way.append((arrives_s, Frame(self._seq, round(taken_s * 1e6), pcm)))


def waits_ms(spoken_s: list[float], heard_s: list[float], most_s: float = 1.0) -> list[float]:
    """From each burst's first sample to when it was heard; those that were not are left out."""
    found = []
    for at in spoken_s:
        after = [there - at for there in heard_s if 0 <= there - at <= most_s]
        if after:
            found.append(min(after) * 1000)
    return found
