"""What is wished of the amplifiers: hot while a run is on its way, and for the next cue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from broadcast.amplifier_state import Wish
from broadcast.cue_run import CueRun
from hub.domain.ids import ZoneId
from hub.domain.timeline import Cue


def wishes(
    runs: Iterable[CueRun], pending: Iterable[Cue], now: datetime, now_mono: float
) -> Mapping[ZoneId, Wish]:
    """One wish a zone.

    Args:
        runs: Cues that are armed or on air; one that is on several buses comes several times.
        pending: Cues to come, by start.
        now: The wall clock, aware UTC.
        now_mono: The same instant on the monotonic clock, seconds.
    """

    def mono(instant: datetime) -> float:
        return now_mono + (instant - now).total_seconds()

    last_first = sorted(runs, key=lambda run: run.start, reverse=True)
    following = _following({zone for run in last_first for zone in run.zones}, pending)
    again_at = {zone: mono(start) for zone, start in following.items()}
    found: dict[ZoneId, Wish] = {}
    for run in last_first:
        start = mono(run.start)
        for zone in run.zones:
            if zone not in found or start < found[zone].start:
                found[zone] = Wish(start, None, run.cue.precedence, again_at.get(zone))
                again_at[zone] = start
    return found


def _following(wanted: set[ZoneId], pending: Iterable[Cue]) -> Mapping[ZoneId, datetime]:
    """When the next cue of each wanted zone starts; looks no further than needed."""
    found: dict[ZoneId, datetime] = {}
    for cue in pending:
        if wanted <= found.keys():
            break
        if cue.start is not None:
            for zone in cue.zones:
                found.setdefault(zone, cue.start)
    return found
