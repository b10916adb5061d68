"""What one open stream asks for each block: time, then sound.  The callback itself."""

from __future__ import annotations

from typing import Final

from broadcast.audio.bell import Bell
from broadcast.audio.mixer import Mixer
from broadcast.audio.playing import Block
from broadcast.audio.streamclock import StreamClock
from hub.clock import Clock

IDLE_SKIPS: Final = 3
"""While nothing plays, so many blocks pass between two readings of the clocks: a silent
village has a hundred blocks a second, all night."""
STEP_S: Final = 0.02
"""The wall clock moved so much against the monotonic one between two blocks: it was stepped."""
_SURE_S: Final = 20e-6
"""Two readings of one clock this close together: nothing came between."""


class Feed:
    """Feeds one stream from a mixer.

    Args:
        mixer: Where the sound comes from; outlives the stream.
        rate: Samples a second.
        clock: Wall and monotonic time.
        bell: Rung when the stream has settled.
        offset_s: Constant offset of the device: it is heard so much later than it says.
        latency_s: From callback to loudspeaker, when the card does not say.
    """

    def __init__(
        self,
        mixer: Mixer,
        rate: int,
        clock: Clock,
        bell: Bell,
        *,
        offset_s: float,
        latency_s: float,
    ) -> None:
        self.mixer = mixer
        self.timeline = StreamClock(rate, latency_s)
        self.xruns = 0
        """Times the card ran dry."""
        self.is_live = True
        """Set to False when the stream rests or is given up: nothing is rendered."""
        self._clock = clock
        self._bell = bell
        self._offset_s = offset_s
        self._skips = 0
        self._ahead_s = 0.0

    @property
    def is_idle(self) -> bool:
        """No voice is armed."""
        return self.mixer.is_idle

    @property
    def beats(self) -> int:
        """Grows with every block."""
        return self.timeline.frames

    def block(self, frames: int, current_s: float, dac_s: float, *, gap: bool) -> bytes:
        """The next block.

        Args:
            frames: Samples a channel.
            current_s: The card's clock now.
            dac_s: The card's clock when the first sample will be heard.
            gap: The card ran dry before it.
        """
        timeline, mixer = self.timeline, self.mixer
        if self._skips > 0 and mixer.is_idle and not gap:
            self._skips -= 1
            timeline.skip(frames)
            return mixer.quiet(frames)
        was_primed = timeline.is_primed
        gap = timeline.note(frames, current_s, dac_s, self._clock.monotonic(), gap=gap)
        if gap:
            self.xruns += 1
        if timeline.is_primed is not was_primed:
            self._bell.ring()
        if mixer.is_idle or not self.is_live:
            self._skips = IDLE_SKIPS if timeline.is_primed else 0
            return mixer.quiet(frames)
        ahead_s = wall_offset(self._clock)
        step_s, self._ahead_s = ahead_s - self._ahead_s, ahead_s
        first_s = timeline.first_sample_s() + ahead_s + self._offset_s
        return mixer.render(
            frames,
            Block(
                first_s=first_s,
                estimated=timeline.estimated,
                is_sure=timeline.is_sure,
                gap=gap,
                step_s=step_s if abs(step_s) > STEP_S else 0.0,
            ),
        )


def wall_offset(clock: Clock) -> float:
    """Wall minus monotonic time, read so that a switch of threads does not spoil it."""
    best, offset = float("inf"), 0.0
    for _ in range(4):
        before = clock.monotonic()
        wall = clock.wall_s()
        after = clock.monotonic()
        if after - before < best:
            best, offset = after - before, wall - (before + after) / 2
        if best < _SURE_S:
            break
    return offset
