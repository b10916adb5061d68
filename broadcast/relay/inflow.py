"""A station's samples on one bus; where they break off or begin again they fade (`Inflow`)."""

from __future__ import annotations

from array import array
from typing import Final, NamedTuple

from broadcast.audio.fade import fade_out, faded
from broadcast.audio.inflow import PcmBuffer

STOCK_S: Final = 4.0
"""What is held against a network that stutters; so much later than live a relay is."""
FADE_S: Final = 0.05


class Stock(NamedTuple):
    """What is held of a station, seconds.

    Attributes:
        least_s: It is not played before there is so much, at first and whenever it ran dry.
        most_s: What is older is dropped.
    """

    least_s: float
    most_s: float


OF_A_STATION: Final = Stock(0.0, 4.5)
"""It has sounded for two seconds before the first of it comes here (`presence`)."""
OF_A_STREAM: Final = Stock(2.0, 4.5)
"""A meeting that comes by the network."""
OF_A_LINE: Final = Stock(0.2, 0.5)
"""A meeting at the line input: people see the picture of it, too, and nothing stutters."""


class StationInflow:
    """What one bus plays of a station.

    Args:
        rate: Samples a second.
        stock: What is held.
    """

    def __init__(self, rate: int, stock: Stock = OF_A_STATION) -> None:
        self.is_taken = False
        """The bus has begun to play it."""
        self._buffer = PcmBuffer(rate, stock.least_s, stock.most_s)
        self._out = fade_out(round(FADE_S * rate))
        self._in = array("f", reversed(self._out))
        self._flows = False
        self.frames = 0
        """Samples of it that were played."""

    @property
    def is_over(self) -> bool:
        return self._buffer.is_over

    @property
    def fill_s(self) -> float:
        """Seconds in stock."""
        return self._buffer.fill_s

    def push(self, data: bytes) -> None:
        """Put samples in; by one thread."""
        self._buffer.push(data)

    def end(self) -> None:
        """Nothing more will come."""
        self._buffer.end()

    def take(self, frames: int) -> bytes:
        self.is_taken = True
        data = self._buffer.take(frames)
        count = len(data) // 2
        self.frames += count
        if data and not self._flows:
            head = min(count, len(self._in))
            data = faded(memoryview(data)[: head * 2], self._in[:head]) + data[head * 2 :]
        if data and self._buffer.fill == 0:
            tail = min(count, len(self._out))
            rest = (count - tail) * 2
            data = data[:rest] + faded(memoryview(data)[rest:], fade_out(tail))
        self._flows = self._buffer.fill > 0
        return data
