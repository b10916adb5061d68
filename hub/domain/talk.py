"""A talk: somebody speaks now, for as long as it lasts and no longer than a limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ProgrammeId, ZoneId


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk.  It is an order to play now whose sound does not exist yet.

    Attributes:
        id: Chosen by whoever asks for it.
        zones: Where; empty = every zone.
        at: When it was asked for, aware UTC.
        by: Who speaks.
        title: What people call it in plan and log.
        kind: The kind of bulletin it is given as.
        limit_s: Longest length, seconds, from its first sample on.
        chime: Programme that is heard before it, or None.
    """

    id: OrderId
    zones: frozenset[ZoneId]
    at: datetime
    by: str
    title: str
    kind: Kind
    limit_s: float
    chime: ProgrammeId | None = None
