"""A sink that plays nothing: it computes starts and ends and records what it was told.

It has no thread and never waits: on a `FakeClock` a year passes in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Final

from broadcast.audio.sink import (
    CardBack,
    CardHealth,
    CardLost,
    Clip,
    DeadAir,
    Ended,
    SinkEvent,
    SoundBack,
    Started,
    Voice,
    VoiceReport,
)
from broadcast.audio.sketch import Sketch
from broadcast.audio.wav import check_wav
from hub.clock import Clock
from hub.domain.ids import BusId
from hub.errors import DeviceError, HubError, MediaError, RefusedError

LEVEL_DBFS: Final = -20.0
"""What every voice is said to measure: nothing is really read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One voice that would have been heard.

    Attributes:
        voice: Its name.
        bus: Where.
        start_s: Wall clock of its first sample.
        frames: Samples of it.
        cut: It was cut.
        error: Why it failed.
    """

    voice: str
    bus: BusId
    start_s: float
    frames: int
    cut: bool = False
    error: Exception | None = None


class NullSink:
    """Keeps time on any clock (`Sink`).

    Args:
        clock: Wall and monotonic time.
        rate: Samples a second.
        buses: Buses there are, as ``card:channel``.
        media: Look at the header of each file; False lets files be missing.
    """

    def __init__(
        self, clock: Clock, rate: int, buses: Iterable[BusId], *, media: bool = True
    ) -> None:
        self.rate = rate
        self.heard: list[Heard] = []
        """Every voice that has sounded and is over, in the order of their ends."""
        self._clock = clock
        self._media = media
        self._cards = {bus: bus.rpartition(":")[0] for bus in buses}
        self._open: dict[str, bool] = {}
        self._voices: dict[str, Sketch] = {}
        self._events: list[SinkEvent] = []
        self._faults: list[tuple[float, Callable[[], None]]] = []
        self._spoilt: dict[Path, MediaError] = {}

    def open(self) -> None:
        for card in dict.fromkeys(self._cards.values()):
            self.bring_back(card)

    def close(self) -> None:
        self.silence()
        self.events()
        self._open.clear()

    def arm(self, voice: Voice) -> None:
        self._run()
        if voice.bus not in self._cards:
            raise RefusedError("audio.no_bus", bus=voice.bus)
        if voice.id in self._voices:
            raise RefusedError("audio.voice_twice", voice=voice.id)
        if not self._open.get(self._cards[voice.bus]):
            raise DeviceError("audio.card_away", card=self._cards[voice.bus])
        frames, error = self._length(voice)
        self._voices[voice.id] = Sketch(voice, self.rate, frames, error)

    def cut(self, voice: str, fade_s: float = 0.0, at_s: float | None = None) -> None:
        self._run()
        sketch = self._voices.get(voice)
        if sketch is not None:
            sketch.cut(self._clock.monotonic(), fade_s, at_s)
            self._run()

    def silence(self, bus: BusId | None = None) -> None:
        self._run()
        for sketch in self._voices.values():
            if bus in (None, sketch.voice.bus):
                sketch.silence(self._clock.monotonic())
        self._run()

    def report(self, voice: str) -> VoiceReport | None:
        self._run()
        sketch = self._voices.get(voice)
        if sketch is None:
            return None
        return sketch.report(self._clock.monotonic(), LEVEL_DBFS, over=False)

    def events(self) -> Sequence[SinkEvent]:
        self._run()
        events, self._events = self._events, []
        return events

    def fileno(self) -> int:
        return -1

    def next_due(self) -> float | None:
        now_s, ahead_s = self._now()
        if self._events:
            return now_s
        dues = [sketch.due_s(now_s, ahead_s) for sketch in self._voices.values()]
        dues += [at_s - ahead_s for at_s, _ in self._faults]
        due_s = min(dues, default=inf)
        return due_s if due_s < inf else None

    def health(self) -> Mapping[str, CardHealth]:
        return {
            card: CardHealth(is_open, xruns=0, latency_s=0.0, estimated=False)
            for card, is_open in self._open.items()
        }

    # what a test or a simulation may tell it

    def at(self, wall_s: float, fault: Callable[[], None]) -> None:
        """Have something happen at a wall time, such as ``partial(sink.lose, "main")``."""
        self._faults.append((wall_s, fault))

    def lose(self, card: str, why: str = "unplugged") -> None:
        """A card disappears: its voices end with an error."""
        now_s = self._clock.monotonic()
        self._open[card] = False
        error = DeviceError("audio.card_away", card=card)
        for sketch in list(self._voices.values()):
            if self._cards[sketch.voice.bus] == card:
                self._end(sketch, now_s, error=error)
        self._events.append(CardLost(card, why, error))

    def bring_back(self, card: str) -> None:
        """A card is there again."""
        self._open[card] = True
        self._events.append(CardBack(card))

    def spoil(self, path: Path) -> None:
        """A file cannot be read any more."""
        self._spoilt[path] = MediaError("audio.unreadable", path=path, error="spoilt")

    def fall_silent(self, voice: str) -> None:
        """A voice becomes dead air, if it lives and is watched."""
        if voice in self._voices and self._voices[voice].voice.watch:
            self._events.append(DeadAir(voice))

    def sound_again(self, voice: str) -> None:
        """A voice is no longer dead air."""
        if voice in self._voices and self._voices[voice].voice.watch:
            self._events.append(SoundBack(voice))

    # how it works

    def _now(self) -> tuple[float, float]:
        """Monotonic time, and wall time minus it."""
        now_s = self._clock.monotonic()
        return now_s, self._clock.wall_s() - now_s

    def _run(self) -> None:
        """Let everything happen that is due, in its order."""
        now_s, ahead_s = self._now()
        while True:
            self._break_down(now_s, ahead_s)
            sketch = min(
                self._voices.values(), key=lambda each: each.due_s(now_s, ahead_s), default=None
            )
            if sketch is None or sketch.due_s(now_s, ahead_s) > now_s:
                return
            self._step(sketch, sketch.due_s(now_s, ahead_s), ahead_s)

    def _step(self, sketch: Sketch, at_s: float, ahead_s: float) -> None:
        was_begun = sketch.begun_s is not None
        if sketch.step(at_s, ahead_s):
            self._end(sketch, at_s, error=None if sketch.is_cut else sketch.error)
        elif not was_begun and sketch.begun_s is not None:
            report = sketch.report(at_s, LEVEL_DBFS, over=False)
            self._events.append(Started(sketch.voice.id, report))

    def _break_down(self, now_s: float, ahead_s: float) -> None:
        due = [fault for fault in self._faults if fault[0] - ahead_s <= now_s]
        self._faults = [fault for fault in self._faults if fault not in due]
        for _, fault in due:
            fault()

    def _end(self, sketch: Sketch, at_s: float, error: HubError | None) -> None:
        voice = self._voices.pop(sketch.voice.id).voice
        cut = sketch.is_cut and error is None
        report = sketch.report(at_s, LEVEL_DBFS, over=True)
        if report.started_s is not None:
            self.heard.append(
                Heard(voice.id, voice.bus, report.started_s, report.frames, cut, error)
            )
        self._events.append(Ended(voice.id, report, cut=cut, error=error))

    def _length(self, voice: Voice) -> tuple[int, MediaError | None]:
        """Samples until the voice ends, and why it fails after them."""
        if not voice.clips:
            raise MediaError("audio.no_clips", voice=voice.id)
        frames = 0
        for clip in voice.clips:
            try:
                self._check(clip)
            except MediaError as error:
                if frames == 0:
                    raise
                return frames, error
            frames += clip.frames
        return frames, None

    def _check(self, clip: Clip) -> None:
        if clip.path in self._spoilt:
            raise self._spoilt[clip.path]
        if clip.frames <= 0:
            raise MediaError("audio.empty", path=clip.path)
        if self._media:
            there = check_wav(clip.path, self.rate).frames
            if clip.skip < 0 or clip.skip + clip.frames > there:
                missing = clip.skip + clip.frames - there
                raise MediaError("audio.short", path=clip.path, missing=missing)
