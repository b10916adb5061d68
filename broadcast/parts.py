"""What a playout is put together from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcast.amplifier import Amplifiers
from broadcast.audio.sink import Clip, Sink
from broadcast.book import Book
from broadcast.cue_run import CueRun
from broadcast.deck import Sound
from broadcast.journal import CueJournal
from broadcast.seals import Seal
from hub.clock import Clock
from hub.domain.ids import BusId, ZoneId
from hub.domain.programme import Programme
from hub.domain.timeline import Cue
from hub.domain.zone import Zone


def _nothing(_runs: Iterable[CueRun], _pending: Iterable[Cue], _now: datetime) -> None:
    """There is nothing to look after."""


def _files_only(_cue: Cue, _bus: BusId, clips: tuple[Clip, ...]) -> Sound:
    return Sound(clips)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a playout is put together from.

    Attributes:
        clock: The clock.
        trusted: Whether a reading of the wall clock can be believed.
        sink: Sound out.
        amplifiers: The one owner of every line.
        book: The calendar.
        journal: Who writes the as-run log.
        zones: Every zone.
        tz: The hub's local time.
        media_dir: Where prepared media are.
        fallback: What is heard against dead air.
        max_wait_s: Longest wait of the loop, seconds.
        seal: Whether a prepared file is there and what it was.
        tend: Called once a turn with what is on its way and what comes: looks after relays.
        sound: What a cue plays on a bus, made of its clips when it is armed; what arrives while it
            is played comes in here.
    """

    clock: Clock
    trusted: Callable[[datetime], bool]
    sink: Sink
    amplifiers: Amplifiers
    book: Book
    journal: CueJournal
    zones: Mapping[ZoneId, Zone]
    tz: ZoneInfo
    media_dir: Path
    fallback: tuple[Clip, ...] = ()
    max_wait_s: float = 1.0
    seal: Callable[[Programme], Seal] = lambda _: Seal.WHOLE
    sound: Callable[[Cue, BusId, tuple[Clip, ...]], Sound] = _files_only
    tend: Callable[[Iterable[CueRun], Iterable[Cue], datetime], None] = _nothing
