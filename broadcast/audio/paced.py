"""A card that is not there: keeps time and plays to nobody, so that a hub without sound runs."""

from __future__ import annotations

import os
import selectors
import threading
from typing import Final

from broadcast.audio.driver import Sound
from hub.clock import Clock
from hub.config import Card

BLOCK_S: Final = 0.05
"""Nobody hears it, so few long blocks do."""


class PacedDriver:
    """Opens cards named "null".

    Args:
        rate: Samples a second.
        clock: Keeps the pace.
    """

    def __init__(self, rate: int, clock: Clock) -> None:
        self._rate = rate
        self._clock = clock

    def open(self, card: Card, latency_s: float, sound: Sound) -> PacedStream:
        del card, latency_s
        return PacedStream(self._rate, self._clock, sound)

    def let_go(self) -> None:
        pass  # never hangs

    def close(self) -> None:
        pass  # every stream has given back what it had


class PacedStream:
    """A thread that asks for a block whenever one would have been played.

    Args:
        rate: Samples a second.
        clock: Keeps the pace.
        sound: Asked.
    """

    def __init__(self, rate: int, clock: Clock, sound: Sound) -> None:
        self.is_adjustable = False
        self.block_s = BLOCK_S
        self._frames = round(BLOCK_S * rate)
        self._rate = rate
        self._clock = clock
        self._sound = sound
        self._end = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._thread = threading.Thread(target=self._run, name="audio-null", daemon=True)
        self._thread.start()

    def close(self) -> None:
        os.eventfd_write(self._end, 1)
        self._thread.join()
        os.close(self._end)

    def _run(self) -> None:
        began_s, sent = self._clock.monotonic(), 0
        with selectors.DefaultSelector() as wake:
            wake.register(self._end, selectors.EVENT_READ)
            while not self._clock.wait(began_s + sent / self._rate, wake):
                now_s = self._clock.monotonic()
                if now_s - began_s > (sent + self._rate) / self._rate:
                    began_s = now_s - sent / self._rate  # stood still for over a second
                self._sound.block(
                    self._frames, now_s, began_s + (sent + self._frames) / self._rate, gap=False
                )
                sent += self._frames
