"""Steady lgpio pins against a stand-in of the lgpio functions that records each request.

lgpio itself needs /dev/gpiochip0.  The stand-in keeps to what lgpio 0.2.2 does (lgGpio.c):
a claim of a claimed line frees it first, and a freed line is driven by nobody.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from hub.errors import DeviceError
from hub.hardware.gpio import GpioBoard

PULL_UP, PULL_DOWN, PULL_NONE = 32, 64, 128
IS_OUT = 2


class LgpioError(Exception):
    """As lgpio.error: not an OSError."""


class RecordingLgpio(ModuleType):
    """The lgpio functions that gpiozero calls, and what each line's level was meanwhile."""

    SET_PULL_UP, SET_PULL_DOWN, SET_PULL_NONE = PULL_UP, PULL_DOWN, PULL_NONE
    RISING_EDGE, FALLING_EDGE, BOTH_EDGES = 1, 2, 3
    error = LgpioError

    def __init__(self) -> None:
        super().__init__("lgpio")
        self.calls: list[tuple[object, ...]] = []
        self.driven: dict[int, int] = {}
        self.modes: dict[int, int] = {}
        self.busy: set[int] = set()

    def gpiochip_open(self, chip: int) -> int:
        self.calls.append(("open", chip))
        return 1

    def gpiochip_close(self, handle: int) -> None:
        self.calls.append(("close", handle))
        self.driven.clear()

    def gpio_claim_input(self, _handle: int, gpio: int, flags: int = 0) -> None:
        self._refuse_if_busy(gpio)
        self.calls.append(("input", gpio, flags))
        self.driven.pop(gpio, None)
        self.modes[gpio] = flags

    def gpio_claim_output(self, _handle: int, gpio: int, level: int = 0, flags: int = 0) -> None:
        self._refuse_if_busy(gpio)
        self.calls.append(("output", gpio, level, flags))
        self.driven[gpio] = level
        self.modes[gpio] = flags | IS_OUT

    def gpio_free(self, _handle: int, gpio: int) -> None:
        self.calls.append(("free", gpio))
        self.driven.pop(gpio, None)

    def gpio_write(self, _handle: int, gpio: int, level: int) -> None:
        if gpio not in self.driven:
            raise LgpioError("GPIO not set as an output")
        self.calls.append(("write", gpio, int(level)))
        self.driven[gpio] = int(level)

    def gpio_read(self, _handle: int, gpio: int) -> int:
        return self.driven.get(gpio, int(bool(self.modes.get(gpio, 0) & PULL_UP)))

    def gpio_get_mode(self, _handle: int, gpio: int) -> int:
        return self.modes.get(gpio, 0)

    def gpio_set_debounce_micros(self, _handle: int, gpio: int, micros: int) -> None:
        self.calls.append(("debounce", gpio, micros))

    def gpio_claim_alert(self, _handle: int, gpio: int, edges: int, _flags: int) -> None:
        self.calls.append(("alert", gpio, edges))

    def callback(self, *_arguments: object) -> Any:
        return self

    def cancel(self) -> None:
        self.calls.append(("cancel",))

    def of(self, gpio: int) -> list[tuple[object, ...]]:
        """The requests about one line, in order."""
        return [call for call in self.calls if len(call) > 1 and call[1] == gpio]

    def _refuse_if_busy(self, gpio: int) -> None:
        if gpio in self.busy:
            raise LgpioError("GPIO busy")


MODULES = ("gpiozero.pins.lgpio", "hub.hardware.lgpio_pins")


@pytest.fixture
def lgpio(monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordingLgpio]:
    stand_in = RecordingLgpio()
    monkeypatch.setitem(sys.modules, "lgpio", stand_in)
    for name in MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield stand_in
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture
def board(lgpio: RecordingLgpio) -> Iterator[GpioBoard]:
    del lgpio
    pins = importlib.import_module("hub.hardware.lgpio_pins")

    class Pi4Factory(pins.SteadyLGPIOFactory):  # type: ignore[misc,name-defined]
        def _get_revision(self) -> int:
            return 0xC03111

    found = GpioBoard(Pi4Factory(chip=0))
    yield found
    found.close()


