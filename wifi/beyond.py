"""Looks whether there is internet beyond the gateway, where the configuration names pages."""

from __future__ import annotations

import selectors
from collections.abc import Callable
from typing import Any, Protocol

from hub.clock import Clock
from hub.wifi_section import Wifi
from wifi.answer import Belief, believe, internet_of
from wifi.pages import Round


class Book(Protocol):
    """Finds the addresses of names."""

    def address_of(self, host: str, *, may_be_far: bool = False) -> str | None: ...


class BeyondWatch:
    """Asks the pages in turn, and keeps what is believed.

    Args:
        wifi: Which pages, and how often.
        selector: The caller's.
        names: Finds addresses.
        leads_to: Whether the hub has a link and a route to an address.
        clock: The clock.
    """

    def __init__(
        self,
        wifi: Wifi,
        selector: selectors.BaseSelector,
        names: Book,
        leads_to: Callable[[str], bool],
        clock: Clock,
    ) -> None:
        self._wifi = wifi
        self._selector = selector
        self._names = names
        self._leads_to = leads_to
        self._clock = clock
        self._round: Round | None = None
        self._due = clock.monotonic()
        self._belief = Belief()

    def turn(self) -> float:
        """Ask if it is time to; when to come again, monotonic seconds."""
        now = self._clock.monotonic()
        if not self._wifi.internet:
            return float("inf")
        if self._round is None:
            if now < self._due:
                return self._due
            self._round = Round(self._wifi.internet, self._selector, self._address_of, now)
        again = self._round.turn(now)
        if again is not None:
            return again
        self._keep(self._round, now)
        return self._due

    def report(self) -> dict[str, Any]:
        """What is believed; the time is of the machine's monotonic clock, seconds."""
        looked = self._belief.looked
        return {
            "state": self._belief.internet,
            "looked_s": None if looked is None else round(looked, 1),
        }

    def close(self) -> None:
        """Wait for no page any more."""
        if self._round is not None:
            self._round.close()
            self._round = None

    def _keep(self, ended: Round, now: float) -> None:
        self._belief = believe(self._belief, internet_of(ended.found), now)
        self._round = None
        wait_s = self._wifi.again_s if self._belief.is_doubtful else self._wifi.internet_s
        self._due = now + wait_s

    def _address_of(self, host: str) -> str | None:
        """A page to which no way leads is not there: its address is not asked for long."""
        address = self._names.address_of(host, may_be_far=True)
        return address if address is not None and self._leads_to(address) else None
