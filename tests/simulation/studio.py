"""A village in memory: real playout, real amplifiers, a sink that keeps time, a clock by hand."""

from __future__ import annotations

import selectors
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcast.amplifier import Amplifiers
from broadcast.assembly import Studio, assemble
from broadcast.audio.null import NullSink
from broadcast.audio.sink import Clip
from broadcast.book import Book, BookSource
from broadcast.deck import Sound
from broadcast.journal import CueJournal
from broadcast.parts import Parts
from broadcast.seals import Seal
from hub.domain.bulletin import Kind
from hub.domain.ids import BusId, OrderId, ProgrammeId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Programme
from hub.domain.timeline import Cue
from hub.domain.zone import Zone
from tests.fakes.board import MemoryBoard
from tests.fakes.calendar import MemoryCalendar
from tests.fakes.clock import FakeClock
from tests.fakes.log import MemoryLog

TZ = ZoneInfo("Asia/Ho_Chi_Minh")


def local(text: str) -> datetime:
    """An instant from local time."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def three_zones() -> dict[ZoneId, Zone]:
    """Three zones on one bus."""
    return {
        ZoneId(name): Zone(ZoneId(name), name, BusId("main:0"), line=pin)
        for name, pin in (("xom-1", 17), ("xom-2", 27), ("xom-3", 22))
    }


class Village:
    """Everything a playout needs, and hands to move time and give orders."""

    def __init__(
        self,
        start: str,
        calendar: MemoryCalendar,
        zones: Mapping[ZoneId, Zone] | None = None,
        log: MemoryLog | None = None,
        board: MemoryBoard | None = None,
        *,
        sound: Callable[[Cue, BusId, tuple[Clip, ...]], Sound] | None = None,
        also: Callable[[], float | None] = lambda: None,
        seal: Callable[[Programme], Seal] = lambda _: Seal.WHOLE,
        source: BookSource | None = None,
    ) -> None:
        self.clock = FakeClock(local(start))
        self.calendar = calendar
        self._source = source or calendar
        self.zones = zones or three_zones()
        self.log = log or MemoryLog()
        self.board = board or MemoryBoard()
        self.is_trusted = True
        self._sound = sound or (lambda _cue, _bus, clips: Sound(clips))
        self._also = also
        self._seal = seal
        self._orders = 0
        self.build(self.clock.now() - timedelta(hours=1))

    def build(self, known_since: datetime) -> None:
        """Start the playout, as after a power cut: nothing but log and calendar is known."""
        buses = sorted({zone.bus for zone in self.zones.values()})
        self.sink = NullSink(self.clock, 48_000, buses, media=False)
        self.sink.open()
        self.amplifiers = Amplifiers(self.zones, self.board, self.clock)
        self.journal = CueJournal(self.log, self.clock, lambda *_: {})
        self.parts = Parts(
            clock=self.clock,
            trusted=lambda _now: self.is_trusted,
            sink=self.sink,
            amplifiers=self.amplifiers,
            book=Book(self._source, TZ, self.clock, known_since),
            journal=self.journal,
            zones=self.zones,
            tz=TZ,
            media_dir=Path("/media"),
            fallback=(Clip(Path("/fallback.wav"), 48_000),),
            max_wait_s=3600.0,
            sound=self._sound,
            seal=self._seal,
        )
        self.studio: Studio = assemble(self.parts, self.log.write)

    def run_until(self, end: str | datetime) -> None:
        """Let the playout turn until the wall clock says `end`."""
        last = local(end) if isinstance(end, str) else end
        nothing = selectors.DefaultSelector()
        with nothing:
            while self.clock.now() < last:
                due = self.studio.playout.turn()
                also = self._also()
                due = due if also is None else min(due, also)
                left = (last - self.clock.now()).total_seconds()
                self.clock.wait(min(due, self.clock.monotonic() + left), nothing)
        self.studio.playout.turn()

    def order(self, verb: Verb, *zones: str, **more: object) -> Order:
        """Give an order."""
        self._orders += 1
        order = Order(
            id=OrderId(f"o{self._orders}"),
            verb=verb,
            zones=frozenset(ZoneId(zone) for zone in zones),
            at=self.clock.now(),
            by="trưởng thôn",
            **more,  # type: ignore[arg-type]
        )
        self.studio.desk.give(order)
        return order

    def emergency(self, programme: ProgrammeId, **more: object) -> Order:
        """Play an emergency now."""
        return self.order(Verb.PLAY, programme=programme, kind=Kind.EMERGENCY, **more)

    def lines(self) -> dict[ZoneId, bool]:
        """Which lines are on."""
        return {
            name: self.board.lines[zone.line].is_on
            for name, zone in self.zones.items()
            if zone.line is not None
        }
