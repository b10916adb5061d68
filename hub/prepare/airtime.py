"""Whether a cue is so near that nothing heavy may be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from hub.errors import HubError

NEAR_S: Final = 60.0
"""From so long before a cue until it is on air."""
ASK_S: Final = 5.0
"""The playout is asked this often, and more often when a cue is coming up."""
SOON_S: Final = 1.0

Call = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""`hub.control.ControlClient.call`."""


class Airtime:
    """Asks the playout what comes next.

    A playout that does not answer has no cue of which we could know; it may be starting, so it
    is asked again soon.

    Args:
        call: Calls one of the playout's methods.
        monotonic: Seconds that never jump.
    """

    def __init__(self, call: Call, monotonic: Callable[[], float]) -> None:
        self._call = call
        self._monotonic = monotonic
        self._ask_at = 0.0
        self._is_near = False

    def is_near(self) -> bool:
        """A cue is about to begin; asks at most now and then."""
        now_s = self._monotonic()
        if now_s >= self._ask_at:
            left_s = self._left_s()
            self._is_near = left_s is not None and left_s < NEAR_S
            self._ask_at = now_s + (SOON_S if self._is_near else ASK_S)
        return self._is_near

    def _left_s(self) -> float | None:
        """Seconds until the next cue; None = there is none that we know of."""
        try:
            state = self._call("vn.hub.Broadcast.State", {})["state"]
            coming = state["next"]
            if coming is None:
                return None
            start, now = (datetime.fromisoformat(t) for t in (coming["start"], state["now"]))
            return (start - now).total_seconds()
        except (HubError, KeyError, TypeError, ValueError):
            return None
