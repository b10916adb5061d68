"""What a playout is put together from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcast.amplifier import Amplifiers
from broadcast.audio.sink import Clip, Sink
from broadcast.book import Book
from broadcast.journal import CueJournal
from hub.clock import Clock
from hub.domain.ids import ZoneId
from hub.domain.zone import Zone


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
        has_media: Whether a prepared file is there.
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
    has_media: Callable[[Path], bool] = Path.is_file
