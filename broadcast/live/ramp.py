"""Gains over a stretch of samples without a click, in C where it matters (pure)."""

from __future__ import annotations

import audioop
from typing import Final

STEP: Final = 24
"""Samples with one gain while it changes: half a millisecond at 48 kHz."""
UNITY: Final = 1.0
_SAME: Final = 1e-4


def ramped(pcm: bytes, before: float, after: float) -> bytes:
    """Samples times a gain that goes from `before` to `after`."""
    if abs(before - after) < _SAME:
        return pcm if abs(after - UNITY) < _SAME else audioop.mul(pcm, 2, after)
    steps = max(1, len(pcm) // (2 * STEP))
    change = (after - before) / steps
    size = STEP * 2
    parts = [
        audioop.mul(pcm[n * size : (n + 1) * size], 2, before + change * (n + 1))
        for n in range(steps - 1)
    ]
    parts.append(audioop.mul(pcm[(steps - 1) * size :], 2, after))
    return b"".join(parts)
