"""The limiter: nothing leaves louder than the ceiling, and turning down makes no click (pure).

It looks one stretch of 5 ms ahead: the gain has come down before the loud sample is there.
"""

from __future__ import annotations

import audioop
from math import inf
from typing import Final

from broadcast.audio.level import FULL_SCALE, factor
from broadcast.live.ramp import UNITY, ramped

CEILING_DBFS: Final = -1.5
STRETCH_S: Final = 0.005
RELEASE_S: Final = 0.25
"""Until half of the gain that was taken is given back."""


class Limiter:
    """Applies gains, as far as the ceiling lets them; samples come out `STRETCH_S` later.

    Args:
        rate: Samples a second.
    """

    def __init__(self, rate: int) -> None:
        self._ceiling = FULL_SCALE * factor(CEILING_DBFS)
        self._bytes = 2 * round(rate * STRETCH_S)
        self._release = 0.5 ** (STRETCH_S / RELEASE_S)
        self._rest = b""
        self._waiting = b""
        self._allowed = inf
        self._gain = 0.0
        self._share = UNITY

    def limit(self, pcm: bytes, before: float, after: float) -> bytes:
        """Take samples; those that are done.

        Args:
            pcm: Samples; what is left of them by the stretch waits for the next ones.
            before: Gain wished at their beginning.
            after: Gain wished at their end.
        """
        self._rest += pcm
        count = len(self._rest) // self._bytes
        out = []
        for number in range(count):
            stretch = self._rest[number * self._bytes : (number + 1) * self._bytes]
            out.append(self._one(stretch, before + (after - before) * (number + 1) / count))
        self._rest = self._rest[count * self._bytes :]
        return b"".join(out)

    def flush(self, wished: float) -> bytes:
        """The last samples."""
        rest, self._rest = self._rest, b""
        out = self._one(rest, wished) if rest else b""
        return out + self._one(b"", wished)

    def _one(self, stretch: bytes, wished: float) -> bytes:
        """Take a stretch; the one before it, with a gain that suits both at their border."""
        peak = audioop.max(stretch, 2) if stretch else 0
        allowed = self._ceiling / peak if peak else inf
        self._share = UNITY - (UNITY - self._share) * self._release
        before, whole = self._gain, self._waiting
        self._gain = min(wished * self._share, allowed, self._allowed)
        if wished > 0:
            self._share = min(self._share, self._gain / wished)
        self._allowed, self._waiting = allowed, stretch
        return ramped(whole, before, self._gain) if whole else b""
