"""How the sound of meetings stands, for pages: on, silent, coming, away or waiting for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from broadcast.cue_run import CueRun, Hearable
from broadcast.parameters import Document, number
from hub.domain.ids import CueId
from hub.domain.order import LONGEST_MEETING, Order, cue_of
from hub.domain.timeline import Cue, Reason
from hub.errors import RefusedError

JOINED: Final = Reason.of("because.joined")
"""It begins again in a moment."""


class Standing(StrEnum):
    """How a meeting's sound stands."""

    COMING = "coming"
    """It was turned on; nothing of it has been heard yet."""
    ON = "on"
    SILENT = "silent"
    """It is passed on, and nobody speaks."""
    AWAY = "away"
    """It breaks off, or never came; it is asked for again and again."""
    REFUSED = "refused"
    """It may not be relayed, or there is no such input: somebody has to mend that."""
    WAITS = "waits"
    """Something goes before it, or the zone is held."""


class Stands(NamedTuple):
    """How one stands, and why; None = that says it all."""

    standing: Standing
    because: Reason | None = None


def until_of(parameters: Document, now: datetime) -> datetime | None:
    """When the meeting of a play order is over at the latest, aware UTC; None = it is none.

    Raises:
        RefusedError: It lasts less than a minute, or longer than a meeting may be.
    """
    minutes, most = number(parameters, "minutes", 0), LONGEST_MEETING // timedelta(minutes=1)
    if parameters.get("minutes") is None:
        return None
    if not 1 <= minutes <= most:
        raise RefusedError("order.meeting_length", most=most)
    return now + timedelta(minutes=minutes)


def stands(order: Order, runs: Mapping[CueId, CueRun], cues: Iterable[Cue]) -> Stands:
    """How the sound of a meeting stands, from what is on air and what is planned (pure).

    Args:
        order: It has no row in the log yet.
        runs: Cues that have begun.
        cues: The timeline.
    """
    key = cue_of(order.id)
    run = runs.get(key)
    if run is None:
        cue = next((one for one in cues if one.id == key), None)
        because = cue.because if cue is not None else None
        if because is None or because == JOINED:
            return Stands(Standing.COMING)
        return Stands(Standing.WAITS, because)
    if not run.is_heard or run.station is None:
        return Stands(Standing.COMING)
    return _heard(run.station)


def _heard(station: Hearable) -> Stands:
    if station.is_there:
        return Stands(Standing.SILENT if station.is_quiet else Standing.ON)
    if station.trouble is None:
        return Stands(Standing.COMING)
    return Stands(Standing.REFUSED if station.is_refused else Standing.AWAY, station.trouble)
