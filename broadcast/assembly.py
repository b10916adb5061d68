"""Puts a playout together from its parts; used by the service and by the simulation alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.amplifier import Amplifiers
from broadcast.clock_watch import ClockWatch
from broadcast.deck import Bus, Deck
from broadcast.lane import Lane
from broadcast.levels import level
from broadcast.orders import Desk
from broadcast.parts import Parts
from broadcast.playout import Playout
from hub.domain.ids import BusId, ZoneId
from hub.domain.order import Order
from hub.domain.timeline import Cue
from hub.domain.zone import Zone


@dataclass(frozen=True, slots=True)
class Studio:
    """A playout and its desk."""

    playout: Playout
    desk: Desk


def assemble(parts: Parts, store_order: Callable[[Order], None]) -> Studio:
    """Make the lanes, the playout and the desk."""
    watch = ClockWatch(parts.clock)
    lanes = {bus.id: _lane(bus, parts) for bus in buses(parts.zones)}
    playout = Playout(parts, lanes, watch)
    desk = Desk(
        playout=playout,
        amplifiers=parts.amplifiers,
        journal=parts.journal,
        book=parts.book,
        zones=parts.zones,
        clock=parts.clock,
        store=store_order,
    )
    return Studio(playout, desk)


def buses(zones: Mapping[ZoneId, Zone]) -> list[Bus]:
    """Every bus with the zones that hang on it.

    Zones of one bus have one delay (the configuration sees to it).
    """
    members: dict[BusId, list[Zone]] = {}
    for zone in zones.values():
        members.setdefault(zone.bus, []).append(zone)
    return [
        Bus(
            bus,
            frozenset(zone.id for zone in found),
            timedelta(milliseconds=found[0].delay_ms),
        )
        for bus, found in members.items()
    ]


def _lane(bus: Bus, parts: Parts) -> Lane:
    amplifiers: Amplifiers = parts.amplifiers

    def gain_db(cue: Cue, zones: frozenset[ZoneId], at: datetime) -> float:
        rules = parts.book.rules
        return level(
            cue.kind, cue.volume_db, zones, at, known=parts.zones, rules=rules, tz=parts.tz
        )

    deck = Deck(bus, parts.sink, parts.fallback, gain_db)
    return Lane(bus, deck, amplifiers, parts.journal)
