"""Looks at every target in turn, and keeps what is believed of each."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from hub.clock import Clock
from hub.logs import Changes
from hub.wifi_section import Wifi
from hub.words import say
from wifi.judge import Look, Patience, Standing, State, Way, blind, judge, pause_s
from wifi.looking import Looking
from wifi.method import Method
from wifi.targets import GATEWAY, Target

APART_S: Final = 0.05
"""Between the looks of a round: one answer after the other."""
NEVER: Final = float("-inf")


class Network(Protocol):
    """What the hub knows of its own links."""

    def leads_to(self, address: str) -> bool: ...

    def gateway(self) -> str: ...


class Book(Protocol):
    """Finds the addresses of names."""

    def address_of(self, host: str) -> str | None: ...


@dataclass(slots=True)
class Watched:
    """A target and what is believed of it.

    Attributes:
        target: It.
        standing: What is believed.
        due: When it is looked at next, monotonic seconds.
        address: Where it was looked at last; "" = nowhere yet.
        looking: The look that is under way.
        answered_at: When the last look that was answered ended.
    """

    target: Target
    standing: Standing
    due: float
    address: str = ""
    looking: Looking | None = None
    answered_at: float = NEVER


@dataclass(slots=True)
class Monitor:
    """Watches the gateway and every point.

    Attributes:
        wifi: How often, and where the gateway is.
        methods: The kinds of probes by name.
        links: The hub's own links.
        names: Finds the addresses of names.
        clock: The clock.
        logger: Where changes are said.
    """

    wifi: Wifi
    methods: dict[str, Method]
    links: Network
    names: Book
    clock: Clock
    logger: logging.Logger
    _points: dict[str, Watched] = field(default_factory=dict)
    _gateway: Watched | None = None
    _changes: Changes = field(init=False)
    _patience: Patience = field(init=False)

    def __post_init__(self) -> None:
        self._changes = Changes(self.logger)
        self._patience = Patience(self.wifi.interval_s, self.wifi.again_s, self.wifi.settle_s)

    def watch(self, targets: Sequence[Target]) -> None:
        """These and no others; what is believed of those that stay as they are is kept."""
        before, now = self._points, self.clock.monotonic()
        self._points = {}
        for number, target in enumerate(targets):
            known = before.pop(target.id, None)
            if known is not None and known.target == target:
                self._points[target.id] = known
            else:
                _forget(known)
                due = now + number * APART_S
                self._points[target.id] = Watched(target, Standing(since=now), due)
        for gone in before.values():
            _forget(gone)

    def turn(self) -> float:
        """Look where it is time to; when to come again, monotonic seconds."""
        now = self.clock.monotonic()
        self._follow_gateway(now)
        for one in self._all():
            if one.looking is None and now >= one.due:
                self._begin(one, now)
            if one.looking is not None:
                look = one.looking.turn(now)
                if look is not None:
                    self._end(one, look)
        times = [one.due if one.looking is None else one.looking.due for one in self._all()]
        return min(times, default=now + self._patience.interval_s)

    def report(self) -> dict[str, Any]:
        """What is believed: times are of the machine's monotonic clock, seconds."""
        gateway = self._gateway
        return {
            "points": {name: _told(one) for name, one in self._points.items()},
            "gateway": None if gateway is None else _told(gateway),
        }

    def close(self) -> None:
        """Wait for nobody any more."""
        for one in self._all():
            _forget(one)

    def _all(self) -> list[Watched]:
        first = [] if self._gateway is None else [self._gateway]
        return [*first, *self._points.values()]

    def _follow_gateway(self, now: float) -> None:
        """The router is another one, or there is none: what was believed of it is void.

        A default route that goes away with the link leaves the gateway known that it led to.
        """
        host = self.wifi.gateway or (self.links.gateway() if self._points else "")
        known = self._gateway
        if known is not None and (host in {known.target.host, ""}) and self._points:
            return
        _forget(known)
        self._gateway = None
        if host and self._points:
            target = Target(GATEWAY.id, GATEWAY.place, host)
            self._gateway = Watched(target, Standing(since=now), now)

    def _begin(self, one: Watched, now: float) -> None:
        address = self.names.address_of(one.target.host)
        if address is None or not self.links.leads_to(address):
            one.standing = blind(one.standing, now)
            one.due = now + self._patience.again_s
            self._say(one)
            return
        one.address = address
        one.looking = Looking(address, one.target.port, self.methods, now)

    def _end(self, one: Watched, look: Look) -> None:
        before = one.standing
        one.looking = None
        if look.is_answered:
            one.answered_at = look.ended
        one.standing = judge(before, look, self._way(one), self._patience)
        one.due = self._next(one, look)
        if one.standing.settled is not before.settled:
            self._say(one)
        self._ask_others(one, look, is_settled_anew=one.standing.settled is not before.settled)

    def _next(self, one: Watched, look: Look) -> float:
        """While in doubt soon, otherwise with all others, so that a page changes once a round."""
        pause = pause_s(one.standing, self._patience)
        if one.standing.is_doubtful:
            return max(look.ended, look.began + pause)
        place = list(self._points).index(one.target.id) if one is not self._gateway else 0
        return (look.ended // pause + 1) * pause + place * APART_S

    def _way(self, one: Watched) -> Way:
        has_link = self.links.leads_to(one.address)
        gateway = self._gateway
        if gateway is None or one.address == gateway.address:
            return Way(has_link)
        others = (other.answered_at for other in self._all() if other is not one)
        proven = max(others, default=NEVER)
        return Way(has_link, proven, gateway.standing.settled is State.DOWN)

    def _ask_others(self, one: Watched, look: Look, *, is_settled_anew: bool) -> None:
        """Who fails makes the gateway prove the way; a way that is free again is used at once."""
        gateway = self._gateway
        if gateway is None:
            return
        if one is not gateway and not look.is_answered:
            gateway.due = min(gateway.due, look.ended)
        if look.is_answered and is_settled_anew:
            lost = {State.UNREACHABLE, State.UNKNOWN}
            for other in self._all():
                if other is not one and other.standing.settled in lost:
                    other.due = min(other.due, look.ended)

    def _say(self, one: Watched) -> None:
        state = one.standing.state
        name = one.target.place or "gateway"
        key = f"point/{one.target.id}"
        self._changes.expect(key, State.UNKNOWN)
        told = say("wifi.became", "en", place=name, host=one.target.host, state=state)
        is_bad = state in {State.DOWN, State.UNSTABLE}
        self._changes.say(key, state, told, logging.WARNING if is_bad else logging.INFO)


def _forget(one: Watched | None) -> None:
    if one is not None and one.looking is not None:
        one.looking.close()
        one.looking = None


def _told(one: Watched) -> Mapping[str, Any]:
    standing = one.standing
    return {
        "place": one.target.place,
        "host": one.target.host,
        "state": standing.state,
        "since_s": round(standing.state_since, 1),
        "looked_s": None if standing.looked is None else round(standing.looked, 1),
    }
