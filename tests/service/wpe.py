"""cog as tests see it: its processes, and its own WebDriver to look into a page."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.ports import free_port

COG: Final = "/usr/bin/cog"
DRIVER: Final = "/usr/bin/WPEWebDriver"
PATIENCE_S: Final = 60.0


def cog_of(folder: Path) -> int:
    """The first process of the cog whose files lie in a folder; 0 = there is none."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            told = (path / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if told[0] == COG and any(str(folder) in word for word in told):
            return int(path.name)
    return 0


def helpers(cog: int, name: str) -> list[int]:
    """Its other processes by the name of their program: "WPEWebProcess", "WPENetworkProcess"."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            told = (path / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if told[0].endswith(f"/{name}") and os.getpgid(int(path.name)) == cog:
                found.append(int(path.name))
        except OSError:
            continue
    return found


class Driver:
    """A page in cog, told by WebDriver (W3C).

    Args:
        port: Of WPEWebDriver.
    """

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        options = {"binary": COG, "args": ["--automation", "--platform=headless"]}
        wanted = {"capabilities": {"alwaysMatch": {"wpe:browserOptions": options}}}
        self._session = f"/session/{self._call('/session', wanted)['sessionId']}"

    def go(self, address: str) -> None:
        """Open a page."""
        self._call(f"{self._session}/url", {"url": address})

    def run(self, script: str, *given: object) -> Any:
        """What the body of a function answers."""
        return self._call(f"{self._session}/execute/sync", {"script": script, "args": given})

    def until(self, script: str, patience_s: float = PATIENCE_S) -> Any:
        """Wait until a script answers something.

        Raises:
            TimeoutError: It never did.
        """
        end_s = time.monotonic() + patience_s
        while time.monotonic() < end_s:
            found = self.run(script)
            if found:
                return found
            time.sleep(0.02)
        raise TimeoutError(script)

    def end(self) -> None:
        """Close it."""
        self._call(self._session, None, "DELETE")

    def _call(self, path: str, body: object, method: str = "POST") -> Any:
        told = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(
            self._base + path, told, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error


@contextmanager
def driver(folder: Path) -> Iterator[Driver]:
    """A cog that can be looked into.

    Args:
        folder: Where its files lie.
    """
    port = free_port()
    kept = {name: str(folder) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    kept |= {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    kept |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}  # as cog.py has it
    env = {**os.environ, **kept}
    process = subprocess.Popen(
        [DRIVER, f"--port={port}"], env=env, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        found = _connected(port)
        yield found
        found.end()
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def _connected(port: int) -> Driver:
    for _ in range(100):
        try:
            return Driver(port)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(DRIVER)
