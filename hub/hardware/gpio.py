"""The pins of a Raspberry Pi, by gpiozero; the factory that makes pins is passed in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from gpiozero import LED, Button, DigitalOutputDevice
from gpiozero.exc import GPIODeviceClosed, GPIOPinInUse, GPIOZeroError, PinInvalidPin
from gpiozero.threads import GPIOThread

from hub.errors import DeviceError
from hub.hardware.chardev import chip_number, header_chip
from hub.hardware.lines import LampSign

DEBOUNCE_S: Final = 0.03
"""How long the stop button must be steady: longer than a contact bounces or a relay sparks."""

Pattern = tuple[tuple[float, float], ...]

PATTERNS: Final[Mapping[LampSign, Pattern]] = {
    LampSign.ON_AIR: ((1.0, 1.0),),
    LampSign.STOPPED: ((0.15, 0.15),),
    LampSign.FAULT: ((0.1, 0.2), (0.1, 1.0)),
}
"""Seconds lit and dark, over and over; signs that are not here are steady."""


def default_factory(run_dir: Path) -> Any:
    """The pin factory of a Raspberry Pi.

    Args:
        run_dir: Where lgpio may put its pipe.  Left alone it makes ``.lgd-nfy0`` in the
            working folder, or ends there if that is read-only (gpiozero#1106).

    Raises:
        DeviceError: There is no GPIO here, or this user may not use it.
    """
    home = Path.cwd()
    os.environ.setdefault("LG_WD", str(run_dir.absolute()))
    try:
        # lgpio is only there on a Raspberry Pi, and starts a thread when it is imported.
        from hub.hardware.lgpio_pins import SteadyLGPIOFactory  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise DeviceError("hardware.no_board", error=error) from error
    finally:
        os.chdir(home)  # lgpio has moved the whole process to LG_WD.
    try:
        return SteadyLGPIOFactory(chip_number(header_chip()))
    except (GPIOZeroError, *SteadyLGPIOFactory.failures) as error:
        raise DeviceError("hardware.no_board", error=error) from error


class _Output(DigitalOutputDevice):  # type: ignore[misc]  # gpiozero has no annotations
    """An output whose sense and first value are given, and that lets go when it fails."""

    def __init__(self, pin: int, active_high: bool, factory: Any) -> None:  # noqa: FBT001
        try:
            super().__init__(pin, active_high=active_high, initial_value=False, pin_factory=factory)
        except Exception:
            # gpiozero keeps the reservation for as long as anybody keeps the traceback.
            self.close()
            raise


class GpioLine:
    """One line, by an output of gpiozero."""

    def __init__(self, board: GpioBoard, pin: int, *, active_high: bool) -> None:
        self._told = board.told
        self._pin = pin
        with self._told(pin):
            self._device = _Output(pin, active_high, board.factory)

    @property
    def is_on(self) -> bool:
        return not self._device.closed and bool(self._device.value)

    def on(self) -> None:
        with self._told(self._pin):
            self._device.on()

    def off(self) -> None:
        with self._told(self._pin):
            self._device.off()

    def close(self) -> None:
        if self._device.closed:
            return
        with self._told(self._pin):
            try:
                self._device.off()
            finally:
                self._device.close()


class GpioBoard:
    """The pins of one Raspberry Pi.

    Args:
        factory: A gpiozero pin factory; the board closes it.
    """

    def __init__(self, factory: Any) -> None:
        self.factory = factory
        self._failures = (GPIOZeroError, OSError, *getattr(factory, "failures", ()))
        self._lines: list[GpioLine] = []
        self._others: list[Any] = []

    def line(self, pin: int, *, active_high: bool) -> GpioLine:
        line = GpioLine(self, pin, active_high=active_high)
        self._lines.append(line)
        return line

    def stop_button(self, pin: int, pressed: Callable[[], None]) -> None:
        with self.told(pin):
            button = Button(pin, pull_up=True, bounce_time=DEBOUNCE_S, pin_factory=self.factory)
        self._others.append(button)
        button.when_pressed = pressed
        if button.is_pressed:
            pressed()

    def talk_button(
        self, pin: int, pressed: Callable[[], None], let_go: Callable[[], None]
    ) -> None:
        with self.told(pin):
            button = Button(pin, pull_up=True, bounce_time=DEBOUNCE_S, pin_factory=self.factory)
        self._others.append(button)
        button.when_pressed = pressed
        button.when_released = let_go

    def lamp(self, pin: int) -> Callable[[LampSign], None]:
        with self.told(pin):
            lamp = SignLamp(pin, active_high=True, initial_value=False, pin_factory=self.factory)
        self._others.append(lamp)

        def show(sign: LampSign) -> None:
            with self.told(pin):
                lamp.show(sign)

        return show

    def close(self) -> None:
        failed: DeviceError | None = None
        while self._lines:
            try:
                self._lines.pop().close()
            except DeviceError as error:
                failed = error
        while self._others:
            self._others.pop().close()
        self.factory.close()
        if failed is not None:
            raise failed

    @contextmanager
    def told(self, pin: int) -> Iterator[None]:
        """Tell whatever the pin library says as a `DeviceError`."""
        try:
            yield
        except GPIODeviceClosed as error:
            raise DeviceError("hardware.line_closed", pin=pin) from error
        except GPIOPinInUse as error:
            raise DeviceError("hardware.pin_in_use", pin=pin) from error
        except PinInvalidPin as error:
            raise DeviceError("hardware.no_pin", pin=pin) from error
        except self._failures as error:
            if "busy" in str(error).lower():
                raise DeviceError("hardware.pin_in_use", pin=pin) from error
            raise DeviceError("hardware.pin_failed", pin=pin, error=error) from error


class SignLamp(LED):  # type: ignore[misc]  # gpiozero has no annotations
    """An LED that shows a `LampSign`; a thread sleeps from one change to the next."""

    def show(self, sign: LampSign) -> None:
        """Change the sign."""
        self._stop_blink()
        self._write(sign is LampSign.READY)
        if sign in PATTERNS:
            self._blink_thread = GPIOThread(self._repeat, (PATTERNS[sign],), name="lamp")
            self._blink_thread.start()

    def _repeat(self, pattern: Pattern) -> None:
        stopping = self._blink_thread.stopping
        while True:
            for lit_s, dark_s in pattern:
                self._write(value=True)
                if stopping.wait(lit_s):
                    return
                self._write(value=False)
                if stopping.wait(dark_s):
                    return
