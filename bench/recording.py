"""Reads what `jack_recorder` wrote: periods with a wall-clock stamp, and the sound of each port."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.figures import median

MAGIC = b"HUBREC01"
_HEAD = struct.Struct("=II")
_PERIOD = struct.Struct("=QQIIIIII")
_COUNTER = 1 << 32
"""The server's frame counter begins again after this."""
_NEAR = 24
"""Periods on either side (0.13 s at 256 samples) whose stamps are put together."""

Chunk = tuple[int, "array[int]"]


class RecordingError(Exception):
    """The recording cannot be trusted; the text says why."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the server.

    Attributes:
        first: Count of its first sample, from 0 at the start of the recording.
        frames: Its length in samples.
        wall_s: CLOCK_REALTIME in the recorder's callback.
        jack_s: JACK's own filtered time, seconds on its monotonic clock.
        xruns: Xruns of the server so far.
    """

    first: int
    frames: int
    wall_s: float
    jack_s: float
    xruns: int


class Recording:
    """A whole recording.

    Args:
        rate: Samples a second.
        periods: In order.
        ports: For each port what sounded: (count of the first sample, samples), in order.
    """

    def __init__(self, rate: int, periods: list[Period], ports: dict[str, list[Chunk]]) -> None:
        self.rate = rate
        self.periods = periods
        self.ports = ports
        self._firsts = [period.first for period in periods]

    @property
    def skipped(self) -> int:
        """Samples of which the recorder never heard (it was too late for a period)."""
        return sum(
            after.first - before.first - before.frames for before, after in pairwise(self.periods)
        )

    @property
    def xruns(self) -> int:
        """Xruns of the server while this was recorded."""
        return self.periods[-1].xruns - self.periods[0].xruns if self.periods else 0

    def stamped_s(self, frame: int) -> float:
        """Wall clock of a sample by the stamp of its own period alone."""
        period = self.periods[self._index(frame)]
        return period.wall_s + (frame - period.first) / self.rate

    def wall_s(self, frame: int) -> float:
        """Wall clock of a sample: the middle of what the periods around it say.

        A stamp is late when the recorder's thread was woken late; the middle of its neighbours
        takes that mistake of the measuring tool away, and keeps a slip of the server's clock.
        """
        here = self._index(frame)
        near = self.periods[max(0, here - _NEAR) : here + _NEAR + 1]
        return frame / self.rate + median([p.wall_s - p.first / self.rate for p in near])

    def _index(self, frame: int) -> int:
        return max(0, bisect_right(self._firsts, frame) - 1)


def read(path: Path, names: tuple[str, ...]) -> Recording:
    """Read a recording of the ports `names`.

    Raises:
        RecordingError: It is no recording, has other ports, or lost periods.
    """
    data = path.read_bytes()
    rate, count = _HEAD.unpack_from(data, len(MAGIC)) if len(data) >= 16 else (0, 0)
    if not data.startswith(MAGIC) or count != len(names):
        raise RecordingError(f"{path} is no recording of {len(names)} ports")
    ports: dict[str, list[Chunk]] = {name: [] for name in names}
    periods: list[Period] = []
    place = len(MAGIC) + _HEAD.size
    origin: int | None = None
    while place + _PERIOD.size <= len(data):
        wall, jack, count, frames, sounding, lost, xruns, _ = _PERIOD.unpack_from(data, place)
        if lost:
            raise RecordingError(f"{path}: the recorder lost {lost} periods")
        origin = count if origin is None else origin
        first = (count - origin) % _COUNTER
        periods.append(Period(first, frames, wall / 1e9, jack / 1e6, xruns))
        place += _PERIOD.size
        for number, name in enumerate(names):
            if sounding >> number & 1:
                ports[name].append((first, array("h", data[place : place + 2 * frames])))
                place += 2 * frames
    return Recording(rate, periods, ports)
