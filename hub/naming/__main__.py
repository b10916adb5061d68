"""Tells the network the hub's name: ``python -m hub.naming --config F``; follows its addresses.

Parses what strangers send to the network, so it has neither store nor keys nor control sockets:
it reads the configuration and writes one small file, from which the pages learn the name and by
which the certificate is renewed when the address changed.
"""

from __future__ import annotations

import json
import logging
import selectors
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

import ifaddr

from hub.clock import Clock
from hub.config import EXIT_CONFIG, Config
from hub.ending import Ending
from hub.interfaces import own_addresses
from hub.names import hub_names, name_file
from hub.naming.announcer import Announcer, Identity
from hub.notify import Notifier
from hub.program import begin, parser_of
from hub.words import say

LOGGER: Final = logging.getLogger("hub.naming")
LOOK_S: Final = 5.0
"""How soon another address is noticed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Announce until SIGTERM.

    Returns:
        0, or 78 for a wrong configuration.
    """
    begun = begin(parser_of("hub-name"), arguments, LOGGER)
    if begun is None:
        return EXIT_CONFIG
    with ExitStack() as stack:
        run(begun.config, begun.clock, stack)
    return 0


def run(config: Config, clock: Clock, stack: ExitStack) -> None:
    """Announce until a signal."""
    ending, notifier = Ending(), Notifier()
    stack.callback(ending.close)
    stack.callback(notifier.close)
    selector = stack.enter_context(selectors.DefaultSelector())
    ending.watch(selector)
    name = Name(config, clock)
    stack.callback(name.close)
    notifier.ready()
    fed_s = min(LOOK_S, (notifier.watchdog_s() or 3600.0) / 3)
    while not ending.is_asked:
        name.turn()
        notifier.alive()
        clock.wait(clock.monotonic() + fed_s, selector)


class Name:
    """The name as it is now.

    Args:
        config: The configuration.
        clock: The clock.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._addresses: tuple[str, ...] | None = None
        self._announcer: Announcer | None = None
        self._told: tuple[str | None, tuple[str, ...]] | None = None

    def turn(self) -> None:
        """Follow the addresses; give the name up when somebody else has it."""
        addresses = tuple(map(str, own_addresses(self._config)))
        if addresses != self._addresses:
            self._addresses = addresses
            self.close()
            self._announcer = self._begin([each for each in addresses if ":" not in each])
        elif self._announcer is not None:
            self._announcer.turn()
        self._tell(self._announcer.name if self._announcer is not None else None, addresses)

    def close(self) -> None:
        """Say goodbye."""
        if self._announcer is not None:
            self._announcer.close()
            self._announcer = None

    def _begin(self, addresses: list[str]) -> Announcer | None:
        if not addresses or not self._config.network.announce:
            return None
        try:
            made = Announcer(identity(self._config), addresses, is_own, self._clock)
            made.begin()
        except OSError as error:  # an address that has just gone; the next turn sees it
            LOGGER.warning("%s", say("network.not_announced", "en", error=error))
            self._addresses = None
            return None
        return made

    def _tell(self, name: str | None, addresses: tuple[str, ...]) -> None:
        if (name, addresses) == self._told:
            return
        self._told = name, addresses
        shown = ", ".join(addresses) or "-"
        LOGGER.info("%s", say("network.found_at", "en", name=name or "-", addresses=shown))
        path = name_file(self._config)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps({"name": name, "addresses": addresses}), "utf-8")
        draft.replace(path)


def identity(config: Config) -> Identity:
    """Who this hub is: its local names only; others are somebody else's business (DNS)."""
    names = [name for name in hub_names(config) if name.endswith(".local")]
    services = [("_http._tcp.local.", config.web.port)]
    if config.network.https_port:
        services.append(("_https._tcp.local.", config.network.https_port))
    return Identity(config.name, names, services)


def is_own(address: str) -> bool:
    """True for any address of this machine, those included that are not announced."""
    return any(address == ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips)


if __name__ == "__main__":
    sys.exit(main())
