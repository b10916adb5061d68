"""Addresses of the village's own network, the only ones that points may be watched at (pure)."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from hub.errors import RefusedError

Address = IPv4Address | IPv6Address

OWN: Final[tuple[IPv4Network | IPv6Network, ...]] = tuple(
    ip_network(block)
    for block in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
"""RFC 1918, RFC 3927, RFC 4193, RFC 4291: private and link-local."""
SUFFIXES: Final = (".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain")
"""Names that end so are a local network's; so are names without a dot."""
LONGEST: Final = 100
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SCOPE: Final = re.compile(r"[A-Za-z0-9._-]{1,15}")


def read_address(text: str) -> Address | None:
    """An IPv4 or IPv6 address as it is written, or None for anything else."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_own(address: Address) -> bool:
    """Whether an address is private or link-local: nobody beyond the village's network has it."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    plain = mapped or address
    return any(plain.version == block.version and plain in block for block in OWN)


def lan_address(text: str) -> str:
    """What somebody wrote as an access point's address, in its usual form; "" stays "".

    Args:
        text: An address, or a host's name in the local network.

    Raises:
        RefusedError: ``wifi_point.address`` when it is neither, ``wifi_point.outside`` when it
            is somebody else's: nobody can make the hub knock at strangers' doors.
    """
    told = text.strip()
    if not told:
        return ""
    found = read_address(told)
    if found is not None:
        scope = getattr(found, "scope_id", None)
        if scope is not None and not _SCOPE.fullmatch(scope):
            raise RefusedError("wifi_point.address", address=told[:LONGEST])
        if not is_own(found):
            raise RefusedError("wifi_point.outside", address=told[:LONGEST])
        return str(found)
    name = told.lower().removesuffix(".")
    if not is_name(name):
        raise RefusedError("wifi_point.address", address=told[:LONGEST])
    if "." in name and not name.endswith(SUFFIXES):
        raise RefusedError("wifi_point.outside", address=told[:LONGEST])
    return name


def is_name(text: str) -> bool:
    """Whether it can be the name of a host; numbers with dots are a mistyped address."""
    labels = text.split(".")
    is_number = all(label.isdigit() for label in labels)
    fits = len(text) <= LONGEST and all(_LABEL.fullmatch(label) for label in labels)
    return fits and not is_number
