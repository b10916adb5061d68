"""A browser with as little of the instrument in it as can be: one page, told by the debugging pipe.

Playwright listens to the network of every page, for which the renderer keeps the text of every
answer: of ten thousand touches that is most of what it holds.  Here nothing listens.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from scripts.shown_hub import CHROMIUM

READS: Final = 3
WRITES: Final = 4
"""Chromium's ends of the pipe (``--remote-debugging-pipe``)."""
ARGUMENTS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--touch-events=enabled",
    "--window-size=1280,800",
    "--remote-debugging-pipe",
)


class BarePage:
    """The browser's one page.

    Args:
        read: Where the browser answers.
        write: Where it is told.
    """

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = read, write
        self._number = 0
        self._rest = b""
        self._session = ""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        told = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = told["sessionId"]

    def begin_with(self, script: str) -> None:
        """Run a script at the beginning of every page from now on."""
        self._call("Page.enable")
        self._call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def go(self, address: str) -> None:
        """Show another page."""
        self._call("Page.navigate", url=address)

    def run(self, script: str) -> Any:
        """What a script answers, or its promise.

        Raises:
            RuntimeError: It failed.
        """
        told = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise RuntimeError(str(told["exceptionDetails"]))
        return told["result"].get("value")

    def collect(self) -> None:
        """Let go of what nobody needs."""
        for _ in range(3):
            self._call("HeapProfiler.collectGarbage")

    def processes(self) -> list[dict[str, Any]]:
        """The browser's processes, as `SystemInfo.getProcessInfo` tells them."""
        session, self._session = self._session, ""
        found: list[dict[str, Any]] = self._call("SystemInfo.getProcessInfo")["processInfo"]
        self._session = session
        return found

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        told = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            told["sessionId"] = self._session
        os.write(self._write, json.dumps(told).encode() + b"\0")
        while True:
            while b"\0" not in self._rest:
                block = os.read(self._read, 65_536)
                if not block:
                    raise RuntimeError("the browser has ended")
                self._rest += block
            line, _, self._rest = self._rest.partition(b"\0")
            answer = json.loads(line)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(str(answer["error"]))
                found: dict[str, Any] = answer["result"]
                return found


@contextmanager
def bare_page(profile: Path) -> Iterator[BarePage]:
    """A page of Debian's Chromium, without a window.

    Args:
        profile: A folder of its own.
    """
    theirs_in, write = (_far(end) for end in os.pipe())
    read, theirs_out = (_far(end) for end in os.pipe())
    command = [CHROMIUM, *ARGUMENTS, f"--user-data-dir={profile}", "about:blank"]
    # no shell between: those of Debian know no descriptor of two digits
    child = os.posix_spawn(
        CHROMIUM,
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, theirs_in, READS),
            (os.POSIX_SPAWN_DUP2, theirs_out, WRITES),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
    )
    for end in (theirs_in, theirs_out):
        os.close(end)
    try:
        yield BarePage(read, write)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for end in (read, write):
            os.close(end)


def _far(end: int) -> int:
    """The same end of a pipe, away from the browser's own numbers."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return moved
