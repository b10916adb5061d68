"""The stations of the cues on air and of those to come: called in time, let go afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from broadcast.audio.sink import Clip
from broadcast.cue_run import CueRun
from broadcast.deck import Sound
from broadcast.relay.inflow import OF_A_LINE, OF_A_STREAM
from broadcast.relay.link import Link
from broadcast.relay.presence import Meeting
from hub.clock import Clock
from hub.domain.ids import BusId, CueId, ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.relay import DEVICE
from hub.domain.timeline import Cue
from hub.words import say

AHEAD: Final = timedelta(seconds=12)
"""A station is called so long before its cue: connecting, and a stock against stutters."""
RELAY_SOCKET: Final = "relay.sock"
CAPTURE_SOCKET: Final = "capture.sock"

Programmes = Mapping[ProgrammeId, Programme]


class Incidents(Protocol):
    """Who writes incidents down."""

    def incident(self, key: str, **values: object) -> None:
        """One incident."""
        ...


class Relays:
    """Every station that is wanted.

    Args:
        run_dir: Where the sockets of the relay service are.
        rate: Samples a second.
        clock: For the stations' threads.
        programmes: Every programme, as it is now.
        journal: Who writes incidents down.
        language: Of the reason inside an incident.
    """

    def __init__(
        self,
        run_dir: Path,
        rate: int,
        clock: Clock,
        *,
        programmes: Callable[[], Programmes],
        journal: Incidents,
        language: str,
    ) -> None:
        self._run_dir = run_dir
        self._rate = rate
        self._clock = clock
        self._programmes = programmes
        self._journal = journal
        self._language = language
        self._links: dict[CueId, Link] = {}

    def sound(self, cue: Cue, bus: BusId, clips: tuple[Clip, ...]) -> Sound:
        """What a cue plays on a bus (`Parts.sound`): a relay has its station behind its chime."""
        del bus
        link = self._call(cue)
        if link is None:
            return Sound(clips)
        return Sound(clips, link.inflow(), watch=not cue.is_meeting)  # nobody need speak in one

    def tend(self, runs: Iterable[CueRun], pending: Iterable[Cue], now: datetime) -> None:
        """Call who will be wanted, let go who is not, write down what happened."""
        wanted: set[CueId] = set()
        for run in runs:
            if run.cue.id in self._links:
                wanted.add(run.cue.id)
                run.station = self._links[run.cue.id]
                self._write(run)
        for cue in pending:
            if cue.start is not None and cue.start - now > AHEAD * 2:
                break  # they come by their start, less a warm-up
            is_near = cue.start is not None and cue.start - now <= AHEAD
            if is_near and self._call(cue) is not None:
                wanted.add(cue.id)
        for gone in self._links.keys() - wanted:
            self._links.pop(gone).close()

    def close(self) -> None:
        """Let everybody go."""
        while self._links:
            self._links.popitem()[1].close()

    def _call(self, cue: Cue) -> Link | None:
        """The station of a cue; None when it has none."""
        if cue.source is not Source.RELAY:
            return None
        if cue.id not in self._links:
            programmes = self._programmes()
            found = (programmes[name] for name in cue.content if name in programmes)
            station = next((one for one in found if one.streams), None)
            if station is None:
                return None
            is_device = station.streams[0].startswith(DEVICE)
            path = self._run_dir / (CAPTURE_SOCKET if is_device else RELAY_SOCKET)
            self._links[cue.id] = self._link(path, station.id, cue, is_device=is_device)
            self._links[cue.id].start()
        return self._links[cue.id]

    def _link(self, path: Path, station: ProgrammeId, cue: Cue, *, is_device: bool) -> Link:
        if not cue.is_meeting:
            return Link(path, station, self._rate, self._clock)
        stock = OF_A_LINE if is_device else OF_A_STREAM
        return Link(path, station, self._rate, self._clock, judge=Meeting(), stock=stock)

    def _write(self, run: CueRun) -> None:
        """What happened to a station while it is on air."""
        news = self._links[run.cue.id].news
        while run.is_heard and news:
            why = news.popleft()
            if why is None:
                self._journal.incident("incident.relay_on", title=run.cue.title)
                continue
            told = say(why.key, self._language, **dict(why.values))
            self._journal.incident("incident.relay_off", title=run.cue.title, why=told)