def test_an_active_low_line_is_claimed_in_one_request_at_its_off_level(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    board.line(17, active_high=False)

    assert lgpio.of(17) == [("output", 17, 1, PULL_UP)]


def test_an_active_high_line_is_claimed_in_one_request_at_its_off_level(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    board.line(17, active_high=True)

    assert lgpio.of(17) == [("output", 17, 0, PULL_DOWN)]


def test_gpiozeros_own_pin_still_blips_so_ours_is_still_needed(lgpio: RecordingLgpio) -> None:
    theirs = importlib.import_module("gpiozero.pins.lgpio")
    factory = theirs.LGPIOFactory(chip=0)
    factory._get_revision = lambda: 0xC03111

    theirs_board = GpioBoard(factory)
    theirs_board.line(17, active_high=False)

    assert lgpio.of(17) == [("input", 17, PULL_NONE), ("output", 17, 0, 0), ("write", 17, 1)]
    theirs_board.close()


def test_a_line_is_switched_by_one_write(lgpio: RecordingLgpio, board: GpioBoard) -> None:
    line = board.line(17, active_high=False)
    lgpio.calls.clear()

    line.on()
    line.off()

    assert lgpio.of(17) == [("write", 17, 0), ("write", 17, 1)]


def test_a_closed_line_is_driven_off_and_freed_and_never_floats(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    line = board.line(17, active_high=False)
    line.on()
    lgpio.calls.clear()

    line.close()

    assert lgpio.of(17) == [("write", 17, 1), ("write", 17, 1), ("free", 17)]
    assert lgpio.gpio_get_mode(1, 17) & PULL_UP


def test_closing_the_board_leaves_a_freed_line_alone(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    board.line(17, active_high=False).close()
    lgpio.calls.clear()

    board.close()

    assert lgpio.calls == [("close", 1)]


def test_a_line_can_be_claimed_again_after_it_was_closed(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    board.line(17, active_high=False).close()
    lgpio.calls.clear()

    board.line(17, active_high=True)

    assert lgpio.of(17) == [("output", 17, 0, PULL_DOWN)]


def test_a_line_of_another_process_is_in_use(lgpio: RecordingLgpio, board: GpioBoard) -> None:
    lgpio.busy.add(17)

    with pytest.raises(DeviceError) as caught:
        board.line(17, active_high=True)

    assert caught.value.key == "hardware.pin_in_use"


def test_a_line_that_was_in_use_can_be_claimed_when_it_is_free(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    lgpio.busy.add(17)
    with pytest.raises(DeviceError) as kept:
        board.line(17, active_high=True)
    lgpio.busy.clear()

    line = board.line(17, active_high=True)

    assert not line.is_on
    assert kept.value.key == "hardware.pin_in_use"


def test_a_write_that_fails_is_a_device_error(lgpio: RecordingLgpio, board: GpioBoard) -> None:
    line = board.line(17, active_high=True)
    lgpio.driven.clear()

    with pytest.raises(DeviceError) as caught:
        line.on()

    assert caught.value.key == "hardware.pin_failed"
    lgpio.driven[17] = 0


def test_the_stop_button_is_an_input_with_a_pull_up_and_debounced(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    board.stop_button(3, lambda: None)

    asked = lgpio.of(3)
    assert ("input", 3, PULL_UP) in asked
    assert ("debounce", 3, 30_000) in asked
    assert ("alert", 3, 3) in asked


def test_a_pin_is_not_touched_before_it_is_known_what_it_shall_be(
    lgpio: RecordingLgpio, board: GpioBoard
) -> None:
    board.factory.pin(22)

    assert lgpio.of(22) == []


def test_an_output_without_a_first_level_is_refused(board: GpioBoard) -> None:
    with pytest.raises(ValueError, match="first level"):
        board.factory.pin(22).function = "output"
