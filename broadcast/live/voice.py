"""A talk's frames on their way: in order, at the card's rate, guarded, kept short of stock.

Works on one thread; what it pushes into is emptied by the cards' callbacks.
"""

from __future__ import annotations

import audioop
from collections.abc import Callable
from typing import Final

from broadcast.live.arrivals import Ready, Sequencer, Unevenness
from broadcast.live.buffer import LiveBuffer
from broadcast.live.guards import Guards
from hub.live_wire import Frame

PATIENCE_S: Final = 0.05
"""With less than this in stock a missing frame is waited for no longer."""
MOST_FILLED_S: Final = 0.06
"""Silence put in for frames that are lost; a longer gap only makes the talk shorter."""
LOOK_S: Final = 2.0
"""Stock that was not needed for so long is given up."""
SPARE_S: Final = 0.03

MOST_STOCK_S: Final = 0.35

_Resampling = tuple[int, tuple[tuple[int, int], ...]] | None


class Voice:
    """The samples of one talk.

    Args:
        given_rate: Samples a second of the frames.
        rate: Samples a second of the cards.
        keep: Takes what was made audible, for the record.
        start_db: Gain for the first word (`AutoGain`).
    """

    def __init__(
        self, given_rate: int, rate: int, keep: Callable[[bytes], None], start_db: float = 0.0
    ) -> None:
        self.guards = Guards(rate, start_db)
        self.sequencer = Sequencer()
        self.unevenness = Unevenness()
        self.skipped = 0
        """Samples left out to bring the delay down."""
        self._given_rate = given_rate
        self._rate = rate
        self._keep = keep
        self._buffers: tuple[LiveBuffer, ...] = ()
        self._resampling: _Resampling = None
        self._has_begun = False
        self._frame_s = 0.02
        self._least_s = LOOK_S
        self._since_s = 0.0

    def feed_into(self, buffers: tuple[LiveBuffer, ...]) -> None:
        """Whereto from now on: one buffer a bus."""
        self._buffers = buffers

    @property
    def is_heard(self) -> bool:
        """Some card asks for samples."""
        return any(buffer.is_wanted for buffer in self._buffers)

    @property
    def stock_s(self) -> float:
        """The smallest stock of any bus that is heard, seconds; what its delay needs is none."""
        stocks = (max(0.0, b.fill_s - b.delay_s) for b in self._buffers if b.is_wanted)
        return min(stocks, default=0.0)

    @property
    def starved(self) -> int:
        """How often a card found nothing."""
        return max((buffer.starved for buffer in self._buffers), default=0)

    def arrive(self, frame: Frame, now_s: float) -> bool:
        """A frame came at monotonic time `now_s`; False when it came before, or too late."""
        if self.stock_s > MOST_STOCK_S:
            self.skipped += len(frame.pcm) // 2  # faster than anybody speaks
            return True
        before = self.sequencer.late
        self.unevenness.note(frame.captured_us, now_s)
        self._play(self.sequencer.put(frame))
        if self.sequencer.is_waiting and self.stock_s < PATIENCE_S:
            self.give_up()
        return self.sequencer.late == before

    def give_up(self) -> None:
        """Wait no longer for frames that are missing."""
        self._play(self.sequencer.give_up())

    def end(self) -> None:
        """The last samples; the buffers are ended by their owner."""
        self.give_up()
        self._push(self.guards.flush())

    def _play(self, frames: list[Ready]) -> None:
        for frame, lost in frames:
            length_s = len(frame.pcm) / 2 / self._given_rate
            if lost:
                hole_s = min(MOST_FILLED_S, lost * self._frame_s)
                self._pass(bytes(2 * round(hole_s * self._given_rate)))
            self._frame_s = length_s or self._frame_s
            self._pass(frame.pcm)
            self._trim(length_s)

    def _pass(self, pcm: bytes) -> None:
        if self._given_rate != self._rate:
            pcm, self._resampling = audioop.ratecv(
                pcm, 2, 1, self._given_rate, self._rate, self._resampling
            )
        if self.is_heard and not self._has_begun:
            self._has_begun = True
            self.guards.begin()
        self._push(self.guards.pass_on(pcm))

    def _push(self, pcm: bytes) -> None:
        if not pcm:
            return
        if self._surplus_s() > 0 and not self.guards.gate.is_open:
            self.skipped += len(pcm) // 2  # a pause is shortened: nobody hears it
            self._least_s -= len(pcm) / 2 / self._rate
            return
        if not self.is_heard:
            return  # and none of it is kept: a card may ask this very moment, and another after it
        self._keep(pcm)
        for buffer in self._buffers:
            buffer.await_turn()
        target_s = self.unevenness.target_s
        for buffer in self._buffers:
            buffer.aim(target_s)
            buffer.push(pcm)

    def _trim(self, length_s: float) -> None:
        """Watch how small the stock gets."""
        self._least_s = min(self._least_s, self.stock_s)
        self._since_s += length_s
        if self._since_s > LOOK_S and self._surplus_s() <= 0:
            self._since_s, self._least_s = 0.0, self.stock_s

    def _surplus_s(self) -> float:
        """Stock that nobody needed for a while, seconds."""
        if self._since_s < LOOK_S:
            return 0.0
        return self._least_s - self.unevenness.target_s - SPARE_S
