"""Addresses of streams: what they may look like, and which hosts may be asked (pure).

A commune lists the hosts it trusts; nothing else is ever connected to.  A literal or resolved
address that is not on the public internet must stand in the list itself, so that no stream and
no name server can send the hub to a machine behind the commune's wall.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from hub.domain.relay import DEVICE, HOST, Host, RelayPermits
from hub.errors import RefusedError

LONGEST: Final = 2048
EMBEDDING: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""NAT64 (RFC 6052) and IPv4-compatible addresses (RFC 4291): the last four bytes are IPv4's."""
LOCAL_NAT64: Final = ipaddress.IPv6Network("64:ff9b:1::/48")
"""Of a network's own translators (RFC 8215)."""
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a stream is.

    Attributes:
        scheme: "http" or "https".
        host: Lower case, a name in ASCII or an IP address.
        port: TCP port.
        target: Path and query, as sent.
    """

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        """As people write it."""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.authority}{port}{self.target}"

    @property
    def authority(self) -> str:
        """The host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host


def parse(text: str) -> Address:
    """Read an address.

    Raises:
        RefusedError: ``relay.not_an_address``, ``relay.scheme`` or ``relay.credentials``.
    """
    shown = ascii(text[:80])[1:-1]
    if len(text) > LONGEST or not text.isprintable() or " " in text or "\\" in text:
        raise RefusedError("relay.not_an_address", address=shown)
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise RefusedError("relay.not_an_address", address=shown) from error
    if parts.scheme not in PORTS:
        raise RefusedError("relay.scheme", address=shown, scheme=parts.scheme)
    if parts.username is not None or parts.password is not None:
        # the address itself stays out of the message: it holds a password
        raise RefusedError("relay.credentials", host=host)
    if not HOST.fullmatch(host) or port == 0:
        raise RefusedError("relay.not_an_address", address=shown)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    ascii_target = "".join(
        c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in target
    )
    return Address(parts.scheme, host, port or PORTS[parts.scheme], ascii_target)


def follow(base: Address, reference: str) -> Address:
    """The address a server refers to, by a redirect or in a manifest.

    Raises:
        RefusedError: It is no address, or ``relay.other_host``: only the host that was
            allowed may be asked, whatever it says of others; or ``relay.unlocked``: from an
            address with a lock to one without, where anybody on the way could answer.
    """
    found = parse(urljoin(str(base), reference.strip()[:LONGEST]))
    if found.host != base.host:
        raise RefusedError("relay.other_host", host=base.host, other=found.host)
    if base.scheme == "https" and found.scheme != "https":
        raise RefusedError("relay.unlocked", host=base.host)
    return found


def check_host(address: Address, hosts: Iterable[Host]) -> None:
    """Refuse a host that is not on the allow list.

    Raises:
        RefusedError: ``relay.host_not_listed``.
    """
    for host, port in hosts:
        if host == address.host and port in (None, address.port):
            return
    raise RefusedError("relay.host_not_listed", host=address.host)


def check_ip(address: Address, found: str, hosts: Iterable[Host]) -> None:
    """Refuse an IP address behind a host that is not public and not itself on the list.

    Args:
        address: What was asked for; its host is allowed.
        found: The IP address that it has, or that a name server gave for it.
        hosts: The allow list.

    Raises:
        RefusedError: ``relay.private``.
    """
    ip = _inner(ipaddress.ip_address(found.partition("%")[0]))
    local = ip.version == 6 and (ip.is_site_local or ip in LOCAL_NAT64)
    if ip.is_global and not ip.is_multicast and not local:
        return
    if any(host == str(ip) and port in (None, address.port) for host, port in hosts):
        return
    raise RefusedError("relay.private", host=address.host, ip=ip)


def _inner(ip: Ip) -> Ip:
    """The IPv4 address that a gateway on the way would make of an IPv6 address, else itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    known = ip.ipv4_mapped or ip.sixtofour
    if known is None and any(ip in net for net in EMBEDDING) and int(ip) > 1:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return known or ip


def check_stream(text: str, permits: RelayPermits) -> None:
    """Refuse an address that no relay may listen to, as far as that can be told without asking.

    Raises:
        RefusedError: It is no address, or not allowed.
    """
    if text.startswith(DEVICE):
        name = text.removeprefix(DEVICE)
        if name not in permits.devices:
            raise RefusedError("relay.no_device", device=ascii(name[:40])[1:-1])
        return
    address = parse(text)
    check_host(address, permits.hosts)
    try:
        literal = ipaddress.ip_address(address.host)
    except ValueError:
        return  # a name: looked up when it is asked
    check_ip(address, str(literal), permits.hosts)
