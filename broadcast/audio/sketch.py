"""One voice of the sink that plays nothing: when it starts and ends, by arithmetic (pure)."""

from __future__ import annotations

from math import inf
from typing import Final

from broadcast.audio.sink import Voice, VoiceReport
from hub.errors import HubError

DRAW_S: Final = 0.1
"""How often a voice takes what has flowed in."""


class Sketch:
    """One voice that nobody hears.

    Until it has begun, wall time decides; from then on monotonic time, as with a real card.
    `ahead_s` in the arguments is wall minus monotonic time, `since_s` the monotonic time of the
    last look: what a step of the wall clock has made overdue happens from then on.

    Args:
        voice: What would be played.
        rate: Samples a second.
        frames: How many samples there are before it ends or fails; with a loop, a round.
        error: Why it fails after them, or None.
    """

    def __init__(self, voice: Voice, rate: int, frames: int, error: HubError | None) -> None:
        self.voice = voice
        self.error = error
        self.begun_s: float | None = None
        """Monotonic time of its first sample."""
        self.started_s: float | None = None
        """Wall time of its first sample."""
        self.gains: list[tuple[float, float]] = []
        """Wall time and gain of each time it was turned."""
        self._rate = rate
        self._length_s = inf if voice.loop and error is None else frames / rate
        self._cut_s = inf
        self._cut_ahead_s: float | None = None
        """Wall minus monotonic time by which `_cut_s` is meant; None until it sounds."""
        self._fade_s = 0.0
        self._cut_end_s: float | None = None
        self._drawn_s: float | None = None
        """Monotonic time until which it has taken from its inflow."""
        self._flowed = 0

    @property
    def is_cut(self) -> bool:
        """It is fading out, or has done so."""
        return self._cut_end_s is not None

    def cut(self, now_s: float, ahead_s: float, fade_s: float, at_s: float | None) -> None:
        """As `Sink.cut`: a voice that sounds keeps the moment, whatever the wall clock does."""
        if self._cut_end_s is None:
            self._cut_s, self._fade_s = inf if at_s is None else at_s, fade_s
            self._cut_ahead_s = None if self.begun_s is None else ahead_s
            if at_s is None:
                self._cut_end_s = now_s + (fade_s if self.begun_s is not None else 0.0)

    def silence(self, now_s: float) -> None:
        """Cut at once, whatever was to happen."""
        self._cut_end_s = now_s

    def due_s(self, since_s: float, ahead_s: float) -> float:
        """Monotonic time at which something happens to it next."""
        if self._cut_end_s is not None:
            cut_s = self._cut_end_s
        else:
            cut_s = max(since_s, self._cut_at(ahead_s))
        if self.begun_s is not None:
            return min(self._due_s(), cut_s)
        start_s = self.voice.start_s
        return min(since_s if start_s is None else max(since_s, start_s - ahead_s), cut_s)

    def step(self, at_s: float, ahead_s: float) -> bool:
        """Let what is due at `at_s` happen; True when it is over."""
        if self._cut_end_s is None and self._cut_at(ahead_s) <= at_s:
            self._cut_end_s = at_s + (self._fade_s if self.begun_s is not None else 0.0)
        if self._end_of_cut() <= at_s:
            return True
        if self.begun_s is None:
            self.begun_s, self.started_s = at_s, at_s + ahead_s
            self._cut_ahead_s = ahead_s
            return False
        if self.voice.inflow is not None and self.error is None:
            return self.begun_s + self._length_s <= at_s and self._draw(at_s)
        return self.begun_s + self._length_s <= at_s

    def report(self, at_s: float, level_dbfs: float, *, over: bool) -> VoiceReport:
        """What was measured until `at_s`."""
        sounding_s = 0.0 if self.begun_s is None else at_s - self.begun_s
        played_s = min(sounding_s, self._length_s)
        ended_s = None
        if over and self.started_s is not None:
            ended_s = self.started_s + (played_s if self.voice.inflow is None else sounding_s)
        return VoiceReport(
            started_s=self.started_s,
            estimated=False,
            frames=round(played_s * self._rate) + self._flowed,
            level_dbfs=level_dbfs,
            peak_dbfs=level_dbfs,
            xruns=0,
            dead_air_s=0.0,
            ended_s=ended_s,
        )

    def _due_s(self) -> float:
        """Monotonic time at which its clips are over, or it takes from its inflow again."""
        if self._drawn_s is not None:
            return self._drawn_s + DRAW_S
        return (self.begun_s or 0.0) + self._length_s

    def _draw(self, at_s: float) -> bool:
        """Take what has flowed in; True when that was all."""
        inflow = self.voice.inflow
        since_s, self._drawn_s = self._drawn_s, at_s
        if inflow is None or since_s is None:
            return False
        is_over, wanted = inflow.is_over, round((at_s - since_s) * self._rate)
        taken = 0
        while taken < wanted and (data := inflow.take(wanted - taken)):
            taken += len(data) // 2
        self._flowed += taken
        return is_over and taken < wanted

    def _cut_at(self, ahead_s: float) -> float:
        """Monotonic time of the cut that was asked for."""
        return self._cut_s - (ahead_s if self._cut_ahead_s is None else self._cut_ahead_s)

    def _end_of_cut(self) -> float:
        return inf if self._cut_end_s is None else self._cut_end_s
