"""A zone: loudspeakers that are switched and heard together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hub.domain.ids import BusId, ZoneId


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone and how it is driven.

    Attributes:
        id: Its name in configuration, calendar and orders.
        name: What people call it, such as "Xóm 2".
        bus: The channel of the sound card that feeds it.
        line: GPIO number (BCM) of the amplifier's line; None when the zone has no line.
        active_high: True when a high level switches the amplifier on.
        warm_up_s: Seconds from line on to the first sample, 0 to 60.
        tail_s: Seconds the line stays on after the last sample, 0 to 60.
        min_off_s: Seconds the line stays off before it may go on again, 0 to 600.
        interlock: Zones with the same non-empty name are never on together.
        delay_ms: Added to every start, so that neighbouring villages do not echo; 0 to 5000.
        volume_db: Gain, -60 to 0.
    """

    id: ZoneId
    name: str
    bus: BusId
    line: int | None = None
    active_high: bool = True
    warm_up_s: float = 3.0
    tail_s: float = 2.0
    min_off_s: float = 5.0
    interlock: str = ""
    delay_ms: int = 0
    volume_db: float = 0.0


def named(zones: Mapping[ZoneId, Zone], names: Mapping[ZoneId, str]) -> dict[ZoneId, Zone]:
    """Zones as people call them now: their ids and how they are driven stay."""
    return {
        key: replace(zone, name=names[key]) if names.get(key) else zone
        for key, zone in zones.items()
    }
