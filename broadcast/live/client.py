"""Speaks to the live socket: first line, frames from a microphone or a file, answers.

Used by `village-hub live` and by the talk button.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from hub.clock import Clock
from hub.errors import ControlError
from hub.live_wire import Frame, Hello, decode_answers, encode_frame, encode_hello

GOODBYE_S: Final = 3.0
"""How long the confirmation of the end is waited for."""
SEND_S: Final = 0.5
"""A hub that takes no frame for so long is not there any more."""


class Microphone(Protocol):
    """Where the frames come from."""

    def fileno(self) -> int:
        """Readable when a frame may be there; -1: look at `due_s`."""
        ...

    def due_s(self) -> float | None:
        """Monotonic time of the next frame, where that is known."""
        ...

    def start(self) -> None:
        """It is heard from now on: what was taken before is old."""
        ...

    def take(self) -> list[Frame]:
        """The frames that are there, numbered by whoever took them."""
        ...

    @property
    def is_over(self) -> bool:
        """Nothing more will come."""
        ...


@dataclass(slots=True)
class Ending:
    """Why and when a talk is to end.

    Attributes:
        is_asked: Somebody wants it to end now.
        after_s: Longest talk, seconds on air.
    """

    is_asked: bool = False
    after_s: float | None = None


class Client:
    """One talk from this side.

    Args:
        path: The socket.
        clock: Monotonic time.
        told: Called with each answer.
    """

    def __init__(self, path: Path, clock: Clock, told: Callable[[dict[str, Any]], None]) -> None:
        self._path = path
        self._clock = clock
        self._told = told
        self._on_air_s: float | None = None
        self._ended: dict[str, Any] | None = None
        self._rest = b""

    def talk(
        self,
        hello: Hello,
        microphone: Microphone,
        ending: Ending,
        wake: Callable[[selectors.BaseSelector], None],
    ) -> dict[str, Any]:
        """Speak until it is over; the last answer.

        Raises:
            ControlError: The hub is not there, or went away.
        """
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            self._connect(connection, hello)
            with selectors.DefaultSelector() as selector:
                selector.register(connection, selectors.EVENT_READ)
                if microphone.fileno() >= 0:
                    selector.register(microphone.fileno(), selectors.EVENT_READ)
                wake(selector)
                return self._run(connection, selector, microphone, ending)

    def _connect(self, connection: socket.socket, hello: Hello) -> None:
        try:
            connection.settimeout(SEND_S)
            connection.connect(str(self._path))
            connection.sendall(encode_hello(hello))
        except PermissionError as error:
            raise ControlError("control.not_allowed", method=self._path.name) from error
        except OSError as error:
            raise ControlError("control.not_running", path=self._path) from error

    def _run(
        self,
        connection: socket.socket,
        selector: selectors.BaseSelector,
        microphone: Microphone,
        ending: Ending,
    ) -> dict[str, Any]:
        goodbye_s: float | None = None
        while self._ended is None:
            now_s = self._clock.monotonic()
            if goodbye_s is None and self._is_time(ending, microphone, now_s):
                goodbye_s = now_s + GOODBYE_S
                self._send(connection, [Frame(0, 0, b"")])
            if goodbye_s is not None and now_s >= goodbye_s:
                raise self._gone()
            due = [now_s + 1.0, goodbye_s, self._end_s(ending)]
            due += [microphone.due_s() if self._on_air_s is not None else None]
            ready = self._clock.wait(min(at for at in due if at is not None), selector)
            if any(key.fileobj is connection for key, _ in ready):
                self._hear(connection, microphone)
            frames = microphone.take()
            if self._on_air_s is not None and goodbye_s is None and self._ended is None:
                self._send(connection, frames)
        return self._ended

    def _is_time(self, ending: Ending, microphone: Microphone, now_s: float) -> bool:
        end_s = self._end_s(ending)
        is_late = end_s is not None and now_s >= end_s
        return ending.is_asked or microphone.is_over or is_late

    def _end_s(self, ending: Ending) -> float | None:
        if self._on_air_s is None or ending.after_s is None:
            return None
        return self._on_air_s + ending.after_s

    def _send(self, connection: socket.socket, frames: list[Frame]) -> None:
        try:
            connection.sendall(b"".join(map(encode_frame, frames)))
        except TimeoutError as error:
            raise self._gone() from error
        except OSError:
            return  # it has hung up; the reason is still to be read

    def _hear(self, connection: socket.socket, microphone: Microphone) -> None:
        data = b""
        with suppress(OSError):
            data = connection.recv(65_536)
        if not data:
            raise self._gone()
        lines, _, self._rest = (self._rest + data).rpartition(b"\n")
        for answer in decode_answers(lines):
            if answer.get("state") == "on_air":
                self._on_air_s = self._clock.monotonic()
                microphone.start()
            elif answer.get("state") == "ended":
                self._ended = answer
            self._told(answer)

    def _gone(self) -> ControlError:
        return ControlError("control.no_answer", path=self._path, seconds=GOODBYE_S)


def end_on_signal(ending: Ending) -> Callable[[selectors.BaseSelector], None]:
    """SIGINT and SIGTERM let the button go; the answer puts what wakes into a selector."""
    read, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def ask(_number: int, _frame: object) -> None:
        ending.is_asked = True
        os.write(write, b"!")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return lambda selector: _register(selector, read)


def _register(selector: selectors.BaseSelector, fd: int) -> None:
    selector.register(fd, selectors.EVENT_READ)
