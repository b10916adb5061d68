"""An access point that people may join, as the screen shows it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

WifiPointId = NewType("WifiPointId", str)
"""An access point."""


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
    """

    id: WifiPointId
    place: str
    ssid: str
    password: str = ""
    security: str = "open"
    hours: str = ""
