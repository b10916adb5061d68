"""One voice inside the mixer: waiting for its time, sounding, fading out, over.

Made and armed by the playout's thread, fed by the reader, emptied by the callback.
What passes between the threads are single assignments and a deque.
"""

from __future__ import annotations

from array import array
from collections import deque
from enum import IntEnum
from math import inf
from typing import Final, NamedTuple

from broadcast.audio.fade import faded
from broadcast.audio.gain import MovingGain
from broadcast.audio.level import Meter
from broadcast.audio.pause import excused
from broadcast.audio.sink import Voice, VoiceReport
from broadcast.audio.supply import Supply

_NO_FADE: Final = array("f")


class Stage(IntEnum):
    """How far a voice is."""

    WAITING = 0
    SOUNDING = 1
    PLAYED_OUT = 2
    CUT = 3
    FAILED = 4


class Block(NamedTuple):
    """Where in time a block is, as far as the card's clock is known.

    Attributes:
        first_s: Wall clock of its first sample.
        estimated: That is an estimate.
        is_sure: It is known well enough to begin something by it.
        gap: The card ran dry before this block.
        step_s: The wall clock was stepped by so much since the block before.
        at: Samples that the mixer made before it.
    """

    first_s: float
    estimated: bool = False
    is_sure: bool = True
    gap: bool = False
    step_s: float = 0.0
    at: int = 0


class Playing:
    """One voice.

    Args:
        voice: What to play.
        channel: Where on the card.
        rate: Samples a second.
    """

    __slots__ = (
        "_cut_is_new",
        "_cut_s",
        "_fade",
        "_faded",
        "_gain",
        "_supply",
        "began_at",
        "brought",
        "channel",
        "chunks",
        "complete",
        "ended_s",
        "error",
        "estimated",
        "first",
        "meter",
        "stage",
        "started_s",
        "turned",
        "voice",
        "waited",
        "xruns",
    )

    def __init__(self, voice: Voice, channel: int, rate: int) -> None:
        self.voice = voice
        self.channel = channel
        self.chunks: deque[bytes] = deque()
        """What the reader has brought."""
        self.brought = 0
        """Samples the reader has brought."""
        self.complete = False
        """The reader will bring no more (set after the last chunk)."""
        self.error: Exception | None = None
        """Why it will bring no more (set before `complete`)."""
        self.stage = Stage.WAITING
        self.meter = Meter(rate, voice.gain_db)
        self.turned = False
        """In this block it fell silent, or sounds again."""
        self.first: Playing | None = None
        """The first voice of its cue, from which it counts (`kin`)."""
        self.began_at: int | None = None
        """`Block.at` of its first sample."""
        self.started_s: float | None = None
        self.ended_s: float | None = None
        self.estimated = False
        self.xruns = self.waited = 0
        self._cut_s, self._cut_is_new = inf, False
        self._fade: array[float] | None = None
        self._faded = -1
        self._gain = MovingGain(rate)
        self._supply = Supply(voice, self.chunks)

    @property
    def is_over(self) -> bool:
        """Nothing more will be heard of it."""
        return self.stage >= Stage.PLAYED_OUT

    @property
    def ahead(self) -> int:
        """Samples brought and not yet played."""
        return self.brought - self.meter.frames

    def cut(self, fade: array[float], at_s: float | None) -> None:
        """Fade out with the gains `fade`, beginning at wall time `at_s` or with the next block.

        A cut that has begun, or begins with the next block, gives way only to one without a
        fade.  One still to come is replaced; `at_s` infinite takes it back.
        """
        if (self._faded >= 0 or self._cut_s == -inf) and len(fade) > 0:
            return
        self._fade = fade
        self._faded = -1
        self._cut_s = -inf if at_s is None else at_s
        self._cut_is_new = True

    def turn(self, gain_db: float, ramp_s: float) -> None:
        """Go to another gain over `ramp_s`; at once as long as nothing sounds."""
        self._gain.go(gain_db - self.voice.gain_db, ramp_s if self.started_s is not None else 0.0)
        self.meter.turn(gain_db)

    def block(self, frames: int, block: Block) -> bytes | memoryview | None:
        """What is heard of this voice in one block.

        Args:
            frames: Samples in the block.
            block: Where it is in time.

        Returns:
            `frames` samples, or None when none of them sounds.
        """
        if self.is_over:
            return None
        first_s = block.first_s
        if self.stage is Stage.SOUNDING and not self._cut_is_new:
            self._cut_s += block.step_s  # a cut keeps its moment, whatever the wall clock does
        self._cut_is_new = False
        fade_at, end = self._fade_span(frames, first_s)
        begin = 0
        if self.stage is Stage.WAITING:
            begin = _begin(self, frames, block)
            if fade_at < frames and fade_at <= begin:
                self.stage = Stage.CUT
                return None
            if begin >= frames or not (block.is_sure or self.voice.start_s is None):
                return None
            self.stage, self.estimated = Stage.SOUNDING, block.estimated
            self.began_at = block.at + begin
            self.started_s = first_s + begin / self.meter.rate
        samples = self._take(min(frames, end) - begin, first_s + begin / self.meter.rate)
        samples = self._gain.apply(samples)
        if fade_at < frames:
            gains = (self._fade or _NO_FADE)[max(0, self._faded) + max(0, begin - fade_at) :]
            samples = _fade_from(samples, max(0, fade_at - begin), gains)
            self._faded = max(0, self._faded) + frames - fade_at
            if end <= frames and self.stage is Stage.SOUNDING:
                self.stage, self.ended_s = Stage.CUT, first_s + end / self.meter.rate
        length = len(samples) // 2 if self.is_over else frames - begin
        self.turned = self.meter.hear(samples, length) and not self._pauses()
        return _spread(samples, begin, frames)

    def fail(self, error: Exception) -> None:
        """The card is lost: what was handed out is all there will be."""
        self.error, self.stage = error, Stage.FAILED
        if self.started_s is not None:
            self.ended_s = self.started_s + (self.meter.frames + self.waited) / self.meter.rate

    def report(self) -> VoiceReport:
        """What was measured so far."""
        return VoiceReport(
            started_s=self.started_s,
            estimated=self.estimated,
            frames=self.meter.frames,
            level_dbfs=self.meter.level_dbfs,
            peak_dbfs=self.meter.peak_dbfs,
            xruns=self.xruns,
            dead_air_s=self.meter.dead_air_s,
            waited_s=self.waited / self.meter.rate,
            ended_s=self.ended_s,
        )

    def _pauses(self) -> bool:
        """What has just been taken for dead air is a pause of its file."""
        is_all = self.complete and not self.error  # before the stock: the last chunk comes first
        stock = self._supply.stock()
        return self.meter.dead and excused(self.meter, stock, self.voice, is_all=is_all)

    def _fade_span(self, frames: int, first_s: float) -> tuple[int, int]:
        """Where in this block the fade begins or goes on, and where it ends."""
        if self._fade is None:
            return frames, frames + 1
        at = 0 if self._faded >= 0 else _index(self._cut_s, first_s, frames, self.meter.rate)
        if at >= frames:
            return frames, frames + 1
        return at, at + len(self._fade) - max(0, self._faded)

    def _take(self, wanted: int, first_s: float) -> memoryview:
        """The next samples, at most `wanted`; fewer when they come too late or are at the end."""
        complete = self.complete  # before the deque is looked at: the last chunk comes first
        samples, is_last = self._supply.take(
            wanted, complete=complete, failed=complete and self.error is not None
        )
        if is_last:
            self.stage = Stage.FAILED if self.error else Stage.PLAYED_OUT
            self.ended_s = first_s + len(samples) / 2 / self.meter.rate
        else:
            self.waited += wanted - len(samples) // 2
        return samples


