"""The kernel's routes: which interface leads to a target, and who the gateway is (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

_UP: Final = 0x0001
_REJECT: Final = 0x0200
_LOOPBACK: Final = "lo"


@dataclass(frozen=True, slots=True)
class Route:
    """One row.

    Attributes:
        network: Whom it leads to.
        interface: Through which interface.
        gateway: By whom; None = they are neighbours.
        metric: Lower is better.
    """

    network: IPv4Network | IPv6Network
    interface: str
    gateway: IPv4Address | IPv6Address | None
    metric: int


def routes_4(text: str) -> list[Route]:
    """``/proc/net/route``: numbers as this machine has them in memory (little-endian)."""
    found = []
    for line in text.splitlines()[1:]:
        words = line.split()
        if len(words) < 8 or not int(words[3], 16) & _UP or int(words[3], 16) & _REJECT:
            continue
        base, gateway, mask = (_number(words[at]) for at in (1, 2, 7))
        network = ip_network((int(base), int(mask).bit_count()), strict=False)
        found.append(Route(network, words[0], gateway if int(gateway) else None, int(words[6])))
    return found


def routes_6(text: str) -> list[Route]:
    """``/proc/net/ipv6_route``."""
    found = []
    for line in text.splitlines():
        words = line.split()
        if len(words) < 10 or words[9] == _LOOPBACK or int(words[8], 16) & _REJECT:
            continue
        network = IPv6Network((int(words[0], 16), int(words[1], 16)), strict=False)
        gateway = IPv6Address(int(words[4], 16))
        by = gateway if int(gateway) else None
        found.append(Route(network, words[9], by, int(words[5], 16)))
    return found


def interface_to(routes: Iterable[Route], address: str) -> str | None:
    """The interface through which packets to an address leave; None = there is no way."""
    target = ip_address(address)
    scope = getattr(target, "scope_id", None)
    if scope:
        return str(scope)
    fitting = [
        one for one in routes if one.network.version == target.version and target in one.network
    ]
    best = max(fitting, key=lambda one: (one.network.prefixlen, -one.metric), default=None)
    return best.interface if best is not None else None


def default_gateway(routes: Iterable[Route]) -> str:
    """Who leads out of the village's network; "" = nobody."""
    out = [one for one in routes if one.network.prefixlen == 0 and one.gateway is not None]
    best = min(out, key=lambda one: (one.network.version, one.metric), default=None)
    if best is None or best.gateway is None:
        return ""
    is_near = best.gateway.version == 6 and best.gateway.is_link_local
    return f"{best.gateway}%{best.interface}" if is_near else str(best.gateway)


def _number(word: str) -> IPv4Address:
    return IPv4Address(bytes.fromhex(word)[::-1])
