"""Tell systemd how the service is: ready, alive, what it does, that it stops (sd_notify)."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Final

STATUS_LIMIT: Final = 200
"""Letters of a status line; more does not fit a line of `systemctl status`."""


class Notifier:
    """Sends to ``$NOTIFY_SOCKET``; does nothing without it, and never raises or waits.

    Args:
        environment: Where the variables are looked for; None = the process's own.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = dict(os.environ if environment is None else environment)
        self._status = ""
        address = self._environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._socket = _open() if self._address.startswith(("/", "\0")) else None

    def ready(self, status: str = "") -> None:
        """The service is up; systemd starts what waits for it."""
        self._send("READY=1", *self._told(status))

    def status(self, text: str) -> None:
        """What it does now, one line; sent only when it is another."""
        told = self._told(text)
        if told:
            self._send(*told)

    def alive(self) -> None:
        """Feed the watchdog; only from the loop that does the work."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The service ends as it was told to."""
        self._send("STOPPING=1")

    def watchdog_s(self) -> float | None:
        """Seconds within which `alive` must be called (call it twice as often), or None."""
        named = self._environment.get("WATCHDOG_USEC", "")
        owner = self._environment.get("WATCHDOG_PID", "")
        if not named.isascii() or not named.isdigit() or int(named) == 0:
            return None
        if owner and owner != str(os.getpid()):
            return None
        return int(named) / 1_000_000

    def close(self) -> None:
        """Give the socket back."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _told(self, status: str) -> tuple[str, ...]:
        line = " ".join(status.split())[:STATUS_LIMIT]
        if not line or line == self._status:
            return ()
        self._status = line
        return (f"STATUS={line}",)

    def _send(self, *lines: str) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendto("\n".join(lines).encode(errors="replace"), self._address)
        except OSError:
            return  # systemd is busy or gone: the next one tells it


def _open() -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
    made.settimeout(0.0)
    return made
