"""What is taken already: stretches of buses, and of zones that an interlock holds apart (pure)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from hub.domain.ids import BusId, ZoneId
from hub.domain.zone import Zone

NO_TIME: Final = timedelta(0)
Zones = frozenset[ZoneId]
Takers = tuple[tuple[datetime, str], ...]
"""Since when who has a stretch, in order."""


class Stretch(NamedTuple):
    """A taken stretch: [start, end).

    Attributes:
        start: Aware UTC.
        end: Aware UTC.
        uncounted: How much of it no session counts.
        takers: Who has it.
    """

    start: datetime
    end: datetime
    uncounted: timedelta
    takers: Takers


class Busy:
    """The taken stretches of one thing, joined where they touch."""

    __slots__ = ("_starts", "_stretches")

    def __init__(self) -> None:
        self._starts: list[datetime] = []
        self._stretches: list[Stretch] = []

    def first_in(self, start: datetime, end: datetime) -> Stretch | None:
        """The first taken stretch that overlaps [start, end)."""
        starts, stretches = self._starts, self._stretches
        at = bisect_right(starts, start)
        if at and stretches[at - 1].end > start:
            return stretches[at - 1]
        if at < len(starts) and starts[at] < end:
            return stretches[at]
        return None

    def title_at(self, instant: datetime) -> str:
        """Who has it at an instant that is taken."""
        takers = self._stretches[bisect_right(self._starts, instant) - 1].takers
        return takers[bisect_right(takers, instant, key=_since) - 1][1]

    def title_before(self, end: datetime) -> str:
        """Who has it just before the end of a stretch."""
        takers = self._stretches[bisect_left(self._starts, end) - 1].takers
        return takers[bisect_left(takers, end, key=_since) - 1][1]

    def take(self, stretch: Stretch) -> None:
        """Take a stretch that is free."""
        starts, stretches = self._starts, self._stretches
        first = last = bisect_right(starts, stretch.start)
        if first and stretches[first - 1].end == stretch.start:
            first -= 1
            stretch = _joined(stretches[first], stretch)
        if last < len(starts) and starts[last] == stretch.end:
            stretch = _joined(stretch, stretches[last])
            last += 1
        starts[first:last] = [stretch.start]
        stretches[first:last] = [stretch]


def _joined(first: Stretch, second: Stretch) -> Stretch:
    uncounted = first.uncounted + second.uncounted
    return Stretch(first.start, second.end, uncounted, first.takers + second.takers)


def _since(taker: tuple[datetime, str]) -> datetime:
    return taker[0]


class _Look(NamedTuple):
    """Where to look for what stands in the way of some zones.

    `before` and `after` are how long before and after a taken stretch it is in the way: a
    zone of the same interlock needs its tail, and the other one its warm-up.
    """

    busy: Busy
    zones: Zones
    before: timedelta = NO_TIME
    after: timedelta = NO_TIME


class Block(NamedTuple):
    """What stands in a draft's way.

    Attributes:
        start: From when, aware UTC.
        end: Until when.
        uncounted: How much of it no session counts: emergencies and orders.
        look: Where it was found.
    """

    start: datetime
    end: datetime
    uncounted: timedelta
    look: _Look

    @property
    def zones(self) -> Zones:
        """Where it stands in the way."""
        return self.look.zones

    def title_at(self, instant: datetime) -> str:
        """Who has it at an instant, or first when it begins later."""
        return self.look.busy.title_at(max(instant, self.start + self.look.before))

    def title_before_end(self) -> str:
        """Who has it last."""
        return self.look.busy.title_before(self.end - self.look.after)


class Air:
    """Everything that only one cue can have at a time.

    Args:
        zones: Every zone.
    """

    def __init__(self, zones: Mapping[ZoneId, Zone]) -> None:
        self._zones = zones
        self._bus: dict[BusId, Busy] = {zone.bus: Busy() for zone in zones.values()}
        self._interlocked = {name: Busy() for name, zone in zones.items() if zone.interlock}
        self._looks: dict[Zones, list[_Look]] = {}
        self._own: dict[Zones, list[tuple[Busy, Zones]]] = {}

    def first_block(
        self, zones: Zones, start: datetime, end: datetime, leaves: Mapping[ZoneId, datetime]
    ) -> Block | None:
        """What first stands in the way of some zones in [start, end).

        Args:
            zones: Where.
            start: Aware UTC.
            end: Aware UTC.
            leaves: Zones that leave earlier, and when.
        """
        found: Block | None = None
        looks = self._looks.get(zones)
        for look in looks if looks is not None else self._look_at(zones):
            busy, there, before, after = look
            until = _until(there, end, leaves) if leaves else end
            if before is NO_TIME and after is NO_TIME:  # since Python 3.13 every zero is the same
                taken = busy.first_in(start, until)
            else:
                taken = busy.first_in(start - after, until + before)
            if taken is not None and (found is None or taken.start - before < found.start):
                found = Block(taken.start - before, taken.end + after, taken.uncounted, look)
        return found

    def take(self, zones: Zones, stretch: Stretch, leaves: Mapping[ZoneId, datetime]) -> None:
        """Take a stretch that `first_block` found free."""
        own = self._own.get(zones)
        for busy, there in own if own is not None else self._own_of(zones):
            if leaves:
                busy.take(stretch._replace(end=_until(there, stretch.end, leaves)))
            else:
                busy.take(stretch)

    def _own_of(self, zones: Zones) -> list[tuple[Busy, Zones]]:
        """What these zones take: their buses, and their places in an interlock."""
        own = self._own[zones] = self._buses(zones)
        own += [
            (self._interlocked[name], frozenset([name]))
            for name in sorted(zones & self._interlocked.keys())
        ]
        return own

    def _look_at(self, zones: Zones) -> list[_Look]:
        """What can stand in the way of these zones: their buses, and rivals in an interlock."""
        looks = [_Look(busy, there) for busy, there in self._buses(zones)]
        for name in sorted(zones & self._interlocked.keys()):
            zone = self._zones[name]
            for other, busy in self._interlocked.items():
                rival = self._zones[other]
                if other != name and rival.interlock == zone.interlock:
                    before = timedelta(seconds=zone.tail_s + rival.warm_up_s)
                    after = timedelta(seconds=rival.tail_s + zone.warm_up_s)
                    looks.append(_Look(busy, frozenset([name]), before, after))
        self._looks[zones] = looks
        return looks

    def _buses(self, zones: Zones) -> list[tuple[Busy, Zones]]:
        there: dict[BusId, list[ZoneId]] = {}
        for name in sorted(zones):
            there.setdefault(self._zones[name].bus, []).append(name)
        return [(self._bus[bus], frozenset(names)) for bus, names in there.items()]


def _until(zones: Zones, end: datetime, leaves: Mapping[ZoneId, datetime]) -> datetime:
    """When the last of these zones is over."""
    return max(leaves.get(zone, end) for zone in zones)
