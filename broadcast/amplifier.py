"""Drives the amplifiers' lines: the one code path that owns every line.

The playout says on every turn of its loop what it wishes (`want`); the rules stand in
`amplifier_core.py`.  A line is on only as long as somebody goes on wishing it: a playout
that hangs is ended by its watchdog, and `broadcast/off.py` follows every death.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from broadcast import amplifier_core as core
from broadcast.amplifier_state import (
    NEVER,
    LineState,
    Phase,
    Switch,
    Wish,
    failed,
    observe,
    switched,
)
from hub.clock import Clock
from hub.domain.ids import ZoneId
from hub.domain.timeline import Reason
from hub.domain.zone import Zone
from hub.errors import DeviceError
from hub.hardware.lines import Board, Line


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What became of an order to switch off.

    Attributes:
        zone: Which zone.
        is_off: True when its line is off (or it has none).
        at: When it was driven off, aware UTC.
        error: Why nobody can say that it is off, or None.
    """

    zone: ZoneId
    is_off: bool
    at: datetime
    error: DeviceError | None = None


@dataclass(frozen=True, slots=True)
class LineEvent:
    """A line failed or works again; said once for each change.

    Attributes:
        zone: Which zone.
        what: For the as-run log: ``amplifier.line_failed``, ``line_stuck`` or ``line_back``.
        error: What the board said, or None when the line works again.
    """

    zone: ZoneId
    what: Reason
    error: DeviceError | None = None


class Amplifiers:
    """The lines of all zones.

    A line that cannot be claimed is a fault of its zone; the others go on.  Because nobody
    knows what was before, `min_off_s` counts from here on.

    Args:
        zones: All zones; those without a line are always warm.
        board: Whose pins the lines are.
        clock: Monotonic time for the lines, wall time for confirmations.
    """

    def __init__(self, zones: Mapping[ZoneId, Zone], board: Board, clock: Clock) -> None:
        self._zones = {name: zone for name, zone in zones.items() if zone.line is not None}
        self._unswitched = zones.keys() - self._zones.keys()
        self._board = board
        self._clock = clock
        self._lines: dict[ZoneId, Line] = {}
        self._events: list[LineEvent] = []
        now = clock.monotonic()
        self._states = {name: LineState(since=now) for name in self._zones}
        for name in self._zones:
            self._drive(Switch(name, on=False), now)

    def want(self, wishes: Mapping[ZoneId, Wish], now_mono: float) -> None:
        """Switch what must be switched at `now_mono` for `wishes` to come true.

        To be called on every turn of the playout's loop and at `next_due` at the latest.
        A wish that is left out is over: its zone gets its tail and goes off.
        """
        for name, state in self._states.items():
            self._states[name] = observe(state, wishes.get(name), now_mono)
        while (switch := core.next_switch(self._zones, self._states, now_mono)) is not None:
            self._drive(switch, now_mono)

    def ready_at(self, zone: ZoneId) -> float | None:
        """When the zone is warm for its wish, monotonic seconds; None when nobody can tell.

        Later than wished while `min_off_s`, an interlock or a late wish keeps it waiting;
        minus infinity for a zone without a line.
        """
        if zone in self._unswitched:
            return NEVER
        return core.ready_at(zone, self._zones, self._states, self._clock.monotonic())

    def is_warm(self, zone: ZoneId) -> bool:
        """True when a sample sent now is heard from its beginning."""
        return self.phase(zone) in {Phase.ON, Phase.TAIL}

    def warm_in(self, zone: ZoneId) -> float:
        """Seconds from now until a routine wish given now would be warm; 0.0 when it is."""
        if zone in self._unswitched:
            return 0.0
        state, now = self._states[zone], self._clock.monotonic()
        settings = self._zones[zone]
        on_at = state.since if state.is_on else max(now, state.since + settings.min_off_s)
        return max(0.0, on_at + settings.warm_up_s - now)

    def phase(self, zone: ZoneId) -> Phase:
        """What the zone's line is doing; `Phase.ON` for ever without a line."""
        if zone in self._unswitched:
            return Phase.ON
        return core.phase(self._zones[zone], self._states[zone], self._clock.monotonic())

    def next_due(self) -> float | None:
        """When `want` has something to do by itself, monotonic seconds."""
        return core.next_due(self._zones, self._states, self._clock.monotonic())

    def off(self, zones: Iterable[ZoneId] | None = None) -> list[Confirmation]:
        """Switch off at once, without a tail; None = all.  Off until `want` is called again.

        Every line is driven, whatever is believed of it.
        """
        now = self._clock.monotonic()
        wanted = [*self._zones, *self._unswitched] if zones is None else list(zones)
        return [self._confirm(name, now) for name in wanted]

    def all_off(self) -> list[Confirmation]:
        """Switch everything off at once."""
        return self.off()

    def events(self) -> list[LineEvent]:
        """What failed or came back since the last call, oldest first."""
        found, self._events = self._events, []
        return found

    def close(self) -> None:
        """Everything off, every line given back; the board stays open."""
        now = self._clock.monotonic()
        for name, line in self._lines.items():
            try:
                line.close()
                self._note(name, switched(self._states[name], now, on=False))
            except DeviceError as error:
                self._note(name, failed(self._states[name], now, maybe_on=True), error)
        self._lines.clear()

    def _confirm(self, name: ZoneId, now: float) -> Confirmation:
        error = None
        if name in self._zones:
            self._states[name] = replace(self._states[name], wish=None)
            error = self._drive(Switch(name, on=False), now)
        return Confirmation(name, error is None, self._clock.now(), error)

    def _drive(self, switch: Switch, now: float) -> DeviceError | None:
        """Drive one line and fold the outcome into its state."""
        state = self._states[switch.zone]
        try:
            line = self._line(switch.zone)
            (line.on if switch.on else line.off)()
        except DeviceError as error:
            maybe_on = not self._is_surely_off(switch, state)
            self._note(switch.zone, failed(state, now, maybe_on=maybe_on), error)
            return error
        self._note(switch.zone, switched(state, now, on=switch.on))
        return None

    def _is_surely_off(self, switch: Switch, state: LineState) -> bool:
        """After a failure: an `on` is taken back; an `off` only fails surely if it was off."""
        line = self._lines.get(switch.zone)
        if line is None or not switch.on:
            return not state.is_on
        try:
            line.off()
        except DeviceError:
            return False
        return True

    def _line(self, name: ZoneId) -> Line:
        """The zone's line, claimed now if it could not be before."""
        if name not in self._lines:
            zone = self._zones[name]
            assert zone.line is not None
            self._lines[name] = self._board.line(zone.line, active_high=zone.active_high)
        return self._lines[name]

    def _note(self, name: ZoneId, state: LineState, error: DeviceError | None = None) -> None:
        """Keep the new state; a change to or from a fault is an event."""
        before, self._states[name] = self._states[name], state
        was = (before.failed_at is not None, before.failed_at is not None and before.is_on)
        now = (state.failed_at is not None, state.failed_at is not None and state.is_on)
        if was == now:
            return
        key = "line_back" if not now[0] else "line_stuck" if now[1] else "line_failed"
        what = Reason.of(f"amplifier.{key}", zone=name, pin=self._zones[name].line)
        self._events.append(LineEvent(name, what, error))
