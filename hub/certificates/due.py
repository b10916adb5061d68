"""What must be made: decided from what there is, what is wanted and the time alone (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hub.certificates.told import Authority, Leaf, Told

LEAF_DAYS: Final = 397
"""Longest life of a certificate: browsers refuse more than 398 days (CA/B Forum, BR 6.3.2)."""
RENEWED_BEFORE: Final = timedelta(days=130)
"""A third of its life is left: a hub may be away for months (flood, repair, no mains)."""
AUTHORITY_DAYS: Final = 20 * 365
AUTHORITY_BEFORE: Final = timedelta(days=LEAF_DAYS)
"""A new authority is made when the old one could not sign a whole year any more."""
EARLIER: Final = timedelta(days=1)
"""Certificates begin this long before now: the clocks of phones are not exact."""

BLOCKS: Final = tuple(
    map(
        ipaddress.ip_network,
        ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12", "169.254.0.0/16", "fc00::/7"),
    )
)
"""Addresses that anybody may use at home (RFC 1918, RFC 3927, RFC 4193)."""


class Kind(StrEnum):
    """Who vouches for the hub's own certificate."""

    AUTHORITY = "authority"
    SELF_SIGNED = "self-signed"


class Why(StrEnum):
    """Why a certificate is made."""

    FIRST = "first"
    ENDING = "ending"
    OTHER_PLACE = "other_place"
    """Names or addresses are others."""
    FROM_THE_FUTURE = "future"
    """A clock was wrong when it was made."""
    OTHER_ISSUER = "other_issuer"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the certificate shall be good for.

    Attributes:
        kind: Who vouches.
        names: The hub's names.
        addresses: The hub's addresses now; none = the network is away.
        ranges: What the authority may vouch for, or nothing: the blocks of `addresses`.
    """

    kind: Kind
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be made; None = nothing."""

    authority: Why | None
    leaf: Why | None


def work(told: Told, wanted: Wanted, now: datetime) -> Work:
    """What must be made now; the clock can be believed.

    An authority is never replaced because names or addresses changed: that would make every
    phone install another one.  What it does not cover is left out of the certificate.
    """
    authority = _authority_work(told.authority, now) if wanted.kind is Kind.AUTHORITY else None
    if authority is not None:
        return Work(authority, Why.FIRST if told.serving is None else Why.OTHER_ISSUER)
    return Work(None, _leaf_work(told, wanted, now))


def blocks_of(wanted: Wanted) -> tuple[str, ...]:
    """Ranges of addresses that a new authority may vouch for."""
    if wanted.ranges:
        return wanted.ranges
    found = dict.fromkeys(_block(address) for address in wanted.addresses)
    return tuple(found) or tuple(str(block) for block in BLOCKS[:3])


def covered(authority: Authority | None, wanted: Wanted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and addresses for which a certificate of this authority would be believed."""
    if wanted.kind is Kind.SELF_SIGNED or authority is None:
        return wanted.names, wanted.addresses
    names = tuple(name for name in wanted.names if _is_under(name, authority.names))
    return names, tuple(a for a in wanted.addresses if is_in(a, authority.ranges))


def is_in(address: str, ranges: Iterable[str]) -> bool:
    """True when an address lies in one of the ranges."""
    place = ipaddress.ip_address(address)
    return any(place in ipaddress.ip_network(each) for each in ranges)


def _authority_work(authority: Authority | None, now: datetime) -> Why | None:
    if authority is None:
        return Why.FIRST
    return Why.ENDING if authority.ends - now < AUTHORITY_BEFORE else None


def _leaf_work(told: Told, wanted: Wanted, now: datetime) -> Why | None:
    leaf = told.serving
    if leaf is None:
        return Why.FIRST
    if leaf.kind != wanted.kind or _is_of_another(leaf, told.authority, wanted):
        return Why.OTHER_ISSUER
    if leaf.starts > now:
        return Why.FROM_THE_FUTURE
    if leaf.ends - now < RENEWED_BEFORE:
        return Why.ENDING
    return Why.OTHER_PLACE if _is_elsewhere(leaf, *covered(told.authority, wanted)) else None


def _is_of_another(leaf: Leaf, authority: Authority | None, wanted: Wanted) -> bool:
    if wanted.kind is Kind.SELF_SIGNED:
        return False
    return authority is None or leaf.issuer != authority.fingerprint


def _is_elsewhere(leaf: Leaf, names: tuple[str, ...], addresses: tuple[str, ...]) -> bool:
    if set(leaf.names) != set(names):
        return True
    return bool(addresses) and set(leaf.addresses) != set(addresses)


def _block(address: str) -> str:
    place = ipaddress.ip_address(address)
    return str(next((b for b in BLOCKS if place in b), ipaddress.ip_network(place)))


def _is_under(name: str, parents: tuple[str, ...]) -> bool:
    return any(name == parent or name.endswith(f".{parent}") for parent in parents)
