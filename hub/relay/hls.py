"""Follows a station that broadcasts by HLS: its manifest again and again, segment by segment."""

from __future__ import annotations

import selectors
from collections.abc import Callable, Collection, Iterator
from typing import Final

from hub.clock import Clock
from hub.domain.relay import Host
from hub.errors import LinkError, RefusedError
from hub.relay.address import Address
from hub.relay.http import Answer, body, get
from hub.relay.kinds import BREAK, HLS, UNTOLD, Kind, kind_of_segment, may_begin_manifest, untagged
from hub.relay.manifest import MOST_BYTES, Manifest, Segment, read

SEGMENT_BYTES: Final = 8 << 20
SEGMENT_S: Final = 20.0
"""Time for one segment: a station that is slower than its own sound is of no use."""
MANIFEST_S: Final = 10.0
STUCK: Final = 4
"""A manifest without a new segment for so many segments' lengths has died."""
NAMES: Final = (".m3u8", ".m3u")
LOOKED_AT: Final = 16
"""Pieces of a manifest, a byte or more each, of which the first line is looked at."""
MOST_HEADERS: Final = 100
"""Of one call: each costs a decoder's start, and an hour of radio has a few dozen at most."""
LEVELS: Final = 3
"""Manifests that refer to manifests: a master, a variant, and no loop."""


class Hls:
    """A station of segments.

    Args:
        hosts: The allow list.
        clock: Measures the time and waits.
    """

    def __init__(self, hosts: Collection[Host], clock: Clock) -> None:
        self._hosts = hosts
        self._clock = clock
        self._init: Address | None = None
        self._headers = 0

    def open(self, answer: Answer) -> tuple[Kind, Iterator[bytes]]:
        """How its segments are packed, and all they hold, from the live edge on.

        Raises:
            RefusedError: A rule forbids it.
            LinkError: It does not work now.
        """
        address, manifest = self._segments_of(answer)
        pieces = self._pieces(address, manifest)
        head = next(pieces, b"")
        kind = kind_of_segment(head)
        if kind is None:
            raise RefusedError("relay.hls_segment", host=address.host)
        return kind, _with(head, pieces)

    def _segments_of(self, answer: Answer) -> tuple[Address, Manifest]:
        """From the master to the manifest of segments."""
        manifest = self._read(answer)
        for _ in range(LEVELS - 1):
            if not manifest.variants:
                return answer.address, manifest
            answer = get(manifest.variant(), self._hosts, self._clock)
            manifest = self._read(answer)
        if manifest.variants:
            raise RefusedError("relay.hls_loop", host=answer.address.host)
        return answer.address, manifest

    def _read(self, answer: Answer) -> Manifest:
        is_named = answer.address.target.partition("?")[0].lower().endswith(NAMES)
        if answer.content_type not in HLS | UNTOLD and not is_named:
            raise _wrong_type(answer)
        data = self._whole(answer, MOST_BYTES, MANIFEST_S, may_begin_manifest)
        return read(data.decode("utf-8", "replace"), answer.address)

    def _pieces(self, address: Address, manifest: Manifest) -> Iterator[bytes]:
        number: int | None = None
        fresh_at = self._clock.monotonic()
        while True:
            for segment in manifest.after(number):
                yield from self._segment(segment)
                number, fresh_at = segment.number, self._clock.monotonic()
            if manifest.is_over:
                return
            if self._clock.monotonic() - fresh_at > STUCK * manifest.target_s:
                raise LinkError("relay.hls_stuck", host=address.host)
            self._wait(manifest.target_s / 2)
            manifest = self._read(get(address, self._hosts, self._clock))
            if manifest.variants:
                raise RefusedError("relay.hls_loop", host=address.host)

    def _segment(self, segment: Segment) -> Iterator[bytes]:
        if segment.init is not None and segment.init != self._init:
            self._headers += 1
            if self._headers > MOST_HEADERS:
                raise LinkError("relay.no_sound")
            header = self._fetch(segment.init)
            yield from (BREAK, header) if self._init is not None else (header,)
            self._init = segment.init
        if sound := self._fetch(segment.address):
            yield sound

    def _fetch(self, address: Address) -> bytes:
        answer = get(address, self._hosts, self._clock)
        return untagged(self._whole(answer, SEGMENT_BYTES, SEGMENT_S))

    def _whole(
        self,
        answer: Answer,
        most: int,
        whole_s: float,
        is_fit: Callable[[bytes], bool] = lambda _: True,
    ) -> bytes:
        """A whole body, which may not be large; what begins as it may not is not read on."""
        parts: list[bytes] = []
        size = 0
        try:
            for data in body(answer, self._clock, whole_s):
                parts.append(data)
                size += len(data)
                if len(parts) <= LOOKED_AT and not is_fit(b"".join(parts)):
                    raise _wrong_type(answer)
                if size > most:
                    raise RefusedError("relay.hls_too_big", host=answer.address.host)
        finally:
            answer.wire.close()
        return b"".join(parts)

    def _wait(self, seconds: float) -> None:
        with selectors.DefaultSelector() as nothing:
            self._clock.wait(self._clock.monotonic() + seconds, nothing)


def _wrong_type(answer: Answer) -> RefusedError:
    answer.wire.close()
    told = "".join(c for c in answer.content_type if c.isprintable())[:60] or "-"
    return RefusedError("relay.wrong_type", host=answer.address.host, type=told)


def _with(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces
