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
        runs: Cues that are armed or on air.
        pending: Cues to come, by start.
        now: The wall clock, aware UTC.
        now_mono: The same instant on the monotonic clock, seconds.
    """

    def mono(instant: datetime) -> float:
        return now_mono + (instant - now).total_seconds()

    runs = tuple(runs)
    following = _following({zone for run in runs for zone in run.zones}, pending)
    found: dict[ZoneId, Wish] = {}
    for run in runs:
        for zone in run.zones:
            start = mono(run.start)
            before = found.get(zone)
            if before is None or start < before.start:
                again = before.start if before is not None else None
                if again is None and zone in following:
                    again = mono(following[zone])
                found[zone] = Wish(start, None, run.cue.precedence, again)
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
