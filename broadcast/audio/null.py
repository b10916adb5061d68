"""A sink that plays nothing: it computes starts and ends and records what it was told.

It has no thread and never waits: on a `FakeClock` a year passes in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import inf
from pathlib import Path

from broadcast.audio.sink import (
    CardBack,
    CardHealth,
    CardLost,
    Clip,
    DeadAir,
    SinkEvent,
    SoundBack,
    Voice,
    VoiceReport,
)
from broadcast.audio.sketch import Sketch
from broadcast.audio.sketchbook import Heard, Sketchbook
from broadcast.audio.source import check_clip
from hub.clock import Clock
from hub.domain.ids import BusId
from hub.errors import DeviceError, MediaError, RefusedError


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
        self._clock = clock
        self._media = media
        self._cards = {bus: bus.rpartition(":")[0] for bus in buses}
        self._open: dict[str, bool] = {}
        self._book = Sketchbook(clock.monotonic())
        self._faults: list[tuple[float, Callable[[], None]]] = []
        self._spoilt: set[Path] = set()

    @property
    def heard(self) -> list[Heard]:
        """Every voice that has sounded and is over, in the order of their ends."""
        return self._book.heard

    def open(self) -> None:
        for card in dict.fromkeys(self._cards.values()):
            self.bring_back(card)

    def close(self) -> None:
        self.silence()
        self._open.clear()

    def arm(self, voice: Voice) -> None:
        self._run()
        if voice.bus not in self._cards:
            raise RefusedError("audio.no_bus", bus=voice.bus)
        if voice.id in self._book.living:
            raise RefusedError("audio.voice_twice", voice=voice.id)
        if not self._open.get(self._cards[voice.bus]):
            raise DeviceError("audio.card_away", card=self._cards[voice.bus])
        frames, error = self._length(voice)
        self._book.living[voice.id] = Sketch(voice, self.rate, frames, error)

    def expect(self, due_s: float) -> None:
        del due_s  # a card that is not there has no need of rest

    def cut(self, voice: str, fade_s: float = 0.0, at_s: float | None = None) -> None:
        self._run()
        sketch = self._book.living.get(voice)
        if sketch is not None:
            now_s = self._clock.monotonic()
            sketch.cut(now_s, self._clock.wall_s() - now_s, fade_s, at_s)
            self._run()

    def turn(self, voice: str, gain_db: float, ramp_s: float) -> None:
        del ramp_s  # nobody hears it
        self._run()
        sketch = self._book.living.get(voice)
        if sketch is not None:
            sketch.gains.append((self._clock.wall_s(), gain_db))

    def silence(self, bus: BusId | None = None) -> None:
        self._run()
        for sketch in self._book.living.values():
            if bus in (None, sketch.voice.bus):
                sketch.silence(self._clock.monotonic())
        self._run()

    def report(self, voice: str) -> VoiceReport | None:
        self._run()
        return self._book.report(voice, self._clock.monotonic())

    def events(self) -> Sequence[SinkEvent]:
        self._run()
        events, self._book.events = self._book.events, []
        return events

    def fileno(self) -> int:
        return -1

    def next_due(self) -> float | None:
        now_s = self._clock.monotonic()
        ahead_s = self._clock.wall_s() - now_s
        if self._book.events:
            return now_s
        faults = (at_s - ahead_s for at_s, _ in self._faults)
        due_s = min(self._book.due_s(ahead_s), *faults, inf)
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
        self._open[card] = False
        error = DeviceError("audio.card_away", card=card)
        for sketch in list(self._book.living.values()):
            if self._cards[sketch.voice.bus] == card:
                self._book.end(sketch, self._clock.monotonic(), error)
        self._book.events.append(CardLost(card, why, error))

    def bring_back(self, card: str) -> None:
        """A card is there again."""
        self._open[card] = True
        self._book.events.append(CardBack(card))

    def spoil(self, path: Path) -> None:
        """A file cannot be read any more."""
        self._spoilt.add(path)

    def fall_silent(self, voice: str) -> None:
        """A voice becomes dead air, if it lives and is watched."""
        self._tell(voice, DeadAir(voice))

    def sound_again(self, voice: str) -> None:
        """A voice is no longer dead air."""
        self._tell(voice, SoundBack(voice))

    def _tell(self, voice: str, event: SinkEvent) -> None:
        sketch = self._book.living.get(voice)
        if sketch is not None and sketch.voice.watch:
            self._book.events.append(event)

    def _run(self) -> None:
        now_s = self._clock.monotonic()
        ahead_s = self._clock.wall_s() - now_s
        due = [fault for fault in self._faults if fault[0] - ahead_s <= now_s]
        self._faults = [fault for fault in self._faults if fault not in due]
        for _, fault in due:
            fault()
        self._book.run(now_s, ahead_s)

    def _length(self, voice: Voice) -> tuple[int, MediaError | None]:
        """Samples until the voice ends, and why it fails after them."""
        if not voice.clips and voice.inflow is None:
            raise MediaError("audio.no_clips", voice=voice.id)
        frames = 0
        for clip in voice.clips:
            try:
                _check(clip, self.rate if self._media else None, self._spoilt)
            except MediaError as error:
                if frames == 0:
                    raise
                return frames, error
            frames += clip.length
        return frames, None


def _check(clip: Clip, rate: int | None, spoilt: Collection[Path]) -> None:
    if clip.path in spoilt:
        raise MediaError("audio.unreadable", path=clip.path, error="spoilt")
    if rate is not None:
        check_clip(clip, rate)
