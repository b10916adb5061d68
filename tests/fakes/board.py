"""A board in memory: lines that remember every change and fail when told to."""

from __future__ import annotations

from collections.abc import Callable

from hub.errors import DeviceError
from hub.hardware.lines import LampSign


class MemoryLine:
    """A line that can be told to fail; then it keeps its state."""

    def __init__(self, pin: int) -> None:
        self.pin = pin
        self.is_on = False
        self.is_broken = False
        self.changes: list[bool] = []

    def on(self) -> None:
        self._drive(on=True)

    def off(self) -> None:
        self._drive(on=False)

    def close(self) -> None:
        self._drive(on=False)

    def _drive(self, *, on: bool) -> None:
        if self.is_broken:
            raise DeviceError("hardware.pin_failed", pin=self.pin, error="told to fail")
        if self.is_on != on:
            self.changes.append(on)
        self.is_on = on


class MemoryBoard:
    """Hands out memory lines; `lines` holds them by pin."""

    def __init__(self) -> None:
        self.lines: dict[int, MemoryLine] = {}

    def line(self, pin: int, *, active_high: bool) -> MemoryLine:
        return self.lines.setdefault(pin, MemoryLine(pin))

    def stop_button(self, pin: int, pressed: Callable[[], None]) -> None:
        pass

    def talk_button(
        self, pin: int, pressed: Callable[[], None], let_go: Callable[[], None]
    ) -> None:
        pass

    def lamp(self, pin: int) -> Callable[[LampSign], None]:
        return lambda _sign: None

    def close(self) -> None:
        for line in self.lines.values():
            line.close()
