"""The voices of the sink that plays nothing, and what happens to them in which order (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Final

from broadcast.audio.sink import Ended, SinkEvent, Started, VoiceReport
from broadcast.audio.sketch import Sketch
from hub.domain.ids import BusId
from hub.errors import HubError

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
        gains: Wall time and gain of its beginning and of each time it was turned.
    """

    voice: str
    bus: BusId
    start_s: float
    frames: int
    cut: bool = False
    error: Exception | None = None
    gains: tuple[tuple[float, float], ...] = field(default=(), compare=False)


class Sketchbook:
    """Living voices.

    `ahead_s` in the arguments is wall minus monotonic time.

    Args:
        now_s: Monotonic time.
    """

    def __init__(self, now_s: float) -> None:
        self.heard: list[Heard] = []
        """Every voice that has sounded and is over, in the order of their ends."""
        self.events: list[SinkEvent] = []
        """What has happened, oldest first."""
        self.living: dict[str, Sketch] = {}
        self._since_s = now_s

    def report(self, voice: str, now_s: float) -> VoiceReport | None:
        """What was measured of a living voice."""
        sketch = self.living.get(voice)
        return sketch.report(now_s, LEVEL_DBFS, over=False) if sketch is not None else None

    def due_s(self, ahead_s: float) -> float:
        """Monotonic time at which something happens next, or infinity."""
        return min(
            (sketch.due_s(self._since_s, ahead_s) for sketch in self.living.values()), default=inf
        )

    def run(self, now_s: float, ahead_s: float) -> None:
        """Let everything happen that is due, in its order."""
        while True:
            due_s, sketch = self._next(ahead_s)
            if sketch is None or due_s > now_s:
                self._since_s = now_s
                return
            self._step(sketch, due_s, ahead_s)

    def end(self, sketch: Sketch, at_s: float, error: HubError | None = None) -> None:
        """A voice is over: played out, cut or failed."""
        voice = self.living.pop(sketch.voice.id).voice
        cut = sketch.is_cut and error is None
        report = sketch.report(at_s, LEVEL_DBFS, over=True)
        if report.started_s is not None:
            gains = ((report.started_s, voice.gain_db), *sketch.gains)
            self.heard.append(
                Heard(voice.id, voice.bus, report.started_s, report.frames, cut, error, gains)
            )
        self.events.append(Ended(voice.id, report, cut=cut, error=error))

    def _next(self, ahead_s: float) -> tuple[float, Sketch | None]:
        due_s, sketch = inf, None
        for each in self.living.values():
            each_s = each.due_s(self._since_s, ahead_s)
            if each_s < due_s:
                due_s, sketch = each_s, each
        return due_s, sketch

    def _step(self, sketch: Sketch, at_s: float, ahead_s: float) -> None:
        was_begun = sketch.begun_s is not None
        if sketch.step(at_s, ahead_s):
            self.end(sketch, at_s, None if sketch.is_cut else sketch.error)
        elif not was_begun and sketch.begun_s is not None:
            report = sketch.report(at_s, LEVEL_DBFS, over=False)
            self.events.append(Started(sketch.voice.id, report))
