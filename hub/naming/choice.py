"""Which name a hub goes by when others are in the network, too (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence


def first_free(names: Sequence[str], taken: Collection[str]) -> str | None:
    """The first name that nobody else has, or None."""
    return next((name for name in names if name not in taken), None)


def keeps(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Who of two that took the same name at once keeps it: the greater address (RFC 6762 8.2).

    Both sides come to the same answer, so one of them stays.
    """
    return max(map(_number, ours)) > max(map(_number, theirs))


def instance(name: str) -> str:
    """A village's name as a service's: at most 63 bytes of UTF-8, no dot (RFC 6763 4.1.1)."""
    plain = " ".join(name.replace(".", " ").split()) or "Hub"
    return plain.encode()[:60].decode(errors="ignore").strip()


def _number(address: str) -> int:
    return int(ipaddress.ip_address(address))
