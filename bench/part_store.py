"""Part "store": appending to the as-run log, one row at a time and many, and verifying it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from bench.context import Context
from bench.figures import summary
from bench.report import Part
from hub.domain.bulletin import Kind, Level
from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import CueId, ProgrammeId, SlotId, ZoneId
from hub.store.asrun import append, append_many
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.migrate import migrate_all
from hub.store.permits import Service

NAME = "store"
ROWS = 100_000
QUICK_ROWS = 5_000
BATCH = 1_000
SINGLES = 300
FIRST = datetime(2026, 1, 1, 5, tzinfo=UTC)


def measure(context: Context) -> Part:
    """Append and verify as many rows as a busy village has in thirty years."""
    part = Part(NAME)
    count = QUICK_ROWS if context.quick else ROWS
    migrate_all(context.folder)
    with open_hub(context.folder, Service.BROADCAST) as store:
        singles: list[float] = []
        for number in range(SINGLES):
            began = time.perf_counter()
            append(store, row(number), FIRST)
            singles.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        for number in range(SINGLES, count, BATCH):
            last = min(count, number + BATCH)
            append_many(store, [(row(n), FIRST) for n in range(number, last)])
        appending = time.perf_counter() - began
        began = time.perf_counter()
        verdict = verify(store)
        verifying = time.perf_counter() - began
    if not verdict.is_whole or verdict.rows != count:
        raise AssertionError(f"the log is not whole: {verdict}")
    size = sum(f.stat().st_size for f in context.folder.glob("hub.db*"))
    part.raw.update(
        rows=count, single_ms=singles, appending_s=appending, verifying_s=verifying, bytes=size
    )
    found = summary(singles)
    assert found is not None
    note = f"p99 {found.p99:.1f} ms, n = {SINGLES}; every one is on the disk"
    part.say("as-run log", "append one row", found.median, "ms", note=note)
    rate = f"{appending / (count - SINGLES) * 1e6:.0f} µs a row, {BATCH} a transaction"
    part.say("as-run log", f"append {count} rows", appending, "s", note=rate)
    each = f"{verifying / count * 1e6:.1f} µs a row, {size / count:.0f} bytes a row"
    part.say("as-run log", f"verify {count} rows", verifying, "s", note=each)
    return part


def row(number: int) -> AsRun:
    """The row of a bulletin that was heard whole."""
    start = FIRST + timedelta(minutes=10 * number)
    return AsRun(
        cue=CueId(f"slot-{number % 50}@{number}"),
        slot=SlotId(f"slot-{number % 50}"),
        order=None,
        title="Bản tin sáng của xã",
        kind=Kind.ROUTINE,
        level=Level.COMMUNE,
        author="Nguyễn Thị Hoa",
        approver="Trần Văn Bình",
        zones=(ZoneId("xom-1"), ZoneId("xom-2"), ZoneId("xom-3")),
        volume_db=0.0,
        planned_start=start,
        planned_end=start + timedelta(minutes=5),
        started=start,
        ended=start + timedelta(minutes=5),
        outcome=Outcome.PLAYED,
        frames_planned=14_400_000,
        frames_played=14_400_000,
        level_dbfs=-20.1,
        peak_dbfs=-1.0,
        media=((ProgrammeId("ban-tin-sang"), "0" * 64),),
    )
