"""Adds up the voices of one card, block by block, on the callback's thread.

No locks, no logging, no files.  What the playout's thread wants done is put into a deque
and carried out at the beginning of the next block.
"""

from __future__ import annotations

import audioop
from array import array
from collections import deque
from collections.abc import Callable
from functools import partial

from broadcast.audio.fade import fade_out
from broadcast.audio.kin import in_turn, join
from broadcast.audio.playing import Block, Playing, Stage
from broadcast.audio.sink import DeadAir, Ended, SinkEvent, SoundBack, Started, VoiceReport


class Mixer:
    """The voices of one card.

    Args:
        channels: Buses of the card.
        rate: Samples a second.
        emit: Takes events; called from the callback.
    """

    def __init__(self, channels: int, rate: int, emit: Callable[[SinkEvent], None]) -> None:
        self._channels = channels
        self._rate = rate
        self._emit = emit
        self._orders: deque[Callable[[], None]] = deque()
        self._voices: list[Playing] = []
        self._living: dict[str, Playing] = {}
        self._silence = b""
        self._at = 0

    @property
    def is_idle(self) -> bool:
        """No voice is armed and nothing is to be done: `render` would give silence."""
        return not self._voices and not self._orders

    def arm(self, playing: Playing) -> None:
        """Take up a voice with the next block."""
        self._living[playing.voice.id] = playing
        self._orders.append(partial(self._take_up, playing))

    def cut(self, voice: str, fade_s: float, at_s: float | None) -> None:
        """Fade a voice out; nothing happens when it is over already."""
        playing = self._living.get(voice)
        if playing is not None:
            fade = fade_out(round(fade_s * self._rate))
            self._orders.append(partial(playing.cut, fade, at_s))

    def turn(self, voice: str, gain_db: float, ramp_s: float) -> None:
        """Turn a voice to another gain; nothing happens when it is over already."""
        playing = self._living.get(voice)
        if playing is not None:
            self._orders.append(partial(playing.turn, gain_db, ramp_s))

    def silence(self, channel: int | None) -> None:
        """Cut the voices of a channel, or all, with the next block."""
        for playing in tuple(self._living.values()):
            if channel is None or playing.channel == channel:
                self._orders.append(partial(playing.cut, array("f"), None))

    def report(self, voice: str) -> VoiceReport | None:
        """What was measured of a living voice."""
        playing = self._living.get(voice)
        return playing.report() if playing is not None else None

    def quiet(self, frames: int) -> bytes:
        """A block of silence; made once a size."""
        size = frames * self._channels * 2
        if len(self._silence) != size:
            self._silence = bytes(size)
        return self._silence

    def render(self, frames: int, block: Block) -> bytes:
        """The next block.

        Args:
            frames: Its samples a channel.
            block: Where it is in time.
        """
        while self._orders:
            self._orders.popleft()()
        block = block._replace(at=self._at)
        self._at += frames
        buses: list[bytes | memoryview | None] = [None] * self._channels
        over = False
        for playing in self._voices:
            was_waiting = playing.stage is Stage.WAITING
            if block.gap and not was_waiting:
                playing.xruns += 1
            samples = playing.block(frames, block)
            if samples is not None:
                other = buses[playing.channel]
                both = samples if other is None else audioop.add(other, samples, 2)
                buses[playing.channel] = both
            self._tell(playing, was_waiting=was_waiting)
            over = over or playing.is_over
        if over:
            self._voices = [playing for playing in self._voices if not playing.is_over]
        return self._interleave(buses, frames)

    def abandon(self, error: Exception) -> None:
        """End every voice with an error: the card is lost and no block will follow."""
        for playing in tuple(self._living.values()):
            playing.fail(error)
            self._end(playing)

    def _take_up(self, playing: Playing) -> None:
        join(playing, self._voices)
        self._voices.append(playing)
        in_turn(self._voices)

    def _tell(self, playing: Playing, *, was_waiting: bool) -> None:
        if was_waiting and playing.started_s is not None:
            self._emit(Started(playing.voice.id, playing.report()))
        if playing.turned and playing.voice.watch:
            event = DeadAir if playing.meter.dead else SoundBack
            self._emit(event(playing.voice.id))
        if playing.is_over:
            self._end(playing)

    def _end(self, playing: Playing) -> None:
        """Say once that a voice is over; whoever takes it out of the register says it."""
        if self._living.pop(playing.voice.id, None) is None:
            return
        cut = playing.stage is Stage.CUT
        error = playing.error if playing.stage is Stage.FAILED else None
        self._emit(Ended(playing.voice.id, playing.report(), cut=cut, error=error))

    def _interleave(self, buses: list[bytes | memoryview | None], frames: int) -> bytes:
        if self._channels == 1:
            return self.quiet(frames) if buses[0] is None else bytes(buses[0])
        if not any(buses):
            return self.quiet(frames)
        block = bytearray(frames * self._channels * 2)
        samples = memoryview(block).cast("h")
        for channel, bus in enumerate(buses):
            if bus is not None:
                samples[channel :: self._channels] = memoryview(bus).cast("B").cast("h")
        return bytes(block)
