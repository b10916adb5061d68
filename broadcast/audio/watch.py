"""Is a card still calling for blocks, and does it run dry too often (pure)."""

from __future__ import annotations

from collections import deque
from typing import Final

STALL_S: Final = 0.5
"""No block for so long: the card is lost."""
RECOVERY_S: Final = 2.5
"""A sound server that ran dry may need so long until it asks again."""
STALL_BLOCKS: Final = 3
"""At least so many blocks' time, for cards with very long ones."""
STRAIN_XRUNS: Final = 20
STRAIN_S: Final = 60.0
BACK_OFF_S: Final = (0.5, 1.0, 2.0, 5.0)
SETTLED_S: Final = 10.0
"""Open for so long: the back-off begins anew."""


class StallWatch:
    """Notices that blocks have stopped.

    Args:
        block_s: Length of a block, seconds.
        now_s: Monotonic time.
    """

    def __init__(self, block_s: float, now_s: float) -> None:
        self.has_moved = False
        """Blocks came between the last two looks."""
        self._limit_s = max(STALL_S, STALL_BLOCKS * block_s)
        self._beats = -1
        self._xruns = 0
        self._moved_s = now_s
        self._looked_s = now_s
        self._dry_s = now_s - RECOVERY_S

    def stalled(self, beats: int, xruns: int, now_s: float) -> bool:
        """True when `beats` has not grown for longer than it may.

        If nobody looked for so long, the whole process may have stood still: the card gets
        the same time again.
        """
        if xruns != self._xruns:
            self._xruns, self._dry_s = xruns, now_s
        self.has_moved = beats != self._beats
        if self.has_moved or now_s - self._looked_s > self._limit_s:
            self._beats, self._moved_s = beats, now_s
        self._looked_s = now_s
        is_recovering = now_s - self._dry_s < RECOVERY_S
        return now_s - self._moved_s > (RECOVERY_S if is_recovering else self._limit_s)


class StrainWatch:
    """Counts how often a card ran dry within the last minute."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def lately(self, xruns: int, now_s: float) -> int:
        """Times it ran dry within the last minute, given how often since it was opened."""
        if not self._seen or self._seen[-1][1] != xruns:
            self._seen.append((now_s, xruns))
        while len(self._seen) > 1 and self._seen[1][0] <= now_s - STRAIN_S:
            self._seen.popleft()
        before = self._seen[0][1] if self._seen[0][0] <= now_s - STRAIN_S else 0
        return xruns - before


class BackOff:
    """How long to wait before the next try."""

    def __init__(self) -> None:
        self._tries = 0

    def next_s(self) -> float:
        """Seconds until the next try; longer each time."""
        wait_s = BACK_OFF_S[min(self._tries, len(BACK_OFF_S) - 1)]
        self._tries += 1
        return wait_s

    def settled(self) -> None:
        """It has worked for a while."""
        self._tries = 0
