"""What every board must keep: the same tests run on the fake one and on gpiozero's own mock."""

import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory

from hub.clock import SystemClock
from hub.errors import DeviceError
from hub.hardware.fake import FakeBoard
from hub.hardware.gpio import GpioBoard
from hub.hardware.lines import Board, LampSign

Press = Callable[[], None]


class Bench:
    """A board on the bench, and fingers on its buttons."""

    def __init__(self, board: Board, press: Press, hold: Press, talk: Press, hush: Press) -> None:
        self.board = board
        self.press = press
        self.hold = hold
        self.talk = talk
        self.hush = hush


def _fake_bench(run_dir: Path) -> Bench:
    def press() -> None:
        (run_dir / "stop-button").write_text("\n")

    def talk() -> None:
        (run_dir / "talk-button").write_text("1\n")

    def hush() -> None:
        (run_dir / "talk-button").write_text("0\n")

    return Bench(FakeBoard(run_dir), press, (run_dir / "stop-button.held").touch, talk, hush)


def _gpio_bench() -> Bench:
    factory: Any = MockFactory()

    def press() -> None:
        factory.pin(3).drive_low()
        factory.pin(3).drive_high()

    def hold() -> None:
        # The button's pull-up loses against a closed contact.
        pin = factory.pin(3)
        pin._set_pull = lambda _pull: None
        pin._change_state(False)

    def talk() -> None:
        factory.pin(4).drive_low()

    def hush() -> None:
        factory.pin(4).drive_high()

    return Bench(GpioBoard(factory), press, hold, talk, hush)


@pytest.fixture(params=["fake", "gpiozero"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    found = _fake_bench(tmp_path / "run") if request.param == "fake" else _gpio_bench()
    yield found
    found.board.close()


@pytest.mark.parametrize("active_high", [True, False])
def test_a_line_is_off_when_it_is_made(bench: Bench, active_high: bool) -> None:
    line = bench.board.line(17, active_high=active_high)

    assert not line.is_on


@pytest.mark.parametrize("active_high", [True, False])
def test_a_line_goes_on_and_off_as_told(bench: Bench, active_high: bool) -> None:
    line = bench.board.line(17, active_high=active_high)
    seen = []

    for drive in (line.on, line.on, line.off, line.off):
        drive()
        seen.append(line.is_on)

    assert seen == [True, True, False, False]


def test_a_pin_is_claimed_only_once(bench: Bench) -> None:
    bench.board.line(17, active_high=True)

    with pytest.raises(DeviceError) as caught:
        bench.board.line(17, active_high=True)

    assert caught.value.key == "hardware.pin_in_use"


def test_a_pin_that_was_given_back_can_be_claimed_again(bench: Bench) -> None:
    bench.board.line(17, active_high=False).close()

    line = bench.board.line(17, active_high=False)

    assert not line.is_on


def test_a_pin_that_does_not_exist_is_refused(bench: Bench) -> None:
    with pytest.raises(DeviceError) as caught:
        bench.board.line(40, active_high=True)

    assert caught.value.key == "hardware.no_pin"


def test_a_closed_line_cannot_be_driven(bench: Bench) -> None:
    line = bench.board.line(17, active_high=True)
    line.close()

    with pytest.raises(DeviceError) as caught:
        line.on()

    assert caught.value.key == "hardware.line_closed"


def test_a_closed_line_is_off_and_closing_it_again_changes_nothing(bench: Bench) -> None:
    line = bench.board.line(17, active_high=False)
    line.on()

    line.close()
    line.close()

    assert not line.is_on


def test_closing_the_board_switches_every_line_off(bench: Bench) -> None:
    lines = [bench.board.line(pin, active_high=True) for pin in (17, 27, 22)]
    for line in lines:
        line.on()

    bench.board.close()

    assert [line.is_on for line in lines] == [False, False, False]


def test_a_press_of_the_stop_button_is_told_once(bench: Bench) -> None:
    presses = threading.Semaphore(0)
    bench.board.stop_button(3, presses.release)

    bench.press()

    assert presses.acquire(timeout=20)
    assert not presses.acquire(timeout=0.05)


def test_each_press_of_the_stop_button_is_told(bench: Bench) -> None:
    presses = threading.Semaphore(0)
    bench.board.stop_button(3, presses.release)

    for _ in range(3):
        bench.press()
        assert presses.acquire(timeout=20)


def test_a_stop_button_that_is_down_from_the_start_counts_as_pressed(bench: Bench) -> None:
    presses = threading.Semaphore(0)
    bench.hold()

    bench.board.stop_button(3, presses.release)

    assert presses.acquire(timeout=20)


def test_the_stop_button_is_claimed_only_once(bench: Bench) -> None:
    bench.board.stop_button(3, lambda: None)

    with pytest.raises(DeviceError) as caught:
        bench.board.stop_button(3, lambda: None)

    assert caught.value.key == "hardware.pin_in_use"


def test_the_stop_button_wakes_a_loop_that_waits(bench: Bench) -> None:
    reader, writer = socket.socketpair()
    bench.board.stop_button(3, lambda: writer.sendall(b"!"))
    clock, wake = SystemClock(), selectors.DefaultSelector()
    wake.register(reader, selectors.EVENT_READ)

    bench.press()
    ready = clock.wait(clock.monotonic() + 20, wake)

    assert len(ready) == 1
    wake.close()
    reader.close()
    writer.close()


@pytest.mark.parametrize("sign", list(LampSign))
def test_the_lamp_takes_every_sign(bench: Bench, sign: LampSign) -> None:
    show = bench.board.lamp(4)

    show(sign)
    show(LampSign.DARK)


def test_closing_twice_changes_nothing(bench: Bench) -> None:
    bench.board.line(17, active_high=True)
    bench.board.stop_button(3, lambda: None)
    bench.board.lamp(4)(LampSign.FAULT)

    bench.board.close()
    bench.board.close()


def test_a_talk_button_tells_when_it_goes_down_and_when_it_comes_up(bench: Bench) -> None:
    told: list[str] = []
    changed = threading.Semaphore(0)

    def note(what: str) -> None:
        told.append(what)
        changed.release()

    bench.board.talk_button(4, lambda: note("down"), lambda: note("up"))
    before = list(told)
    for finger in (bench.talk, bench.hush, bench.talk):
        finger()
        assert changed.acquire(timeout=20)

    assert before == []
    assert told == ["down", "up", "down"]


def test_a_talk_button_needs_a_pin_of_its_own(bench: Bench) -> None:
    bench.board.talk_button(4, lambda: None, lambda: None)

    with pytest.raises(DeviceError):
        bench.board.talk_button(4, lambda: None, lambda: None)
