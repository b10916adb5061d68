"""Announces the hub by `zeroconf`, which no other process of the hub loads (LGPL, 16 MiB)."""

from __future__ import annotations

import ipaddress
import logging
import selectors
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from zeroconf import (  # type: ignore[attr-defined]  # the first three are told in its manual
    DNSAddress,
    DNSOutgoing,
    DNSQuestion,
    Error,
    IPVersion,
    RecordUpdate,
    RecordUpdateListener,
    ServiceInfo,
    Zeroconf,
)
from zeroconf.const import _CLASS_IN, _FLAGS_QR_QUERY, _TYPE_A

from hub.clock import Clock
from hub.naming.choice import first_free, instance, keeps

LOGGER: Final = logging.getLogger("hub.naming")
PROBES: Final = 4
PROBE_S: Final = 0.4
"""Longer than the second for which others may keep silent after an answer (RFC 6762 6)."""
TTL_S: Final = 120
"""How long phones may remember an address (RFC 6762 10)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the hub is.

    Attributes:
        village: Its name as people say it.
        names: Names it may go by, the best first.
        services: Types with their ports: ``("_http._tcp.local.", 80)``.
    """

    village: str
    names: Sequence[str]
    services: Sequence[tuple[str, int]]


class Strangers(RecordUpdateListener):
    """Hears who else goes by one of our names.

    Args:
        names: Our names.
        is_own: Whether an address is this machine's.
    """

    def __init__(self, names: Sequence[str], is_own: Callable[[str], bool]) -> None:
        self._names = frozenset(names)
        self._is_own = is_own
        self.heard: dict[str, set[str]] = {}

    def async_update_records(
        self, zc: Zeroconf, now: float, records: list[RecordUpdate]
    ) -> None:  # called in zeroconf's own thread
        del zc, now
        for record in records:
            new = record.new
            if not isinstance(new, DNSAddress) or new.type != _TYPE_A:
                continue
            name, address = new.name.rstrip(".").lower(), socket.inet_ntoa(new.address)
            if name in self._names and not self._is_own(address):
                self.heard.setdefault(name, set()).add(address)

    def forget(self) -> dict[str, set[str]]:
        """Who was heard since the last time."""
        heard, self.heard = self.heard, {}
        return heard


class Announcer:
    """Holds one name in the network while the addresses stay the same.

    Args:
        identity: Who the hub is.
        addresses: Its IPv4 addresses.
        is_own: Whether an address is this machine's.
        clock: The clock.
    """

    def __init__(
        self,
        identity: Identity,
        addresses: Sequence[str],
        is_own: Callable[[str], bool],
        clock: Clock,
    ) -> None:
        self._identity = identity
        self._addresses = tuple(addresses)
        self._clock = clock
        self._zeroconf = Zeroconf(interfaces=list(addresses), ip_version=IPVersion.V4Only)
        self._strangers = Strangers(identity.names, is_own)
        self._infos: list[ServiceInfo] = []
        self._lost: set[str] = set()
        self.name: str | None = None

    def begin(self) -> str | None:
        """Take the first name that is free; None when all are taken."""
        self._zeroconf.add_listener(self._strangers, None)
        with selectors.DefaultSelector() as nothing:
            for _ in range(PROBES):
                self._ask()
                self._clock.wait(self._clock.monotonic() + PROBE_S, nothing)
        self._lost |= set(self._strangers.forget())
        return self._take()

    def turn(self) -> str | None:
        """Give a name up to whoever has more right to it."""
        heard = self._strangers.forget()
        theirs = heard.get(self.name or "")
        if theirs and not keeps(self._addresses, theirs):
            self._lost.add(self.name or "")
            self._leave()
            return self._take()
        return self.name

    def close(self) -> None:
        """Say goodbye: phones forget the name at once."""
        self._leave()
        self._zeroconf.close()

    def _take(self) -> str | None:
        self.name = first_free(self._identity.names, self._lost)
        if self.name is None:
            return None
        packed = [ipaddress.IPv4Address(each).packed for each in self._addresses]
        for sort, port in self._identity.services:
            info = ServiceInfo(
                sort,
                f"{instance(self._identity.village)}.{sort}",
                port,
                addresses=packed,
                server=f"{self.name}.",
                properties={"path": "/"},
                host_ttl=TTL_S,
            )
            try:
                self._zeroconf.register_service(info, allow_name_change=True)
            except Error as error:
                LOGGER.warning("%s was not announced: %s", sort, error)
            else:
                self._infos.append(info)
        return self.name

    def _leave(self) -> None:
        for info in self._infos:
            self._zeroconf.unregister_service(info)
        self._infos = []

    def _ask(self) -> None:
        for name in self._identity.names:
            probe = DNSOutgoing(_FLAGS_QR_QUERY)
            probe.add_question(DNSQuestion(f"{name}.", _TYPE_A, _CLASS_IN))
            self._zeroconf.send(probe)
