"""The voices of one bus: starts, cuts and measures them for its lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from broadcast.audio.inflow import Inflow
from broadcast.audio.sink import Clip, Sink, Voice
from broadcast.cue_run import CueRun
from hub.domain.ids import BusId, ZoneId
from hub.domain.timeline import Cue
from hub.errors import DeviceError, MediaError

FADE_S: Final = 0.03
"""Fade of a cue that is cut: short enough not to delay an alarm, long enough not to click."""
END_FADE_S: Final = 0.3
"""Fade of a relay whose time is over."""
FALLBACK_DB: Final = -3.0
TURN_S: Final = 2.0
"""How long it takes to become softer or louder while a cue is on air: heard, not startling."""
HARDLY_DB: Final = 0.05
"""A change that nobody hears is none."""

Level = Callable[[Cue, frozenset[ZoneId], datetime], float]
"""The gain of a cue for zones of one bus at a moment, dB (`broadcast.levels`)."""


@dataclass(frozen=True, slots=True)
class Bus:
    """What a lane drives.

    Attributes:
        id: Card and channel.
        zones: The zones that hang on it.
        delay: Added to every start.
    """

    id: BusId
    zones: frozenset[ZoneId]
    delay: timedelta


@dataclass(frozen=True, slots=True)
class Sound:
    """What a voice of a cue plays on one bus.

    Attributes:
        clips: Files, in order.
        inflow: What comes after them as it arrives: a live voice, a relayed station.
        watch: Whether silence of it is dead air.
        standby: What is heard against dead air of it; nothing = the hub's fallback.
    """

    clips: tuple[Clip, ...]
    inflow: Inflow | None = None
    watch: bool = True
    standby: tuple[Clip, ...] = ()


class Deck:
    """The voices of one bus.

    Args:
        bus: Which.
        sink: Where the sound goes.
        fallback: What is heard against dead air.
        level: How loud a cue is.
    """

    def __init__(
        self, bus: Bus, sink: Sink, fallback: tuple[Clip, ...], level: Level = lambda *_: 0.0
    ) -> None:
        self._bus = bus
        self._sink = sink
        self._fallback = fallback
        self._level = level
        self._gains: dict[str, float] = {}
        self._fallback_voice = f"fallback/{bus.id}"
        self._sounds: dict[str, Sound] = {}
        self._standby: dict[str, tuple[Clip, ...]] = {}

    def load(self, run: CueRun, voice: str, sound: Sound) -> None:
        """Put a run's sound ready for `start`."""
        self._sounds[voice] = sound
        if sound.standby:
            self._standby = {voice: sound.standby}
        run.voices[self._bus.id] = voice

    def voice_of(self, run: CueRun | None) -> str | None:
        """A run's voice on this bus."""
        return run.voices.get(self._bus.id) if run is not None else None

    def start(self, run: CueRun) -> None:
        """Arm a run's voice, once.

        Raises:
            MediaError: There is nothing that can be played.
            DeviceError: The card is away.
        """
        voice = self.voice_of(run)
        if voice is None or voice not in self._sounds:
            return
        sound = self._sounds.pop(voice)
        if not sound.clips and sound.inflow is None:
            raise MediaError("audio.no_media", title=run.cue.title)
        start_s = (run.start + self._bus.delay).timestamp()
        gain_db = self._gain(run, run.start)
        made = Voice(
            voice,
            self._bus.id,
            sound.clips,
            start_s,
            gain_db,
            watch=sound.watch,
            inflow=sound.inflow,
            kin=run.name,
        )
        self._sink.arm(made)
        self._gains[voice] = gain_db
        while len(self._gains) > 2:  # what is on air, and what is armed behind it
            del self._gains[next(iter(self._gains))]
        run.sent_at(gain_db, self._heard_in(run))
        length = timedelta(seconds=sum(clip.length for clip in sound.clips) / run.rate)
        if sound.inflow is not None or run.end < run.start + length:
            run.is_timed = True
            self.end_by(run, run.end)

    def turn(self, run: CueRun | None, now: datetime) -> None:
        """Let a run on air follow the hour of day and what people set."""
        voice = self.voice_of(run)
        before_db = self._gains.get(voice or "")
        if run is None or voice is None or before_db is None or now < run.start:
            return
        gain_db = self._gain(run, now)
        if abs(gain_db - before_db) > HARDLY_DB:
            self._gains[voice] = gain_db
            self._sink.turn(voice, gain_db, TURN_S)
            run.sent_at(gain_db, self._heard_in(run))

    def end_by(self, run: CueRun, end: datetime) -> None:
        """Fade a run's voice out so that it is silent at `end`."""
        self._cut_at(run, END_FADE_S, end - timedelta(seconds=END_FADE_S))

    def give_way(self, run: CueRun, at: datetime) -> None:
        """Let a run's voice fade while another begins at `at`."""
        self._cut_at(run, FADE_S, at)

    def _cut_at(self, run: CueRun, fade_s: float, at: datetime) -> None:
        voice = self.voice_of(run)
        if voice is not None:
            self._sink.cut(voice, fade_s, (at + self._bus.delay).timestamp())

    def fade(self, run: CueRun) -> None:
        """Cut a run's voice now, with a short fade."""
        self.measure(run)
        voice = self.voice_of(run)
        if voice is not None:
            self._sink.cut(voice, FADE_S)

    def forget(self, run: CueRun) -> None:
        """Take a run's voice away before it was heard."""
        voice = run.voices.pop(self._bus.id, None)
        if voice is not None:
            self._sounds.pop(voice, None)
            self._sink.cut(voice)

    def measure(self, run: CueRun | None) -> None:
        """Note what was measured of a run's voice so far."""
        voice = self.voice_of(run)
        if run is not None and voice is not None:
            run.measure(self._bus.id, self._sink.report(voice))

    def silence(self) -> None:
        """Cut every voice of the bus in the next block."""
        self._sink.silence(self._bus.id)

    def play_fallback(self, run: CueRun | None, start: datetime | None) -> None:
        """Play a run's fallback from `start` on (late or None: at once), if it can be played."""
        clips = self._standby.get(self.voice_of(run) or "", self._fallback)
        if not clips:
            return
        voice = Voice(
            self._fallback_voice,
            self._bus.id,
            clips,
            (start + self._bus.delay).timestamp() if start is not None else None,
            gain_db=max(-60.0, self._fallback_gain(run) + FALLBACK_DB),
            loop=True,
            watch=False,
        )
        try:
            self._sink.arm(voice)
        except (MediaError, DeviceError):
            return

    def stop_fallback(self) -> None:
        """Fade the fallback out."""
        self._sink.cut(self._fallback_voice, END_FADE_S)

    def _gain(self, run: CueRun, at: datetime) -> float:
        return self._level(run.cue, self._heard_in(run), at)

    def _fallback_gain(self, run: CueRun | None) -> float:
        voice = self.voice_of(run)
        if run is None or voice is None:
            return 0.0
        found = self._gains.get(voice)
        return found if found is not None else self._gain(run, run.start)

    def _heard_in(self, run: CueRun) -> frozenset[ZoneId]:
        """Its zones on this bus; all of the bus when it has just left them."""
        return run.zones & self._bus.zones or self._bus.zones
