"""Another station's stream as compressed bytes, at the pace of sound and not of an attack."""

from __future__ import annotations

import selectors
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from hub.clock import Clock
from hub.domain.relay import Host
from hub.relay.address import parse
from hub.relay.hls import Hls
from hub.relay.http import Answer, body, get
from hub.relay.icy import Icy, clean
from hub.relay.kinds import HLS, UNTOLD, Kind, kind_of

BURST_BYTES: Final = 4 << 20
"""What may come at once: what a station sends ahead, or three long segments."""
BYTES_A_SECOND: Final = 256 * 1024
"""Two megabit: more than any sound needs, and little enough not to keep a decoder busy."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An open stream.

    Attributes:
        kind: How its sound is packed.
        chunks: What comes, with titles taken out; ends when the station ends it.  At a `BREAK`
            a decoder begins anew.
        name: What the station calls itself.
        is_hls: It comes in segments.
        close: Hangs up; what has come so far stays.
    """

    kind: Kind
    chunks: Iterator[bytes]
    name: str
    is_hls: bool
    close: Callable[[], None]


def open_stream(
    text: str, hosts: Collection[Host], clock: Clock, title: Callable[[str], None]
) -> Stream:
    """Open the stream behind an address.

    Args:
        text: The address.
        hosts: The allow list.
        clock: Measures the time and waits.
        title: Hears what the station says it is playing, when that changes.

    Raises:
        RefusedError: A rule forbids it; asking again would not help.
        LinkError: It does not work now.
    """
    answer = get(parse(text), hosts, clock, Icy_MetaData="1")
    name = clean(answer.headers.get("icy-name", "").encode("latin-1"))
    try:
        is_hls = answer.content_type in HLS | UNTOLD
        if is_hls:
            kind, chunks = Hls(hosts, clock).open(answer)
        else:
            kind = kind_of(answer.content_type, answer.address.host)
            chunks = _sound(answer, clock, title)
    except Exception:
        answer.wire.close()
        raise
    return Stream(kind, _paced(chunks, clock), name, is_hls, answer.wire.close)


def _sound(answer: Answer, clock: Clock, title: Callable[[str], None]) -> Iterator[bytes]:
    every = answer.headers.get("icy-metaint", "")
    icy = Icy(int(every) if every.isdecimal() and len(every) < 10 else 0)
    said = ""
    for data in body(answer, clock):
        sound = icy.feed(data)
        if icy.title != said:
            said = icy.title
            title(said)
        if sound:
            yield sound


def _paced(chunks: Iterator[bytes], clock: Clock) -> Iterator[bytes]:
    """Take no more than sound can be: whoever sends faster waits."""
    began, taken = clock.monotonic(), 0
    with selectors.DefaultSelector() as nothing:
        for data in chunks:
            taken += len(data)
            due = began + (taken - BURST_BYTES) / BYTES_A_SECOND
            if due > clock.monotonic():
                clock.wait(due, nothing)
            yield data
