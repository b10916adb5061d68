"""How long the blocks of a card are: as configured, longer after strain, long at rest (pure)."""

from __future__ import annotations

from typing import Final

from broadcast.audio.sink import CardStrained
from broadcast.audio.watch import STRAIN_XRUNS, StrainWatch
from hub.config import Card

REST_BLOCK_S: Final = 0.16
"""Length of a block while nothing is to be heard: what an idle card costs is calls a second."""
CALM_S: Final = 30.0
AHEAD_S: Final = 20.0
"""A card that does not come back from its rest is still missed in time to say so."""


class Pace:
    """Decides how long a card's blocks should be.

    Args:
        card: Which.
    """

    def __init__(self, card: Card) -> None:
        self.is_resting = False
        self.due_s = 0.0
        """When something is to be heard at the earliest, monotonic time."""
        self._card = card
        self._latency_s = card.latency_s
        self._busy_s: float | None = None
        self._is_doubled = False
        self._strain = StrainWatch()

    @property
    def latency_s(self) -> float:
        """What to ask the card for; 0 = its low one."""
        return max(self._latency_s, REST_BLOCK_S) if self.is_resting else self._latency_s

    def opened(self) -> None:
        """A stream has begun: what it bears is watched anew."""
        self._strain = StrainWatch()

    def turns(self, now_s: float, *, is_idle: bool, is_adjustable: bool) -> bool:
        """True when the card goes to rest or comes back: it is to be opened again.

        It may rest when nothing has sounded for `CALM_S` and nothing will for `AHEAD_S`.
        """
        if self._busy_s is None or not is_idle or self.due_s < now_s + AHEAD_S:
            self._busy_s = now_s
        is_calm = now_s - self._busy_s >= CALM_S
        before = self.is_resting
        self.is_resting = is_calm and is_adjustable and self._card.rest
        return self.is_resting is not before

    def strained(self, xruns: int, now_s: float, block_s: float) -> CardStrained | None:
        """Says once that a card runs dry too often; its blocks become twice as long.

        Args:
            xruns: Times it ran dry since it was opened.
            now_s: Monotonic time.
            block_s: How long its blocks are, seconds; 0 = that is not for us to change.
        """
        lately = self._strain.lately(xruns, now_s)
        if lately <= STRAIN_XRUNS or self._is_doubled or self.is_resting:
            return None
        self._is_doubled = True
        if block_s:
            self._latency_s = 2 * block_s
        return CardStrained(self._card.name, lately, 2 * block_s)
