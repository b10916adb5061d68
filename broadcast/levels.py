"""How loud a cue is on a bus at a moment: installer, commune, hour and cue together (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hub.domain.bulletin import Kind
from hub.domain.ids import ZoneId
from hub.domain.rules import RuleBook
from hub.domain.zone import Zone

SOFTEST_DB: Final = -60.0
LOUDEST_DB: Final = 0.0
"""Nothing is ever louder than its file, so nothing is ever clipped."""


def level(
    kind: Kind,
    own_db: float,
    zones: Iterable[ZoneId],
    at: datetime,
    *,
    known: Mapping[ZoneId, Zone],
    rules: RuleBook,
    tz: ZoneInfo,
) -> float:
    """The gain that one signal for these zones is sent with, dB.

    Zones that hang on one bus hear one signal: the loudest of them settles it, for who hears
    too little misses a warning.

    Args:
        kind: The kind of bulletin that is heard.
        own_db: Gain of its slot, dB.
        zones: Where, on this bus; at least one.
        at: When, aware.
        known: Every zone with what the installer has set.
        rules: What the commune has set.
        tz: Local time.
    """
    moment = at.astimezone(tz).time()
    asked = (known[zone].volume_db + rules.volume(zone, kind, moment, own_db) for zone in zones)
    return max(SOFTEST_DB, min(LOUDEST_DB, max(asked)))


def next_change(rules: RuleBook, now: datetime, tz: ZoneInfo) -> datetime | None:
    """When a stretch of the day begins or ends next, in any zone; None when there are none."""
    local = now.astimezone(tz)
    edges = {
        edge
        for volume in rules.volumes.values()
        for stretch in volume.stretches
        for edge in (stretch.first, stretch.last)
    }
    days = (local.date(), local.date() + timedelta(days=1))
    coming = (datetime.combine(day, edge, tz) for day in days for edge in edges)
    return min((at for at in coming if at > local), default=None)
