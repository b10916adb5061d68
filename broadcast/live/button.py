"""The talk button at the hub: a child speaks from the microphone for as long as it is held.

The child has sound card and live socket and nothing else to do; what it says is judged and
guarded like any other talk.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hub.config_sections import Live
from hub.words import say

END_S: Final = 3.0


class TalkButton:
    """Starts the child on press and ends it when the button is let go.

    Its methods are called by the board's own thread, one after the other.

    Args:
        command: What speaks until SIGTERM.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._child: subprocess.Popen[bytes] | None = None

    def press(self) -> None:
        """The button went down."""
        if self._child is not None and self._child.poll() is None:
            return
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own module
                self._command, stdin=subprocess.DEVNULL, stderr=sys.stderr, env=_environment()
            )
        except OSError as error:
            logging.getLogger("hub-broadcast").warning("talk button: %s", error)

    def let_go(self) -> None:
        """It came up again."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.terminate()
        try:
            child.wait(END_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _environment() -> dict[str, str]:
    """Ours, without the list of output devices that this process made for itself."""
    ours = os.environ.get("ALSA_CONFIG_PATH", "").startswith("/proc/self/fd/")
    return {n: value for n, value in os.environ.items() if not (ours and n == "ALSA_CONFIG_PATH")}


def talk_command(live: Live, socket: Path, language: str) -> list[str]:
    """The child: this interpreter and `broadcast.live.held`."""
    command = [sys.executable, "-m", "broadcast.live.held", "--socket", str(socket)]
    command += ["--device", live.device, "--kind", str(live.kind)]
    command += ["--zones", ",".join(sorted(live.zones))]
    return [*command, "--by", say("live.at_the_hub", language)]
