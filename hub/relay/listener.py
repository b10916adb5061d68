"""Starts a relay for each connection, where no systemd does: ``python -m hub.relay.listener``.

On a hub `hub-relay.socket` with ``Accept=yes`` does this; here it is for one terminal.
"""

from __future__ import annotations

import argparse
import os
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from hub.clock import SystemClock
from hub.config import load
from hub.varlink.listen import listen, uid_of

MOST: Final = 8
"""Relays at once; as many as the socket unit allows."""
LOOK_S: Final = 5.0
"""How often children that have ended are buried."""
SOCKETS: Final = {"relay.sock": "hub.relay", "capture.sock": "broadcast.relay.capture"}
"""Each socket and the program that serves it."""


class Listener:
    """Sockets and the children they have led to.

    Args:
        run_dir: Where the sockets are made.
        commands: Program and arguments a socket.
    """

    def __init__(self, run_dir: Path, commands: Mapping[str, Sequence[str]]) -> None:
        self._sockets = {listen(run_dir / name): command for name, command in commands.items()}
        self._children: list[subprocess.Popen[bytes]] = []

    def register(self, selector: selectors.BaseSelector) -> None:
        """Put the sockets into a selector."""
        for found in self._sockets:
            selector.register(found, selectors.EVENT_READ, found)

    def accept(self, found: socket.socket) -> None:
        """Start a child for whoever has connected, if it is one of us."""
        self.bury()
        try:
            connection, _ = found.accept()
        except OSError:
            return
        with connection:
            if len(self._children) < MOST and uid_of(connection) in {0, os.geteuid()}:
                self._children.append(
                    subprocess.Popen(list(self._sockets[found]), stdin=connection.fileno())  # noqa: S603
                )

    def bury(self) -> None:
        """Forget children that have ended."""
        self._children = [child for child in self._children if child.poll() is None]

    def close(self) -> None:
        """End everything."""
        for found in self._sockets:
            found.close()
        for child in self._children:
            child.kill()
            child.wait()


def main() -> int:
    """Until SIGTERM."""
    parser = argparse.ArgumentParser(prog="hub-relay-listener")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--clock-offset-s", default="0")  # as its sisters are started
    arguments = parser.parse_args()
    words = ["--config", str(arguments.config)]
    commands = {name: [sys.executable, "-m", at, *words] for name, at in SOCKETS.items()}
    clock, listener = SystemClock(), Listener(load(arguments.config).run_dir, commands)
    signal.signal(signal.SIGTERM, _end)
    try:
        with selectors.DefaultSelector() as selector:
            listener.register(selector)
            while True:
                for key, _ in clock.wait(clock.monotonic() + LOOK_S, selector):
                    listener.accept(key.data)
                listener.bury()
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        listener.close()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
