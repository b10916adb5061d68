"""What a voice plays next: the chunks its reader has brought, then what flows in.

Emptied by the card's callback alone.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from broadcast.audio.inflow import Inflow
from broadcast.audio.level import amplified, factor
from broadcast.audio.sink import Voice

_NOTHING: Final = memoryview(b"")


class Supply:
    """The samples of one voice.

    Args:
        voice: Whose; its gain is applied to what flows in (the reader did it for the clips).
        chunks: What the reader brings.
    """

    __slots__ = ("_chunks", "_factor", "_head", "_inflow")

    def __init__(self, voice: Voice, chunks: deque[bytes]) -> None:
        self._chunks = chunks
        self._factor = factor(voice.gain_db)
        self._inflow: Inflow | None = voice.inflow
        self._head = _NOTHING

    def take(self, frames: int, *, complete: bool, failed: bool) -> tuple[memoryview, bool]:
        """The next samples, at most `frames`, and whether they are the last.

        Args:
            frames: Samples wanted.
            complete: The reader had brought its last chunk before this call.
            failed: The voice ends behind that chunk: nothing flows in.
        """
        parts, missing = self._take_chunks(frames * 2)
        is_last = complete and not self._chunks and not self._head
        if is_last and not failed and self._inflow is not None:
            is_last = self._take_inflow(self._inflow, parts, missing)
        return parts[0] if len(parts) == 1 else memoryview(b"".join(parts)), is_last

    def stock(self) -> list[bytes | memoryview]:
        """What the reader has brought and nobody has taken."""
        return [self._head, *self._chunks]

    def _take_chunks(self, missing: int) -> tuple[list[memoryview], int]:
        parts = []
        while missing > 0:
            if not self._head:
                if not self._chunks:
                    break
                self._head = memoryview(self._chunks.popleft())
            part, self._head = self._head[:missing], self._head[missing:]
            parts.append(part)
            missing -= len(part)
        return parts, missing

    def _take_inflow(self, inflow: Inflow, parts: list[memoryview], missing: int) -> bool:
        """Add what has arrived; True when that is all there will be."""
        is_over = inflow.is_over  # before it is looked at: the last samples come first
        while missing > 0 and (data := inflow.take(missing // 2)):
            parts.append(memoryview(amplified(data, self._factor)))
            missing -= len(data)
        return is_over and missing > 0
