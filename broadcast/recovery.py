"""What becomes of a cue that was broken off by a crash, a power cut or a lost card (pure)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from hub.domain.bulletin import Kind
from hub.domain.programme import Source
from hub.domain.timeline import Cue

LITTLE_HEARD: Final = 0.2
"""Share of a bulletin that may have been heard for it to be played again from its beginning."""


class Recovery(StrEnum):
    """What to do with it."""

    AGAIN = "again"
    """Play it whole, from its beginning."""
    JOIN = "join"
    """Join it in progress: relays only."""
    OVER = "over"
    """Write down that it was broken off."""


def recover(
    *,
    source: Source,
    kind: Kind,
    planned_end: datetime,
    latest_start: datetime,
    heard: float | None,
    now: datetime,
) -> Recovery:
    """Decide by rule.

    What somebody said cannot be said again.  A relay goes on while its slot lasts.  An
    emergency is told again as long as it may start.  Anything else plays again only when it
    still may start and hardly anything of it was heard (or nobody knows): a village must not
    hear the same notice twice.

    Args:
        source: File or relay.
        kind: Kind of bulletin.
        planned_end: End of its slot, aware UTC.
        latest_start: The last instant at which it may still start, aware UTC.
        heard: Share of it that was heard, 0 to 1; None when nobody knows (a power cut).
        now: The wall clock, aware UTC.
    """
    if source is Source.LIVE:
        return Recovery.OVER
    if source is Source.RELAY:
        return Recovery.JOIN if now < planned_end else Recovery.OVER
    if now > latest_start:
        return Recovery.OVER
    if kind is Kind.EMERGENCY or heard is None or heard < LITTLE_HEARD:
        return Recovery.AGAIN
    return Recovery.OVER


def recover_cue(cue: Cue, heard: float | None, now: datetime) -> Recovery:
    """`recover` for a cue that is still known."""
    return recover(
        source=cue.source,
        kind=cue.kind,
        planned_end=cue.planned_end,
        latest_start=cue.latest_start,
        heard=heard,
        now=now,
    )
