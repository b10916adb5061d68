"""Echo requests and replies as bytes: checked by hand, and against whatever strangers send."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wifi.echo_form import answered, checksum, request

TOKEN = b"12345678"
IP_HEAD = bytes([0x45]) + bytes(19)


def reply(kind: int, token: bytes = TOKEN, code: int = 0) -> bytes:
    return struct.pack("!BBHHH", kind, code, 0, 7, 7) + token


def test_the_checksum_of_rfc_1071_is_that_of_its_example() -> None:
    assert checksum(bytes.fromhex("0001f203f4f5f6f7")) == 0xFFFF - 0xDDF2


def test_a_request_is_short_and_its_checksum_is_right() -> None:
    packet = request(4, 0x1234, 5, TOKEN)

    assert packet[:2] == b"\x08\x00"
    assert packet[4:] == b"\x12\x34\x00\x05" + TOKEN
    assert checksum(packet) == 0
    assert len(packet) == 16
    assert request(6, 1, 1, TOKEN)[0] == 128


@pytest.mark.parametrize(
    ("packet", "version", "has_head", "found"),
    [
        (reply(0), 4, False, TOKEN),
        (IP_HEAD + reply(0), 4, True, TOKEN),
        (bytes([0x46]) + bytes(23) + reply(0), 4, True, TOKEN),
        (reply(129), 6, False, TOKEN),
        (reply(8), 4, False, None),
        (reply(0), 6, False, None),
        (reply(3), 4, False, None),
        (reply(0, code=1), 4, False, None),
        (reply(0, TOKEN + b"x"), 4, False, None),
        (reply(0)[:10], 4, False, None),
        (b"", 4, True, None),
        (bytes([0x41]) + bytes(19) + reply(0), 4, True, None),
    ],
)
def test_only_a_reply_brings_a_token_back(
    packet: bytes, version: int, has_head: bool, found: bytes | None
) -> None:
    assert answered(packet, version, has_ip_head=has_head) == found


@pytest.mark.property
@given(st.binary(max_size=600), st.sampled_from([4, 6]), st.booleans())
def test_whatever_comes_is_read_without_harm(packet: bytes, version: int, has_head: bool) -> None:
    found = answered(packet, version, has_ip_head=has_head)

    assert found is None or len(found) == 8
