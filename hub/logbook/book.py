"""What is in one week's book, and what is what in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.domain.bulletin import Kind
from hub.domain.facts import AsRun, Incident, Logged
from hub.domain.ids import CueId, ProgrammeId, ZoneId
from hub.domain.order import Order
from hub.domain.review import Review
from hub.domain.spoken import Spoken
from hub.logbook.times import Times, times_of
from hub.logbook.week import Week


@dataclass(frozen=True, slots=True)
class Book:
    """One week.

    Attributes:
        village: Name of the village or station.
        week: Which week.
        tz: Local time.
        rows: Rows of the as-run log of this week.
        printed_at: When it is printed, aware.
        newest: The newest row of the whole log: its hash witnesses all before it.
        verdict: What looking over the chain gave, a sentence; empty when nobody looked.
        zone_names: What people call the zones.
        spoken: What the files that were read aloud say, by their hash.
        commune: Name of the commune whose station it is; empty = a line to write it on.
        reviews: Who looked at emergencies afterwards, by their cue.
        frames: Samples of the files that there are, by their hash.
        titles: What programmes are called, as far as they are still there.
    """

    village: str
    week: Week
    tz: ZoneInfo
    rows: tuple[Logged, ...]
    printed_at: datetime
    newest: Logged | None = None
    verdict: str = ""
    zone_names: Mapping[ZoneId, str] = field(default_factory=dict)
    spoken: Mapping[str, Spoken] = field(default_factory=dict)
    commune: str = ""
    reviews: Mapping[CueId, Review] = field(default_factory=dict)
    frames: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[ProgrammeId, str] = field(default_factory=dict)

    @property
    def cues(self) -> tuple[tuple[Logged, AsRun], ...]:
        """Every cue, by its planned start."""
        found = [(row, row.fact) for row in self.rows if isinstance(row.fact, AsRun)]
        return tuple(sorted(found, key=lambda pair: (pair[1].planned_start, pair[0].seq)))

    def times(self, cue: AsRun) -> Times | None:
        """How often its bulletin was heard, as far as that can be told."""
        return times_of(cue, self.frames)

    @property
    def ordinary(self) -> tuple[tuple[Logged, AsRun], ...]:
        """Cues that are no emergencies."""
        return tuple(pair for pair in self.cues if pair[1].kind is not Kind.EMERGENCY)

    @property
    def emergencies(self) -> tuple[tuple[Logged, AsRun], ...]:
        """Emergencies, which stand apart."""
        return tuple(pair for pair in self.cues if pair[1].kind is Kind.EMERGENCY)

    @property
    def read_aloud(self) -> tuple[tuple[ProgrammeId, str], ...]:
        """Programme and hash of what was read aloud and heard, each once, as it was heard."""
        heard = (pair for _, cue in self.cues if cue.frames_played for pair in cue.media)
        return tuple(dict.fromkeys(pair for pair in heard if pair[1] in self.spoken))

    @property
    def orders(self) -> tuple[Order, ...]:
        """Orders, as they were given."""
        found = [row.fact for row in self.rows if isinstance(row.fact, Order)]
        return tuple(sorted(found, key=lambda order: order.at))

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The hub's own troubles, as they came."""
        found = [row.fact for row in self.rows if isinstance(row.fact, Incident)]
        return tuple(sorted(found, key=lambda incident: incident.at))
