"""Tells when the first sample of a block will be heard (pure).

A card counts samples; the calendar counts seconds.  What PortAudio says of each block is
early or late by the wake-up of a thread, by the interpreter's lock and by the driver's
notion of its own position, nearly always *late*.  So each block gives one reading of

    offset = time of the reading + reported latency - samples handed out / rate

and the truth is a straight line (the card's quartz against the clock's) under a cloud of
late readings.  We keep the lowest reading of each quarter second, take the median slope of
six seconds of them, and a low quartile of what is left as the line.

Everything here is monotonic time; whoever wants wall time adds the difference of the two
clocks at that moment.  So a step of the wall clock needs no re-synchronisation at all, and a
slew by NTP bends both clocks alike.
"""

from __future__ import annotations

from collections import deque
from itertools import combinations
from math import inf
from typing import Final

SPAN_S: Final = 0.25
"""One lowest reading is kept a span."""
SPANS: Final = 24
"""Spans that make the line: six seconds."""
SLOPE_SPANS: Final = 6
"""With fewer spans than this the slope is taken as none."""
MOST_SLOPE: Final = 1e-3
"""A quartz is within 200 ppm and NTP slews by 500: more is a mistake."""
JUMP_S: Final = 0.003
"""A whole span this far off the line: samples were lost or put in; begin anew."""
MOST_LATENCY_S: Final = 2.0
"""More than this from callback to loudspeaker is a mistake of the driver."""
STUCK_S: Final = 0.25
"""The card's own clock must move at least this often."""
LATE_S: Final = 0.01
"""A block asked for this long after the last sample has gone out: the card ran dry."""
SURE_READINGS: Final = 4
SURE_S: Final = 0.05
"""After a gap so many readings, or so long, until the lowest of them can be trusted: the
first one may itself be late by as much as the gap."""
PRIMED_S: Final = 0.1
"""A new stream first fills its buffer at once, and may then pause for up to two seconds."""


class StreamClock:
    """Follows one stream.

    Args:
        rate: Samples a second.
        latency_s: From callback to loudspeaker, to be used when the card does not say.
    """

    __slots__ = (
        "_assumed_s",
        "_began_s",
        "_card_moved_s",
        "_card_s",
        "_dry_s",
        "_line",
        "_lowest",
        "_next",
        "_points",
        "_rate",
        "_readings",
        "_sent",
        "_span_from",
        "_unsure_s",
        "estimated",
        "is_primed",
        "is_sure",
        "latency_s",
    )

    def __init__(self, rate: int, latency_s: float) -> None:
        self.estimated = False
        """What the card says is not plausible; times are estimates."""
        self.is_sure = False
        """Nothing is to be begun by this clock before it is."""
        self.is_primed = False
        """The stream has settled: its readings are good."""
        self.latency_s = latency_s
        """From callback to loudspeaker as last reported (or assumed), seconds."""
        self._rate = rate
        self._assumed_s = latency_s
        self._sent = 0
        self._next = 0
        self._card_s = -inf
        self._card_moved_s = -inf
        self._began_s = 0.0
        self._dry_s = inf
        self._points: deque[tuple[float, float]] = deque(maxlen=SPANS)
        self._line: tuple[float, float] | None = None
        self._lowest = (0.0, inf)
        self._span_from = 0.0
        self._readings = 0
        self._unsure_s = 0.0

    @property
    def frames(self) -> int:
        """Samples handed out, this block included."""
        return self._next

    def note(
        self, frames: int, current_s: float, dac_s: float, now_s: float, *, gap: bool = False
    ) -> bool:
        """Take the reading of one block.

        Args:
            frames: Samples in this block.
            current_s: The card's own clock now.
            dac_s: The same clock when the first sample of this block will be heard.
            now_s: Monotonic time, read as soon as possible after `current_s`.
            gap: The card says that it ran dry before this block.

        Returns:
            True when the card ran dry, whether it said so or not.
        """
        self._sent = self._next
        self._next += frames
        settles = self._settles(now_s)
        gap = gap or (self.is_primed and now_s > self._dry_s + LATE_S)
        plausible = self._judge(current_s, dac_s - current_s, now_s)
        self.latency_s = dac_s - current_s if plausible else self._assumed_s
        self._dry_s = now_s + self.latency_s + frames / self._rate
        at = self._sent / self._rate
        offset = now_s + self.latency_s - at
        if settles or plausible is self.estimated or (gap and not self._fits(at, offset)):
            self.estimated = not plausible
            self._forget(at, now_s)
        self._readings += 1
        self.is_sure = self._readings >= SURE_READINGS or now_s > self._unsure_s + SURE_S
        if offset < self._lowest[1]:
            self._lowest = (at, offset)
        if at - self._span_from >= SPAN_S:
            self._close_span(at)
        return gap and not settles

    def skip(self, frames: int) -> None:
        """Count a block without taking its reading."""
        self._next += frames
        self._dry_s += frames / self._rate

    def first_sample_s(self) -> float:
        """Monotonic time at which the first sample of the noted block will be heard."""
        at = self._sent / self._rate
        return at + (self._expected(at) if self._points else self._lowest[1])

    def _settles(self, now_s: float) -> bool:
        """True once: with the first block after the buffer has been filled."""
        if self._sent == 0:
            self._began_s = now_s
        if self.is_primed or now_s - self._began_s <= PRIMED_S:
            return False
        self.is_primed = True
        return True

    def _judge(self, current_s: float, latency_s: float, now_s: float) -> bool:
        if current_s != self._card_s:
            self._card_s, self._card_moved_s = current_s, now_s
        moving = now_s - self._card_moved_s < STUCK_S
        return current_s > 0.0 and moving and 0.0 <= latency_s <= MOST_LATENCY_S

    def _expected(self, at: float) -> float:
        """The line's offset at a place in the stream."""
        if self._line is None:
            self._line = _lower_line(self._points)
        level, slope = self._line
        return level + slope * at

    def _fits(self, at: float, offset: float) -> bool:
        """The line goes on through this reading: nothing was lost, whatever was said."""
        return bool(self._points) and abs(offset - self._expected(at)) <= JUMP_S

    def _forget(self, at: float, now_s: float) -> None:
        self._readings, self._unsure_s = 0, now_s
        self._points.clear()
        self._line = None
        self._lowest = (0.0, inf)
        self._span_from = at

    def _close_span(self, at: float) -> None:
        if not self._fits(*self._lowest):
            self._points.clear()
        self._points.append(self._lowest)
        self._line = None
        self._lowest = (0.0, inf)
        self._span_from = at


def _lower_line(points: deque[tuple[float, float]]) -> tuple[float, float]:
    """Level at 0 and slope of the line under a cloud of late readings."""
    slope = 0.0
    if len(points) >= SLOPE_SPANS:
        slopes = sorted((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2))
        slope = max(-MOST_SLOPE, min(MOST_SLOPE, slopes[len(slopes) // 2]))
    levels = sorted(offset - slope * at for at, offset in points)
    return levels[len(levels) // 4], slope
