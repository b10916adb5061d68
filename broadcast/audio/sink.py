"""What the playout asks of sound: arm a voice, cut a voice, hear what happened.

A *voice* is one cue (or a fallback) on one bus: a sequence of clips without a gap.
Voices on one bus are added; that a bus carries one cue at a time is the planner's
and the playout's business, not the mixer's.  `portaudio.py` is the real sink,
`null.py` keeps time on any clock and records what it was told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from broadcast.audio.inflow import Inflow
from broadcast.audio.sameness import Facts
from hub.domain.ids import BusId
from hub.errors import HubError


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of one prepared file.

    Attributes:
        path: WAV, mono, 16 bit, the sink's rate.
        frames: Samples to play.
        skip: Samples to leave out at the head (only a relay's placeholder has any).
        pause: Samples of silence before it.
        facts: Of the file when its hash was found to be right; None = it has none to keep to.
    """

    path: Path
    frames: int
    skip: int = 0
    pause: int = 0
    facts: Facts | None = field(default=None, compare=False)

    @property
    def length(self) -> int:
        """Samples that are heard or waited for."""
        return self.pause + self.frames


@dataclass(frozen=True, slots=True)
class Voice:
    """One thing to be heard on one bus.

    Attributes:
        id: Name in events and reports; unique while it lives.
        bus: Where.
        clips: What, in order, without a gap.
        start_s: Wall clock (POSIX seconds) of the first sample, or None for at once.
        gain_db: Gain, -60 to 0.
        loop: Begin again at the end, until cut (fallback, relay placeholder).
        watch: Report dead air on this voice.
        inflow: Played after the clips as it arrives, silence while nothing has; with one, there
            may be no clips.  Not with `loop`.
        kin: Voices of one card with the same name here belong together: when one of them has to
            begin late, those that have not begun are put off by as much.  Empty = none.
    """

    id: str
    bus: BusId
    clips: tuple[Clip, ...]
    start_s: float | None = None
    gain_db: float = 0.0
    loop: bool = False
    watch: bool = True
    inflow: Inflow | None = None
    kin: str = ""


@dataclass(frozen=True, slots=True)
class VoiceReport:
    """What was measured of a voice so far.

    Attributes:
        started_s: Wall clock of its first sample, or None before it.
        estimated: The card's clock was not plausible; `started_s` is an estimate.
        frames: Samples handed to the card.
        level_dbfs: Mean level of them, dBFS (-120 for digital silence).
        peak_dbfs: Sample peak, dBFS.
        xruns: Times the card ran dry meanwhile.
        dead_air_s: Seconds of silence beyond the grace of dead air.
        waited_s: Seconds of silence put in because the file was read too slowly or nothing had
            flowed in; no sample is lost by it.
        ended_s: Wall clock just after its last sample, or None while it lives.
    """

    started_s: float | None
    estimated: bool
    frames: int
    level_dbfs: float
    peak_dbfs: float
    xruns: int
    dead_air_s: float
    waited_s: float = 0.0
    ended_s: float | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The first sample of a voice was placed (it will leave at `report.started_s`)."""

    voice: str
    report: VoiceReport


@dataclass(frozen=True, slots=True)
class Ended:
    """A voice is over: played out, cut, or failed (`error` says why)."""

    voice: str
    report: VoiceReport
    cut: bool = False
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class DeadAir:
    """A watched voice has been silent for the grace (at most 2 s)."""

    voice: str


@dataclass(frozen=True, slots=True)
class SoundBack:
    """A voice that was dead air sounds again."""

    voice: str


@dataclass(frozen=True, slots=True)
class CardLost:
    """A card went away; its voices have ended with an error.

    Attributes:
        card: Its name in the configuration.
        error: What happened, for the log.
        cause: The same as an error with a sentence in the catalogue.
    """

    card: str
    error: str
    cause: HubError | None = None


@dataclass(frozen=True, slots=True)
class CardBack:
    """A card was taken up (also said once at start)."""

    card: str


@dataclass(frozen=True, slots=True)
class CardStrained:
    """A card ran dry too often; it is opened again with longer blocks and voices go on.

    A JACK server's block length is its own: such a card goes on as it is.

    Attributes:
        card: Its name in the configuration.
        xruns: Times it ran dry within the last minute.
        latency_s: Length of its blocks asked for from now on, seconds; 0 = goes on as it is.
    """

    card: str
    xruns: int
    latency_s: float


SinkEvent = Started | Ended | DeadAir | SoundBack | CardLost | CardBack | CardStrained


@dataclass(frozen=True, slots=True)
class CardHealth:
    """How a card is doing.

    Attributes:
        is_open: Its stream runs.
        xruns: Times it ran dry since the sink was opened.
        latency_s: From callback to loudspeaker, seconds.
        estimated: Its clock is not plausible and start times are estimated.
        is_hung: A call into the sound library has not returned for ten seconds.  It may yet;
            to start the process anew when nothing is on air is the surer way.
    """

    is_open: bool
    xruns: int
    latency_s: float
    estimated: bool
    is_hung: bool = False


class Sink(Protocol):
    """Sound out.  All methods are called from the playout's own thread and return at once."""

    rate: int
    """Samples a second."""

    def open(self) -> None:
        """Open every card; a card that is missing is reported by `CardLost` and tried again."""
        ...

    def close(self) -> None:
        """Cut everything and close the cards."""
        ...

    def arm(self, voice: Voice) -> None:
        """Make ready and start at `voice.start_s`; late or None starts with the next block.

        Raises:
            MediaError: The first clip cannot be opened or has another format.
            DeviceError: The card of this bus is away.
            RefusedError: There is no such bus, or a voice of this name still lives.
        """
        ...

    def expect(self, due_s: float) -> None:
        """Say when something is to be armed at the earliest, monotonic time.

        Until then a card may rest.  Arming earlier is allowed: it then begins a little later.
        """
        ...

    def cut(self, voice: str, fade_s: float = 0.0, at_s: float | None = None) -> None:
        """Fade a voice out over `fade_s`, beginning now or at wall time `at_s`.

        A later call replaces a cut that is still to come, and takes it back with an infinite
        `at_s`; a cut that has begun gives way only to `silence`.  Once the voice sounds, a step
        of the wall clock no longer moves the moment of its cut.
        """
        ...

    def turn(self, voice: str, gain_db: float, ramp_s: float) -> None:
        """Turn a living voice to another gain, -60 to 0, over `ramp_s`; at once before it sounds.

        A later call begins from wherever the one before has come to.
        """
        ...

    def silence(self, bus: BusId | None = None) -> None:
        """Cut every voice of a bus, or of all, in the very next block, without a fade."""
        ...

    def report(self, voice: str) -> VoiceReport | None:
        """What was measured of a living voice so far."""
        ...

    def events(self) -> Sequence[SinkEvent]:
        """What happened since the last call, oldest first; also looks after the cards."""
        ...

    def fileno(self) -> int:
        """Becomes readable when there are events; -1 when the sink has no such file."""
        ...

    def next_due(self) -> float | None:
        """Monotonic time at which `events` wants to be called at the latest, or None."""
        ...

    def health(self) -> Mapping[str, CardHealth]:
        """State of each card, by its name in the configuration."""
        ...
