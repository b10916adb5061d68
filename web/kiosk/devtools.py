"""Speaks to a browser over its debugging pipe: no port that others could reach."""

from __future__ import annotations

import fcntl
import json
import os
import selectors
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from hub.clock import Clock
from hub.errors import LinkError

READS: Final = 3
WRITES: Final = 4
"""Chromium reads commands from 3 and writes answers to 4 (``--remote-debugging-pipe``)."""
FREE_FROM: Final = 10
PATIENCE_S: Final = 3.0
LARGEST: Final = 4 * 1024 * 1024


class Pipe:
    """Both ends of a browser's debugging pipe.

    Args:
        clock: How long to wait.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._to_browser, self._write = _pipe()
        self._read, self._from_browser = _pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._number = 0
        self._kept = b""
        self._is_lost = False
        self._asked = 0
        self._asked_s = 0.0

    def actions(self) -> list[tuple[int, int, int]]:
        """What `os.posix_spawn` must do with the browser's ends."""
        return [
            (os.POSIX_SPAWN_DUP2, self._to_browser, READS),
            (os.POSIX_SPAWN_DUP2, self._from_browser, WRITES),
        ]

    def close(self) -> None:
        """Close every end."""
        for end in (self._to_browser, self._write, self._read, self._from_browser):
            os.close(end)

    def attend(self) -> None:
        """Let the browser tell when a process that paints has ended.

        Raises:
            LinkError: ``screen.no_browser``: its end of the pipe is closed.
        """
        self._send("Target.setDiscoverTargets", {"discover": True})

    def is_lost(self) -> bool:
        """Whether a process that painted has ended since this was asked last."""
        self._messages()
        found, self._is_lost = self._is_lost, False
        return found

    def owed_s(self) -> float:
        """Seconds for which the browser has owed an answer; one that owes none is asked something.

        Raises:
            LinkError: ``screen.no_browser``: it cannot be asked.
        """
        self._messages()
        now_s = self._clock.monotonic()
        if not self._asked:
            self._asked, self._asked_s = self._send("Target.getTargets", {}), now_s
        return now_s - self._asked_s

    def navigate(self, address: str) -> None:
        """Show another page in place of what is open, whatever that does.

        A new page is opened and the old one closed.  To tell the old one where to go would be a
        developer's tool, which the policy for the wall (systemd/chromium) forbids.

        Raises:
            LinkError: ``screen.no_browser``: the browser did not answer, or refused.
        """
        told = self._call("Target.getTargets", {})
        before = [one["targetId"] for one in told["targetInfos"] if one["type"] == "page"]
        self._call("Target.createTarget", {"url": address})  # first: without any page it ends
        for one in before:
            with suppress(LinkError):  # it has just gone
                self._call("Target.closeTarget", {"targetId": one})

    def _call(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        number = self._send(method, parameters)
        until = self._clock.monotonic() + PATIENCE_S
        with selectors.DefaultSelector() as selector:
            selector.register(self._read, selectors.EVENT_READ)
            while self._clock.monotonic() < until:
                for message in self._messages():
                    if message.get("id") == number:
                        return _result(message)
                self._clock.wait(until, selector)
        raise LinkError("screen.no_browser")

    def _send(self, method: str, parameters: Mapping[str, Any]) -> int:
        self._number += 1
        told = {"id": self._number, "method": method, "params": parameters}
        try:
            os.write(self._write, json.dumps(told).encode() + b"\0")
        except OSError as error:
            raise LinkError("screen.no_browser") from error
        return self._number

    def _messages(self) -> list[dict[str, Any]]:
        try:
            while block := os.read(self._read, 65536):
                self._kept += block
        except BlockingIOError:
            pass
        *whole, self._kept = self._kept.split(b"\0")
        if len(self._kept) > LARGEST:
            raise LinkError("screen.no_browser")
        found = [json.loads(one) for one in whole]
        if any(one.get("id") == self._asked for one in found):
            self._asked = 0
        self._is_lost |= any(one.get("method") == "Target.targetCrashed" for one in found)
        return found


def _result(message: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser answered.

    Raises:
        LinkError: ``screen.no_browser``: it refused.
    """
    if "result" not in message:
        raise LinkError("screen.no_browser")
    found: dict[str, Any] = message["result"]
    return found


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are far from the browser's own numbers."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FREE_FROM) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
