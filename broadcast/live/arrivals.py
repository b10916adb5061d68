"""Frames as they arrive: put in order, gaps and late ones counted, unevenness measured (pure)."""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

from hub.live_wire import Frame

MOST_HELD: Final = 16
"""Frames that wait for an earlier one; when there are more, it is given up."""
LEAP: Final = 512
"""A number further away than this is not of this count: counting begins anew with it, when it was
captured after everything that was heard; else it is an old frame that comes again."""
WHOLE: Final = 1 << 32

SPREAD_FRAMES: Final = 150
"""How many arrivals the unevenness is judged by: three seconds of frames of 20 ms."""
LEAST_S: Final = 0.06
"""Smallest stock: unevenness of a quiet LAN and of the sender's own blocks."""
MOST_S: Final = 0.2
"""Largest: with more, speaker and listener hear it."""
MARGIN_S: Final = 0.03


class Ready(NamedTuple):
    """A frame whose turn it is.

    Attributes:
        frame: The frame.
        lost: How many before it never came.
    """

    frame: Frame
    lost: int


class Sequencer:
    """Gives frames in the order of their numbers."""

    def __init__(self) -> None:
        self.late = 0
        """Frames that came when their turn was over, or twice."""
        self.lost = 0
        """Frames that were given up."""
        self._next: int | None = None
        self._newest_us = 0
        self._held: dict[int, Frame] = {}

    @property
    def is_waiting(self) -> bool:
        """Later frames are there and an earlier one is not."""
        return bool(self._held)

    def put(self, frame: Frame) -> list[Ready]:
        """Take a frame; those whose turn it is now."""
        if self._next is None:
            self._next = frame.seq
        ahead = (frame.seq - self._next) % WHOLE
        leaps = LEAP <= ahead < WHOLE - LEAP
        is_old = frame.captured_us <= self._newest_us if leaps else ahead >= WHOLE - LEAP
        if is_old or frame.seq in self._held:
            self.late += 1
            return []
        if leaps:
            self._held.clear()
            self._next = frame.seq
        self._newest_us = max(self._newest_us, frame.captured_us)
        self._held[frame.seq] = frame
        return self._take(MOST_HELD)

    def give_up(self) -> list[Ready]:
        """Wait no longer for what is missing."""
        return self._take(0)

    def _take(self, most: int) -> list[Ready]:
        found: list[Ready] = []
        assert self._next is not None or not self._held
        lost = 0
        while self._held:
            next_seq = self._next or 0
            frame = self._held.pop(next_seq, None)
            if frame is not None:
                found.append(Ready(frame, lost))
                lost = 0
            elif len(self._held) <= most:
                break
            else:
                lost += 1
                self.lost += 1
            self._next = (next_seq + 1) % WHOLE
        return found


class Unevenness:
    """How much stock is needed for frames that do not come evenly."""

    def __init__(self) -> None:
        self._delays: deque[float] = deque(maxlen=SPREAD_FRAMES)

    def note(self, captured_us: int, arrived_s: float) -> None:
        """A frame came; its clock and ours differ by an unknown constant."""
        self._delays.append(arrived_s - captured_us / 1e6)

    @property
    def target_s(self) -> float:
        """Seconds of stock, `LEAST_S` to `MOST_S`: what nineteen of twenty frames need."""
        if not self._delays:
            return LEAST_S
        delays = sorted(self._delays)
        spread = delays[len(delays) * 19 // 20] - delays[0]
        return min(MOST_S, max(LEAST_S, spread + MARGIN_S))
