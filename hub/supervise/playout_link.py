"""What the hub service asks of the playout, and tells it: lines, and incidents for the log."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from hub.clock import Clock
from hub.domain.ids import ZoneId
from hub.domain.timeline import Reason
from hub.errors import ControlError, HubError

RETRY_S: Final = 5.0
"""Seconds between tries to tell an incident to a playout that is away."""

KEPT: Final = 200
"""Incidents kept for a playout that is away; the oldest give way."""

NOT_RUNNING: Final = "control.not_running"

Call = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""`hub.control.ControlClient.call`."""


@dataclass(frozen=True, slots=True)
class ZoneState:
    """What the playout does with a zone; None = nobody knows.

    Attributes:
        is_on_air: It sends sound to it.
        line: "off", "warming", "on", "tail" or "fault".
    """

    is_on_air: bool | None = None
    line: str | None = None

    @property
    def is_resting(self) -> bool:
        """Nothing is going on there."""
        return not self.is_on_air and self.line in {"off", None}


class PlayoutLink:
    """Asks and tells the playout over its control socket.

    Args:
        call: Calls one of its methods.
        clock: When an incident was seen, and when to try again.
    """

    def __init__(self, call: Call, clock: Clock) -> None:
        self._call = call
        self._clock = clock
        self._notes: deque[tuple[str, dict[str, str]]] = deque(maxlen=KEPT)
        self._retry_at = 0.0

    def zones(self, names: frozenset[ZoneId]) -> Mapping[ZoneId, ZoneState]:
        """The state of each zone.

        A playout that is certainly not there has every line off (`broadcast/off.py` sees to
        that), so a zone that draws current then is a stuck relay.
        """
        try:
            answer = self._call("vn.hub.Broadcast.State", {})
        except ControlError as error:
            known = ZoneState(is_on_air=False, line="off")
            return dict.fromkeys(names, known if error.key == NOT_RUNNING else ZoneState())
        except HubError:
            return dict.fromkeys(names, ZoneState())
        return {name: _zone(answer, name) for name in names}

    def note(self, what: Reason) -> None:
        """Have an incident written into the as-run log, now or when the playout is back."""
        seen = self._clock.now().astimezone(UTC).isoformat(timespec="seconds")
        self._notes.append((what.key, {**dict(what.values), "seen": seen}))

    @property
    def waiting(self) -> int:
        """How many incidents have not been told yet."""
        return len(self._notes)

    def deliver(self) -> float | None:
        """Tell what is waiting; returns when to try again, monotonic seconds, or None.

        An answer that is lost makes it told twice: better than not at all.
        """
        if not self._notes:
            return None
        if self._clock.monotonic() < self._retry_at:
            return self._retry_at
        while self._notes:
            key, values = self._notes[0]
            try:
                self._call("vn.hub.Broadcast.Note", {"key": key, "values": values})
            except ControlError:
                self._retry_at = self._clock.monotonic() + RETRY_S
                return self._retry_at
            except HubError:
                pass  # it does not want this one, and never will
            self._notes.popleft()
        return None


def _zone(answer: Mapping[str, Any], name: ZoneId) -> ZoneState:
    """One zone of an answer that may have any shape."""
    found: object = answer
    for part in ("state", "zones", name):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        return ZoneState()
    on_air, line = found.get("on_air"), found.get("line")
    return ZoneState(
        on_air if isinstance(on_air, bool) else None, line if isinstance(line, str) else None
    )
