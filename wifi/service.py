"""Puts the service that watches together, and turns its one loop."""

from __future__ import annotations

import logging
import os
import selectors
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from hub.clock import Clock
from hub.config import Config
from hub.control import ControlServer
from hub.domain.wifi_point import WifiPoint
from hub.ending import Ending
from hub.errors import HubError, LinkError
from hub.logs import Changes
from hub.notify import Notifier
from hub.store.cards import cards
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.permits import Service
from hub.words import say
from wifi.beyond import BeyondWatch
from wifi.echo import Echo
from wifi.links import Links
from wifi.method import Method
from wifi.monitor import Monitor
from wifi.names import Names
from wifi.targets import targets_of
from wifi.touch import Touch

LOGGER: Final = logging.getLogger("wifi")
SOCKET: Final = "wifi.sock"
CARDS_S: Final = 10.0
"""How soon a card that somebody changed is noticed."""

INTERFACE: Final = """# Access points of a village hub and what is beyond them, as they are now.
interface vn.hub.Wifi

# What is believed of each point, of the gateway and of the internet.  Times are seconds of the
# machine's monotonic clock: a wall clock that is wrong makes none of them wrong.
method State() -> (state: object)
"""


class CardReader:
    """Hands the cards to the monitor; a store that cannot be read leaves it with those it has.

    Args:
        store: ``content.db``.
        monitor: Who watches.
        clock: The clock.
    """

    def __init__(self, store: Database, monitor: Monitor, clock: Clock) -> None:
        self._store = store
        self._monitor = monitor
        self._clock = clock
        self._changes = Changes(LOGGER)
        self._changes.expect("cards", "read")
        self._due = clock.monotonic()

    def turn(self) -> float:
        """Read if it is time to; when to come again, monotonic seconds."""
        now = self._clock.monotonic()
        if now >= self._due:
            self._due = now + CARDS_S
            try:
                self._monitor.watch(targets_of(cards(self._store, WifiPoint)))
                self._changes.say("cards", "read", say("wifi.cards_read", "en"))
            except HubError as error:
                why = say(error.key, "en", **error.values)
                self._changes.say(
                    "cards", "away", say("wifi.cards_away", "en", why=why), logging.WARNING
                )
        return self._due


@dataclass(frozen=True, slots=True)
class Watcher:
    """Everything the loop looks after.

    Attributes:
        clock: The clock.
        selector: Every file that may become ready.
        cards: Brings what is to be watched.
        monitor: Watches gateway and points.
        beyond: Watches the internet.
        names: Finds addresses, on a thread of its own.
        control: The control socket.
        notifier: Tells systemd.
    """

    clock: Clock
    selector: selectors.BaseSelector
    cards: CardReader
    monitor: Monitor
    beyond: BeyondWatch
    names: Names
    control: ControlServer
    notifier: Notifier


def build(config: Config, clock: Clock, stack: ExitStack) -> Watcher:
    """Put the service together; what must be closed goes on `stack`.

    Raises:
        StoreError: The store cannot be read.
        ControlError: The socket is taken.
    """
    config.run_dir.mkdir(parents=True, exist_ok=True)
    store = stack.enter_context(open_content(config.data_dir, Service.WIFI, config.run_dir))
    selector = stack.enter_context(selectors.DefaultSelector())
    echo, names, links = Echo(selector, clock, os.urandom), Names(clock), Links(clock)
    stack.callback(echo.close)
    methods: dict[str, Method] = {"echo": echo, "touch": Touch(selector)}
    monitor = Monitor(config.wifi, methods, links, names, clock, LOGGER)
    stack.callback(monitor.close)
    beyond = BeyondWatch(config.wifi, selector, names, links.leads_to, clock)
    stack.callback(beyond.close)

    def state(_: Mapping[str, Any]) -> dict[str, Any]:
        told = {"internet": beyond.report(), "echo": echo.is_allowed}
        return {"state": {"now_s": round(clock.monotonic(), 1), **monitor.report(), **told}}

    control = ControlServer(config.run_dir / SOCKET, INTERFACE, {"State": state}, clock=clock)
    notifier = Notifier()
    stack.callback(notifier.close)
    reader = CardReader(store, monitor, clock)
    return Watcher(clock, selector, reader, monitor, beyond, names, control, notifier)


def loop(watcher: Watcher, ending: Ending) -> None:
    """Turn until somebody says to end.

    Raises:
        LinkError: The thread that finds addresses has died.
    """
    fed_s = (watcher.notifier.watchdog_s() or 3600.0) / 3
    with ExitStack() as stack:
        ending.watch(watcher.selector)
        watcher.control.register(watcher.selector)
        stack.callback(watcher.control.close)
        watcher.notifier.ready()
        while not ending.is_asked:
            turns = (watcher.cards.turn(), watcher.monitor.turn(), watcher.beyond.turn())
            watcher.control.tidy()
            if not watcher.names.is_alive:
                raise LinkError("wifi.thread_died")
            watcher.notifier.alive()
            due = min(*turns, watcher.clock.monotonic() + fed_s)
            for key, _ in watcher.clock.wait(due, watcher.selector):
                key.data()
        watcher.notifier.stopping()
