"""Finds the addresses of names, on one thread: the system's resolver waits, the loop may not."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from hub.clock import Clock
from hub.domain.lan_address import is_own, read_address

FRESH_S: Final = 600.0
"""Then a name is looked up anew; until that is done the old address holds."""
AGAIN_S: Final = 30.0
"""... and so soon, one that was not found."""
_LOGGER: Final = logging.getLogger("wifi")

Resolve = Callable[[str], Sequence[str]]
"""Every address of a name, the best first; raises `OSError`."""


def system(name: str) -> Sequence[str]:
    """What the system's resolver says."""
    rows = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in rows]


@dataclass(slots=True)
class _Known:
    address: str | None = None
    asked_at: float = float("-inf")


class Names:
    """The addresses that are known.

    Args:
        clock: The clock.
        resolve: Looks one up, and may take long.
    """

    def __init__(self, clock: Clock, resolve: Resolve = system) -> None:
        self._clock = clock
        self._resolve = resolve
        self._known: dict[tuple[str, bool], _Known] = {}
        self._asked: SimpleQueue[tuple[str, bool]] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def address_of(self, host: str, *, may_be_far: bool = False) -> str | None:
        """The address that is known of a host; None = none yet, ask again later.

        Args:
            host: A name, or an address, which is its own.
            may_be_far: It may be beyond the village's network.
        """
        if read_address(host) is not None:
            return host
        key = (host, may_be_far)
        known = self._known.setdefault(key, _Known())
        patience_s = AGAIN_S if known.address is None else FRESH_S
        if self._clock.monotonic() - known.asked_at >= patience_s:
            known.asked_at = self._clock.monotonic()
            self._begin()
            self._asked.put(key)
        return known.address

    @property
    def is_alive(self) -> bool:
        """False when its thread has died; the service ends then and is started again."""
        return self._thread is None or self._thread.is_alive()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="names", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            key = self._asked.get()
            host, may_be_far = key
            try:
                found = self._resolve(host)
            except (OSError, UnicodeError) as error:  # the old address holds
                _LOGGER.debug("%s: %s", host, error)
                continue
            good = (one for one in found if may_be_far or _is_near(one))
            self._known[key].address = next(good, None)


def _is_near(text: str) -> bool:
    address = read_address(text)
    return address is not None and is_own(address)
