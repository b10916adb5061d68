"""An access point that people may join, as the screen shows it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NewType

WifiPointId = NewType("WifiPointId", str)
"""An access point."""

HIGHEST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class WifiPoint:
    """One access point of the village's free wifi.

    Attributes:
        id: Identity.
        place: Where it is, in words: "Nhà văn hóa".
        ssid: Name of the network.
        password: What people type; empty = the network is open.
        security: "open", "wpa2" or "wpa3".
        hours: When it is on, in words; empty = always.
        address: Where the hub looks whether it runs, in the village's own network (see
            `lan_address`); empty = nobody watches it.
        port: TCP port that is tried when it does not answer a ping; 0 = the usual one.
    """

    id: WifiPointId
    place: str
    ssid: str
    password: str = ""
    security: str = "open"
    hours: str = ""
    address: str = ""
    port: int = 0


def is_port(number: int) -> bool:
    """Whether it can be a TCP port."""
    return 0 < number <= HIGHEST_PORT