def _begin(playing: Playing, frames: int, block: Block) -> int:
    """Which sample of this block is a waiting voice's first; `frames` when none is."""
    first, due_s, rate = playing.first, playing.voice.start_s, playing.meter.rate
    if first is None or due_s is None or (first.is_over and first.began_at is None):
        return _index(due_s, block.first_s, frames, rate)
    if first.began_at is None:
        return frames
    between = round((due_s - (first.voice.start_s or due_s)) * rate)
    return min(frames, max(0, first.began_at + between - block.at))


def _fade_from(samples: memoryview, skip: int, gains: array[float]) -> memoryview:
    """Apply the gains to what lies behind the first `skip` samples."""
    if skip * 2 >= len(samples):
        return samples
    return memoryview(bytes(samples[: skip * 2]) + faded(samples[skip * 2 :], gains))


def _index(at_s: float | None, first_s: float, frames: int, rate: int) -> int:
    """Which sample of this block has wall time `at_s`: 0 if past, `frames` if later."""
    if at_s is None or at_s <= first_s:
        return 0
    # not rounded before the comparison: far times do not fit an integer's business
    return min(frames, round(min((at_s - first_s) * rate, frames)))


def _spread(samples: memoryview, begin: int, frames: int) -> memoryview | None:
    """The samples at their place in a block of silence."""
    if not samples:
        return None
    rest = frames * 2 - begin * 2 - len(samples)
    if begin == 0 and rest == 0:
        return samples
    return memoryview(b"".join((bytes(begin * 2), samples, bytes(rest))))
