"""Reads HLS manifests (RFC 8216), with limits: variants, segments, how long to wait (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hub.errors import RefusedError
from hub.relay.address import Address, follow

MOST_BYTES: Final = 512 * 1024
MOST_LINES: Final = 10_000
MOST_VARIANTS: Final = 64
MOST_SEGMENTS: Final = 4_000
LOWEST_BITS: Final = 48_000
"""Under this, speech over horns is hard to follow; over it, more is wasted on them."""
LONGEST_S: Final = 60.0
EDGE: Final = 3
"""Playing begins so many segments before the newest (RFC 8216, section 6.3.3)."""
_BANDWIDTH: Final = re.compile(r"(?:^|,)\s*BANDWIDTH=(\d{1,12})")
_GROUP: Final = re.compile(r'(?:^|,)\s*AUDIO="([^"]{1,200})"')
_GROUP_ID: Final = re.compile(r'(?:^|,)\s*GROUP-ID="([^"]{1,200})"')
_IS_SOUND: Final = re.compile(r"(?:^|,)\s*TYPE=AUDIO(?:,|$)")
_IS_DEFAULT: Final = re.compile(r"(?:^|,)\s*DEFAULT=YES(?:,|$)")
_URI: Final = re.compile(r'(?:^|,)\s*URI="([^"]{1,2048})"')


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of sound.

    Attributes:
        number: Its media sequence number.
        address: Where.
        length_s: Seconds, as the manifest says.
        init: Where the header is that fMP4 needs before it, if any.
    """

    number: int
    address: Address
    length_s: float
    init: Address | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """One manifest: of variants, or of segments.

    Attributes:
        variants: Bits a second and address of each.
        segments: In order.
        target_s: Longest segment, seconds, 1 to `LONGEST_S`.
        is_over: No segment will follow.
    """

    variants: tuple[tuple[int, Address], ...]
    segments: tuple[Segment, ...]
    target_s: float
    is_over: bool

    def variant(self) -> Address:
        """The variant with the fewest bits that are enough; without any, the one with most."""
        enough = [one for one in self.variants if one[0] >= LOWEST_BITS]
        best = min(enough, key=_bits) if enough else max(self.variants, key=_bits)
        return best[1]

    def after(self, number: int | None) -> tuple[Segment, ...]:
        """Segments after one that was played; None = from the live edge on."""
        if number is None or (self.segments and number < self.segments[0].number - 1):
            return self.segments if self.is_over and number is None else self.segments[-EDGE:]
        return tuple(one for one in self.segments if one.number > number)


def read(text: str, base: Address) -> Manifest:
    """Read a manifest.

    Raises:
        RefusedError: It is none, leads to another host, is encrypted or past all measure.
    """
    lines = [line.strip() for line in text.splitlines()]
    if len(text) > MOST_BYTES or len(lines) > MOST_LINES:
        raise RefusedError("relay.hls_too_big", host=base.host)
    if not lines or not lines[0].lstrip("\ufeff").startswith("#EXTM3U"):
        raise RefusedError("relay.hls_broken", host=base.host)
    reading = _Reading(base)
    for line in lines[1:]:
        reading.take(line)
    return reading.manifest()


class _Reading:
    """A manifest that is being read."""

    def __init__(self, base: Address) -> None:
        self._base = base
        self._variants: list[tuple[int, Address]] = []
        self._segments: list[Segment] = []
        self._number = 0
        self._target_s = 6.0
        self._length_s = 0.0
        self._bits: int | None = None
        self._group = ""
        self._groups: dict[str, Address] = {}
        self._played: list[str] = []
        self._init: Address | None = None
        self._is_over = False

    def take(self, line: str) -> None:
        """One line more."""
        name, _, value = line.partition(":")
        if not line.startswith("#"):
            self._uri(line)
        elif name in _TAKES:
            _TAKES[name](self, value)
        elif name in _KEYS and "METHOD=NONE" not in value:
            raise RefusedError("relay.hls_encrypted", host=self._base.host)
        elif name in _UNKNOWN:
            raise RefusedError("relay.hls_unknown", host=self._base.host, what=name)

    def variant(self, value: str) -> None:
        """The next line is a variant."""
        found = _BANDWIDTH.search(value)
        self._bits = int(found[1]) if found else 0
        group = _GROUP.search(value)
        self._group = group[1] if group else ""

    def sound(self, value: str) -> None:
        """Sound that variants name instead of carrying it; the default one, else the first."""
        group, uri = _GROUP_ID.search(value), _URI.search(value)
        if not _IS_SOUND.search(value) or group is None or uri is None:
            return
        if len(self._groups) >= MOST_VARIANTS:
            raise RefusedError("relay.hls_too_big", host=self._base.host)
        if _IS_DEFAULT.search(value) or group[1] not in self._groups:
            self._groups[group[1]] = follow(self._base, uri[1])

    def length(self, value: str) -> None:
        """The next segment's length."""
        self._length_s = _seconds(value.partition(",")[0])

    def target(self, value: str) -> None:
        """The longest segment."""
        self._target_s = max(1.0, _seconds(value))

    def number(self, value: str) -> None:
        """The first segment's number."""
        self._number = int(value) if value.isdecimal() and len(value) < 19 else 0

    def over(self, _value: str) -> None:
        """No segment will follow."""
        self._is_over = True

    def init(self, value: str) -> None:
        """The header of the segments that follow."""
        found = _URI.search(value)
        if found is None or "BYTERANGE" in value:
            raise RefusedError("relay.hls_unknown", host=self._base.host, what="#EXT-X-MAP")
        self._init = follow(self._base, found[1])

    def manifest(self) -> Manifest:
        """What was read."""
        if not self._variants and not self._segments and self._is_over:
            raise RefusedError("relay.hls_broken", host=self._base.host)
        named = zip(self._variants, self._played, strict=True)
        variants = tuple((bits, self._groups.get(group, at)) for (bits, at), group in named)
        return Manifest(variants, tuple(self._segments), self._target_s, self._is_over)

    def _uri(self, line: str) -> None:
        if not line:
            return
        if len(self._variants) >= MOST_VARIANTS or len(self._segments) >= MOST_SEGMENTS:
            raise RefusedError("relay.hls_too_big", host=self._base.host)
        address = follow(self._base, line)
        if self._bits is not None:
            self._variants.append((self._bits, address))
            self._played.append(self._group)
            self._bits = None
            return
        self._segments.append(Segment(self._number, address, self._length_s, self._init))
        self._number += 1


_TAKES: Final[Mapping[str, Callable[[_Reading, str], None]]] = {
    "#EXT-X-STREAM-INF": _Reading.variant,
    "#EXT-X-MEDIA": _Reading.sound,
    "#EXTINF": _Reading.length,
    "#EXT-X-TARGETDURATION": _Reading.target,
    "#EXT-X-MEDIA-SEQUENCE": _Reading.number,
    "#EXT-X-ENDLIST": _Reading.over,
    "#EXT-X-MAP": _Reading.init,
}
_KEYS: Final = frozenset({"#EXT-X-KEY", "#EXT-X-SESSION-KEY"})
_UNKNOWN: Final = frozenset({"#EXT-X-BYTERANGE", "#EXT-X-I-FRAMES-ONLY"})


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(max(value, 0.0), LONGEST_S) if value == value else 0.0  # noqa: PLR0124 - not NaN


def _bits(variant: tuple[int, Address]) -> int:
    return variant[0]
