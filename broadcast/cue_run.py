"""A cue that has begun: its voices, what was measured of them, and the row it leaves in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from broadcast.audio.sink import VoiceReport
from hub.domain import sequence
from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import BusId, ProgrammeId, ZoneId
from hub.domain.programme import Programme, Source
from hub.domain.timeline import Cue, CueState, Reason

SLIP: Final = timedelta(milliseconds=2)
"""A first sample this near to its time is in time."""
NO_SLIP: Final = timedelta(0)
HARDLY_S: Final = 0.25
"""So much of its end may go because the card ran dry under it: the next cue begins in time, and
nobody would say that it was cut.  The log has the samples and the xruns."""
_SEVERITY = (Outcome.PLAYED, Outcome.CUT, Outcome.MISSED, Outcome.FAILED)


@dataclass(slots=True)
class Earlier:
    """What was heard of a cue before it was broken off and taken up again.

    Attributes:
        started: First sample of all.
        frames: Samples that were played before.
        interruptions: How often it was broken off.
    """

    started: datetime | None = None
    frames: int = 0
    interruptions: int = 0


class Hearable(Protocol):
    """Another station, as far as log and pages are concerned."""

    @property
    def frames(self) -> int:
        """Samples of it that were played."""
        ...

    @property
    def trouble(self) -> Reason | None:
        """Why it was away, the last time that it was."""
        ...

    @property
    def is_there(self) -> bool:
        """What it sends is passed on now."""
        ...

    @property
    def is_refused(self) -> bool:
        """Calling again would not help: it is not called any more."""
        ...

    @property
    def is_quiet(self) -> bool:
        """It has been silent for longer than a pause between two sentences."""
        ...


@dataclass(slots=True)
class CueRun:
    """One cue on its way through warm-up, air and log.

    Attributes:
        cue: What the planner said when it began.
        start: First sample, aware UTC, before any zone's delay.
        end: When it has to be over, aware UTC.
        zones: Where it is heard now; zones leave when they are stopped or preempted.
        voices: Its voice on each bus where it still runs.
        media: Programme and hash of what is played.
        frames_planned: Samples it should have; 0 for a relay.
        rate: Samples a second.
        name: Tells it from every other run of this process.
        earlier: What was heard before an interruption.
    """

    cue: Cue
    start: datetime
    end: datetime
    zones: frozenset[ZoneId]
    rate: int
    name: str = ""
    voices: dict[BusId, str] = field(default_factory=dict)
    media: tuple[tuple[ProgrammeId, str], ...] = ()
    frames_planned: int = 0
    earlier: Earlier = field(default_factory=Earlier)
    is_heard: bool = False
    is_timed: bool = False
    """Its end is a moment, not the end of its content."""
    is_failed: bool = False
    """Its media cannot be played: the fallback stands in."""
    is_broken: bool = False
    """A device failed under it."""
    is_final: bool = False
    """A person ended it: it is not taken up again."""
    station: Hearable | None = None
    """Where a relay's sound comes from."""
    sent: dict[ZoneId, list[float]] = field(default_factory=dict)
    """Gains it was sent with, dB, by zone, as it was turned."""
    _reports: dict[BusId, VoiceReport] = field(default_factory=dict)
    _is_begun: bool = False
    _outcome: Outcome = Outcome.PLAYED
    _because: Reason | None = None

    def measure(self, bus: BusId, report: VoiceReport | None) -> None:
        """Keep the latest measurement of a bus."""
        if report is not None:
            self._reports[bus] = report

    def sent_at(self, gain_db: float, zones: Iterable[ZoneId]) -> None:
        """It is sent to these zones with this gain from now on."""
        for zone in zones:
            self.sent.setdefault(zone, []).append(round(gain_db, 1))

    def spoil(self, outcome: Outcome, because: Reason | None) -> None:
        """Something was not as it should be; the worst is what the log says."""
        if _SEVERITY.index(outcome) > _SEVERITY.index(self._outcome):
            self._outcome, self._because = outcome, because

    def leave(self, bus: BusId) -> bool:
        """A bus is over; True when it was the last."""
        self.voices.pop(bus, None)
        return not self.voices

    @property
    def started(self) -> datetime | None:
        """First sample by the stream's clock."""
        times = [r.started_s for r in self._reports.values() if r.started_s is not None]
        if self.earlier.started is not None:
            return self.earlier.started
        return datetime.fromtimestamp(min(times), tz=UTC) if times else None

    @property
    def frames(self) -> int:
        """Samples that were played, those before an interruption included."""
        now = max((r.frames for r in self._reports.values()), default=0)
        return now + self.earlier.frames

    def heard(self) -> float | None:
        """Share of it that was heard, 0 to 1; None for a relay."""
        return self.frames / self.frames_planned if self.frames_planned else None

    def is_complete(self, at: datetime) -> bool:
        """True when nothing of it to speak of is missing at the instant `at`."""
        if not self.frames_planned:
            return self.end <= at
        was_held_up = any(report.xruns or report.waited_s for report in self._reports.values())
        may_lack = round(HARDLY_S * self.rate) if was_held_up else 0
        return self.frames >= self.frames_planned - may_lack

    def began(self, at: datetime) -> bool:
        """Its first sample left a bus at `at`; True when that is not when it was to begin.

        A cue that begins late also ends late: what comes after it must not cut its end.  Of
        several cards the latest counts.
        """
        slip, is_first = at - self.start, not self._is_begun
        self._is_begun = True
        if abs(slip) <= SLIP or not (is_first or slip > NO_SLIP):
            return False
        self.start = at
        if not self.is_timed:
            self.end += slip
        return True

    def shift(self, by: timedelta) -> None:
        """The wall clock was stepped: start and end are the same moments under new names."""
        self.start += by
        self.end += by

    def fact(self, current_a: Mapping[ZoneId, float]) -> AsRun:
        """The row for the as-run log."""
        reports = tuple(self._reports.values())
        sounding = [r for r in reports if r.frames]
        return replace(
            unheard(self.cue, self._judged(), self._reason()),
            zones=tuple(sorted(self.cue.zones)),
            started=self.started,
            ended=self._ended(sounding),
            estimated=any(r.estimated for r in sounding),
            frames_planned=self.frames_planned,
            frames_played=self.frames,
            rate=self.rate,
            level_dbfs=max((round(r.level_dbfs, 1) for r in sounding), default=None),
            peak_dbfs=max((round(r.peak_dbfs, 1) for r in sounding), default=None),
            xruns=max((r.xruns for r in reports), default=0),
            dead_air_s=self._dead_air_s(reports),
            interruptions=self.earlier.interruptions,
            current_a=tuple(sorted(current_a.items())),
            sent_db=tuple(
                (zone, gain) for zone, gains in sorted(self.sent.items()) for gain in gains
            ),
            media=self.media,
        )

    def _dead_air_s(self, reports: Iterable[VoiceReport]) -> float:
        """Silence where sound should be; in a meeting it need not be."""
        if self.cue.is_meeting:
            return 0.0
        return round(max((report.dead_air_s for report in reports), default=0.0), 1)

    def _judged(self) -> Outcome:
        """What nobody heard was missed, not cut; a station that never came has failed."""
        if self._lacks_station and self._outcome is Outcome.PLAYED:
            return Outcome.FAILED
        silent = self._outcome is Outcome.CUT and not self.frames
        return Outcome.MISSED if silent else self._outcome

    def _reason(self) -> Reason | None:
        if self._because is not None:
            return self._because
        if self.station is not None and self.station.trouble is not None:
            return self.station.trouble
        if self._lacks_station:
            return Reason.of("relay.late")
        return None if self.cue.state is CueState.PLANNED else self.cue.because

    @property
    def _lacks_station(self) -> bool:
        return self.station is not None and not self.station.frames

    def _ended(self, sounding: list[VoiceReport]) -> datetime | None:
        ends = [
            r.ended_s or r.started_s + r.frames / self.rate
            for r in sounding
            if r.started_s is not None
        ]
        return datetime.fromtimestamp(max(ends), tz=UTC) if ends else None


def frames_of(cue: Cue, programmes: Mapping[ProgrammeId, Programme]) -> int:
    """Samples a file cue should have; 0 for a relay or a talk."""
    if cue.source is not Source.FILE:
        return 0
    return sequence.frames_of(cue.content, programmes)


def unheard(cue: Cue, outcome: Outcome, because: Reason | None) -> AsRun:
    """The row of a cue of which nothing was heard."""
    return AsRun(
        cue=cue.id,
        slot=cue.slot,
        order=cue.order,
        title=cue.title,
        kind=cue.kind,
        level=cue.level,
        author=cue.author,
        approver=cue.approver,
        zones=tuple(sorted(cue.zones)),
        volume_db=cue.volume_db,
        planned_start=cue.planned_start,
        planned_end=cue.planned_end,
        started=None,
        ended=None,
        outcome=outcome,
        because=because,
    )


def whole_end(cue: Cue, start: datetime, frames: int, rate: int) -> datetime:
    """When a run that starts at `start` has to be over."""
    if frames and cue.state is not CueState.SHORTENED:
        return start + timedelta(seconds=frames / rate)
    return cue.end
