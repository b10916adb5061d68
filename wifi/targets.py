"""What is to be watched, from the cards that people filled (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hub.domain.lan_address import lan_address
from hub.domain.wifi_point import WifiPoint
from hub.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is watched.

    Attributes:
        id: Of the card.
        place: What people call it.
        host: An address, or a host's name in the local network.
        port: TCP port that is tried besides the ping; 0 = the usual one.
    """

    id: str
    place: str
    host: str
    port: int = 0


GATEWAY: Target = Target("", "", "")
"""The router; its host is filled in as it becomes known."""


def targets_of(points: Iterable[WifiPoint]) -> tuple[Target, ...]:
    """The points that have an address; one that no card may have is left out."""
    return tuple(
        Target(str(one.id), one.place, one.address, one.port) for one in points if _is_watched(one)
    )


def _is_watched(point: WifiPoint) -> bool:
    try:
        return bool(lan_address(point.address))
    except RefusedError:
        return False
