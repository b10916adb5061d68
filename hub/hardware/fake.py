"""A board made of small files: for a laptop, the demo and tests across processes.

Each line is a file of one byte, ``<run_dir>/lines/<pin>``: ``1`` while the amplifier is
keyed, ``0`` while it is off.  As with real hardware the byte stays when its process is
killed, and only one living process can own a line.  Made on purpose beforehand:

- ``lines/history``: every change is appended to it as ``monotonic_ns wall_s pin state``;
- ``lines/<pin>.broken``: that pin fails, until the file is taken away;
- ``stop-button.held``: the stop button is down from the start.

``echo > stop-button`` presses the button, ``echo 1 > talk-button`` presses the talk button and
``echo 0`` lets it go; ``lamp`` holds the name of the lamp's sign.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hub.clock import Clock, SystemClock
from hub.errors import DeviceError
from hub.hardware.lines import LampSign

LAST_PIN: Final = 27
"""The highest GPIO number (BCM) on a Raspberry Pi's header."""

_BUTTON_READ: Final = 64
"""Bytes taken from the button's pipe at once: whatever one ``echo`` writes is one press."""


def line_file(run_dir: Path, pin: int) -> Path:
    """The file that is line `pin`."""
    return run_dir / "lines" / str(pin)


def is_keyed(run_dir: Path, pin: int) -> bool:
    """Whether line `pin` is keyed, whoever owns it; a line nobody ever claimed is off."""
    try:
        return line_file(run_dir, pin).read_bytes() == b"1"
    except FileNotFoundError:
        return False


class FakeLine:
    """One line: a byte in a file."""

    def __init__(self, run_dir: Path, pin: int, clock: Clock) -> None:
        self._pin = pin
        self._clock = clock
        self._path = line_file(run_dir, pin)
        self._broken = self._path.with_name(f"{pin}.broken")
        self._history = self._path.with_name("history")
        self._fd = self._claim()
        try:
            self._write(on=False)
        except DeviceError:
            os.close(self._fd)
            raise

    @property
    def is_on(self) -> bool:
        return self._fd >= 0 and os.pread(self._fd, 1, 0) == b"1"

    def on(self) -> None:
        self._write(on=True)

    def off(self) -> None:
        self._write(on=False)

    def close(self) -> None:
        if self._fd < 0:
            return
        try:
            self._write(on=False)
        finally:
            os.close(self._fd)
            self._fd = -1

    def _claim(self) -> int:
        """Open the file; the lock on it ends with the process, as a claim of the kernel does."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(fd)
            raise DeviceError("hardware.pin_in_use", pin=self._pin) from error
        return fd

    def _write(self, *, on: bool) -> None:
        if self._fd < 0:
            raise DeviceError("hardware.line_closed", pin=self._pin)
        if self._broken.exists():
            raise DeviceError("hardware.pin_failed", pin=self._pin, error="told to fail")
        os.pwrite(self._fd, b"1" if on else b"0", 0)
        if self._history.exists():
            self._remember(on=on)

    def _remember(self, *, on: bool) -> None:
        row = f"{int(self._clock.monotonic() * 1e9)} {self._clock.wall_s():.6f} {self._pin} {on:d}"
        with self._history.open("a", encoding="ascii") as file:
            file.write(f"{row}\n")


class FakeBoard:
    """A board in a folder.

    Args:
        run_dir: Where its files are; made when it is not there.
        clock: Stamps the history; the system's when None.
    """

    def __init__(self, run_dir: Path, clock: Clock | None = None) -> None:
        self._run_dir = run_dir
        self._clock = SystemClock() if clock is None else clock
        self._lines: list[FakeLine] = []
        self._buttons: dict[str, _FakeButton] = {}
        run_dir.mkdir(parents=True, exist_ok=True)

    def line(self, pin: int, *, active_high: bool) -> FakeLine:
        del active_high  # The file says what the amplifier does, not what the level is.
        _check(pin)
        line = FakeLine(self._run_dir, pin, self._clock)
        self._lines.append(line)
        return line

    def stop_button(self, pin: int, pressed: Callable[[], None]) -> None:
        _check(pin)
        self._check_free("stop-button", pin)
        if (self._run_dir / "stop-button.held").exists():
            pressed()
        path = self._run_dir / "stop-button"
        self._buttons[path.name] = _FakeButton(path, lambda _: pressed())

    def talk_button(
        self, pin: int, pressed: Callable[[], None], let_go: Callable[[], None]
    ) -> None:
        _check(pin)
        self._check_free("talk-button", pin)

        def told(data: bytes) -> None:
            for each in data.split():
                (let_go if each == b"0" else pressed)()

        path = self._run_dir / "talk-button"
        self._buttons[path.name] = _FakeButton(path, told)

    def lamp(self, pin: int) -> Callable[[LampSign], None]:
        _check(pin)
        path = self._run_dir / "lamp"

        def show(sign: LampSign) -> None:
            draft = path.with_suffix(".new")
            draft.write_text(sign.value, "ascii")
            draft.replace(path)

        show(LampSign.DARK)
        return show

    def _check_free(self, button: str, pin: int) -> None:
        if button in self._buttons:
            raise DeviceError("hardware.pin_in_use", pin=pin)

    def break_pin(self, pin: int) -> None:
        """From now on whatever is asked of `pin` fails, in every process."""
        marker = line_file(self._run_dir, pin).with_name(f"{pin}.broken")
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()

    def mend_pin(self, pin: int) -> None:
        """The pin works again."""
        line_file(self._run_dir, pin).with_name(f"{pin}.broken").unlink(missing_ok=True)

    def close(self) -> None:
        while self._buttons:
            self._buttons.popitem()[1].close()
        failed: DeviceError | None = None
        while self._lines:
            try:
                self._lines.pop().close()
            except DeviceError as error:
                failed = error
        if failed is not None:
            raise failed


class _FakeButton:
    """A named pipe and the thread that waits on it."""

    def __init__(self, path: Path, told: Callable[[bytes], None]) -> None:
        self._told = told
        self._over = False
        if not path.exists():
            os.mkfifo(path, 0o620)
        # Opened for both, so that the pipe never ends when a writer goes away.
        self._fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self._thread = threading.Thread(target=self._listen, name=path.name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over = True
        os.write(self._fd, b".")
        self._thread.join()
        os.close(self._fd)

    def _listen(self) -> None:
        while (data := os.read(self._fd, _BUTTON_READ)) and not self._over:
            self._told(data)


def _check(pin: int) -> None:
    if not 0 <= pin <= LAST_PIN:
        raise DeviceError("hardware.no_pin", pin=pin)
