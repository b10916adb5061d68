"""This machine's own addresses in the networks it is part of."""

from __future__ import annotations

import ipaddress
from typing import Final

import ifaddr

from hub.config import Config

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

ELSEWHERE: Final = ("docker", "veth", "br-", "virbr", "lxc", "tun", "tap", "wg", "zt")
"""Interfaces behind which no phone of the village is."""
ANYWHERE: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared, not bound


def own_addresses(config: Config) -> tuple[Address, ...]:
    """Addresses at which phones reach the pages, IPv4 first; loopback only when there is no other.

    Public and link-local IPv6 is left out: it changes by itself, and phones are given IPv4.
    """
    if config.web.host not in ANYWHERE:
        return (ipaddress.ip_address(config.web.host),) if _is_address(config.web.host) else ()
    found = {
        address
        for adapter in ifaddr.get_adapters()
        if not adapter.name.startswith(ELSEWHERE)
        for address in (_address(ip) for ip in adapter.ips)
        if _is_reached(address)
    }
    return tuple(sorted(found, key=lambda address: (address.version, int(address))))


def _address(ip: ifaddr.IP) -> Address:
    return ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])


def _is_reached(address: Address) -> bool:
    if address.is_loopback or address.is_unspecified:
        return False
    return address.version == 4 or (address.is_private and not address.is_link_local)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
