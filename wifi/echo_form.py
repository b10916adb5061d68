"""ICMP echo requests and replies as bytes (pure): RFC 792, RFC 4443."""

from __future__ import annotations

import struct
from typing import Final

TOKEN_BYTES: Final = 8
"""All that a request carries: some devices drop longer ones."""
REQUEST_4: Final = 8
REPLY_4: Final = 0
REQUEST_6: Final = 128
REPLY_6: Final = 129
_HEAD: Final = struct.Struct("!BBHHH")
_SHORTEST_IP: Final = 20


def request(version: int, identity: int, number: int, token: bytes) -> bytes:
    """An echo request.

    Args:
        version: 4 or 6; the kernel itself fills in the checksum of ICMPv6.
        identity: Sixteen bits; a socket without rights has its own put in.
        number: Sixteen bits.
        token: What comes back with the answer.
    """
    kind = REQUEST_4 if version == 4 else REQUEST_6
    bare = _HEAD.pack(kind, 0, 0, identity, number) + token
    return _HEAD.pack(kind, 0, checksum(bare), identity, number) + token


def answered(packet: bytes, version: int, *, has_ip_head: bool) -> bytes | None:
    """The token that a packet brings back, or None when it is no echo reply.

    Args:
        packet: As it was received, from anybody.
        version: 4 or 6.
        has_ip_head: It begins with the IPv4 head, as raw sockets have it.
    """
    begin = 0
    if has_ip_head:
        if len(packet) < _SHORTEST_IP:
            return None
        begin = (packet[0] & 0x0F) * 4
    body = packet[begin:]
    if begin < (_SHORTEST_IP if has_ip_head else 0) or len(body) != _HEAD.size + TOKEN_BYTES:
        return None
    kind, code = body[0], body[1]
    if (kind, code) != (REPLY_4 if version == 4 else REPLY_6, 0):
        return None
    return body[_HEAD.size :]


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071)."""
    even = data + b"\0" * (len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(even) // 2}H", even))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
