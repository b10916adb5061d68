"""A week with everything in it, for the tests of page, sheet and lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hub.domain.bulletin import Kind, Level
from hub.domain.facts import Fact, Incident, Logged, Outcome
from hub.domain.ids import ProgrammeId, ZoneId
from hub.domain.order import Verb
from hub.domain.timeline import Reason
from hub.logbook.book import Book
from hub.logbook.week import Week
from tests.store.samples import MORNING, make_cue, make_order

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = Week(2026, 49)
HOUR = timedelta(hours=1)
SILENT = {
    "started": None,
    "ended": None,
    "frames_played": 0,
    "level_dbfs": None,
    "peak_dbfs": None,
    "current_a": (),
    "media": (),
}
FACTS: tuple[Fact, ...] = (
    make_cue(2, MORNING + HOUR, level=Level.CENTRAL),
    make_cue(1, MORNING),
    make_cue(
        3,
        MORNING + 2 * HOUR,
        kind=Kind.PRIORITY,
        outcome=Outcome.CUT,
        because=Reason.of("log.row_changed", seq=7),
        frames_played=14_400_000,
        estimated=True,
        xruns=3,
        dead_air_s=2.5,
        interruptions=1,
    ),
    make_cue(
        4,
        MORNING + 3 * HOUR,
        outcome=Outcome.MISSED,
        because=Reason.of("log.row_removed", seq=8),
        **SILENT,
    ),
    make_cue(5, MORNING + 4 * HOUR, kind=Kind.EMERGENCY, title="CẢNH BÁO LŨ QUÉT"),
    make_order(
        1,
        Verb.PLAY,
        "xom-1",
        at=MORNING + 4 * HOUR,
        programme=ProgrammeId("lu-quet"),
        kind=Kind.EMERGENCY,
        repeats=3,
        resume=True,
    ),
    make_order(2, Verb.STOP, at=MORNING),
    Incident(MORNING + HOUR, Reason.of("log.unreadable_row", seq=99)),
)


def make_book(facts: Sequence[Fact] = FACTS, verdict: str = "") -> Book:
    rows = tuple(
        Logged(seq, MORNING + 5 * HOUR, fact, f"{seq:064x}") for seq, fact in enumerate(facts, 1)
    )
    return Book(
        village="Thôn Yên Minh",
        week=WEEK,
        tz=TZ,
        rows=rows,
        printed_at=datetime(2026, 12, 7, 8, 0, tzinfo=TZ),
        newest=rows[-1] if rows else None,
        verdict=verdict,
        zone_names={ZoneId("xom-1"): "Xóm 1", ZoneId("xom-2"): "Xóm 2"},
    )
