"""The gpiozero board on gpiozero's own mock pins: levels, no blip, signs of the lamp."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gpiozero.exc import GPIOZeroError
from gpiozero.pins.mock import MockFactory, MockPin

from hub.errors import DeviceError
from hub.hardware.board import open_board
from hub.hardware.fake import FakeBoard
from hub.hardware.gpio import PATTERNS, GpioBoard, default_factory
from hub.hardware.lines import LampSign


class WatchedPin(MockPin):  # type: ignore[misc]
    """A mock pin that tells somebody when it has changed often enough, or fails."""

    def _change_state(self, value: bool) -> bool:
        if self._failure is not None:
            raise self._failure
        changed: bool = super()._change_state(value)
        self._changes.release()
        return changed

    def __init__(self, factory: Any, info: Any) -> None:
        self._changes = threading.Semaphore(0)
        self._failure: Exception | None = None
        super().__init__(factory, info)

    def wait_for_changes(self, count: int) -> None:
        for _ in range(count):
            assert self._changes.acquire(timeout=20)

    def fail_with(self, failure: Exception | None) -> None:
        self._failure = failure


@pytest.fixture
def factory() -> Any:
    return MockFactory(pin_class=WatchedPin)


@pytest.fixture
def board(factory: Any) -> Iterator[GpioBoard]:
    found = GpioBoard(factory)
    yield found
    found.close()


def _states(factory: Any, pin: int) -> list[bool]:
    return [state.state for state in factory.pin(pin).states]


def test_an_active_high_line_is_low_until_it_is_on(factory: Any, board: GpioBoard) -> None:
    line = board.line(17, active_high=True)

    line.on()
    line.off()

    assert _states(factory, 17) == [False, True, False]
    factory.pin(17).assert_states([False, True, False])


def test_an_active_low_line_is_high_until_it_is_on(factory: Any, board: GpioBoard) -> None:
    line = board.line(2, active_high=False)  # GPIO 2 has a pull-up: it is high from the start

    line.on()
    line.off()

    assert _states(factory, 2) == [True, False, True]


def test_claiming_and_closing_an_active_low_line_never_keys_it(
    factory: Any, board: GpioBoard
) -> None:
    line = board.line(2, active_high=False)

    line.close()

    assert _states(factory, 2) == [True]


def test_a_closed_pin_is_an_input_again(factory: Any, board: GpioBoard) -> None:
    line = board.line(17, active_high=True)
    line.on()

    line.close()

    assert factory.pin(17).function == "input"
    assert _states(factory, 17) == [False, True, False]


def test_a_line_that_fails_is_a_device_error_with_its_pin(factory: Any, board: GpioBoard) -> None:
    line = board.line(17, active_high=True)
    factory.pin(17).fail_with(OSError(5, "Input/output error"))

    with pytest.raises(DeviceError) as caught:
        line.on()

    assert caught.value.key == "hardware.pin_failed"
    assert caught.value.values["pin"] == 17
    factory.pin(17).fail_with(None)


def test_a_line_that_fails_at_the_end_is_given_back_and_the_others_are_off(
    factory: Any, board: GpioBoard
) -> None:
    bad, good = board.line(17, active_high=True), board.line(27, active_high=True)
    bad.on()
    good.on()
    factory.pin(17).fail_with(GPIOZeroError("gone"))
    states = factory.pin(27).states

    with pytest.raises(DeviceError):
        board.close()

    assert [state.state for state in states] == [False, True, False]


def test_a_bouncing_button_is_asked_of_the_pin_library(factory: Any, board: GpioBoard) -> None:
    board.stop_button(3, lambda: None)

    assert factory.pin(3).bounce == pytest.approx(0.03)
    assert factory.pin(3).pull == "up"


def test_holding_the_button_is_one_press(factory: Any, board: GpioBoard) -> None:
    presses: list[int] = []
    board.stop_button(3, lambda: presses.append(1))

    factory.pin(3).drive_low()
    factory.pin(3).drive_low()
    factory.pin(3).drive_high()

    assert presses == [1]


@pytest.mark.parametrize(("sign", "lit"), [(LampSign.READY, True), (LampSign.DARK, False)])
def test_a_steady_sign_is_steady(factory: Any, board: GpioBoard, sign: LampSign, lit: bool) -> None:
    show = board.lamp(4)
    show(LampSign.READY)

    show(sign)

    assert factory.pin(4).state == lit


@pytest.mark.parametrize("sign", [LampSign.STOPPED, LampSign.FAULT])
def test_a_blinking_sign_blinks_by_itself_until_another_is_shown(
    factory: Any, board: GpioBoard, sign: LampSign
) -> None:
    show = board.lamp(4)

    show(sign)
    factory.pin(4).wait_for_changes(5)
    show(LampSign.READY)

    assert factory.pin(4).state
    assert _states(factory, 4)[:4] == [False, True, False, True]


def test_each_blinking_sign_has_a_pattern_of_its_own() -> None:
    blinking = set(LampSign) - {LampSign.READY, LampSign.DARK}

    assert PATTERNS.keys() == blinking
    assert len(set(PATTERNS.values())) == len(blinking)


def test_closing_the_board_ends_the_lamps_thread(factory: Any, board: GpioBoard) -> None:
    board.lamp(4)(LampSign.STOPPED)

    board.close()

    assert "lamp" not in {thread.name for thread in threading.enumerate()}


def test_a_machine_without_gpio_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(DeviceError) as caught:
        default_factory(tmp_path)

    assert caught.value.key == "hardware.no_board"


def test_looking_for_gpio_does_not_move_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LG_WD", raising=False)
    before = Path.cwd()

    with pytest.raises(DeviceError):
        default_factory(tmp_path)

    assert Path.cwd() == before
    assert os.environ["LG_WD"] == str(tmp_path)


def test_the_configuration_names_the_board(tmp_path: Path) -> None:
    assert isinstance(open_board("fake", tmp_path), FakeBoard)


def test_a_real_board_on_a_machine_without_gpio_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeviceError):
        open_board("gpiozero", tmp_path)
