"""What a server says its sound is, and the one demuxer that may read it (pure)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from hub.errors import RefusedError


class Kind(StrEnum):
    """How sound is packed: the name of ffmpeg's demuxer."""

    MP3 = "mp3"
    AAC = "aac"
    OGG = "ogg"
    TS = "mpegts"
    MP4 = "mp4"


HLS: Final = frozenset(
    {
        "application/vnd.apple.mpegurl",
        "application/x-mpegurl",
        "audio/mpegurl",
        "audio/x-mpegurl",
    }
)
UNTOLD: Final = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
"""What a server says that does not know manifests; then their first line has to tell."""
BREAK: Final = b""
"""Stands in a stream where another header follows, as fMP4 has it after a discontinuity: a
decoder that has read one skips the next and then sound, so that a new one begins there."""
MANIFEST: Final = b"#EXTM3U"
BOM: Final = b"\xef\xbb\xbf"
ID3_BYTES: Final = 10
"""Of the head of an ID3v2 tag; as many of its footer, if it has one."""
_TYPES: Final = {
    "audio/mpeg": Kind.MP3,
    "audio/mp3": Kind.MP3,
    "audio/x-mpeg": Kind.MP3,
    "audio/mpeg3": Kind.MP3,
    "audio/aac": Kind.AAC,
    "audio/aacp": Kind.AAC,
    "audio/x-aac": Kind.AAC,
    "audio/ogg": Kind.OGG,
    "audio/opus": Kind.OGG,
    "application/ogg": Kind.OGG,
    "video/mp2t": Kind.TS,
}


def kind_of(content_type: str, host: str) -> Kind:
    """The demuxer for a media type; the first bytes are not asked, they are foreign.

    Raises:
        RefusedError: ``relay.wrong_type``.
    """
    kind = _TYPES.get(content_type)
    if kind is None:
        raise RefusedError("relay.wrong_type", host=host, type=_shown(content_type))
    return kind


def may_begin_manifest(head: bytes) -> bool:
    """Whether these first bytes may be those of an HLS manifest, as far as they go."""
    told = head.removeprefix(BOM)
    return told.startswith(MANIFEST) or MANIFEST.startswith(told) or BOM.startswith(head)


def untagged(segment: bytes) -> bytes:
    """A segment without the ID3 tags at its beginning.

    Packed audio carries its time in one (RFC 8216, section 3.4), whatever its codec: the tag says
    nothing about that, and in the middle of a stream it is a flaw to a decoder.
    """
    while len(segment) >= ID3_BYTES and segment[:3] == b"ID3":
        size = 0
        for byte in segment[6:10]:  # seven bits of each count (ID3v2.4.0, section 6.2)
            size = size << 7 | byte & 0x7F
        footer = ID3_BYTES if segment[5] & 0x10 else 0
        segment = segment[ID3_BYTES + size + footer :]
    return segment


def kind_of_segment(head: bytes) -> Kind | None:
    """How an HLS segment is packed, by its first bytes (RFC 8216, section 3); None = unknown."""
    head = untagged(head)
    if head[:1] == b"\x47":
        return Kind.TS
    if head[4:8] in (b"ftyp", b"styp", b"moof", b"sidx"):
        return Kind.MP4
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return Kind.AAC
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in (0xE2, 0xE4):
        return Kind.MP3
    return None


def _shown(content_type: str) -> str:
    return "".join(c for c in content_type if c.isprintable())[:60] or "-"
