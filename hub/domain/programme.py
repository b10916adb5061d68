"""A programme: content that can be broadcast, with its source level and approval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId


class Source(StrEnum):
    """Where the sound comes from."""

    FILE = "file"
    """A prepared file in the playout's one format: plays whole or not at all."""
    RELAY = "relay"
    """Another station's stream: may be joined in progress."""
    LIVE = "live"
    """A voice that speaks now: only cues of talks, no programme in the store."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme in the store.

    Attributes:
        id: Its name in slots and orders: lower-case letters, digits and dashes.
        title: What people call it.
        kind: Kind of bulletin it was approved as.
        level: Source level.
        source: File or relay.
        media: Path of the prepared WAV (mono, 16 bit, the configured rate), relative to the
            media folder; for a relay the placeholder heard until the stream is there.
        frames: Number of samples in `media`.
        rate: Samples a second of `media`.
        sha256: Hash of the prepared file, 64 hexadecimal digits.
        author: Who wrote it.
        approver: Who approved it; empty while it is a draft, and a draft never plays.
    """

    id: ProgrammeId
    title: str
    kind: Kind
    level: Level
    source: Source
    media: str
    frames: int
    rate: int
    sha256: str
    author: str
    approver: str
    streams: tuple[str, ...] = ()
    """Of a relay: the station's address and its alternates, or ``device:NAME``; where there are
    any, `media` is what is heard while the station is away, and may be empty."""
    language: str = "vi"
    """BCP-47 code of the language it is spoken in."""
    renditions: tuple[ProgrammeId, ...] = ()
    """What is played for it, in the order the commune set: recordings of the same content in
    other languages, and itself where its own sound comes.  Empty = only itself."""

    @property
    def length_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.rate
