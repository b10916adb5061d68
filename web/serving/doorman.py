"""Keeps room at the door: whoever says nothing, or a letter now and then, gives way.

Two hundred open connections that never finish a request (slowloris) would otherwise keep the
village head's stop out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from waitress.channel import HTTPChannel

from hub.clock import Clock
from web.serving.strict_channel import StrictChannel

MOST_WAITING: Final = 24
"""Connections of one address that never asked anything; a browser keeps six."""
MOST_KEPT: Final = 60
"""Connections of one address that wait, also those kept for the next question: several phones
may stand behind one router, and what measures the pages keeps fifty."""
CROWDED: Final = 90
"""From so many connections that ask nothing on, the oldest of the greediest address goes."""
HEAD_S: Final = 10.0
"""Until the head of a request must be there."""


class Doorman:
    """Looks at the connections once a turn of the loop.

    Args:
        clock: Tells how long a request has been beginning.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began: dict[Any, float] = {}  # waitress's channels

    def turn(self, found: Iterable[object]) -> None:
        """Close whoever keeps others out; they are closed in the next turn."""
        waiting = [one for one in found if isinstance(one, HTTPChannel) and _is_waiting(one)]
        self._close_slow(waiting)
        waiting.sort(key=lambda one: one.creation_time)
        known = [one for one in waiting if one.addr[1] is not None]
        left = Counter(one.addr[0] for one in known)
        silent = Counter(one.addr[0] for one in known if not _has_asked(one))
        for one in known:  # not nginx, which looks after its own callers
            address = one.addr[0]
            is_silent = not _has_asked(one)
            is_greedy = left[address] > MOST_KEPT or (is_silent and silent[address] > MOST_WAITING)
            is_crowded = left.total() > CROWDED and left[address] == max(left.values())
            if is_greedy or is_crowded:
                one.will_close = True
                left[address] -= 1
                silent[address] -= is_silent

    def _close_slow(self, waiting: list[Any]) -> None:
        now = self._clock.monotonic()
        begun = [one for one in waiting if _is_beginning(one)]
        self._began = {one: self._began.get(one, now) for one in begun}
        for one, since in self._began.items():
            if now - since > HEAD_S:
                one.will_close = True


def _is_waiting(channel: Any) -> bool:
    """It has no request that is being answered, and owes nothing."""
    return not (channel.requests or channel.total_outbufs_len or channel.will_close)


def _has_asked(channel: Any) -> bool:
    """A request of it has been answered."""
    return isinstance(channel, StrictChannel) and channel.has_asked


def _is_beginning(channel: Any) -> bool:
    request = channel.request
    return request is not None and not request.headers_finished
