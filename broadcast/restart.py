"""After a crash or power cut: what becomes of the cues that were on air."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from broadcast.asrun import AsRunLog, Begun
from broadcast.assembly import Studio
from broadcast.cue_run import Earlier, frames_of
from broadcast.journal import CueJournal
from broadcast.parts import Parts
from broadcast.progress import Progress
from broadcast.recovery import Recovery, recover_cue
from hub.domain.facts import AsRun
from hub.domain.ids import CueId, ProgrammeId
from hub.domain.programme import Programme
from hub.domain.timeline import Cue, Timeline


def go_on(
    studio: Studio, log: AsRunLog, parts: Parts, progress: Progress, newest: datetime | None
) -> None:
    """Go on where the last life of this process ended.

    Args:
        studio: A playout that has done nothing yet.
        log: What earlier lives left.
        parts: What the playout is put together from.
        progress: How much was heard of what was on air.
        newest: The latest instant ever written down.
    """
    now = parts.clock.now()
    parts.book.refresh()
    studio.desk.restore(log.in_force())
    if newest is not None and newest < now:
        studio.playout.note_gap(newest, now, "power")
    begun = log.begun()
    for row in log.unread():
        parts.journal.incident(row.key, name=row.name, detail=row.detail)
    take_up(
        begun,
        progress.read(),
        timeline=studio.playout.preview(now),
        journal=parts.journal,
        programmes=parts.book.programmes,
        now=now,
    )


def take_up(
    broken: Iterable[Begun],
    heard: Mapping[CueId, int],
    *,
    timeline: Timeline,
    journal: CueJournal,
    programmes: Mapping[ProgrammeId, Programme],
    now: datetime,
) -> None:
    """Give each cue back to the planner, or write down that it was broken off.

    Args:
        broken: Cues that were on air.
        heard: Frames of them that were played, where anybody knows.
        timeline: What would be played if nothing had been on air.
        journal: Where rows are written.
        programmes: For their length.
        now: The wall clock, aware UTC.
    """
    cues = {cue.id: cue for cue in timeline.cues}
    for item in broken:
        key = item.fact.cue
        frames = heard.get(key)
        cue = cues.get(key)
        if cue is not None and _again(cue, frames, programmes, now):
            journal.earlier[key] = Earlier(item.since, frames or 0, item.interruptions + 1)
        else:
            journal.broken_off(_row(item, frames))


def _again(
    cue: Cue, frames: int | None, programmes: Mapping[ProgrammeId, Programme], now: datetime
) -> bool:
    whole = frames_of(cue, programmes)
    share = frames / whole if frames is not None and whole else None
    return recover_cue(cue, share, now) is not Recovery.OVER


def _row(item: Begun, frames: int | None) -> AsRun:
    played, rate = frames or 0, item.fact.rate
    ended = item.since + timedelta(seconds=played / rate) if frames is not None and rate else None
    return replace(
        item.fact,
        started=item.since,
        ended=ended,
        frames_played=played,
        interruptions=item.interruptions + 1,
    )
