"""A small HTTP client for streams: one GET, strict limits, redirects only within one host.

Not `http.client`: old stations answer ``ICY 200 OK``, and its limits on what a server may say
are per line and per read, not for the whole answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hub.clock import Clock
from hub.domain.relay import Host
from hub.errors import LinkError, RefusedError
from hub.relay.address import Address, follow
from hub.relay.wire import CHUNK, Wire, dial

HEAD_BYTES: Final = 16 * 1024
HEAD_S: Final = 10.0
"""For the whole head of an answer, however slowly it drips."""
STALL_S: Final = 15.0
"""Without a byte of a stream."""
REDIRECTS: Final = 3
LINE_BYTES: Final = 128
"""Of a chunk's size line."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer, and its body still on the wire.

    Attributes:
        address: Who answered, after redirects.
        headers: Names in lower case.
        wire: The connection.
        rest: What was read beyond the head.
    """

    address: Address
    headers: Mapping[str, str]
    wire: Wire
    rest: bytes

    @property
    def content_type(self) -> str:
        """Media type without parameters, lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def get(address: Address, hosts: Collection[Host], clock: Clock, **extra: str) -> Answer:
    """Ask for an address and follow its redirects.

    Args:
        address: What to ask for.
        hosts: The allow list.
        clock: Measures the time.
        extra: More headers; underlines become dashes.

    Raises:
        RefusedError: A rule forbids it; asking again would not help.
        LinkError: It does not work now.
    """
    for _ in range(REDIRECTS + 1):
        wire = dial(address, hosts, clock)
        try:
            status, headers, rest = _ask(wire, address, clock, extra)
            if status in _REDIRECTS:
                address = follow(address, headers.get("location", ""))
                wire.close()
                continue
            _check(address, status, headers)
        except Exception:
            wire.close()
            raise
        return Answer(address, headers, wire, rest)
    raise RefusedError("relay.redirects", host=address.host, most=REDIRECTS)


def body(answer: Answer, clock: Clock, whole_s: float | None = None) -> Iterator[bytes]:
    """The body, as it comes; hangs up at its end.

    Args:
        answer: Whose.
        clock: Measures the time.
        whole_s: Time for all of it; None = endless, but never `STALL_S` without a byte.

    Raises:
        LinkError: It broke off or stalled.
    """
    whole = None if whole_s is None else clock.monotonic() + whole_s
    reader = _Reader(answer, clock, whole)
    try:
        if answer.headers.get("transfer-encoding", "").lower() == "chunked":
            yield from _chunked(reader)
        else:
            yield from _plain(reader, answer.headers.get("content-length", ""))
    finally:
        answer.wire.close()


def _plain(reader: _Reader, length: str) -> Iterator[bytes]:
    left = int(length) if length.isdecimal() and len(length) < 19 else None
    while left is None or left > 0:
        data = reader.some(CHUNK if left is None else min(CHUNK, left))
        if not data:
            if left is not None:
                raise LinkError("relay.broke_off", host=reader.host, error="EOF")
            return
        left = None if left is None else left - len(data)
        yield data


class _Reader:
    """The body's bytes with what was read too far."""

    def __init__(self, answer: Answer, clock: Clock, whole: float | None) -> None:
        self.host = answer.address.host
        self._wire = answer.wire
        self._rest = answer.rest
        self._clock = clock
        self._whole = whole

    def some(self, most: int) -> bytes:
        """At least a byte, at most `most`; empty at the end."""
        if not self._rest:
            stall = self._clock.monotonic() + STALL_S
            until = stall if self._whole is None else min(stall, self._whole)
            self._rest = self._wire.read(until)
        data, self._rest = self._rest[:most], self._rest[most:]
        return data

    def line(self) -> bytes:
        """Up to the end of a line."""
        line = b""
        while not line.endswith(b"\n"):
            data = self.some(1)
            if not data or len(line) > LINE_BYTES:
                raise LinkError("relay.broken_answer", host=self.host)
            line += data
        return line.strip()


def _chunked(reader: _Reader) -> Iterator[bytes]:
    while True:
        size = reader.line().partition(b";")[0]
        try:
            left = int(size, 16)
        except ValueError as error:
            raise LinkError("relay.broken_answer", host=reader.host) from error
        if left <= 0:
            return
        while left > 0:
            data = reader.some(min(CHUNK, left))
            if not data:
                raise LinkError("relay.broke_off", host=reader.host, error="EOF")
            left -= len(data)
            yield data
        reader.line()


def _ask(
    wire: Wire, address: Address, clock: Clock, extra: Mapping[str, str]
) -> tuple[int, dict[str, str], bytes]:
    until = clock.monotonic() + HEAD_S
    headers = {
        "Host": f"{address.authority}:{address.port}",
        "User-Agent": "village-hub",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **{name.replace("_", "-"): value for name, value in extra.items()},
    }
    lines = [f"GET {address.target} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items()), "", ""]
    wire.send("\r\n".join(lines).encode("ascii"), until)
    head = b""
    while (found := _end(head)) is None:
        if len(head) > HEAD_BYTES:
            raise RefusedError("relay.endless_head", host=address.host)
        data = wire.read(until)
        if not data:
            raise LinkError("relay.broken_answer", host=address.host)
        head += data
    return *_head(head[:found], address), head[found:]


def _end(head: bytes) -> int | None:
    """Where the body begins; old servers end lines without a carriage return."""
    ends = [(head.find(mark), len(mark)) for mark in (b"\r\n\r\n", b"\n\n")]
    return min((at + length for at, length in ends if at >= 0), default=None)


def _head(head: bytes, address: Address) -> tuple[int, dict[str, str]]:
    if len(head) > HEAD_BYTES:
        raise RefusedError("relay.endless_head", host=address.host)
    first, *rest = head.decode("latin-1").splitlines() or [""]
    words = first.split()
    if len(words) < 2 or not words[0].startswith(("HTTP/1.", "ICY")) or not words[1].isdecimal():
        raise LinkError("relay.broken_answer", host=address.host)
    headers: dict[str, str] = {}
    for line in rest:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return int(words[1][:3]), headers


def _check(address: Address, status: int, headers: Mapping[str, str]) -> None:
    if status != 200:
        raise LinkError("relay.status", host=address.host, status=status)
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedError("relay.encoded", host=address.host)
