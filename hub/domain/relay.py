"""What a relay may listen to: hosts of the allow list, and capture devices by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

DEVICE: Final = "device:"
"""Begins the address of a capture device: a tuner or a line input of this machine."""
MOST_STREAMS: Final = 8
"""Addresses of one programme: the station's and its alternates."""
HOST: Final = re.compile(r"[a-z0-9]([a-z0-9._-]{0,252}[a-z0-9])?|[0-9a-f:.]{2,45}")


class Host(NamedTuple):
    """An entry of the allow list.

    Attributes:
        name: Lower case: a host's name in ASCII, or an IP address.
        port: The one port that is allowed, or None for any.
    """

    name: str
    port: int | None = None


@dataclass(frozen=True, slots=True)
class RelayPermits:
    """What the commune lets its relays listen to.

    Attributes:
        hosts: Hosts that may be asked; without any there is no relay from the network.
        devices: Capture devices by the names that programmes use; the value is a part of
            PortAudio's name for the device.
    """

    hosts: tuple[Host, ...] = ()
    devices: Mapping[str, str] = field(default_factory=dict)


def host_of(entry: str) -> Host | None:
    """An entry such as ``radio.example``, ``radio.example:8000`` or ``[::1]:8000``.

    None when it is no such thing: whole addresses with a scheme, wildcards.
    """
    text = entry.strip().lower().rstrip(".")
    name, port = text, ""
    if text.startswith("["):
        name, bracket, port = text[1:].partition("]")
        if not bracket or (port and not port.startswith(":")):
            return None
        port = port[1:]
    elif text.count(":") == 1:
        name, _, port = text.partition(":")
    if not HOST.fullmatch(name) or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        return None
    return Host(name.rstrip("."), int(port) if port else None)
