"""Notices that nobody takes what is asked any more: every thread of the pages is stuck.

Whatever holds them, a disk, a lock, a mistake of ours: only a new start gives the village its
pages back, and the wall its news.  The loop goes on meanwhile and would feed the watchdog for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hub.clock import Clock
from hub.errors import LinkError

JAMMED_S: Final = 20.0
"""Four times as long as a page may wait for another's lock; with a new start and the next beat
the wall is live again within 45 s."""


LOOK_S: Final = 6.0
"""Longer than a turn of the loop: when the service itself stood still, its threads did, too."""


class Jam:
    """Looks at what waits for a thread once a turn of the loop.

    Args:
        clock: Tells how long it has been waiting.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._first: object = None
        self._looked_s = 0.0
        self._waited_s = 0.0

    def turn(self, waiting: Sequence[Any]) -> None:
        """Look at the channels that wait, the one that is next first.

        Raises:
            LinkError: ``web.jammed``: the same request has been next for too long.
        """
        first, now_s = _next(waiting), self._clock.monotonic()
        is_same = first is not None and first is self._first
        self._waited_s = self._waited_s + min(now_s - self._looked_s, LOOK_S) if is_same else 0.0
        self._first, self._looked_s = first, now_s
        if self._waited_s > JAMMED_S:
            raise LinkError("web.jammed", seconds=round(self._waited_s))


def _next(waiting: Sequence[Any]) -> object:
    """The request that is next; while it is being looked at, a thread may take it."""
    try:
        return waiting[0].requests[0]
    except IndexError:
        return None
